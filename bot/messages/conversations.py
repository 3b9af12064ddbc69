"""Conversations and the sessions that prove who may read them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa

from bot.messages.model import Conversation, UnknownConversation
from bot.messages.tables import conversations

_ID_BYTES, _TOKEN_BYTES = 16, 32  # 128 and 256 random bits: neither can be guessed


def open_conversation(connection: sa.engine.Connection, channel: str, now: datetime) -> tuple[Conversation, str]:
    """Begin a conversation owned by the bot; return it with its session token, of which we keep only a hash."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    conversation = Conversation(id=secrets.token_urlsafe(_ID_BYTES), channel=channel, owner="bot")
    connection.execute(
        conversations.insert().values(
            id=conversation.id,
            channel=channel,
            session_hash=_hash(token),
            owner=conversation.owner,
            created_at=now,
            last_at=now,
        )
    )
    return conversation, token


def find_conversation(connection: sa.engine.Connection, token: str, not_before: datetime) -> Conversation | None:
    """Return the conversation of a session token, unless it is unknown or was last used before `not_before`."""
    row = connection.execute(
        sa.select(conversations.c.id, conversations.c.channel, conversations.c.owner).where(
            conversations.c.session_hash == _hash(token), conversations.c.last_at >= not_before
        )
    ).first()
    return Conversation(*row) if row else None


def touch(connection: sa.engine.Connection, conversation_id: str, now: datetime) -> None:
    """Note that the conversation was used, and hold its row until the end of the transaction.

    Whoever adds a message does this first: so the numbers of one conversation become visible in their order.
    Raises UnknownConversation.
    """
    changed = connection.execute(
        conversations.update().where(conversations.c.id == conversation_id).values(last_at=now)
    )
    if changed.rowcount == 0:
        raise UnknownConversation(conversation_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""What goes out and what was said: whoever speaks to a customer does it through `say`."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.messages.conversations import touch
from bot.messages.model import Button, Head, Message, Reply
from bot.messages.tables import TAKEN, button_tokens, inbox, messages

_TOKEN_BYTES = 12  # 96 random bits: short enough for every messaging channel
_COLUMNS = (
    messages.c.n,
    messages.c.sender,
    messages.c.text,
    messages.c.card,
    messages.c.buttons,
    messages.c.created_at,
    messages.c.client_id,
)


def say(
    connection: sa.engine.Connection,
    conversation_id: str,
    reply: Reply,
    now: datetime,
    *,
    sender: str = "bot",
    answers: tuple[int, str] | None = None,
) -> int:
    """Record one message to the customer and return its number.

    `answers` is (number, client id) of the customer's message this answers. Raises UnknownConversation.
    """
    touch(connection, conversation_id, now)
    tokens = [_keep_button(connection, conversation_id, button, now) for button in reply.buttons]
    card = _shown_card(connection, conversation_id, reply.card, now)
    in_reply_to, client_id = answers or (None, None)
    row = {
        "conversation_id": conversation_id,
        "sender": sender,
        "text": reply.text,
        "card": None if card is None else json.dumps(card, ensure_ascii=False),
        "buttons": json.dumps(tokens, ensure_ascii=False),
        "client_id": client_id,
        "in_reply_to": in_reply_to,
        "created_at": now,
    }
    return int(connection.execute(messages.insert().values(row)).inserted_primary_key[0])


def resolve_button(connection: sa.engine.Connection, conversation_id: str, token: str) -> Button | None:
    """Return the button behind a token, within its own conversation only; a used token stays usable."""
    row = connection.execute(
        sa.select(button_tokens.c.title, button_tokens.c.payload).where(
            button_tokens.c.token == token, button_tokens.c.conversation_id == conversation_id
        )
    ).first()
    return Button(*row) if row else None


def history(connection: sa.engine.Connection, conversation_id: str, limit: int) -> list[Message]:
    """Return the newest `limit` messages of a conversation, oldest first, the customer's own included."""
    newest = sa.select(*_COLUMNS).where(messages.c.conversation_id == conversation_id)
    rows = connection.execute(newest.order_by(messages.c.n.desc()).limit(limit)).all()
    return [_message(row) for row in reversed(rows)]


def after(connection: sa.engine.Connection, conversation_id: str, n: int, limit: int) -> list[Message]:
    """Return at most `limit` messages of a conversation that come after number `n`, oldest first."""
    later = sa.select(*_COLUMNS).where(messages.c.conversation_id == conversation_id, messages.c.n > n)
    return [_message(row) for row in connection.execute(later.order_by(messages.c.n).limit(limit))]


def heads(connection: sa.engine.Connection, conversation_ids: Iterable[str]) -> dict[str, Head]:
    """Return where each of these conversations stands; one without messages stands at 0."""
    wanted = list(conversation_ids)
    last = dict(
        connection.execute(
            sa.select(messages.c.conversation_id, sa.func.max(messages.c.n))
            .where(messages.c.conversation_id.in_(wanted))
            .group_by(messages.c.conversation_id)
        ).all()
    )
    busy = set(
        connection.execute(
            sa.select(inbox.c.conversation_id).where(inbox.c.conversation_id.in_(wanted), inbox.c.state == TAKEN)
        ).scalars()
    )
    return {each: Head(last=last.get(each, 0), busy=each in busy) for each in wanted}


def _shown_card(
    connection: sa.engine.Connection, conversation_id: str, card: Mapping[str, Any] | None, now: datetime
) -> Mapping[str, Any] | None:
    """Return the card with a token in place of each payload of its next steps."""
    if card is None or not card.get("next"):
        return card
    steps = [Button(each["title"], each["payload"]) for each in card["next"]]
    return {**card, "next": [_keep_button(connection, conversation_id, step, now) for step in steps]}


def _keep_button(
    connection: sa.engine.Connection, conversation_id: str, button: Button, now: datetime
) -> dict[str, str]:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = {"title": button.title, "payload": button.payload, "created_at": now}
    connection.execute(button_tokens.insert().values(token=token, conversation_id=conversation_id, **row))
    return {"title": button.title, "token": token}


def _message(row: Any) -> Message:
    return Message(
        n=row.n,
        sender=row.sender,
        text=row.text,
        card=None if row.card is None else json.loads(row.card),
        buttons=tuple((each["title"], each["token"]) for each in json.loads(row.buttons)),
        at=row.created_at,
        client_id=row.client_id,
    )

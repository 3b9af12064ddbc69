"""The tables of the record; `migrations/` makes them, a test keeps the two alike."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

WAITING, TAKEN, ANSWERED, FAILED = "waiting", "taken", "answered", "failed"
OPEN = (WAITING, TAKEN)


class UtcTime(sa.types.TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 has no types
    """An aware moment kept in UTC, also where the database knows no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Turn an aware moment into UTC; a naive one is a programming error (ValueError)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be recorded")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the moment back aware, in UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=timezone.utc)


_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_conversation = sa.String(64)
metadata = sa.MetaData()

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", _conversation, primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("session_hash", sa.String(64), unique=True),
    sa.Column("owner", sa.String(8), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("last_at", UtcTime, nullable=False),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("n", _number, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("sender", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("card", sa.Text),
    sa.Column("buttons", sa.Text, nullable=False),
    sa.Column("client_id", sa.String(64)),
    sa.Column("in_reply_to", sa.ForeignKey("messages.n")),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Index("messages_of_conversation", "conversation_id", "n"),
    # a number is never given twice, even when old messages have been deleted
    sqlite_autoincrement=True,
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("n", sa.ForeignKey("messages.n"), primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("event_id", sa.String(64), nullable=False),
    sa.Column("payload", sa.Text),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("worker", sa.String(64)),
    sa.Column("lease_until", UtcTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("answered_at", UtcTime),
    sa.UniqueConstraint("conversation_id", "event_id", name="inbox_once"),
)
_still_open = inbox.c.state.in_(OPEN)
sa.Index("inbox_open", inbox.c.conversation_id, inbox.c.n, sqlite_where=_still_open, postgresql_where=_still_open)

button_tokens = sa.Table(
    "button_tokens",
    metadata,
    sa.Column("token", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
)

trackers = sa.Table(
    "trackers",
    metadata,
    sa.Column("conversation_id", sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
)

"""The record of messages: conversations, messages, inbox, buttons, trackers, heartbeats.

Revision ID: 0001
Revises:
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_moment = sa.DateTime(timezone=True)
_open = sa.text("state IN ('waiting', 'taken')")


def _conversation(**more: Any) -> sa.Column:
    return sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False, **more)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("session_hash", sa.String(64), unique=True),
        sa.Column("owner", sa.String(8), nullable=False),
        sa.Column("created_at", _moment, nullable=False),
        sa.Column("last_at", _moment, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("n", _number, primary_key=True, autoincrement=True),
        _conversation(),
        sa.Column("sender", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("card", sa.Text),
        sa.Column("buttons", sa.Text, nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("in_reply_to", _number, sa.ForeignKey("messages.n")),
        sa.Column("created_at", _moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("messages_of_conversation", "messages", ["conversation_id", "n"])
    op.create_table(
        "inbox",
        sa.Column("n", _number, sa.ForeignKey("messages.n"), primary_key=True, autoincrement=False),
        _conversation(),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("worker", sa.String(64)),
        sa.Column("lease_until", _moment),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("answered_at", _moment),
        sa.UniqueConstraint("conversation_id", "event_id", name="inbox_once"),
    )
    op.create_index("inbox_open", "inbox", ["conversation_id", "n"], sqlite_where=_open, postgresql_where=_open)
    op.create_table(
        "button_tokens",
        sa.Column("token", sa.String(32), primary_key=True),
        _conversation(index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", _moment, nullable=False),
    )
    op.create_table(
        "trackers",
        _conversation(primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated_at", _moment, nullable=False),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("seen_at", _moment, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("heartbeats", "trackers", "button_tokens", "inbox", "messages", "conversations"):
        op.drop_table(table)

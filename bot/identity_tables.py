"""The tables of identity: who was proved where, and how often it was tried wrongly."""

from __future__ import annotations

import sqlalchemy as sa

from bot.messages.tables import UtcTime

metadata = sa.MetaData()

# One row a conversation: the account last proved in it.
proofs = sa.Table(
    "identity_proofs",
    metadata,
    sa.Column("conversation_id", sa.String(64), primary_key=True),
    sa.Column("account_number", sa.String(64), nullable=False),
    sa.Column("proved_at", UtcTime, nullable=False, index=True),
)

# One row a subject (`conversation:…` or `account:…`): wrong or running tries, and when they are forgotten.
attempts = sa.Table(
    "identity_attempts",
    metadata,
    sa.Column("subject", sa.String(80), primary_key=True),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("forget_at", UtcTime, nullable=False, index=True),
)

"""Identity: proofs and counted tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_proofs",
        sa.Column("conversation_id", sa.String(64), primary_key=True),
        sa.Column("account_number", sa.String(64), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_identity_proofs_proved_at", "identity_proofs", ["proved_at"])
    op.create_table(
        "identity_attempts",
        sa.Column("subject", sa.String(80), primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_identity_attempts_forget_at", "identity_attempts", ["forget_at"])


def downgrade() -> None:
    op.drop_table("identity_attempts")
    op.drop_table("identity_proofs")

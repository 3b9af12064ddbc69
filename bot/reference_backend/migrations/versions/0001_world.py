"""Lay the tables of the reference backend."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("segment", sa.String(length=16), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("tariff_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "idempotency",
        sa.Column("system", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("system", "key"),
    )
    op.create_table(
        "outages",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=True),
        sa.Column("crew_status", sa.String(length=24), nullable=False),
        sa.Column("area_name", sa.String(length=60), nullable=False),
        sa.Column("customers_affected", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "script", sa.String(length=40), nullable=False, comment="the story this outage lives, of world/outages.yml"
        ),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("story_seconds", sa.Float(), nullable=False, comment="how far into its story it is"),
        sa.Column("advanced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customers_at_start", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False, comment="made by the seed, not by customers' tickets"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_outages_status"), "outages", ["status"], unique=False)
    op.create_table(
        "planned_work",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("area_name", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "postcodes",
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("area_name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("postcode"),
    )
    op.create_table(
        "tariffs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("segment", sa.String(length=16), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("supply_class", sa.String(length=24), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("capacity_kw", sa.String(32), nullable=False),
        sa.Column("applicant_name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["postcode"],
            ["postcodes.postcode"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "erts",
        sa.Column("outage_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ert", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("confidence", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["outage_id"],
            ["outages.id"],
        ),
        sa.PrimaryKeyConstraint("outage_id", "position"),
    )
    op.create_table(
        "outage_postcodes",
        sa.Column("outage_id", sa.String(length=16), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["outage_id"],
            ["outages.id"],
        ),
        sa.ForeignKeyConstraint(
            ["postcode"],
            ["postcodes.postcode"],
        ),
        sa.PrimaryKeyConstraint("outage_id", "postcode"),
    )
    op.create_index(op.f("ix_outage_postcodes_postcode"), "outage_postcodes", ["postcode"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_number", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.String(32), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_number"],
            ["accounts.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("payments_of_account", "payments", ["account_number", "received_on"], unique=False)
    op.create_table(
        "planned_postcodes",
        sa.Column("work_id", sa.String(length=16), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["postcode"],
            ["postcodes.postcode"],
        ),
        sa.ForeignKeyConstraint(
            ["work_id"],
            ["planned_work.id"],
        ),
        sa.PrimaryKeyConstraint("work_id", "postcode"),
    )
    op.create_index(op.f("ix_planned_postcodes_postcode"), "planned_postcodes", ["postcode"], unique=False)
    op.create_table(
        "premises",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_number", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_number"],
            ["accounts.number"],
        ),
        sa.ForeignKeyConstraint(
            ["postcode"],
            ["postcodes.postcode"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_premises_account_number"), "premises", ["account_number"], unique=False)
    op.create_index(op.f("ix_premises_postcode"), "premises", ["postcode"], unique=False)
    op.create_table(
        "meters",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("premises_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["premises_id"],
            ["premises.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_meters_premises_id"), "meters", ["premises_id"], unique=False)
    op.create_table(
        "stages",
        sa.Column("application_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("turn", sa.String(length=8), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
        ),
        sa.PrimaryKeyConstraint("application_id", "position"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("premises_id", sa.String(length=16), nullable=True),
        sa.Column("postcode", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("hazard", sa.String(length=200), nullable=True),
        sa.Column("callback_phone", sa.String(length=30), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outage_id", sa.String(length=16), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["outage_id"],
            ["outages.id"],
        ),
        sa.ForeignKeyConstraint(
            ["postcode"],
            ["postcodes.postcode"],
        ),
        sa.ForeignKeyConstraint(
            ["premises_id"],
            ["premises.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_tickets_outage_id"), "tickets", ["outage_id"], unique=False)
    op.create_index("tickets_of_postcode", "tickets", ["postcode", "reported_at"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("application_id", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("crew", sa.Integer(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id", "window_start", name="one_visit_a_window"),
        sa.UniqueConstraint("area", "window_start", "crew", name="one_visit_a_crew"),
    )
    op.create_table(
        "bills",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_number", sa.String(length=10), nullable=False),
        sa.Column("premises_id", sa.String(length=16), nullable=False),
        sa.Column("meter_number", sa.String(length=16), nullable=False),
        sa.Column("tariff_id", sa.String(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kwh", sa.String(32), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.String(32), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "fault", sa.String(length=20), nullable=True, comment="how this bill was made wrong on purpose; never shown"
        ),
        sa.ForeignKeyConstraint(
            ["account_number"],
            ["accounts.number"],
        ),
        sa.ForeignKeyConstraint(
            ["meter_number"],
            ["meters.number"],
        ),
        sa.ForeignKeyConstraint(
            ["premises_id"],
            ["premises.id"],
        ),
        sa.ForeignKeyConstraint(
            ["tariff_id"],
            ["tariffs.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("bills_of_account", "bills", ["account_number", "period_end"], unique=False)
    op.create_table(
        "readings",
        sa.Column("meter_number", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kwh", sa.String(32), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meter_number"],
            ["meters.number"],
        ),
        sa.PrimaryKeyConstraint("meter_number", "at"),
    )
    op.create_table(
        "bill_lines",
        sa.Column("bill_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.String(32), nullable=False),
        sa.Column("quantity", sa.String(32), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=True),
        sa.Column("unit_price", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["bill_id"],
            ["bills.id"],
        ),
        sa.PrimaryKeyConstraint("bill_id", "position"),
    )


def downgrade() -> None:
    op.drop_table("bill_lines")
    op.drop_table("readings")
    op.drop_index("bills_of_account", table_name="bills")
    op.drop_table("bills")
    op.drop_table("visits")
    op.drop_index("tickets_of_postcode", table_name="tickets")
    op.drop_index(op.f("ix_tickets_outage_id"), table_name="tickets")
    op.drop_table("tickets")
    op.drop_table("stages")
    op.drop_index(op.f("ix_meters_premises_id"), table_name="meters")
    op.drop_table("meters")
    op.drop_index(op.f("ix_premises_postcode"), table_name="premises")
    op.drop_index(op.f("ix_premises_account_number"), table_name="premises")
    op.drop_table("premises")
    op.drop_index(op.f("ix_planned_postcodes_postcode"), table_name="planned_postcodes")
    op.drop_table("planned_postcodes")
    op.drop_index("payments_of_account", table_name="payments")
    op.drop_table("payments")
    op.drop_index(op.f("ix_outage_postcodes_postcode"), table_name="outage_postcodes")
    op.drop_table("outage_postcodes")
    op.drop_table("erts")
    op.drop_table("applications")
    op.drop_table("tariffs")
    op.drop_table("postcodes")
    op.drop_table("planned_work")
    op.drop_index(op.f("ix_outages_status"), table_name="outages")
    op.drop_table("outages")
    op.drop_table("idempotency")
    op.drop_table("counters")
    op.drop_table("accounts")

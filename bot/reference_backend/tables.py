"""The tables of the reference backend; `migrations` builds exactly these."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()


class Exact(sa.types.TypeDecorator):  # type: ignore[misc]
    """A Decimal kept as text, so that no database rounds it."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Any) -> str | None:
        """Write the figure without an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _dialect: Any) -> Decimal | None:
        """Read the figure back as it was written."""
        return None if value is None else Decimal(value)


class Moment(sa.types.TypeDecorator):  # type: ignore[misc]
    """An aware moment in UTC, also where the database forgets time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Write the moment in UTC."""
        if value is None:
            return None
        moment = value.astimezone(timezone.utc)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """Read the moment as an aware one in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("system", sa.String(16), primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)

postcodes = sa.Table(
    "postcodes",
    metadata,
    sa.Column("postcode", sa.String(6), primary_key=True),
    sa.Column("area", sa.String(8), nullable=False),
    sa.Column("area_name", sa.String(60), nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("number", sa.String(10), primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("segment", sa.String(16), nullable=False),
    sa.Column("phone_masked", sa.String(20), nullable=False),
    sa.Column("tariff_id", sa.String(40), nullable=False),
)

premises = sa.Table(
    "premises",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("account_number", sa.ForeignKey("accounts.number"), nullable=False, index=True),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("postcode", sa.ForeignKey("postcodes.postcode"), nullable=False, index=True),
    sa.Column("area", sa.String(8), nullable=False),
)

meters = sa.Table(
    "meters",
    metadata,
    sa.Column("number", sa.String(16), primary_key=True),
    sa.Column("premises_id", sa.ForeignKey("premises.id"), nullable=False, index=True),
)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("meter_number", sa.ForeignKey("meters.number"), primary_key=True),
    sa.Column("at", Moment, primary_key=True),
    sa.Column("kwh", Exact, nullable=False),
    sa.Column("quality", sa.Integer, nullable=False),
)

tariffs = sa.Table(
    "tariffs",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("segment", sa.String(16), nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("terms", sa.JSON, nullable=False),
)

bills = sa.Table(
    "bills",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("account_number", sa.ForeignKey("accounts.number"), nullable=False),
    sa.Column("premises_id", sa.ForeignKey("premises.id"), nullable=False),
    sa.Column("meter_number", sa.ForeignKey("meters.number"), nullable=False),
    sa.Column("tariff_id", sa.ForeignKey("tariffs.id"), nullable=False),
    sa.Column("period_start", sa.Date, nullable=False),
    sa.Column("period_end", sa.Date, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("kwh", Exact, nullable=False),
    sa.Column("start_at", Moment, nullable=False),
    sa.Column("end_at", Moment, nullable=False),
    sa.Column("total", Exact, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("fault", sa.String(20), comment="how this bill was made wrong on purpose; never shown"),
    sa.Index("bills_of_account", "account_number", "period_end"),
)

bill_lines = sa.Table(
    "bill_lines",
    metadata,
    sa.Column("bill_id", sa.ForeignKey("bills.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("note", sa.String(120), nullable=False),
    sa.Column("amount", Exact, nullable=False),
    sa.Column("quantity", Exact),
    sa.Column("unit", sa.String(16)),
    sa.Column("unit_price", Exact),
)

payments = sa.Table(
    "payments",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("account_number", sa.ForeignKey("accounts.number"), nullable=False),
    sa.Column("amount", Exact, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("method", sa.String(40), nullable=False),
    sa.Index("payments_of_account", "account_number", "received_on"),
)

outages = sa.Table(
    "outages",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("status", sa.String(24), nullable=False, index=True),
    sa.Column("planned", sa.Boolean, nullable=False),
    sa.Column("cause", sa.String(200)),
    sa.Column("crew_status", sa.String(24), nullable=False),
    sa.Column("area_name", sa.String(60), nullable=False),
    sa.Column("customers_affected", sa.Integer, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("restored_at", Moment),
    sa.Column("script", sa.String(40), nullable=False, comment="the story this outage lives, of world/outages.yml"),
    sa.Column("steps_done", sa.Integer, nullable=False),
    sa.Column("story_seconds", sa.Float, nullable=False, comment="how far into its story it is"),
    sa.Column("advanced_at", Moment, nullable=False),
    sa.Column("customers_at_start", sa.Integer, nullable=False),
    sa.Column("sample", sa.Boolean, nullable=False, comment="made by the seed, not by customers' tickets"),
)

outage_postcodes = sa.Table(
    "outage_postcodes",
    metadata,
    sa.Column("outage_id", sa.ForeignKey("outages.id"), primary_key=True),
    sa.Column("postcode", sa.ForeignKey("postcodes.postcode"), primary_key=True, index=True),
)

erts = sa.Table(
    "erts",
    metadata,
    sa.Column("outage_id", sa.ForeignKey("outages.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("ert", Moment, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("source", sa.String(60), nullable=False),
    sa.Column("confidence", sa.String(8), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
)

planned_work = sa.Table(
    "planned_work",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("area_name", sa.String(60), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("notified_at", Moment, nullable=False),
    sa.Column("start", Moment, nullable=False),
    sa.Column("end", Moment, nullable=False),
)

planned_postcodes = sa.Table(
    "planned_postcodes",
    metadata,
    sa.Column("work_id", sa.ForeignKey("planned_work.id"), primary_key=True),
    sa.Column("postcode", sa.ForeignKey("postcodes.postcode"), primary_key=True, index=True),
)

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("premises_id", sa.ForeignKey("premises.id")),
    sa.Column("postcode", sa.ForeignKey("postcodes.postcode"), nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("scope", sa.String(16), nullable=False),
    sa.Column("hazard", sa.String(200)),
    sa.Column("callback_phone", sa.String(30)),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("reported_at", Moment, nullable=False),
    sa.Column("outage_id", sa.ForeignKey("outages.id"), index=True),
    sa.Column("resolved_at", Moment),
    sa.Index("tickets_of_postcode", "postcode", "reported_at"),
)

applications = sa.Table(
    "applications",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("supply_class", sa.String(24), nullable=False),
    sa.Column("postcode", sa.ForeignKey("postcodes.postcode"), nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("area", sa.String(8), nullable=False),
    sa.Column("capacity_kw", Exact, nullable=False),
    sa.Column("applicant_name", sa.String(100), nullable=False),
    sa.Column("phone", sa.String(30), nullable=False),
    sa.Column("applied_at", Moment, nullable=False),
)

stages = sa.Table(
    "stages",
    metadata,
    sa.Column("application_id", sa.ForeignKey("applications.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(24), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("turn", sa.String(8), nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("done_at", Moment),
)

visits = sa.Table(
    "visits",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("application_id", sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("area", sa.String(8), nullable=False),
    sa.Column("crew", sa.Integer, nullable=False),
    sa.Column("window_start", Moment, nullable=False),
    sa.Column("window_end", Moment, nullable=False),
    sa.Column("purpose", sa.String(80), nullable=False),
    sa.UniqueConstraint("area", "window_start", "crew", name="one_visit_a_crew"),
    sa.UniqueConstraint("application_id", "window_start", name="one_visit_a_window"),
)

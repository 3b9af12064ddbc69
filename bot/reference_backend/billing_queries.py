"""What the billing system reads from its tables, in the shape it tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.reference_backend.balances import owing
from bot.reference_backend.figures import World
from bot.reference_backend.problems import not_found
from bot.reference_backend.tables import accounts, bill_lines, bills, meters, payments, premises, readings, tariffs

Json = dict[str, Any]

_START, _END = readings.alias("start_reading"), readings.alias("end_reading")
_HIDDEN = {"start_at", "end_at", "fault"}


def account(connection: Connection, number: str) -> Json:
    """Return an account with its premises and meters; raise the problem `not_found`."""
    row = connection.execute(sa.select(accounts).where(accounts.c.number == number)).first()
    if row is None:
        raise not_found("account")
    places = sa.select(premises.c.id, premises.c.address, premises.c.postcode, premises.c.area)
    of_account = premises.c.account_number == number
    at_places = sa.select(meters).join(premises, premises.c.id == meters.c.premises_id).where(of_account)
    return {
        **row._mapping,
        "premises": _dicts(connection, places.where(of_account).order_by(premises.c.id)),
        "meters": _dicts(connection, at_places.order_by(meters.c.number)),
    }


def verify(connection: Connection, number: str, postcode: str) -> bool:
    """Say whether the account has a premises with this postcode."""
    query = sa.select(premises.c.id).where(premises.c.account_number == number, premises.c.postcode == postcode)
    return connection.execute(query.limit(1)).first() is not None


def balance(connection: Connection, world: World, number: str, today: date) -> Json:
    """Return what the account owes today; raise the problem `not_found`."""
    _must_exist(connection, accounts.c.number, number, "account")
    billed = connection.execute(sa.select(bills.c.due_on, bills.c.total).where(bills.c.account_number == number))
    received = payments_of(connection, number, None)
    paid: Decimal = sum((row["amount"] for row in received), Decimal("0.00"))
    now = owing([(row.due_on, row.total) for row in billed], paid, today)
    money = [row for row in received if row["method"] != world.customers.discount_method]
    return {
        "account_number": number,
        "currency": world.city.currency,
        "owed": now.owed,
        "overdue": now.overdue,
        "due_on": now.due_on,
        "last_payment": money[0] if money else None,
    }


def bills_of(connection: Connection, number: str, limit: int) -> list[Json]:
    """Return the newest bills of an account; raise the problem `not_found`."""
    _must_exist(connection, accounts.c.number, number, "account")
    mine = bills.c.account_number == number
    return _bills(connection, mine, sa.select(bills.c.id).where(mine).order_by(*_newest_first()).limit(limit))


def bill(connection: Connection, number: str, bill_id: str) -> Json:
    """Return one bill of an account; raise the problem `not_found`, also for another account's bill."""
    mine = (bills.c.account_number == number) & (bills.c.id == bill_id)
    found = _bills(connection, mine, sa.select(bills.c.id).where(mine))
    if not found:
        raise not_found("bill")
    return found[0]


def payments_of(connection: Connection, number: str, limit: int | None) -> list[Json]:
    """Return the newest payments of an account; raise the problem `not_found`."""
    _must_exist(connection, accounts.c.number, number, "account")
    query = sa.select(payments).where(payments.c.account_number == number)
    return _dicts(connection, query.order_by(payments.c.received_on.desc(), payments.c.id.desc()).limit(limit))


def readings_of(connection: Connection, meter_number: str, limit: int) -> list[Json]:
    """Return the newest readings of a meter; raise the problem `not_found`."""
    _must_exist(connection, meters.c.number, meter_number, "meter")
    query = sa.select(readings).where(readings.c.meter_number == meter_number)
    return _dicts(connection, query.order_by(readings.c.at.desc()).limit(limit))


def tariff(connection: Connection, tariff_id: str) -> Json:
    """Return one tariff, also an old one; raise the problem `not_found`."""
    row = connection.execute(sa.select(tariffs.c.terms).where(tariffs.c.id == tariff_id)).first()
    if row is None:
        raise not_found("tariff")
    return dict(row.terms)


def tariffs_for(connection: Connection, segment: str) -> list[Json]:
    """Return the tariffs a segment can choose now."""
    query = sa.select(tariffs.c.terms).where(tariffs.c.segment == segment, tariffs.c.open)
    return [dict(row.terms) for row in connection.execute(query.order_by(tariffs.c.id))]


def _newest_first() -> tuple[Any, ...]:
    return bills.c.period_end.desc(), bills.c.issued_on.desc(), bills.c.id.desc()


def _bills(connection: Connection, mine: Any, wanted: Any) -> list[Json]:
    ids = [row.id for row in connection.execute(wanted)]
    by_bill: dict[str, list[Json]] = {bill_id: [] for bill_id in ids}
    of_bills = sa.select(bill_lines).where(bill_lines.c.bill_id.in_(ids)).order_by(bill_lines.c.position)
    for line in _dicts(connection, of_bills):
        del line["position"]
        by_bill[line.pop("bill_id")].append(line)
    query = (
        sa.select(bills, *_reading("start", _START), *_reading("end", _END))
        .join(_START, (_START.c.meter_number == bills.c.meter_number) & (_START.c.at == bills.c.start_at))
        .join(_END, (_END.c.meter_number == bills.c.meter_number) & (_END.c.at == bills.c.end_at))
        .where(mine, bills.c.id.in_(ids))
        .order_by(*_newest_first())
    )
    return [_bill(row, by_bill[row["id"]]) for row in _dicts(connection, query)]


def _reading(name: str, table: Any) -> tuple[Any, Any]:
    return table.c.kwh.label(f"{name}_kwh"), table.c.quality.label(f"{name}_quality")


def _bill(row: Json, lines: list[Json]) -> Json:
    told = {key: value for key, value in row.items() if key in bills.c and key not in _HIDDEN}
    for name in ("start", "end"):
        told[f"{name}_reading"] = {
            "meter_number": row["meter_number"],
            "at": row[f"{name}_at"],
            "kwh": row[f"{name}_kwh"],
            "quality": row[f"{name}_quality"],
        }
    return {**told, "lines": lines}


def _must_exist(connection: Connection, column: Any, value: str, what: str) -> None:
    if connection.execute(sa.select(column).where(column == value)).first() is None:
        raise not_found(what)


def _dicts(connection: Connection, query: Any) -> list[Json]:
    return [dict(row._mapping) for row in connection.execute(query)]

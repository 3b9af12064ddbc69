"""A few telling accounts of the sample world, and the list of bills that were made wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.database import begin
from bot.reference_backend.balances import owing
from bot.reference_backend.figures import World, world
from bot.reference_backend.lifecycle import RUNNING
from bot.reference_backend.seed.readings import ESTIMATED
from bot.reference_backend.tables import accounts, bills, outage_postcodes, outages, payments, premises, readings

Json = dict[str, Any]


@dataclass(frozen=True)
class _Seen:
    """What tells an account from the others."""

    number: str
    segment: str
    places: tuple[tuple[str, str], ...]
    newest: Any
    before: Any
    wrong: bool
    overdue: bool
    out: bool

    @property
    def plain_home(self) -> bool:
        return self.segment == "residential" and len(self.places) == 1 and not self.wrong

    @property
    def calm_home(self) -> bool:
        return self.plain_home and not self.overdue and not self.out

    @property
    def measured(self) -> bool:
        return ESTIMATED not in {self.newest.quality, self.before.quality}

    @property
    def growth(self) -> float:
        return float(self.newest.total / self.before.total)


def sample_accounts(engine: sa.engine.Engine, today: date) -> list[Json]:
    """Return the telling accounts as /sample-accounts tells them."""
    with begin(engine) as connection:
        return choose(connection, world(), today)


def wrong_bills(engine: sa.engine.Engine) -> dict[str, str]:
    """Return the bills made wrong on purpose: id to the way in which; no HTTP answer ever shows this."""
    with begin(engine) as connection:
        rows = connection.execute(sa.select(bills.c.id, bills.c.fault).where(bills.c.fault.is_not(None)))
        return {row.id: row.fault for row in rows}


def choose(connection: Connection, figures: World, today: date) -> list[Json]:
    """Return one account for each thing worth showing, each account once; what the world lacks now is left out."""
    left = _seen(connection, today)
    steady = [seen for seen in left if seen.calm_home and seen.measured and seen.growth < figures.customers.higher_by]
    growing = [seen for seen in left if seen.calm_home and seen.measured]
    wanted: dict[str, Iterable[_Seen]] = {
        "higher": sorted(growing, key=lambda seen: -seen.growth),
        "ordinary": sorted(steady, key=lambda seen: abs(seen.growth - 1)),
        "estimated": _those(left, lambda seen: seen.calm_home and seen.newest.quality == ESTIMATED),
        "overdue": _those(left, lambda seen: seen.plain_home and seen.overdue and not seen.out),
        "several": _those(left, lambda seen: seen.segment == "small_business" and len(seen.places) > 1),
        "factory": _those(left, lambda seen: seen.segment == "industrial" and not seen.wrong),
        "outage": _those(left, lambda seen: seen.plain_home and seen.out),
    }
    chosen: dict[str, _Seen] = {}
    for name, fitting in wanted.items():
        one = next((seen for seen in fitting if seen not in chosen.values()), None)
        if one is not None:
            chosen[name] = one
    return [_item(chosen[name], says) for name, says in figures.customers.samples.items() if name in chosen]


def _those(seen: list[_Seen], fits: Callable[[_Seen], bool]) -> Iterable[_Seen]:
    return (one for one in seen if fits(one))


def _item(seen: _Seen, says: str) -> Json:
    postcode, area = seen.places[0]
    return {"account_number": seen.number, "postcode": postcode, "segment": seen.segment, "area": area, "says": says}


def _seen(connection: Connection, today: date) -> list[_Seen]:
    out = _postcodes_out(connection)
    billed: dict[str, list[Any]] = {}
    for row in connection.execute(_bills_with_quality()):
        billed.setdefault(row.account_number, []).append(row)
    paid: dict[str, Decimal] = {}
    for row in connection.execute(sa.select(payments.c.account_number, payments.c.amount)):
        paid[row.account_number] = paid.get(row.account_number, Decimal(0)) + row.amount
    places: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(sa.select(premises).order_by(premises.c.id)):
        places.setdefault(row.account_number, []).append((row.postcode, row.area))
    return [
        _Seen(
            number=row.number,
            segment=row.segment,
            places=tuple(places[row.number]),
            newest=billed[row.number][0],
            before=billed[row.number][1],
            wrong=any(bill.fault for bill in billed[row.number]),
            overdue=_is_overdue(billed[row.number], paid.get(row.number, Decimal(0)), today),
            out=any(postcode in out for postcode, _ in places[row.number]),
        )
        for row in connection.execute(sa.select(accounts).order_by(accounts.c.number)).all()
    ]


def _is_overdue(billed: Iterable[Any], paid: Decimal, today: date) -> bool:
    return owing([(bill.due_on, bill.total) for bill in billed], paid, today).overdue > 0


def _bills_with_quality() -> Any:
    ends = (readings.c.meter_number == bills.c.meter_number) & (readings.c.at == bills.c.end_at)
    columns = (bills.c.account_number, bills.c.due_on, bills.c.total, bills.c.fault, readings.c.quality)
    return sa.select(*columns).join(readings, ends).order_by(bills.c.period_end.desc(), bills.c.id.desc())


def _postcodes_out(connection: Connection) -> set[str]:
    running = sa.select(outages.c.id).where(outages.c.status.in_(RUNNING))
    query = sa.select(outage_postcodes.c.postcode).where(outage_postcodes.c.outage_id.in_(running))
    return {row.postcode for row in connection.execute(query)}

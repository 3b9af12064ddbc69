"""Bills from readings and tariffs, and the payments they brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.reference_backend.figures import World
from bot.reference_backend.seed.customers import Person, Place
from bot.reference_backend.seed.dice import Dice, months_before
from bot.reference_backend.seed.faults import can_be_wrong, lines_of, wrong_lines
from bot.reference_backend.seed.payments import Owed, payments_for
from bot.reference_backend.seed.readings import Metered, Register
from bot.reference_backend.shapes import Tariff
from bot.reference_backend.tables import bill_lines, bills, payments
from bot.reference_backend.tariffing import Line, total

FIRST_BILL = 10001
FIRST_PAYMENT = 50001


@dataclass(frozen=True)
class Draft:
    """A bill before it has its number."""

    person: Person
    place: Place
    tariff: Tariff
    start: Register
    end: Register
    issued_on: date
    due_on: date
    late: bool

    @property
    def kwh(self) -> Decimal:
        """Return what the meter counted."""
        return self.end.kwh - self.start.kwh

    @property
    def days(self) -> int:
        """Return the days from reading to reading."""
        return (self.end.day - self.start.day).days


def write(
    connection: sa.engine.Connection, world: World, people: tuple[Person, ...], metered: Metered, today: date
) -> None:
    """Write every bill with its lines, and every payment received until today."""
    drafts = _drafts(world, people, metered, today)
    faults = _faults(world, drafts)
    bill_rows: list[dict[str, Any]] = []
    line_rows: list[dict[str, Any]] = []
    owed: dict[str, list[Owed]] = {person.number: [] for person in people}
    for number, draft in enumerate(drafts):
        bill_id, fault = f"B-{FIRST_BILL + number}", faults.get(number)
        kwh, lines = _charged(world, draft, fault)
        bill_rows.append(_row(world, draft, bill_id, kwh, lines, fault))
        line_rows += [{"bill_id": bill_id, "position": place, **vars(line)} for place, line in enumerate(lines)]
        owed[draft.person.number].append(Owed(draft.issued_on, draft.due_on, total(lines), draft.tariff))
    connection.execute(bills.insert(), bill_rows)
    connection.execute(bill_lines.insert(), line_rows)
    received = [payment for person in people for payment in payments_for(world, person, owed[person.number], today)]
    received.sort(key=lambda payment: (payment.received_on, payment.account_number))
    connection.execute(
        payments.insert(),
        [{"id": f"PAY-{FIRST_PAYMENT + number}", **vars(payment)} for number, payment in enumerate(received)],
    )


def _drafts(world: World, people: tuple[Person, ...], metered: Metered, today: date) -> list[Draft]:
    drafts = []
    for person in people:
        dice = Dice(world.customers.seed, "bills", person.number)
        for place in person.places:
            registers = metered[place.meter]
            for start, end in zip(registers, registers[1:], strict=False):
                drafts.append(_draft(world, dice, person, place, (start, end), today))
    drafts.sort(key=lambda draft: (draft.end.day, draft.place.meter))
    return drafts


def _draft(
    world: World, dice: Dice, person: Person, place: Place, registers: tuple[Register, Register], today: date
) -> Draft:
    figures = world.customers.billing
    start, end = registers
    usual = end.day + timedelta(days=figures.issued_after_days)
    issued = dice.day(usual, figures.late_by_days) if dice.chance(figures.late_share) else usual
    issued = issued if issued <= today else usual
    tariff = _tariff_then(world, place.tariff, start.day, today)
    return Draft(
        person, place, tariff, start, end, issued, issued + timedelta(days=figures.due_after_days), issued > usual
    )


def _tariff_then(world: World, tariff_id: str, day: date, today: date) -> Tariff:
    """Return the price list in force on the first day of a bill: the old one before it was followed by the present."""
    for earlier in world.tariffs.tariffs:
        if earlier.then == tariff_id and day < months_before(today, earlier.until_months or 0):
            return earlier
    return world.tariffs.named(tariff_id)


def _faults(world: World, drafts: list[Draft]) -> dict[int, str]:
    dice = Dice(world.customers.seed, "faults")
    chosen: dict[int, str] = {}
    for fault, count in world.customers.wrong_bills.items():
        fit = [
            n for n, draft in enumerate(drafts) if n not in chosen and draft.kwh and can_be_wrong(fault, draft.tariff)
        ]
        chosen.update((number, fault) for number in dice.some(fit, count))
    return chosen


def _charged(world: World, draft: Draft, fault: str | None) -> tuple[Decimal, tuple[Line, ...]]:
    if fault is None:
        return draft.kwh, lines_of(world, draft.tariff, draft.kwh, draft.days)
    return wrong_lines(world, fault, draft.tariff, draft.kwh, draft.days)


def _row(
    world: World, draft: Draft, bill_id: str, kwh: Decimal, lines: tuple[Line, ...], fault: str | None
) -> dict[str, Any]:
    return {
        "id": bill_id,
        "account_number": draft.person.number,
        "premises_id": draft.place.id,
        "meter_number": draft.place.meter,
        "tariff_id": draft.tariff.id,
        "period_start": draft.start.day,
        "period_end": draft.end.day,
        "issued_on": draft.issued_on,
        "due_on": draft.due_on,
        "currency": world.city.currency,
        "kwh": kwh,
        "start_at": draft.start.at,
        "end_at": draft.end.at,
        "total": total(lines),
        "late": draft.late,
        "fault": fault,
    }

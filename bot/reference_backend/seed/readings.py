"""Monthly readings of every meter: what was used, and what the register was said to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import sqlalchemy as sa

from bot.reference_backend.figures import World
from bot.reference_backend.seed.customers import Person, Place
from bot.reference_backend.seed.dice import Dice
from bot.reference_backend.tables import readings

MEASURED, ESTIMATED = 0, 8


@dataclass(frozen=True)
class Register:
    """A reading as the company holds it."""

    day: date
    at: datetime
    kwh: Decimal
    quality: int


Metered = Mapping[str, tuple[Register, ...]]


def make(world: World, people: tuple[Person, ...], today: date) -> Metered:
    """Return the readings by meter, oldest first: one more than there are bills."""
    return {
        place.meter: _registers(world, place, _read_days(world, person, today))
        for person in people
        for place in person.places
    }


def _read_days(world: World, person: Person, today: date) -> list[date]:
    newest = today - timedelta(days=world.customers.billing.issued_after_days)
    year, month = newest.year, newest.month
    if newest.day < person.read_day:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    days = []
    for back in range(world.customers.months, -1, -1):
        number = year * 12 + month - 1 - back
        days.append(date(number // 12, number % 12 + 1, person.read_day))
    return days


def _registers(world: World, place: Place, days: list[date]) -> tuple[Register, ...]:
    dice = Dice(world.customers.seed, "meter", place.meter)
    true = _true_registers(world, place, days, dice)
    said: list[Register] = []
    for position, day in enumerate(days):
        kwh, quality = true[position], _quality(world, dice)
        # The first is measured, and no two estimates follow each other: each is trued up.
        inner = position > 0 and said[-1].quality != ESTIMATED
        if inner and dice.chance(world.customers.readings.estimated_share):
            quality = ESTIMATED
            ahead = true[position + 1] if position + 1 < len(true) else None
            kwh = _estimate(world, dice, said[-1].kwh, true[position] - true[position - 1], ahead)
        at = datetime.combine(day, time(world.customers.readings.hour), world.city.zone).astimezone(timezone.utc)
        said.append(Register(day, at, kwh, quality))
    return tuple(said)


def _true_registers(world: World, place: Place, days: list[date], dice: Dice) -> list[Decimal]:
    usage = world.customers.usage[place.segment]
    mean = dice.around(Decimal(usage.month_kwh), usage.spread)
    register = Decimal(dice.between(1000, 60000))
    registers = [register]
    for start, end in zip(days, days[1:], strict=False):
        season = world.customers.years[usage.year][start.month - 1]
        month = dice.around(mean * season * (end - start).days / 30, world.customers.noise)
        register += month
        registers.append(register)
    return registers


def _estimate(world: World, dice: Dice, before: Decimal, used: Decimal, ahead: Decimal | None) -> Decimal:
    guess = before + dice.around(used, world.customers.readings.estimate_off)
    # An estimate above the next measured reading would make that bill negative; the company never lets it.
    return guess if ahead is None else min(guess, ahead)


def _quality(world: World, dice: Dice) -> int:
    for code, share in world.customers.readings.other_qualities.items():
        if dice.chance(share):
            return code
    return MEASURED


def write(connection: sa.engine.Connection, metered: Metered) -> None:
    """Write all readings."""
    connection.execute(
        readings.insert(),
        [
            {"meter_number": meter, "at": register.at, "kwh": register.kwh, "quality": register.quality}
            for meter, registers in metered.items()
            for register in registers
        ],
    )

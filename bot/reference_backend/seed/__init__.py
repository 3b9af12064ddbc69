"""Fills an empty database with the sample world, the same one every time for the same day."""

from __future__ import annotations

from datetime import date, datetime, time, timezone

import sqlalchemy as sa

from bot.database import begin
from bot.reference_backend.figures import World, world
from bot.reference_backend.ids import FIRST
from bot.reference_backend.seed import applications, bills, customers, outages, readings
from bot.reference_backend.tables import accounts, counters, postcodes

PREFIXES = ("T", "OUT", "A", "V", "PW")


def seed_world(engine: sa.engine.Engine, today: date, now: datetime | None = None) -> bool:
    """Fill an empty database with the world as it stands on `today`; return False, doing nothing, where it is filled.

    `now` is the moment the outages are told for; without it, noon of `today` in the city.
    """
    figures = world()
    moment = now or datetime.combine(today, time(12), figures.city.zone).astimezone(timezone.utc)
    with begin(engine) as connection:
        if connection.execute(sa.select(accounts.c.number).limit(1)).first() is not None:
            return False
        _seed(connection, figures, today, moment)
    return True


def _seed(connection: sa.engine.Connection, figures: World, today: date, now: datetime) -> None:
    connection.execute(counters.insert(), [{"name": name, "value": FIRST - 1} for name in PREFIXES])
    connection.execute(
        postcodes.insert(),
        [
            {"postcode": postcode, "area": district.area, "area_name": district.name}
            for district in figures.city.districts
            for postcode in district.postcodes
        ],
    )
    people = customers.make(figures)
    customers.write(connection, figures, people, today)
    metered = readings.make(figures, people, today)
    readings.write(connection, metered)
    bills.write(connection, figures, people, metered, today)
    outages.write_running(connection, figures, now)
    outages.write_planned(connection, figures, today)
    applications.write(connection, figures, now)

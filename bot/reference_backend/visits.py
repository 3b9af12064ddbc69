"""Visits: the windows still free, and one booked by one application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import validator
from sqlalchemy.engine import Connection

from bot.reference_backend.applications import stages_of
from bot.reference_backend.figures import World
from bot.reference_backend.http import Body, Short
from bot.reference_backend.ids import next_id
from bot.reference_backend.problems import not_found, refused
from bot.reference_backend.stages import turn_of
from bot.reference_backend.tables import applications, visits
from bot.reference_backend.workdays import windows

Json = dict[str, Any]
_TOLD = ("id", "application_id", "window_start", "window_end", "purpose")


class VisitBody(Body):
    """Which window is wanted, and what for."""

    window_start: datetime
    purpose: Short

    @validator("window_start", pre=True)
    def _written_out(cls, value: object) -> object:
        if not isinstance(value, str) or value.isdigit():
            raise ValueError("must be a date and time as ISO 8601 text")
        return value

    @validator("window_start")
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("must carry its offset from UTC")
        return value


def free_windows(connection: Connection, world: World, application_id: str, now: datetime) -> list[Json]:
    """Return the windows an application can still have; none when all its stages are done."""
    area = _area(connection, application_id)
    if turn_of(stages_of(connection, application_id)) is None:
        return []
    mine = {row["window_start"] for row in visits_of(connection, application_id)}
    crews = world.installations.visits.crews[area]
    taken = _taken(connection, area, now)
    return [
        {"start": start, "end": end}
        for start, end in windows(world.city, world.installations.visits, now)
        if start not in mine and len(taken.get(start, ())) < crews
    ]


def book(connection: Connection, world: World, application_id: str, body: VisitBody, now: datetime) -> Json:
    """Book a window and return the visit; raise `window_taken`, or `no_such_window` for one never offered."""
    area = _area(connection, application_id)
    wanted = next((w for w in windows(world.city, world.installations.visits, now) if w[0] == body.window_start), None)
    if wanted is None or turn_of(stages_of(connection, application_id)) is None:
        raise refused("no_such_window", "This window is not offered.")
    start, end = wanted
    busy = _taken(connection, area, now).get(start, set())
    crew = next((crew for crew in range(world.installations.visits.crews[area]) if crew not in busy), None)
    if crew is None:
        raise refused("window_taken", "This window was taken meanwhile.")
    row = {"id": next_id(connection, "V"), "application_id": application_id, "window_start": start, "window_end": end}
    row["purpose"] = body.purpose
    try:
        with connection.begin_nested():
            connection.execute(visits.insert().values(area=area, crew=crew, **row))
    except sa.exc.IntegrityError as error:
        raise refused("window_taken", "This window was taken meanwhile.") from error
    return row


def visits_of(connection: Connection, application_id: str) -> list[Json]:
    """Return the visits of an application, soonest first; raise the problem `not_found`."""
    _area(connection, application_id)
    columns = [visits.c[name] for name in _TOLD]
    query = sa.select(*columns).where(visits.c.application_id == application_id).order_by(visits.c.window_start)
    return [dict(row._mapping) for row in connection.execute(query)]


def _area(connection: Connection, application_id: str) -> str:
    query = sa.select(applications.c.area).where(applications.c.id == application_id)
    area = connection.execute(query).scalar()
    if area is None:
        raise not_found("application")
    return str(area)


def _taken(connection: Connection, area: str, now: datetime) -> dict[datetime, set[int]]:
    query = sa.select(visits.c.window_start, visits.c.crew).where(visits.c.area == area, visits.c.window_start > now)
    crews: dict[datetime, set[int]] = {}
    for row in connection.execute(query):
        crews.setdefault(row.window_start, set()).add(row.crew)
    return crews

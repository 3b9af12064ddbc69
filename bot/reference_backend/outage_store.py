"""Outages between their tables and the pure `Life`: opened, loaded, saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.reference_backend.figures import World
from bot.reference_backend.ids import next_id
from bot.reference_backend.lifecycle import Estimate, Life, advance, begin_life
from bot.reference_backend.tables import erts, outage_postcodes, outages, postcodes


@dataclass(frozen=True)
class StoredOutage:
    """An outage with its place and its life."""

    id: str
    area_name: str
    postcodes: tuple[str, ...]
    planned: bool
    story: str
    life: Life


def open_outage(
    connection: Connection, world: World, story: str, places: Sequence[str], life: Life, *, sample: bool
) -> StoredOutage:
    """Open an outage at postcodes and return it under its new id."""
    outage_id = next_id(connection, "OUT")
    area_name = world.city.district(places[0]).name
    connection.execute(
        outages.insert().values(
            id=outage_id, planned=False, area_name=area_name, script=story, sample=sample, **_columns(life)
        )
    )
    connection.execute(outage_postcodes.insert(), [{"outage_id": outage_id, "postcode": place} for place in places])
    _save_estimates(connection, outage_id, life.estimates, already=0)
    return StoredOutage(outage_id, area_name, tuple(places), False, story, life)


def begin_story(world: World, story: str, customers: int, started_at: datetime) -> Life:
    """Return a life at its very first step."""
    return advance(begin_life(started_at, customers), world.outages.stories[story], started_at + timedelta.resolution)


def save(connection: Connection, outage: StoredOutage, life: Life) -> None:
    """Keep the later life of an outage; estimates are only ever added."""
    connection.execute(outages.update().where(outages.c.id == outage.id).values(**_columns(life)))
    _save_estimates(connection, outage.id, life.estimates, already=len(outage.life.estimates))


def load(connection: Connection, condition: Any) -> list[StoredOutage]:
    """Return the outages for which a condition on their table holds, newest first."""
    order = (outages.c.started_at.desc(), outages.c.id.desc())
    rows = connection.execute(sa.select(outages).where(condition).order_by(*order)).all()
    ids = [row.id for row in rows]
    estimates: dict[str, list[Estimate]] = {outage_id: [] for outage_id in ids}
    for row in connection.execute(sa.select(erts).where(erts.c.outage_id.in_(ids)).order_by(erts.c.position)):
        estimates[row.outage_id].append(Estimate(row.ert, row.made_at, row.source, row.confidence, row.reason))
    places: dict[str, list[str]] = {outage_id: [] for outage_id in ids}
    of_outages = sa.select(outage_postcodes).where(outage_postcodes.c.outage_id.in_(ids))
    for row in connection.execute(of_outages.order_by(outage_postcodes.c.postcode)):
        places[row.outage_id].append(row.postcode)
    return [_stored(row, places[row.id], estimates[row.id]) for row in rows]


def at_postcode(postcode: str) -> Any:
    """Return the condition of an outage that touches a postcode."""
    touching = sa.select(outage_postcodes.c.outage_id).where(outage_postcodes.c.postcode == postcode)
    return outages.c.id.in_(touching)


def is_served(connection: Connection, postcode: str) -> bool:
    """Say whether the postcode is one of ours; on PostgreSQL, hold it until the transaction ends."""
    query = sa.select(postcodes.c.postcode).where(postcodes.c.postcode == postcode).with_for_update()
    return connection.execute(query).first() is not None


def _stored(row: Any, places: Iterable[str], estimates: Iterable[Estimate]) -> StoredOutage:
    life = Life(
        started_at=row.started_at,
        advanced_at=row.advanced_at,
        customers_at_start=row.customers_at_start,
        customers=row.customers_affected,
        steps_done=row.steps_done,
        story_time=timedelta(seconds=row.story_seconds),
        status=row.status,
        crew_status=row.crew_status,
        cause=row.cause,
        restored_at=row.restored_at,
        estimates=tuple(estimates),
    )
    return StoredOutage(row.id, row.area_name, tuple(places), row.planned, row.script, life)


def _columns(life: Life) -> dict[str, Any]:
    return {
        "status": life.status,
        "cause": life.cause,
        "crew_status": life.crew_status,
        "customers_affected": life.customers,
        "started_at": life.started_at,
        "restored_at": life.restored_at,
        "steps_done": life.steps_done,
        "story_seconds": life.story_time.total_seconds(),
        "advanced_at": life.advanced_at,
        "customers_at_start": life.customers_at_start,
    }


def _save_estimates(connection: Connection, outage_id: str, estimates: Sequence[Estimate], already: int) -> None:
    new = [
        {"outage_id": outage_id, "position": position, **vars(estimate)}
        for position, estimate in enumerate(estimates)
        if position >= already
    ]
    if new:
        connection.execute(erts.insert(), new)

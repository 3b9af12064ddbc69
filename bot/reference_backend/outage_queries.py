"""What the outage system reads from its tables, in the shape it tells it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.reference_backend.figures import World
from bot.reference_backend.lifecycle import estimate_to_tell, next_update
from bot.reference_backend.outage_store import StoredOutage, at_postcode, load
from bot.reference_backend.problems import not_found
from bot.reference_backend.tables import outages, planned_postcodes, planned_work, premises

Json = dict[str, Any]


def premises_at(connection: Connection, postcode: str) -> list[Json]:
    """Return the premises with a postcode: addresses, no customer."""
    columns = (premises.c.id, premises.c.address, premises.c.postcode, premises.c.area)
    query = sa.select(*columns).where(premises.c.postcode == postcode).order_by(premises.c.id)
    return [dict(row._mapping) for row in connection.execute(query)]


def outages_at(connection: Connection, world: World, postcode: str, now: datetime, pace: float) -> list[Json]:
    """Return the outages at a postcode that are not closed, newest first."""
    found = load(connection, at_postcode(postcode) & (outages.c.status != "closed"))
    return [told(world, outage, now, pace) for outage in found]


def outage(connection: Connection, world: World, outage_id: str, now: datetime, pace: float) -> Json:
    """Return one outage, also a closed one; raise the problem `not_found`."""
    found = load(connection, outages.c.id == outage_id)
    if not found:
        raise not_found("outage")
    return told(world, found[0], now, pace)


def planned_at(connection: Connection, postcode: str, now: datetime) -> list[Json]:
    """Return the planned work at a postcode that has not ended, soonest first."""
    touching = sa.select(planned_postcodes.c.work_id).where(planned_postcodes.c.postcode == postcode)
    query = sa.select(planned_work).where(planned_work.c.id.in_(touching), planned_work.c.end > now)
    works = [dict(row._mapping) for row in connection.execute(query.order_by(planned_work.c.start))]
    places = sa.select(planned_postcodes).where(planned_postcodes.c.work_id.in_([work["id"] for work in works]))
    rows = connection.execute(places.order_by(planned_postcodes.c.postcode)).all()
    return [{**work, "postcodes": [row.postcode for row in rows if row.work_id == work["id"]]} for work in works]


def told(world: World, stored: StoredOutage, now: datetime, pace: float) -> Json:
    """Return an outage as it is told at `now`: a running one never with an estimate or a next update in the past."""
    life = stored.life
    every = timedelta(minutes=world.outages.update_every_minutes) / pace
    ert = estimate_to_tell(life, now)
    return {
        "id": stored.id,
        "status": life.status,
        "planned": stored.planned,
        "cause": life.cause,
        "crew_status": life.crew_status,
        "area_name": stored.area_name,
        "postcodes": list(stored.postcodes),
        "customers_affected": life.customers,
        "started_at": life.started_at,
        "restored_at": life.restored_at,
        "ert": ert and vars(ert),
        "ert_history": [vars(estimate) for estimate in life.estimates],
        "next_update_at": next_update(life, now, every),
    }

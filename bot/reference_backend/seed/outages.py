"""The outages and planned works of the seeded world, as they stand at one moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import sqlalchemy as sa

from bot.reference_backend.figures import World
from bot.reference_backend.ids import next_id
from bot.reference_backend.lifecycle import advance, begin_life
from bot.reference_backend.outage_store import open_outage
from bot.reference_backend.tables import outages, planned_postcodes, planned_work


def write_running(connection: sa.engine.Connection, world: World, now: datetime) -> None:
    """Open the sample outages, each as far in its story as its minutes say."""
    for scene in world.outages.running:
        story = world.outages.stories[scene.story]
        life = advance(begin_life(now - timedelta(minutes=scene.minutes_ago), scene.customers), story, now)
        open_outage(connection, world, scene.story, scene.postcodes, life, sample=True)


def refresh(connection: sa.engine.Connection, world: World, now: datetime) -> None:
    """Close sample outages left over from an earlier day and open fresh ones, so that none runs for weeks."""
    old = now - timedelta(hours=world.outages.fresh_hours)
    samples = outages.c.sample & (outages.c.status != "closed")
    stale = connection.execute(sa.select(outages.c.id).where(samples, outages.c.started_at < old)).first()
    if stale is None:
        return
    closed = {"status": "closed", "crew_status": "fieldComplete", "customers_affected": 0, "restored_at": now}
    connection.execute(outages.update().where(samples).values(**closed))
    write_running(connection, world, now)


def write_planned(connection: sa.engine.Connection, world: World, today: date) -> None:
    """Announce the planned works."""
    for work in world.outages.planned:
        work_id = next_id(connection, "PW")
        day = today + timedelta(days=work.in_days)
        told = today - timedelta(days=work.notified_days_ago)
        start, end, notified = (
            datetime.combine(on, at, world.city.zone).astimezone(timezone.utc)
            for on, at in ((day, work.start), (day, work.end), (told, work.start))
        )
        area_name = world.city.district(work.postcodes[0]).name
        connection.execute(
            planned_work.insert().values(
                id=work_id, area_name=area_name, reason=work.reason, notified_at=notified, start=start, end=end
            )
        )
        connection.execute(planned_postcodes.insert(), [{"work_id": work_id, "postcode": p} for p in work.postcodes])

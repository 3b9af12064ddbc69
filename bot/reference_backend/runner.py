"""Lets outages and applications live on while one watches; only when a simulation is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from aiohttp import web

from bot.clock import Clock
from bot.reference_backend.applications import save_stages, stages_of
from bot.reference_backend.figures import World
from bot.reference_backend.lifecycle import advance
from bot.reference_backend.outage_store import StoredOutage, begin_story, load, open_outage, save
from bot.reference_backend.stages import advance as advance_stages
from bot.reference_backend.store import Store
from bot.reference_backend.tables import outages, stages, tickets

_log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0


def simulation(
    store: Store, clock: Clock, world: World, pace: float
) -> Callable[[web.Application], AsyncIterator[None]]:
    """Return what starts the simulation with the service and stops it with it."""

    async def run(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(_run(store, clock, world, pace))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return run


async def _run(store: Store, clock: Clock, world: World, pace: float) -> None:
    since = clock.now()
    await store.ask(wake, since)
    while True:
        try:
            await store.ask(tick, world, since, clock.now(), pace)
        except sa.exc.SQLAlchemyError:
            _log.exception("a step of the simulation failed and is tried again")
        await asyncio.sleep(TICK_SECONDS)


def wake(connection: sa.engine.Connection, now: datetime) -> None:
    """Let every story go on from `now`: no time passed in it while nobody watched."""
    connection.execute(outages.update().where(outages.c.status != "closed").values(advanced_at=now))


def tick(connection: sa.engine.Connection, world: World, since: datetime, now: datetime, pace: float) -> None:
    """Bring every outage and application to `now`; open the next sample outage when nothing else is off.

    `since` is when the simulation began: what an application did before it took its own time.
    """
    alive = load(connection, outages.c.status != "closed")
    for outage in alive:
        _live_on(connection, world, outage, now, pace)
    if not alive:
        count = connection.execute(sa.select(sa.func.count()).select_from(outages)).scalar_one()
        scene = world.outages.simulated[count % len(world.outages.simulated)]
        life = begin_story(world, scene.story, scene.customers, now)
        open_outage(connection, world, scene.story, scene.postcodes, life, sample=True)
    unfinished = sa.select(stages.c.application_id).where(stages.c.done_at.is_(None)).distinct()
    for row in connection.execute(unfinished).all():
        earlier = stages_of(connection, row.application_id)
        later = advance_stages(world.installations, earlier, since, now, pace)
        if later != earlier:
            save_stages(connection, row.application_id, later)


def _live_on(connection: Any, world: World, outage: StoredOutage, now: datetime, pace: float) -> None:
    life = advance(outage.life, world.outages.stories[outage.story], now, pace)
    save(connection, outage, life)
    if life.restored_at is not None and outage.life.restored_at is None:
        resolved = (tickets.c.outage_id == outage.id) & tickets.c.resolved_at.is_(None)
        connection.execute(tickets.update().where(resolved).values(resolved_at=life.restored_at))

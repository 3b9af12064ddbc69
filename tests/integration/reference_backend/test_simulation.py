"""A simulation lets the world live on; without one it stands still."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import SystemClock
from bot.database import begin
from bot.reference_backend import tables
from bot.reference_backend.app import make_app
from bot.reference_backend.figures import world
from bot.reference_backend.outage_queries import outage, outages_at
from bot.reference_backend.runner import tick, wake
from bot.reference_backend.seed.outages import refresh
from tests.integration.reference_backend.conftest import NOW, HeldClock

PACE = 60.0
ORDER = ["predicted", "confirmed", "partiallyRestored", "restored", "closed"]


def ids(engine: sa.engine.Engine, status: str) -> list[str]:
    """Return the outages in a status."""
    with begin(engine) as connection:
        query = sa.select(tables.outages.c.id).where(tables.outages.c.status == status)
        return [row.id for row in connection.execute(query)]


def test_an_outage_lives_from_predicted_to_closed_while_one_watches(engine: sa.engine.Engine) -> None:
    """At pace 60 a storm's seven hours pass in seven minutes: every status, and no estimate or update in the past."""
    seen = []
    with begin(engine) as connection:
        wake(connection, NOW)
        tick(connection, world(), NOW, NOW, PACE)
    (watched,) = ids(engine, "predicted")
    for seconds in range(1, 900):
        now = NOW + timedelta(seconds=seconds)
        with begin(engine) as connection:
            tick(connection, world(), NOW, now, PACE)
            told = outage(connection, world(), watched, now, PACE)
        seen.append((told["status"], told["crew_status"]))
        if told["restored_at"] is None:
            assert told["next_update_at"] > now
            assert told["ert"] is None or told["ert"]["ert"] > now
        if told["status"] == "closed":
            break
    statuses = [status for status, _ in seen]
    assert sorted(set(statuses), key=ORDER.index) == [status for status in ORDER if status != "partiallyRestored"]
    assert [ORDER.index(status) for status in statuses] == sorted(ORDER.index(status) for status in statuses)
    assert len(told["ert_history"]) == 2
    assert told["customers_affected"] == 0


def test_the_time_nobody_watched_does_not_count(engine: sa.engine.Engine) -> None:
    """Started a day after the seed, the simulation goes on where the stories stood; nothing jumps to its end."""
    running = ids(engine, "confirmed")
    later = NOW + timedelta(days=1)
    with begin(engine) as connection:
        wake(connection, later)
        tick(connection, world(), later, later + timedelta(seconds=1), PACE)
    assert set(running) <= {*ids(engine, "confirmed"), *ids(engine, "partiallyRestored")}


def test_tickets_are_resolved_with_their_outage(engine: sa.engine.Engine) -> None:
    """When power is back, every ticket of the outage says when."""
    (outage_id,) = ids(engine, "partiallyRestored")
    with begin(engine) as connection:
        connection.execute(
            tables.tickets.insert().values(
                id="T-1", postcode="201043", address="x", scope="part", note="", reported_at=NOW, outage_id=outage_id
            )
        )
        wake(connection, NOW)
        tick(connection, world(), NOW, NOW + timedelta(minutes=2), PACE)
        resolved = connection.execute(sa.select(tables.tickets.c.resolved_at)).scalar_one()
        assert resolved == outage(connection, world(), outage_id, NOW + timedelta(minutes=2), PACE)["restored_at"]
        assert resolved is not None


def test_when_all_is_closed_a_new_outage_begins(engine: sa.engine.Engine) -> None:
    """There is always something to watch: with nothing off, the next sample outage is predicted."""
    with begin(engine) as connection:
        connection.execute(tables.outages.update().values(status="closed"))
        tick(connection, world(), NOW, NOW, PACE)
    assert len(ids(engine, "predicted")) == 1


def test_applications_go_their_way(engine: sa.engine.Engine) -> None:
    """In a simulation the stages of an application are done one after the other, until it is nobody's turn."""
    with begin(engine) as connection:
        tick(connection, world(), NOW, NOW + timedelta(days=60), 1.0)
        open_stages = sa.select(sa.func.count()).select_from(tables.stages).where(tables.stages.c.done_at.is_(None))
        assert connection.execute(open_stages).scalar_one() == 0


def test_outages_of_another_day_are_replaced_at_start(engine: sa.engine.Engine) -> None:
    """Sample outages older than their hours are closed and fresh ones opened; fresh ones are left alone."""
    before = {*ids(engine, "confirmed"), *ids(engine, "predicted"), *ids(engine, "partiallyRestored")}
    for days, expected in ((0, before), (3, set())):
        now = NOW + timedelta(days=days)
        with begin(engine) as connection:
            refresh(connection, world(), now)
            told = outages_at(connection, world(), "200012", now, 1.0)
        assert len(told) == 1
        assert ({told[0]["id"]} <= expected) == (days == 0)
        assert told[0]["ert"]["ert"] > now


async def test_the_service_runs_a_simulation_and_ends_it(engine: sa.engine.Engine) -> None:
    """With `simulate` set, outages move on behind the service's answers; closing the service ends the task."""
    app = make_app(engine, token="", clock=SystemClock(), simulate=100_000)
    async with TestClient(TestServer(app)) as client:
        for _ in range(200):
            told: dict[str, Any] = await (await client.get("/outages/v1/outages/OUT-1001")).json()
            if told["status"] == "closed":
                break
            await asyncio.sleep(0.05)
    assert told["status"] == "closed"
    running = [task.get_coro().__qualname__ for task in asyncio.all_tasks() if not task.done()]
    assert "_run" not in running


async def test_without_a_simulation_nothing_moves(engine: sa.engine.Engine, clock: HeldClock) -> None:
    """Hours later the outages stand where the seed left them."""
    async with TestClient(TestServer(make_app(engine, token="", clock=clock))) as client:
        path = "/outages/v1/outages/OUT-1001"
        before = await (await client.get(path)).json()
        clock.move(timedelta(hours=1))
        after = await (await client.get(path)).json()
    assert {**after, "next_update_at": None} == {**before, "next_update_at": None}

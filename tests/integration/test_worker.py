"""The turn worker: one answer whatever happens to it, an honest sentence when a turn fails, a clean stop."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.messages.inbox import count_waiting
from bot.messages.threads import write
from bot.settings import ROOT
from tests.integration.door import FakeTalker, House, open_house

SORRY = "Sorry, that went wrong."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Return a running door without a worker."""
    async with open_house(tmp_path) as house:
        await house.open_door()
        yield house


def _bot(told: list[dict[str, str]]) -> list[str]:
    return [each["text"] for each in told if each["sender"] == "bot"]


def _take_and_die(folder: Path) -> bytes:
    """Run a worker program until it says that it has taken a message, then kill it."""
    command = [sys.executable, str(Path(__file__).with_name("stuck_worker.py")), str(folder)]
    environment = {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        line = process.stdout.readline()
        process.kill()
    return line


async def test_a_killed_workers_message_is_answered_once_by_another(house: House) -> None:
    """A worker process killed outright in the middle of a turn costs its lease; then another answers, once."""
    customer = await house.customer()
    await customer.post(id="1", text="hello")
    assert (await asyncio.to_thread(_take_and_die, house.settings.data_dir)).startswith(b"taken")
    await house.start_worker()
    assert _bot(await customer.answered(1)) == ["re: hello"]
    assert house.talker.heard[0].attempts == 2
    await customer.post(id="2", text="end")
    assert _bot(await customer.answered(2)) == ["re: hello", "re: end"]


async def test_a_message_that_kills_its_workers_is_given_up(house: House) -> None:
    """After so many lost attempts the talker is not asked again; the customer hears that it went wrong."""
    customer = await house.customer()
    await customer.post(id="1", text="poison")
    worker = await house.start_worker(attempts=0)
    assert _bot(await customer.answered(1)) == [SORRY]
    assert house.talker.heard == []
    assert worker.counts.failed == 1


@pytest.mark.parametrize("words", ["crash", "silence", "hang"])
async def test_a_failed_turn_is_told_and_forgotten(house: House, words: str) -> None:
    """An error, no reply at all and a turn without end all give the honest sentence, and the next turn works."""
    await house.start_worker(turn_seconds=0.3)
    customer = await house.customer()
    for name, text in (("1", "first"), ("2", words), ("3", "third")):
        await customer.post(id=name, text=text)
    assert _bot(await customer.answered(3)) == ["re: first", SORRY, "re: third"]
    assert house.talker.heard[-1].tracker_state == "|first"


async def test_stopping_finishes_the_running_turn(house: House) -> None:
    """A worker that is told to stop answers what it has begun and takes nothing new."""
    customer = await house.customer()
    worker = await house.start_worker(stop_seconds=10)
    await customer.post(id="1", text="wait a little")
    async for event, data in customer.events():
        if event == "typing" and data["on"]:
            break
    worker.stop()
    await customer.post(id="2", text="too late")
    house.talker.gate.set()
    assert _bot(await customer.answered(1)) == ["re: wait a little"]
    assert [work.text for work in house.talker.heard] == ["wait a little"]


async def test_a_turn_that_does_not_end_is_given_back_at_a_stop(house: House) -> None:
    """What could not be finished in time is free for the next worker at once, not after its lease."""
    customer = await house.customer()
    first = await house.start_worker(stop_seconds=0.1, lease_seconds=3600)
    await customer.post(id="1", text="wait for ever")
    async for event, data in customer.events():
        if event == "typing" and data["on"]:
            break
    first.stop()
    patient = FakeTalker()
    patient.gate.set()
    await house.start_worker(patient)
    assert _bot(await customer.answered(1)) == ["re: wait for ever"]
    assert patient.heard[0].attempts == 1


async def test_a_worker_waits_for_a_database_that_is_away(house: House) -> None:
    """A worker outlives the database's absence and goes on when it is back."""
    customer = await house.customer()
    await house.start_worker()
    with house.database_away():
        for _ in range(3):
            with pytest.raises(OperationalError):
                await write(house.engine, count_waiting)
            await asyncio.sleep(0.2)
    await customer.post(id="1", text="hello")
    assert _bot(await customer.answered(1)) == ["re: hello"]


async def test_two_workers_share_the_work_and_answer_each_message_once(house: House) -> None:
    """Ten customers with three messages each, two workers: every answer once and in order."""
    for _ in range(2):
        await house.start_worker()
    customers = [await house.customer() for _ in range(10)]
    for number in range(3):
        for customer in customers:
            assert (await customer.post(id=str(number), text=f"n{number}"))[0] == 202
    for customer in customers:
        assert _bot(await customer.answered(3)) == ["re: n0", "re: n1", "re: n2"]
    assert sum(worker.counts.answered for worker in house.workers) == 30

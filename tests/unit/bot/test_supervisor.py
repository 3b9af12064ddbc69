"""The supervisor: children live and die together, and a death tells its reason."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.supervisor import Supervisor


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    """A supervisor whose children always end with the test."""
    # Rasa, where a test imported it, has put in an event loop whose children work otherwise.
    found = Supervisor(tmp_path, {**os.environ, "GATEWAY_PORT": "no number"})
    yield found
    await found.stop()


async def test_a_death_tells_who_and_why(supervisor: Supervisor) -> None:
    """The reason is the child's own last line, with its exit code and its log."""
    child = await supervisor.start("gateway", ["gateway"])

    death = await asyncio.wait_for(supervisor.first_death(), 60)

    assert "gateway ended (exit code 2" in str(death)
    assert "GATEWAY_PORT" in str(death)
    assert str(child.log) in str(death)


async def test_stopping_ends_every_child(tmp_path: Path) -> None:
    """After a stop no child is left, not even one that was still starting."""
    supervisor = Supervisor(tmp_path, os.environ)
    children = [await supervisor.start(name, ["parse"]) for name in ("one", "two")]

    await asyncio.wait_for(supervisor.stop(), 60)

    assert [child.process.returncode for child in children] != [None, None]
    assert all(child.process.returncode is not None for child in children)


async def test_stopping_none_is_no_trouble(tmp_path: Path) -> None:
    """A start that failed before the first child stops as well."""
    await asyncio.wait_for(Supervisor(tmp_path, os.environ).stop(), 5)

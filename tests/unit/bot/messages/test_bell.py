"""The bell wakes who listens, reaches all of them, and its loss or silence hurts nobody."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from bot.messages.bell import Bell, Ear, bell_folder

LONG = 60


async def test_a_ring_wakes_every_listener_of_its_kind(tmp_path: Path) -> None:
    """Two workers hear one ring; the gateway does not."""
    async with Ear(tmp_path, "worker") as one, Ear(tmp_path, "worker") as two, Ear(tmp_path, "gateway") as other:
        Bell(tmp_path, "worker").ring()
        await asyncio.wait_for(asyncio.gather(one.wait(LONG), two.wait(LONG)), 5)
        silent = asyncio.ensure_future(other.wait(LONG))
        await asyncio.sleep(0)
        assert not silent.done()
        other.nudge()
        await asyncio.wait_for(silent, 5)


async def test_a_ring_before_the_wait_is_not_lost(tmp_path: Path) -> None:
    """Who was busy while the bell rang, even many times over, wakes at once when it waits next."""
    async with Ear(tmp_path, "worker") as ear:
        for _ in range(5000):
            Bell(tmp_path, "worker").ring()
        await asyncio.sleep(0.01)
        await asyncio.wait_for(ear.wait(LONG), 5)


async def test_ringing_nobody_removes_what_the_dead_left(tmp_path: Path) -> None:
    """A socket file whose process died is cleared away by the next ring, which does not fail."""
    folder = bell_folder(tmp_path)
    folder.mkdir(parents=True)
    stale = folder / "worker.1-dead.sock"
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    dead.bind(str(stale))
    dead.close()
    Bell(tmp_path, "worker").ring()
    assert not stale.exists()


async def test_a_deep_data_folder_still_has_a_bell(tmp_path: Path) -> None:
    """Where the path is too long for a Unix socket, a short one is used by both sides alike."""
    deep = tmp_path / ("d" * 120)
    async with Ear(deep, "worker") as ear:
        Bell(deep, "worker").ring()
        await asyncio.wait_for(ear.wait(LONG), 5)

"""A worker program that takes a message, says so and hangs until it is killed (used by test_worker.py)."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from bot.clock import SystemClock
from bot.database import open_engine
from bot.messages.bell import Bell, Ear
from bot.messages.model import Reply, Work
from bot.turns.limits import read_limits
from bot.turns.talker import Talker, Turn
from bot.turns.worker import Worker


class StuckTalker(Talker):
    """Never answers."""

    @property
    def sorry(self) -> Reply:
        """Return the failure sentence."""
        return Reply("Sorry from the stuck one.")

    async def reply(self, work: Work) -> Turn:
        """Say that the message is ours, then hang."""
        sys.stdout.write(f"taken {work.n}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
        raise AssertionError


async def main(folder: Path) -> None:
    """Work on the record in the folder."""
    limits = replace(read_limits(), lease_seconds=1)
    engine = open_engine(f"sqlite:///{folder / 'record' / 'plainwatt.db'}")
    async with Ear(folder, "worker") as ear:
        await Worker(engine, StuckTalker(), SystemClock(), limits, Bell(folder, "gateway")).run(ear)


asyncio.run(main(Path(sys.argv[1])))

"""Children that live and die together: started in order, watched, stopped cleanly."""

from __future__ import annotations

import asyncio
import ctypes
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT, StartError
from bot.train import last_line

STOP_SECONDS = 12.0


@dataclass(frozen=True)
class Child:
    """One running program, its name and where it writes."""

    name: str
    process: asyncio.subprocess.Process
    log: Path


class Supervisor:
    """Starts `python -m bot NAME` programs; when one ends by itself, `first_death` says which and why."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self._logs = logs
        self._environment = dict(environment)
        self._children: list[Child] = []
        self._watches: list[asyncio.Task[None]] = []
        self._dead: asyncio.Queue[Child] = asyncio.Queue()

    async def start(self, name: str, arguments: Sequence[str]) -> Child:
        """Start one child in a session of its own, so that Ctrl-C reaches it only through us."""
        log = self._logs / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *arguments),
                cwd=ROOT,
                env=self._environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        child = Child(name, process, log)
        self._children.append(child)
        self._watches.append(asyncio.create_task(self._watch(child)))
        return child

    async def first_death(self) -> StartError:
        """Wait until a child ends by itself; return the one-line reason."""
        child = await self._dead.get()
        reason = f"exit code {child.process.returncode}: {last_line(child.log)}"
        return StartError(f"{child.name} ended ({reason}). Its log: {child.log}")

    async def _watch(self, child: Child) -> None:
        await child.process.wait()
        self._dead.put_nowait(child)

    async def stop(self) -> None:
        """Ask every child to stop, newest first; end those that do not within their time."""
        for child in reversed(self._children):
            if child.process.returncode is None:
                child.process.terminate()
        if not self._watches:
            return
        _, late = await asyncio.wait(self._watches, timeout=STOP_SECONDS)
        for child in self._children:
            if late and child.process.returncode is None:
                child.process.kill()
        await asyncio.gather(*self._watches)


def _die_with_parent() -> None:
    # Linux only: the kernel ends a child whose supervisor was killed outright.
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)

"""The turn worker: takes what waits, lets the talker answer, stores the whole turn in one transaction."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa
import structlog

from bot.clock import Clock, SystemClock
from bot.logs import set_up_logs
from bot.messages import open_record
from bot.messages.bell import Bell, Ear
from bot.messages.heartbeats import beat, forget, forget_silent
from bot.messages.inbox import answer, fail, release, take
from bot.messages.model import LeaseLost, Work
from bot.messages.threads import write
from bot.settings import Settings
from bot.turns.counts import TurnCounts
from bot.turns.limits import TurnLimits, read_limits
from bot.turns.model import newest_model, prepare_process
from bot.turns.talker import Talker, Turn, TurnFailed

_log = structlog.get_logger(__name__)
_FORGET_AFTER = timedelta(hours=1)


class Worker:
    """Answers messages of several conversations at a time, of each conversation one at a time and in order."""

    def __init__(self, engine: sa.engine.Engine, talker: Talker, clock: Clock, limits: TurnLimits, bell: Bell) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(2)}"
        self.counts = TurnCounts()
        self._engine = engine
        self._talker = talker
        self._clock = clock
        self._limits = limits
        self._bell = bell
        self._open: dict[asyncio.Task[None], Work] = {}
        self._stopping = asyncio.Event()
        self._ear: Ear | None = None

    def stop(self) -> None:
        """Take nothing new; `run` returns when the running turns are done or their time is up."""
        self._stopping.set()
        if self._ear is not None:
            self._ear.nudge()

    async def run(self, ear: Ear) -> None:
        """Work until `stop` is called; a database that is away is waited for."""
        self._ear = ear
        beating = asyncio.create_task(self._beat())
        try:
            while not self._stopping.is_set():
                try:
                    await self._take_what_waits()
                except sa.exc.SQLAlchemyError as error:
                    _log.warning("the database is away; looking again", error=type(error).__name__)
                await ear.wait(self._limits.look_seconds)
        finally:
            beating.cancel()
            await self._finish()
            with suppress(sa.exc.SQLAlchemyError):
                await write(self._engine, forget, self.name)

    async def _take_what_waits(self) -> None:
        lease = timedelta(seconds=self._limits.lease_seconds)
        while len(self._open) < self._limits.at_once and not self._stopping.is_set():
            work = await write(self._engine, take, self.name, self._clock.now(), lease)
            if work is None:
                return
            task = asyncio.create_task(self._turn(work))
            self._open[task] = work
            task.add_done_callback(self._closed)

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._open.pop(task, None)
        if self._ear is not None:
            self._ear.nudge()

    async def _turn(self, work: Work) -> None:
        self._bell.ring()
        began = time.monotonic()
        about = {"conversation": work.conversation_id, "message": work.n, "worker": self.name}
        try:
            turn = await self._reply(work)
            await self._store(work, turn)
        except LeaseLost:
            _log.warning("a turn came too late and was dropped", **about)
        except sa.exc.SQLAlchemyError:
            # nothing was kept; the message is taken again when its lease runs out
            _log.exception("a turn could not be stored", **about)
        else:
            seconds = time.monotonic() - began
            self.counts.count(failed=turn is None, seconds=seconds)
            _log.info("turn", state="failed" if turn is None else "answered", seconds=round(seconds, 3), **about)
        finally:
            self._bell.ring()

    async def _reply(self, work: Work) -> Turn | None:
        try:
            return await self._try(work)
        except Exception:  # noqa: BLE001 -- whatever went wrong, the customer is told so
            _log.exception("turn failed", conversation=work.conversation_id, message=work.n)
            return None

    async def _try(self, work: Work) -> Turn:
        if work.attempts > self._limits.attempts:
            raise TurnFailed("tried too often")
        turn = await asyncio.wait_for(self._talker.reply(work), self._limits.turn_seconds)
        if not turn.replies:
            raise TurnFailed("no reply")
        return turn

    async def _store(self, work: Work, turn: Turn | None) -> None:
        now = self._clock.now()
        if turn is None:
            await write(self._engine, fail, work, self._talker.sorry, now)
        else:
            await write(self._engine, answer, work, turn.replies, turn.tracker_state, now)

    async def _beat(self) -> None:
        while True:
            with suppress(sa.exc.SQLAlchemyError):
                now = self._clock.now()
                await write(self._engine, beat, self.name, now, self.counts.as_json())
                await write(self._engine, forget_silent, now - _FORGET_AFTER)
            await asyncio.sleep(self._limits.beat_seconds)

    async def _finish(self) -> None:
        left = dict(self._open)
        if not left:
            return
        _, late = await asyncio.wait(left, timeout=self._limits.stop_seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._release([left[task] for task in late])

    async def _release(self, works: Sequence[Work]) -> None:
        for work in works:
            with suppress(LeaseLost, sa.exc.SQLAlchemyError):
                await write(self._engine, release, work)


async def serve(settings: Settings) -> None:
    """Run one turn worker until SIGTERM or SIGINT; raise StartError with what keeps it from starting."""
    set_up_logs(settings.log_level)
    limits, model = read_limits(), newest_model(settings.models_dir)
    engine = open_record(settings.our_database())
    prepare_process()
    from bot.turns.rasa_talker import open_talker  # it imports rasa, which takes seconds and reads the environment

    async with open_talker(settings, model, limits) as talker, Ear(settings.data_dir, "worker") as ear:
        worker = Worker(engine, talker, SystemClock(), limits, Bell(settings.data_dir, "gateway"))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, worker.stop)
        _log.info("worker ready", worker=worker.name, model=model.name)
        await worker.run(ear)
    engine.dispose()

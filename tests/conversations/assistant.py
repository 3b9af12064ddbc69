"""The whole assistant on loopback: reference backend, gateway, and a worker with the trained model."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa
import structlog
from aiohttp import web
from pydantic.env_settings import SettingsSourceCallable

from bot.database import open_engine, upgrade
from bot.gateway import make_app
from bot.gateway.limits import read_limits as read_door_limits
from bot.messages import open_record
from bot.messages.bell import Bell, Ear
from bot.reference_backend.__main__ import MIGRATIONS
from bot.reference_backend.app import make_app as make_backend
from bot.reference_backend.seed import seed_world
from bot.settings import Settings, StartError
from bot.train import model_path
from bot.turns.limits import read_limits as read_turn_limits
from bot.turns.worker import Worker
from tests.conversations.world import Facts, read_facts
from tests.fakes import FixedClock
from tests.integration.door import Customer

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=timezone.utc)
"""Ten o'clock on a Monday morning where the customers are."""
TOKEN = "token-of-the-tests"
HOST = "127.0.0.1"
REST_SECONDS = 1.1
"""A client asks a system that failed often again only after a second (bot/backends/breaker.py)."""


class ExplicitSettings(Settings):
    """Settings that no environment and no .env can change."""

    class Config(Settings.Config):
        """Only what is given counts."""

        @classmethod
        def customise_sources(
            cls,
            init_settings: SettingsSourceCallable,
            env_settings: SettingsSourceCallable,
            file_secret_settings: SettingsSourceCallable,
        ) -> tuple[SettingsSourceCallable, ...]:
            """Leave out the environment and files."""
            return (init_settings,)


class Backend:
    """The three company systems over a database of their own, which can be stopped and made new."""

    def __init__(self, folder: Path) -> None:
        self._seeded, self._live = folder / "seeded.db", folder / "live.db"
        seeding = open_engine(f"sqlite:///{self._seeded}")
        upgrade(seeding, MIGRATIONS)
        assert seed_world(seeding, NOW.date(), NOW)
        seeding.dispose()
        self.renew()
        self.engine = open_engine(f"sqlite:///{self._live}")
        self.port = 0
        self._runner: web.AppRunner | None = None

    def renew(self) -> None:
        """Put the world back as it was seeded; nobody may be asking meanwhile."""
        for leftover in self._live.parent.glob("live.db*"):
            leftover.unlink()
        shutil.copy(self._seeded, self._live)

    async def start(self) -> None:
        """Open the door, always on the same port; nothing happens when it is open."""
        if self._runner is not None:
            return
        runner = web.AppRunner(
            make_backend(self.engine, token=TOKEN, clock=FixedClock(NOW)), access_log=None, shutdown_timeout=0.5
        )
        await runner.setup()
        site = web.TCPSite(runner, HOST, self.port)
        await site.start()
        self._runner, self.port = runner, site.port

    async def stop(self) -> None:
        """Close the door; whoever asks now finds nobody."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def back(self) -> None:
        """Open the door again and wait until our clients try it."""
        if self._runner is None:
            await self.start()
            await asyncio.sleep(REST_SECONDS)

    async def facts(self) -> Facts:
        """Return the facts scripts may name, as the systems tell them."""
        session = aiohttp.ClientSession(f"http://{HOST}:{self.port}", headers={"Authorization": f"Bearer {TOKEN}"})
        async with session:
            return await read_facts(session, self.engine)


class Assistant:
    """Everything running; a test opens customers, and looks into the systems behind."""

    def __init__(self, url: str, backend: Backend, facts: Facts, stack: AsyncExitStack) -> None:
        self.url = url
        self.backend = backend
        self.facts = facts
        self._stack = stack

    async def begin(self) -> None:
        """Make the world new and all systems reachable, as every test finds them."""
        self.backend.renew()
        await self.backend.back()

    @asynccontextmanager
    async def customer(self) -> AsyncIterator[Customer]:
        """Open a browser with a session of its own."""
        jar = aiohttp.CookieJar(unsafe=True)  # "unsafe" lets it keep cookies of an IP address
        async with aiohttp.ClientSession(self.url, cookie_jar=jar, timeout=aiohttp.ClientTimeout(total=60)) as session:
            customer = Customer(session)
            await customer.open()
            yield customer


@asynccontextmanager
async def open_assistant(folder: Path, model: str) -> AsyncIterator[Assistant]:
    """Start everything in this process, with its data in `folder`; an empty `model` is the one for these inputs."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer(default=str)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
    async with AsyncExitStack() as stack:
        backend = await asyncio.to_thread(Backend, folder)
        await backend.start()
        stack.push_async_callback(backend.stop)
        settings = ExplicitSettings(data_dir=folder, backend_port=backend.port, backend_token=TOKEN)
        engine = await asyncio.to_thread(open_record, settings.our_database())
        stack.callback(engine.dispose)
        try:
            await _start_worker(stack, settings, engine, _chosen(settings, model))
        except StartError as error:
            pytest.fail(str(error), pytrace=False)
        url = await _open_door(stack, settings, engine)
        yield Assistant(url, backend, await backend.facts(), stack)


def _chosen(settings: Settings, model: str) -> Path:
    chosen = Path(model) if model else model_path(settings)
    if not chosen.is_file():
        pytest.fail(f"{chosen}: no such model. Run `make train`.", pytrace=False)
    return chosen


async def _start_worker(stack: AsyncExitStack, settings: Settings, engine: sa.engine.Engine, model: Path) -> None:
    from bot.turns.rasa_talker import open_talker  # it imports rasa, for which the fixture `rasa_ready` prepares

    limits, clock = replace(read_turn_limits(), stop_seconds=2), FixedClock(NOW)
    talker = await stack.enter_async_context(open_talker(settings, model, limits, clock))
    ear = await stack.enter_async_context(Ear(settings.data_dir, "worker"))
    worker = Worker(engine, talker, clock, limits, Bell(settings.data_dir, "gateway"))
    task = asyncio.create_task(worker.run(ear))

    async def stop() -> None:
        worker.stop()
        await task

    stack.push_async_callback(stop)


async def _open_door(stack: AsyncExitStack, settings: Settings, engine: sa.engine.Engine) -> str:
    # a script may speak faster than a person can
    limits = replace(read_door_limits(), messages_at_once=1000, reads_at_once=1000, sessions_at_once=1000)
    app = make_app(settings, engine, clock=FixedClock(NOW), limits=limits)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    return f"http://{HOST}:{site.port}"

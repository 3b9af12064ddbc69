"""Two candidates for each exam: the HTTP client before the reference backend, and the fake in memory."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.backends.errors import Unavailable
from bot.backends.http import HttpSystem
from bot.database import open_engine, upgrade
from bot.reference_backend import __file__ as reference_backend
from bot.reference_backend.app import make_app
from bot.reference_backend.seed import seed_world
from tests import samples
from tests.fakes import FixedClock

TOKEN = "a-token-for-tests"
T = TypeVar("T")
P = TypeVar("P")


class Reference:
    """The reference backend over real TCP: it can be stopped, and comes back at the same port."""

    def __init__(self, database: Path) -> None:
        self.engine = open_engine(f"sqlite:///{database}")
        self._server: TestServer | None = None
        self._port = 0

    async def start(self) -> None:
        """Listen; the first time at any free port, then always at that one."""
        app = make_app(self.engine, token=TOKEN, clock=FixedClock(), simulate=0)
        self._server = TestServer(app, port=self._port)
        await self._server.start_server(shutdown_timeout=0)
        self._port = self._server.port or 0

    async def stop(self) -> None:
        """Drop every line and listen no more."""
        if self._server:
            await self._server.close()

    def url(self, system: str) -> str:
        """Return a system's base URL."""
        return f"http://127.0.0.1:{self._port}/{system}/v1"


@dataclass(frozen=True)
class Sitting(Generic[P]):
    """One candidate at its exam: its port, and how the system behind it is switched off and on."""

    port: P
    is_fake: bool
    stop: Callable[[], Awaitable[None]]
    start: Callable[[], Awaitable[None]]

    async def eventually(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until the system answers: a client may rest a moment from one that failed; 20 s are too many."""

        async def until_it_answers() -> T:
            while True:
                try:
                    return await ask()
                except Unavailable:
                    await asyncio.sleep(0.05)

        return await asyncio.wait_for(until_it_answers(), 20)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory) -> Path:
    """The seeded world, made once; each test has its own copy."""
    path = tmp_path_factory.mktemp("world") / "backend.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine, Path(reference_backend).parent / "migrations")
    assert seed_world(engine, samples.NOW.date(), samples.NOW)
    engine.dispose()
    return path


@pytest.fixture
async def reference(seeded, tmp_path):
    """The reference backend, running."""
    reference = Reference(Path(shutil.copy(seeded, tmp_path / "backend.db")))
    await reference.start()
    yield reference
    await reference.stop()


@pytest.fixture
async def session():
    """The session that is lent to the clients."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(params=["http", "fake"])
def sit(request):
    """Seat a candidate: `sit("billing", HttpBilling, FakeBilling)`."""

    def seat(system: str, client: Callable[[HttpSystem], P], fake: Callable[[], P]) -> Sitting[P]:
        if request.param == "fake":
            port = fake()
            return Sitting(port, True, partial(switch, port, down=True), partial(switch, port, down=False))
        reference = request.getfixturevalue("reference")
        asked = HttpSystem(request.getfixturevalue("session"), reference.url(system), TOKEN, 10.0, system)
        return Sitting(client(asked), False, reference.stop, reference.start)

    return seat


async def switch(fake: object, *, down: bool) -> None:
    """Switch a fake off or on."""
    fake.down = down

"""The seeded world, made once; every test gets its own copy and, where it wants, the service over it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import Clock
from bot.database import open_engine, upgrade
from bot.reference_backend.__main__ import MIGRATIONS
from bot.reference_backend.app import make_app
from bot.reference_backend.seed import seed_world

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=timezone.utc)
TOKEN = "token-of-the-tests"


class HeldClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return self.moment

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.moment += by


def empty_database(path: Path) -> sa.engine.Engine:
    """Return a database with tables and nothing in them."""
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine, MIGRATIONS)
    return engine


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the seeded world; only to be read or copied."""
    path = tmp_path_factory.mktemp("world") / "backend.db"
    engine = empty_database(path)
    assert seed_world(engine, NOW.date(), NOW)
    engine.dispose()
    return path


@pytest.fixture
def engine(seeded: Path, tmp_path: Path) -> Iterator[sa.engine.Engine]:
    """Return a database of one's own with the seeded world."""
    engine = open_engine(f"sqlite:///{shutil.copy(seeded, tmp_path / 'backend.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> HeldClock:
    """Return a clock held at the moment of the seed."""
    return HeldClock()


@pytest.fixture
async def client(engine: sa.engine.Engine, clock: HeldClock) -> AsyncIterator[TestClient[Any, Any]]:
    """Return a caller with the right token."""
    app = make_app(engine, token=TOKEN, clock=clock)
    async with TestClient(TestServer(app), headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client

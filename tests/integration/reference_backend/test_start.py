"""Starting the program: what it needs, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database import upgrade
from bot.reference_backend import tables
from bot.reference_backend.__main__ import MIGRATIONS
from bot.settings import ROOT
from tests.integration.reference_backend.conftest import empty_database


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def start(data: Path, **settings: str) -> asyncio.subprocess.Process:
    """Start the program with settings."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.reference_backend",
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data), **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def failure(data: Path, **settings: str) -> str:
    """Return what the program says when it cannot start, having checked that it is one line and exit code 2."""
    process = await start(data, **settings)
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    lines = errors.decode().strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_the_migrations_build_exactly_the_tables(tmp_path: Path) -> None:
    """After all migrations no table, column or index differs from what the code reads; a second run changes nothing."""
    engine = empty_database(tmp_path / "backend.db")
    upgrade(engine, MIGRATIONS)
    with engine.connect() as connection:
        options = {"version_table": "reference_backend_version"}
        context = MigrationContext.configure(connection, opts={**options, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


async def test_it_seeds_serves_and_stops(tmp_path: Path) -> None:
    """On an empty folder it makes its database, answers, and ends with 0 when told to stop."""
    port = str(free_port())
    process = await start(tmp_path / "new", BACKEND_PORT=port, BACKEND_TOKEN="t", SIMULATE="0")
    try:
        async with aiohttp.ClientSession() as session:
            for _ in range(600):
                try:
                    async with session.get(f"http://127.0.0.1:{port}/sample-accounts") as response:
                        samples = (await response.json())["items"]
                    break
                except aiohttp.ClientConnectionError:
                    assert process.returncode is None
                    await asyncio.sleep(0.1)
        assert len(samples) == 7
    finally:
        process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0


async def test_a_busy_port_is_one_line_with_the_setting(tmp_path: Path) -> None:
    """A port in use is named with its setting, and no database is made."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        said = await failure(tmp_path / "new", BACKEND_PORT=port)
    assert port in said
    assert "set BACKEND_PORT" in said
    assert not (tmp_path / "new" / "backend.db").exists()


@pytest.mark.parametrize(
    "url",
    ["nonsense", "oracle://x", "postgresql://u:secret-word@127.0.0.1:9/x", "sqlite:////proc/none/backend.db"],
)
async def test_a_database_that_cannot_be_used_is_one_line_with_the_setting(tmp_path: Path, url: str) -> None:
    """A wrong URL, no driver, no server, a folder that cannot be written: named, without the password."""
    said = await failure(tmp_path, BACKEND_PORT=str(free_port()), BACKEND_DATABASE_URL=url)
    assert "BACKEND_DATABASE_URL" in said
    assert "secret-word" not in said


async def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    """A broken file is named and left as it is."""
    (tmp_path / "backend.db").write_text("this is no database, but it is long enough to look at" * 50)
    said = await failure(tmp_path, BACKEND_PORT=str(free_port()))
    assert "backend.db" in said

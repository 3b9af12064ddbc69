"""The door and the worker as programs: they start, stop when told, and say in one line what keeps them from it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.settings import ROOT


@pytest.fixture
def port() -> Iterator[int]:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def _start(command: str, folder: Path, **settings: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATA_DIR": str(folder), **{name: str(value) for name, value in settings.items()}}
    program = [sys.executable, "-m", "bot", command]
    return subprocess.Popen(program, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603


def _last_words(process: subprocess.Popen[str]) -> list[str]:
    return process.communicate(timeout=60)[1].strip().splitlines()


async def test_the_door_opens_and_closes(tmp_path: Path, port: int) -> None:
    """The program makes its own database, answers, ends its streams on SIGTERM and leaves with 0."""
    process = _start("gateway", tmp_path, GATEWAY_PORT=port)
    assert process.stderr is not None
    assert "door open" in await asyncio.wait_for(asyncio.to_thread(process.stderr.readline), 60)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", cookie_jar=jar) as customer:
        assert (await customer.post("/chat/session", json={})).status == 200
        stream = await customer.get("/chat/events")
        assert (await stream.content.readline()).startswith(b"retry")
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(stream.content.read(), 10)
    await asyncio.to_thread(_last_words, process)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("command", "settings", "says"),
    [
        ("gateway", {"DATABASE_URL": "sqlite:////proc/none/plainwatt.db"}, ["DATABASE_URL", "/proc/none"]),
        ("gateway", {"DATABASE_URL": "nonsense"}, ["DATABASE_URL", "nonsense"]),
        ("worker", {"MODELS_DIR": "/proc/none"}, ["/proc/none", "make train"]),
    ],
)
def test_what_keeps_it_from_starting_is_one_line(
    tmp_path: Path, port: int, command: str, settings: dict[str, str], says: list[str]
) -> None:
    """A database out of reach and a missing model each end the program with exit code 2 and the remedy."""
    process = _start(command, tmp_path, GATEWAY_PORT=port, **settings)
    (line,) = _last_words(process)
    assert process.returncode == 2
    assert all(word in line for word in says), line


def test_a_busy_port_is_one_line(tmp_path: Path) -> None:
    """A port in use is named with its setting."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        process = _start("gateway", tmp_path, GATEWAY_PORT=busy.getsockname()[1])
        lines = _last_words(process)
    assert process.returncode == 2
    assert "GATEWAY_PORT" in lines[-1]

"""A wake-up between our processes over Unix datagram sockets.

A ring carries no data and may be lost: whoever listens also looks by itself every second.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_LONGEST = 100  # a Unix socket's path holds 107 bytes


def bell_folder(data_dir: Path) -> Path:
    """Return the folder of the sockets: in the data folder, or a short one when that path is too long."""
    folder = data_dir.resolve() / "bells"
    if len(os.fsencode(folder)) + len("/worker.1234567-123456.sock") <= _LONGEST:
        return folder
    return Path(tempfile.gettempdir()) / f"plainwatt-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"


class Bell:
    """Rings every listener of one kind (`worker` or `gateway`)."""

    def __init__(self, data_dir: Path, kind: str) -> None:
        self._folder = bell_folder(data_dir)
        self._kind = kind

    def ring(self) -> None:
        """Wake the listeners, never wait, never fail; sockets that nobody listens to are removed."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as rope:
            rope.setblocking(False)
            for path in self._folder.glob(f"{self._kind}.*.sock"):
                try:
                    rope.sendto(b"!", str(path))
                except ConnectionRefusedError:
                    path.unlink(missing_ok=True)
                except OSError:
                    continue


class Ear:
    """Listens for one kind of bell, as an async context manager."""

    def __init__(self, data_dir: Path, kind: str) -> None:
        self._path = bell_folder(data_dir) / f"{kind}.{os.getpid()}-{secrets.token_hex(3)}.sock"
        self._heard = asyncio.Event()
        self._socket: socket.socket | None = None

    async def __aenter__(self) -> Ear:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(str(self._path))
        asyncio.get_running_loop().add_reader(self._socket, self._hear)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
        self._path.unlink(missing_ok=True)

    def nudge(self) -> None:
        """Wake the listener from within its own process."""
        self._heard.set()

    async def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after this many seconds; rings since the last wait count."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._heard.wait(), seconds)
        self._heard.clear()

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            while self._socket is not None:
                self._socket.recv(16)
        self._heard.set()

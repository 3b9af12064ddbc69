"""Server-sent events: every open stream, and the one look at the record that wakes those with news."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import sqlalchemy as sa
import structlog
from aiohttp import web

from bot.gateway.limits import DoorLimits
from bot.gateway.problems import Problem
from bot.gateway.wire import message_event, typing_event
from bot.messages.bell import Ear
from bot.messages.model import Head, Message
from bot.messages.outbox import after, heads
from bot.messages.threads import read

_log = structlog.get_logger(__name__)
_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
_ASKED_AT_ONCE = 500


class Streams:
    """All open streams of this process; none of them holds messages, each reads on from its own number."""

    def __init__(self, engine: sa.engine.Engine, limits: DoorLimits) -> None:
        self.engine = engine
        self.limits = limits
        self.closing = False
        self._open: set[Stream] = set()
        self._of: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def open(self, request: web.Request, conversation_id: str, last: int) -> Iterator[Stream]:
        """Open a stream that begins after number `last`; raise Problem when there are too many."""
        limits = self.limits
        if len(self) >= limits.streams_in_all or self._of[conversation_id] >= limits.streams_of_conversation:
            raise Problem("too_many_streams", retry_after=math.ceil(limits.ping_seconds))
        stream = Stream(self, request, conversation_id, last)
        self._open.add(stream)
        self._of[conversation_id] += 1
        try:
            yield stream
        finally:
            self._open.discard(stream)
            self._of[conversation_id] -= 1
            if not self._of[conversation_id]:
                del self._of[conversation_id]

    def close(self) -> None:
        """End every stream at once; clients come back and resume."""
        self.closing = True
        for stream in self._open:
            stream.wake.set()

    async def watch(self, ear: Ear) -> NoReturn:
        """Look at the record at every bell and every second, and wake the streams that have news."""
        while True:
            await ear.wait(self.limits.look_seconds)
            try:
                await self._look()
            except Exception:  # noqa: BLE001 -- the door must go on looking, whatever kept it from seeing this time
                _log.exception("streams could not look; they wait")

    async def _look(self) -> None:
        wanted = list(self._of)
        stands: dict[str, Head] = {}
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            stands |= await read(self.engine, heads, wanted[start : start + _ASKED_AT_ONCE])
        for stream in self._open:
            stream.see(stands.get(stream.conversation_id))


class Stream:
    """One client that listens to one conversation."""

    def __init__(self, streams: Streams, request: web.Request, conversation_id: str, last: int) -> None:
        self.conversation_id = conversation_id
        self.wake = asyncio.Event()
        self._streams = streams
        self._request = request
        self._last = last
        self._busy = self._typing = False

    def see(self, head: Head | None) -> None:
        """Take notice of where the conversation stands; wake when that is news, or when the client has gone."""
        if head is not None:
            self._busy = head.busy
            if head.last > self._last or head.busy != self._typing:
                self.wake.set()
        if self._gone():
            self.wake.set()

    async def run(self) -> web.StreamResponse:
        """Send until the client or the house goes; a client that takes nothing in is cut off."""
        response = web.StreamResponse(headers=_HEADERS)
        # a closed line is the usual end of a stream
        with suppress(ConnectionError):
            await response.prepare(self._request)
            await self._send(response, b"retry: 1000\n\n")
            while not self._streams.closing and not self._gone():
                await self._step(response)
        return response

    async def _step(self, response: web.StreamResponse) -> None:
        self.wake.clear()
        messages = await self._read()
        news = b"".join(map(message_event, messages))
        if self._busy != self._typing:
            self._typing = self._busy
            news += typing_event(self._typing)
        if news:
            await self._send(response, news)
        if len(messages) < self._streams.limits.stream_batch:
            await self._rest(response)

    async def _read(self) -> list[Message]:
        batch = self._streams.limits.stream_batch
        try:
            messages = await read(self._streams.engine, after, self.conversation_id, self._last, batch)
        except sa.exc.SQLAlchemyError:
            return []
        if messages:
            self._last = messages[-1].n
        return messages

    async def _rest(self, response: web.StreamResponse) -> None:
        try:
            await asyncio.wait_for(self.wake.wait(), self._streams.limits.ping_seconds)
        except asyncio.TimeoutError:
            await self._send(response, b": ping\n\n")

    async def _send(self, response: web.StreamResponse, data: bytes) -> None:
        try:
            await asyncio.wait_for(response.write(data), self._streams.limits.slow_client_seconds)
        except asyncio.TimeoutError:
            if self._request.transport is not None:
                self._request.transport.abort()
            raise ConnectionResetError("the client takes nothing in") from None

    def _gone(self) -> bool:
        transport = self._request.transport
        return transport is None or transport.is_closing()

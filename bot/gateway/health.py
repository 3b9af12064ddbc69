"""For those who run the house: alive, ready, counted."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from aiohttp import web

from bot.gateway.door import DOOR, Door
from bot.messages.heartbeats import Beat, beats
from bot.messages.inbox import count_waiting
from bot.messages.threads import read


async def healthz(_: web.Request) -> web.Response:
    """Say that the process lives."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Say whether a message would be taken and answered, and name what is missing."""
    missing = []
    try:
        if not await _workers(request.app[DOOR]):
            missing.append("worker")
    except sa.exc.SQLAlchemyError:
        missing.append("database")
    status = 503 if missing else 200
    return web.json_response({"status": "not ready" if missing else "ok", "missing": missing}, status=status)


async def metrics(request: web.Request) -> web.Response:
    """Tell the counters of the door and of the workers."""
    door = request.app[DOOR]
    waiting: int | None = None
    workers: list[Beat] = []
    try:
        workers = await _workers(door)
        waiting = await read(door.engine, count_waiting)
    except sa.exc.SQLAlchemyError:
        pass
    text = door.metrics.text(streams=len(door.streams), waiting=waiting, beats=workers)
    return web.Response(body=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def _workers(door: Door) -> list[Beat]:
    since = door.clock.now() - timedelta(seconds=door.limits.worker_silent_seconds)
    return await read(door.engine, beats, since)

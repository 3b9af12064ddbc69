"""The public door as an aiohttp application, and as a program."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
import structlog
from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.gateway import chat, health, pages
from bot.gateway.buckets import Buckets
from bot.gateway.door import DOOR, Door
from bot.gateway.limits import DoorLimits, read_limits
from bot.gateway.metrics import Metrics
from bot.gateway.problems import read_problems
from bot.gateway.streams import Streams
from bot.logs import set_up_logs
from bot.messages import open_record
from bot.messages.bell import Bell, Ear
from bot.settings import ROOT, Settings, StartError

_log = structlog.get_logger(__name__)
_CLOSE_SECONDS = 5.0
LISTENING = web.AppKey("listening", Path)


def make_app(
    settings: Settings,
    engine: sa.engine.Engine,
    *,
    clock: Clock | None = None,
    limits: DoorLimits | None = None,
    widget: Path | None = None,
) -> web.Application:
    """Return the door over a migrated record; `clock`, `limits` and `widget` default to the real ones."""
    limits = limits or read_limits()
    problems = read_problems(limits.retry_seconds)
    app = web.Application(middlewares=[problems.middleware()], client_max_size=limits.body_bytes)
    app[DOOR] = _door(settings, engine, clock or SystemClock(), limits)
    app[pages.WIDGET] = widget or ROOT / "bot" / "widget"
    app[LISTENING] = settings.data_dir
    app.on_response_prepare.append(pages.add_headers)
    app.cleanup_ctx.append(_watch)
    app.on_shutdown.append(_close_streams)
    app.add_routes(
        [
            web.post("/chat/session", chat.open_session),
            web.post("/chat/messages", chat.hand_in),
            web.get("/chat/events", chat.listen, allow_head=False),
            web.get("/chat/history", chat.tell_history),
            web.get("/healthz", health.healthz),
            web.get("/readyz", health.readyz),
            web.get("/metrics", health.metrics),
            web.get("/", pages.page),
            web.get("/widget/{name:.+}", pages.page_part),
        ]
    )
    return app


async def serve(settings: Settings) -> None:
    """Run the door until SIGTERM or SIGINT; raise StartError with what keeps it from starting."""
    set_up_logs(settings.log_level)
    engine = open_record(settings.our_database())
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(make_app(settings, engine), access_log=None, shutdown_timeout=_CLOSE_SECONDS)
    await runner.setup()
    try:
        await _open_port(runner, settings)
        _log.info("door open", address=f"{settings.host}:{settings.gateway_port}")
        await stopped.wait()
    finally:
        await runner.cleanup()
        engine.dispose()


async def _open_port(runner: web.AppRunner, settings: Settings) -> None:
    host, port = settings.host, settings.gateway_port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = f"GATEWAY_PORT: {host}:{port} cannot be used ({error.strerror})"
        raise StartError(f"{reason}. Stop what uses it, or set GATEWAY_PORT in .env.") from error


def _door(settings: Settings, engine: sa.engine.Engine, clock: Clock, limits: DoorLimits) -> Door:
    remembered = limits.sources_remembered
    return Door(
        engine=engine,
        clock=clock,
        limits=limits,
        metrics=Metrics(),
        streams=Streams(engine, limits),
        worker_bell=Bell(settings.data_dir, "worker"),
        gateway_bell=Bell(settings.data_dir, "gateway"),
        secure_cookies=settings.secure_cookies,
        messages=Buckets(limits.messages_at_once, limits.messages_per_second, remembered),
        reads=Buckets(limits.reads_at_once, limits.reads_per_second, remembered),
        sessions=Buckets(limits.sessions_at_once, limits.sessions_per_second, remembered),
    )


async def _watch(app: web.Application) -> AsyncIterator[None]:
    async with Ear(app[LISTENING], "gateway") as ear:
        watching = asyncio.create_task(app[DOOR].streams.watch(ear))
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _close_streams(app: web.Application) -> None:
    app[DOOR].streams.close()

"""`python -m bot.reference_backend`: migrates, seeds an empty database, and serves until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from pathlib import Path

import sqlalchemy as sa
import structlog
from aiohttp import web

from bot.clock import SystemClock
from bot.database import begin, open_engine, upgrade
from bot.logs import set_up_logs
from bot.reference_backend.app import make_app
from bot.reference_backend.figures import world
from bot.reference_backend.seed import seed_world
from bot.reference_backend.seed.outages import refresh
from bot.settings import Settings, StartError, read_settings

MIGRATIONS = Path(__file__).parent / "migrations"
HOST = "127.0.0.1"
FAILED = 2
_CLOSE_SECONDS = 2.0

_log = structlog.get_logger(__name__)


def main() -> int:
    """Serve until stopped; return 2 with one line on stderr where that cannot begin."""
    try:
        asyncio.run(serve(read_settings()))
    except StartError as error:
        sys.stderr.write(f"reference backend: {error}\n")
        return FAILED
    return 0


async def serve(settings: Settings) -> None:
    """Run the three systems until SIGTERM or SIGINT; raise StartError with what keeps them from starting."""
    set_up_logs(settings.log_level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    listening = _listen(settings)
    engine = await asyncio.to_thread(_prepare, settings)
    token = settings.backend_token.get_secret_value()
    app = make_app(engine, token=token, clock=SystemClock(), simulate=settings.simulate)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_CLOSE_SECONDS)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        _log.info("reference backend open", address=f"{HOST}:{settings.backend_port}")
        await stopped.wait()
    finally:
        await runner.cleanup()
        engine.dispose()


def _listen(settings: Settings) -> socket.socket:
    # The port is taken before the database is touched: a second backend must not migrate under the first.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, settings.backend_port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = f"BACKEND_PORT: {HOST}:{settings.backend_port} cannot be used ({error.strerror})"
        raise StartError(f"{reason}. Stop what uses it, or set BACKEND_PORT in .env.") from error
    return listening


def _prepare(settings: Settings) -> sa.engine.Engine:
    url = settings.backend_database()
    figures, now = world(), SystemClock().now()
    try:
        engine = open_engine(url)
        upgrade(engine, MIGRATIONS)
        if not seed_world(engine, now.astimezone(figures.city.zone).date(), now):
            with begin(engine) as connection:
                refresh(connection, figures, now)
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StartError(
            f"BACKEND_DATABASE_URL: {_without_password(url)} cannot be used ({reason}). "
            "Start that database, correct BACKEND_DATABASE_URL, or leave it empty for a SQLite file in DATA_DIR."
        ) from error
    return engine


def _without_password(url: str) -> str:
    try:
        return str(sa.engine.make_url(url).render_as_string(hide_password=True))
    except sa.exc.ArgumentError:
        return "the URL given"


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bot.reference_backend`: migrates, seeds an empty database, and serves until it is stopped."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import sqlalchemy as sa
from aiohttp import web

from bot.clock import SystemClock
from bot.database import begin, open_engine, upgrade
from bot.reference_backend.app import make_app
from bot.reference_backend.figures import WorldError, world
from bot.reference_backend.seed import seed_world
from bot.reference_backend.seed.outages import refresh
from bot.settings import Settings, SettingsError, read_settings

MIGRATIONS = Path(__file__).parent / "migrations"
HOST = "127.0.0.1"
FAILED = 2


class StartError(Exception):
    """The service cannot start; the message is one line with a remedy."""


def main() -> int:
    """Serve until stopped; return 2 with one line on stderr where that cannot begin."""
    try:
        settings = read_settings()
        logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
        logging.getLogger("alembic").setLevel(logging.WARNING)
        listening = _listen(settings)
        engine = _prepare(settings)
    except (SettingsError, WorldError, StartError) as error:
        sys.stderr.write(f"reference backend: {error}\n")
        return FAILED
    app = make_app(
        engine, token=settings.backend_token.get_secret_value(), clock=SystemClock(), simulate=settings.simulate
    )
    sys.stdout.write(f"reference backend: http://{HOST}:{settings.backend_port}\n")
    sys.stdout.flush()
    web.run_app(app, sock=listening, print=None, access_log=None, shutdown_timeout=2.0)
    return 0


def _listen(settings: Settings) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, settings.backend_port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise StartError(
            f"BACKEND_PORT: port {settings.backend_port} cannot be used ({error.strerror}). "
            "Stop the program that holds it or set BACKEND_PORT to a free port."
        ) from error
    return listening


def _prepare(settings: Settings) -> sa.engine.Engine:
    url = settings.backend_database()
    try:
        engine = open_engine(url)
        upgrade(engine, MIGRATIONS)
        now = SystemClock().now()
        if not seed_world(engine, now.astimezone(world().city.zone).date(), now):
            with begin(engine) as connection:
                refresh(connection, world(), now)
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

"""The record of truth: what came in, what went out, what is still to be answered (docs/decisions/0002)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.database import open_engine, upgrade
from bot.settings import StartError

__all__ = ["migrate", "open_record"]


def open_record(url: str) -> sa.engine.Engine:
    """Return an engine for our own database with its schema up to date; raise StartError when it is out of reach."""
    try:
        engine = open_engine(url)
        migrate(engine)
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        shown = sa.engine.make_url(url).render_as_string(hide_password=True) if "://" in url else url
        raise StartError(f"DATABASE_URL: {shown} cannot be used ({reason}). Mend DATABASE_URL or start it.") from error
    return engine


def migrate(engine: sa.engine.Engine) -> None:
    """Bring our own database to the newest schema; safe to call by several processes at once."""
    upgrade(engine, Path(__file__).parent / "migrations")

"""The record of truth: what came in, what went out, what is still to be answered (docs/decisions/0002)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.database import upgrade

__all__ = ["migrate"]


def migrate(engine: sa.engine.Engine) -> None:
    """Bring our own database to the newest schema; safe to call by several processes at once."""
    upgrade(engine, Path(__file__).parent / "migrations")

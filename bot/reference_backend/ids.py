"""Ids a person can read aloud: a letter and a running number, unique also between two writers."""

from __future__ import annotations

import sqlalchemy as sa

from bot.reference_backend.tables import counters

FIRST = 1001


def next_id(connection: sa.engine.Connection, prefix: str) -> str:
    """Return the next id of a kind (`T` gives `T-1001`, `T-1002`, …), taken within the caller's transaction."""
    mine = counters.c.name == prefix
    connection.execute(counters.update().where(mine).values(value=counters.c.value + 1))
    return f"{prefix}-{connection.execute(sa.select(counters.c.value).where(mine)).scalar_one()}"

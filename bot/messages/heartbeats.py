"""Who is alive, and what each worker has counted: the gateway reads it for /readyz and /metrics."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.messages.tables import heartbeats


@dataclass(frozen=True)
class Beat:
    """A worker's last sign of life and its counts since it started."""

    name: str
    seen_at: datetime
    counts: Mapping[str, Any]


def beat(connection: sa.engine.Connection, name: str, now: datetime, counts: Mapping[str, Any]) -> None:
    """Say that the worker is alive; `counts` is any JSON."""
    values = {"seen_at": now, "counts": json.dumps(counts)}
    if connection.execute(heartbeats.update().where(heartbeats.c.name == name).values(**values)).rowcount == 0:
        connection.execute(heartbeats.insert().values(name=name, **values))


def beats(connection: sa.engine.Connection, since: datetime) -> list[Beat]:
    """Return the workers that gave a sign of life since then."""
    rows = connection.execute(sa.select(heartbeats).where(heartbeats.c.seen_at >= since).order_by(heartbeats.c.name))
    return [Beat(name=row.name, seen_at=row.seen_at, counts=json.loads(row.counts)) for row in rows]


def forget(connection: sa.engine.Connection, name: str) -> None:
    """Strike a worker that has stopped cleanly."""
    connection.execute(heartbeats.delete().where(heartbeats.c.name == name))


def forget_silent(connection: sa.engine.Connection, before: datetime) -> None:
    """Strike the workers that were last heard of before then."""
    connection.execute(heartbeats.delete().where(heartbeats.c.seen_at < before))

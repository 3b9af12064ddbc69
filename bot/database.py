"""An engine from a URL, a transaction said aloud, and the schema brought up to date; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def open_engine(url: str, patience: float = 5.0) -> sa.engine.Engine:
    """Return an engine for SQLite (waits `patience` seconds for locks, survives a crash) or PostgreSQL."""
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 2})
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        parsed,
        hide_parameters=True,
        connect_args={"timeout": patience, "check_same_thread": False},
        poolclass=sa.pool.NullPool if parsed.database not in {None, "", ":memory:"} else sa.pool.StaticPool,
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_immediately)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # pysqlite begins transactions by itself and too late; we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: sa.engine.Connection) -> None:
    # A read that turns into a write would fail at once under WAL instead of waiting for the other writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def begin(engine: sa.engine.Engine) -> Iterator[sa.engine.Connection]:
    """Open a transaction: leaving it well commits, leaving it by an error undoes everything."""
    with engine.begin() as connection:
        yield connection


def upgrade(engine: sa.engine.Engine, migrations: Path) -> None:
    """Bring the schema to the newest version of a folder of alembic migrations."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

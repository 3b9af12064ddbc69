"""The database: a transaction is whole or nothing, and writers wait for one another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database import begin, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> sa.engine.Engine:
    """A file with one table of one number."""
    engine = open_engine(f"sqlite:///{tmp_path / 'deep' / 'one.db'}", patience=30)
    with begin(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE one (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO one VALUES (0)")
    return engine


def _number(engine: sa.engine.Engine) -> int:
    with begin(engine) as connection:
        return int(connection.exec_driver_sql("SELECT n FROM one").scalar_one())


def test_leaving_by_an_error_undoes_everything(engine: sa.engine.Engine) -> None:
    """Half a deed is never kept."""

    def half_a_deed() -> None:
        with begin(engine) as connection:
            connection.exec_driver_sql("UPDATE one SET n = 5")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_a_deed()

    assert _number(engine) == 0


def test_readers_who_turn_writers_wait_for_one_another(engine: sa.engine.Engine) -> None:
    """Twenty threads that read and then write lose no step and fail not once."""

    def step(_: int) -> None:
        with begin(engine) as connection:
            now = connection.exec_driver_sql("SELECT n FROM one").scalar_one()
            connection.execute(sa.text("UPDATE one SET n = :next"), {"next": now + 1})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(step, range(20)))

    assert _number(engine) == 20


def test_memory_is_one_database(engine: sa.engine.Engine) -> None:
    """An in-memory database keeps its tables from one transaction to the next."""
    memory = open_engine("sqlite:///:memory:")
    with begin(memory) as connection:
        connection.exec_driver_sql("CREATE TABLE one (n INTEGER)")

    with begin(memory) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM one").scalar_one() == 0

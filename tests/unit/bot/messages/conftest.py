"""A fresh record in a file, and a moment to start from."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database import open_engine
from bot.messages import migrate


@pytest.fixture
def engine(tmp_path: Path) -> sa.engine.Engine:
    """Return an empty, migrated SQLite database."""
    # four threads on a busy machine: SQLite's queue is not fair
    engine = open_engine(f"sqlite:///{tmp_path / 'record.db'}", patience=60)
    migrate(engine)
    return engine


@pytest.fixture
def now() -> datetime:
    """Return the moment the test's story begins."""
    return datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)

"""Which model a worker takes, and what it says without one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import StartError
from bot.turns.limits import read_limits
from bot.turns.model import newest_model


def test_the_newest_model_is_taken(tmp_path: Path) -> None:
    """Of several models the one made last counts, whatever its name; other archives do not."""
    for name, made in (("plainwatt-b.tar.gz", 20), ("plainwatt-a.tar.gz", 30), ("other.tar.gz", 40)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (made, made))
    assert newest_model(tmp_path).name == "plainwatt-a.tar.gz"


def test_without_a_model_one_line_says_what_to_do(tmp_path: Path) -> None:
    """The error names the folder and the command."""
    with pytest.raises(StartError) as caught:
        newest_model(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "make train" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_turn_ends_before_its_lease(tmp_path: Path) -> None:
    """A living worker's turn is over before another worker could take its message."""
    limits = read_limits()
    assert limits.turn_seconds < limits.lease_seconds
    assert limits.kept_events < limits.history_events

"""What those who keep the catalogue are shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.catalogue import Catalogue, load
from bot.catalogue.report import check, show

Spoil = Callable[[str, str, str], Path]


def drawn(catalogue: Catalogue, day: date) -> str:
    """Return the table as wide text."""
    screen = io.StringIO()
    Console(file=screen, width=400).print(show(catalogue, day))
    return screen.getvalue()


def test_the_shipped_profile_has_no_problem(shipped_folder: Path) -> None:
    """What we ship passes its own check."""
    assert check(shipped_folder) == []


def test_every_problem_is_listed(spoil: Spoil) -> None:
    """A mistake is one line of the list."""
    assert check(spoil("services/meter_test.yml", "level: basic", "level: best")) == [
        "small/services/meter_test.yml:4: level: 'best' is not known here. "
        "Write one of: basic, price_related, exceeding."
    ]


def test_words_that_promise_nothing_said_are_found(spoil: Spoil) -> None:
    """ "Soon" in a line is a problem; "sooner" is another word."""
    folder = spoil("services/meter_test.yml", "  - A test of your meter.", "  - A test Soon.\n  - No sooner.")
    assert check(folder) == [
        "small/services/meter_test.yml: 'soon' promises without saying what, in: A test Soon. "
        "Say a standard, or leave it out."
    ]


def test_the_table_shows_the_standard_of_the_day(folder: Path) -> None:
    """Limit, source and best elsewhere of each pledge, as in force on the day."""
    new = drawn(load(folder), date(2024, 6, 1))
    old = drawn(load(folder), date(2023, 6, 1))
    assert "5 working days" in new
    assert "9 working days" in old
    assert "B: Our charter" in new
    assert "3 working days (Best Power, 2022)" in new


def test_the_table_tells_what_nobody_verified(shipped: Catalogue) -> None:
    """A figure that customers are not told is marked for those who can check it."""
    assert "5 working days (unverified: not told)" in drawn(shipped, date(2024, 6, 1))

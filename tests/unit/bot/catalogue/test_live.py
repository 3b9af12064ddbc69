"""The live catalogue: a changed file is a changed answer, a broken one is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import CatalogueError
from bot.catalogue.live import LiveCatalogue

Spoil = Callable[[str, str, str], Path]
S = "services/meter_test.yml"


def test_a_changed_file_is_read_again(folder: Path, spoil: Spoil) -> None:
    """The figure on disk is the figure told, without a restart."""
    live = LiveCatalogue(folder)
    before = live.current()
    assert live.current() is before
    spoil(S, "within: 5 working days", "within: 12 working days")
    assert live.current().service("meter_test").pledge("result").standards[1].limits[0].limit.amount == 12


def test_a_new_file_is_a_new_service(folder: Path) -> None:
    """A service is added by adding its file."""
    live = LiveCatalogue(folder)
    (folder / "services" / "second.yml").write_text((folder / S).read_text(encoding="utf-8"), encoding="utf-8")
    assert set(live.current().services) == {"meter_test", "second"}


def test_a_broken_file_keeps_the_last_good_catalogue(folder: Path, spoil: Spoil) -> None:
    """A mistake made while it runs changes no answer, is told, and is gone when it is mended."""
    live = LiveCatalogue(folder)
    good = live.current()
    spoil(S, "level: basic", "level: best of all")
    assert live.current() is good
    assert "meter_test.yml:4: level" in str(live.problem)
    spoil(S, "level: best of all", "level: exceeding")
    assert live.current() is not good
    assert live.problem is None


def test_a_broken_profile_does_not_start(spoil: Spoil) -> None:
    """The first read fails as loading does."""
    with pytest.raises(CatalogueError):
        LiveCatalogue(spoil(S, "level: basic", "level: best"))

"""The files of the sample world, and what a broken one says."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from bot.reference_backend.figures import FOLDER, WorldError, read_world, world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the world's files that a test may break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "world"))


@pytest.mark.parametrize("tariff", world().tariffs.tariffs, ids=lambda tariff: tariff.id)
def test_a_tariff_has_steps_or_bands(tariff) -> None:  # type: ignore[no-untyped-def]
    """Steps rise and end open; the shares of bands add up to the whole; never both, never neither."""
    assert bool(tariff.tiers) != bool(tariff.bands)
    if tariff.tiers:
        tops = [tier.up_to_kwh for tier in tariff.tiers]
        assert tops[-1] is None
        assert tops[:-1] == sorted(tops[:-1])
    else:
        assert sum(band.share for band in tariff.bands) == Decimal(1)


def test_every_outage_of_the_world_lies_at_postcodes_of_ours() -> None:
    """Scenes name known stories and postcodes of one district; planned work is told seven days ahead."""
    figures = world()
    for scene in (*figures.outages.running, *figures.outages.simulated):
        assert scene.story in figures.outages.stories
        assert len({figures.city.district(postcode).name for postcode in scene.postcodes}) == 1
    for work in figures.outages.planned:
        assert work.in_days + work.notified_days_ago >= 7


def test_broken_yaml_is_one_line_with_the_file(folder: Path) -> None:
    """A file that is no YAML is named, on one line, with what to do."""
    (folder / "city.yml").write_text("time_zone: [", encoding="utf-8")
    with pytest.raises(WorldError) as caught:
        read_world(folder)
    assert "city.yml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_key_is_named(folder: Path) -> None:
    """A misspelt key is named with its file, not ignored."""
    path = folder / "outages.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("fresh_hours", "fresh_ours"), encoding="utf-8")
    with pytest.raises(WorldError, match=r"outages\.yml: fresh_"):
        read_world(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    """A file that is not there is named."""
    (folder / "tariffs.yml").unlink()
    with pytest.raises(WorldError, match=r"tariffs\.yml"):
        read_world(folder)

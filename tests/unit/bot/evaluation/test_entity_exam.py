"""How entities are examined."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.evaluation.entity_exam import Mark, Marked, Names, examine, marked, read_marked

NAMES = Names(
    datetime(2025, 3, 12, tzinfo=timezone.utc), {"spot": "address"}, {"hazard": {"sparks_smoke": ["sparks", "smoke"]}}
)
TEXT = Marked("sparks at Elm 3", (Mark("hazard", "sparks", 0, 6), Mark("address", None, 10, 15)))


def test_marks_are_placed_in_the_plain_text() -> None:
    """Start and end fit the text without its marks."""
    found = marked('at [Elm 3]{"entity": "address"} for [2 h]{"entity": "duration", "value": "PT2H"}!')
    assert found.text == "at Elm 3 for 2 h!"
    assert [(found.text[one.start : one.end], one.label, one.value) for one in found.marks] == [
        ("Elm 3", "address", None),
        ("2 h", "duration", "PT2H"),
    ]


def test_a_file_of_marked_sentences_is_read(tmp_path: Path) -> None:
    """A sentence without a mark belongs to the exam too: nothing may be found there."""
    path = tmp_path / "entities.yml"
    path.write_text(
        'nlu:\n- intent: a\n  examples: |\n    - [x]{"entity": "email", "value": "x"}\n    - none\n', encoding="utf-8"
    )
    assert [len(one.marks) for one in read_marked(path)] == [1, 0]


def test_other_names_are_translated() -> None:
    """Our names and values count as right where the table says that they mean the same; part of the place is enough."""
    found = examine([TEXT], lambda _: [Mark("hazard", "sparks_smoke", 0, 4), Mark("spot", "Elm", 10, 13)], NAMES)
    assert {name: one.value.f1 for name, one in found.items()} == {"hazard": 1.0, "address": 1.0}


def test_a_wrong_value_is_found_but_not_read() -> None:
    """The place is scored apart from the value."""
    score = examine([TEXT], lambda _: [Mark("hazard", "shock", 0, 6)], NAMES)["hazard"]
    assert (score.place.f1, score.value.f1) == (1.0, 0.0)


def test_what_is_not_there_costs_precision() -> None:
    """A mark elsewhere, and a second one on the same words, are both wrong."""
    marks = [Mark("hazard", "sparks", 0, 6), Mark("hazard", "sparks", 1, 6), Mark("hazard", "sparks", 8, 9)]
    score = examine([TEXT], lambda _: marks, NAMES)["hazard"]
    assert score.value.precision == pytest.approx(1 / 3)
    assert score.value.recall == 1


def test_what_the_exam_does_not_ask_for_is_not_scored() -> None:
    """The words our forms need are not in the exam, and cost nothing."""
    assert set(examine([TEXT], lambda _: [Mark("scope", "part", 0, 6)], NAMES)) == {"hazard", "address"}


def test_the_exam_knows_when_it_was_written() -> None:
    """Days are reckoned from the moment the held-out sentences name: a Wednesday, ten o'clock in Shanghai."""
    written_at = Names.read().written_at
    assert (written_at.strftime("%A %H:%M"), written_at.utcoffset()) == ("Wednesday 10:00", timedelta(hours=8))

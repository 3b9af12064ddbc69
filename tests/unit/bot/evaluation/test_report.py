"""The report, its table, its picture and its floors, of a small exam."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.evaluation.command import keep
from bot.evaluation.entity_exam import EntityScore
from bot.evaluation.exam import Exam, Overlap
from bot.evaluation.floors import FIGURES, Floor, measured, read_floors
from bot.evaluation.metrics import Prediction, Score, Thresholds
from bot.evaluation.picture import most_confused
from bot.evaluation.report import Report, report
from bot.evaluation.sentences import OUT_OF_SCOPE, Sentence
from bot.evaluation.tables import tables


def asked(text: str, truth: str, said: str, tier: str | None = None) -> Prediction:
    """Return a prediction made in as many milliseconds as the text has words."""
    return Prediction(Sentence(text, truth, tier, "terse"), said, 0.9, milliseconds=float(len(text.split())))


GOOD, BAD = Score(1.0, 1.0, 1.0, 4), Score(0.5, 0.5, 0.5, 4)


@pytest.fixture
def told() -> Report:
    """The report of an exam with one mistake."""
    predictions = [
        asked("what do i owe", "ask_balance", "ask_balance"),
        asked("one two three four five six seven eight nine ten eleven twelve", "ask_balance", "ask_balance"),
        asked("a b c d e f g h i j k l", "ask_tariff", "ask_balance"),
        asked("wire down", "report_hazard", "report_hazard"),
        *[asked("sing", OUT_OF_SCOPE, OUT_OF_SCOPE, tier) for tier in ("far", "near", "traps")],
    ]
    return report(
        Exam(
            training_sentences=10,
            thresholds=Thresholds(0.3, 0.05),
            overlap=Overlap(["hello there"], [("pay in three parts", "pay in 3 parts", 0.91)]),
            predictions=predictions,
            mistyped=[asked(one.sentence.text, one.sentence.intent, "ask_balance") for one in predictions],
            several={"first_asked": 1.0, "danger_first": 1.0, "requests_heard": 1.0, "heard_rightly": 1.0},
            entities={"email": EntityScore(GOOD, BAD)},
            cross_validation=predictions[:2],
        )
    )


def test_the_report_tells_the_figures(told: Report) -> None:
    """Macro-F1, the mistake, the loss by typing errors and the time of twelve words are what the exam says."""
    assert told["held_out"]["macro_f1"] == pytest.approx((0.8 + 0 + 1 + 1) / 4)
    assert told["held_out"]["confusions"] == [{"truth": "ask_tariff", "said": "ask_balance", "count": 1}]
    assert told["typing_errors"]["loss"] > 0
    assert told["held_out"]["milliseconds"]["twelve_words"]["median"] == 12.0
    assert told["held_out"]["milliseconds"]["twelve_words"]["sentences"] == 2
    assert told["cross_validation"]["accuracy"] == 1.0
    assert told["cross_validation"]["best_threshold"] == pytest.approx(0.9)
    assert told["held_out"]["hazard"] == {"recall": 1.0, "in_fallback": 0, "false_alarms": 0.0}


def test_the_report_and_the_picture_are_kept(told: Report, tmp_path: Path) -> None:
    """The JSON reads back as it was, and the picture is a PNG."""
    folder = keep(told, tmp_path / "evaluation")
    assert json.loads((folder / "report.json").read_text())["held_out"]["macro_f1"] == told["held_out"]["macro_f1"]
    assert (folder / "confusion.png").read_bytes().startswith(b"\x89PNG")


def test_only_confused_intents_are_drawn(told: Report) -> None:
    """The picture holds the two intents of the mistake and no other."""
    assert set(most_confused(told)) == {"ask_tariff", "ask_balance"}


def test_every_figure_with_a_floor_is_told(told: Report) -> None:
    """Each name a floor may have leads to a number in the report."""
    floors = [Floor(name, 0.0, None, 1.0) for name in (*FIGURES, "entity email")]
    found = {one.floor.name: one.figure for one in measured(told, floors)}
    assert found["entity email"] == 0.5
    assert found["worst_intent_f1"] == 0.0
    assert found["out_of_scope_near"] == 1.0


def test_the_tables_say_what_matters(told: Report) -> None:
    """A person reads the broken floor, the mistake, the shared sentence and the near copy."""
    out = StringIO()
    console = Console(file=out, width=200)
    for table in tables(told, measured(told, [Floor("macro_f1", 0.99, None, 0.93)])):
        console.print(table)
    for words in ("below the floor", "ask_tariff", "hello there", "pay in 3 parts", "12.0 ms (median)"):
        assert words in out.getvalue()


@pytest.mark.parametrize(
    ("floor", "figure", "holds", "reached"),
    [
        (Floor("x", 0.9, None, 0.95), 0.9, True, False),
        (Floor("x", 0.9, None, 0.95), 0.89, False, False),
        (Floor("x", None, 0.05, 0.03), 0.05, True, False),
        (Floor("x", None, 0.05, 0.03), 0.02, True, True),
        (Floor("x", None, 0.05, 0.03), 0.06, False, False),
    ],
)
def test_a_floor_holds_from_its_own_side(floor: Floor, figure: float, holds: bool, reached: bool) -> None:
    """What must be high may not fall, what must be low may not rise; the target is another line."""
    assert (floor.holds(figure), floor.reached(figure)) == (holds, reached)


@pytest.mark.parametrize("body", ["{ target: 1 }", "{ at_least: 1, at_most: 1, target: 1 }"])
def test_a_floor_has_one_side(tmp_path: Path, body: str) -> None:
    """A floor without a side, or with both, is an error that names it."""
    path = tmp_path / "floors.yml"
    path.write_text(f"figures:\n  ece: {body}\nentities: {{}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="ece"):
        read_floors(path)


def test_a_floor_nobody_measures_is_an_error(tmp_path: Path) -> None:
    """A misspelt name would hold for ever, so it is refused."""
    path = tmp_path / "floors.yml"
    path.write_text("figures:\n  makro_f1: { at_least: 1, target: 1 }\nentities: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="makro_f1"):
        read_floors(path)

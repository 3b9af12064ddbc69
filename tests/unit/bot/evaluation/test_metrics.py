"""The figures, on predictions small enough to reckon by hand."""

from __future__ import annotations

import pytest

from bot.evaluation import metrics
from bot.evaluation.metrics import Prediction, Score, Thresholds
from bot.evaluation.sentences import Sentence


def said(truth: str, intent: str, confidence: float = 0.9, **more: object) -> Prediction:
    """Return a prediction of a sentence that means `truth`."""
    about = {name: more.pop(name) for name in ("tier", "manner") if name in more}
    return Prediction(Sentence("words", truth, **about), intent, confidence, **more)


def test_scores_are_reckoned_per_intent() -> None:
    """Two of three bills found, and one move taken for a bill: precision 2/3, recall 2/3; an intent never said is 0."""
    found = metrics.scores([said("bill", "bill"), said("bill", "bill"), said("bill", "other"), said("move", "bill")])
    assert found["bill"] == Score(pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3), 3)
    assert found["move"] == Score(0.0, 0.0, 0.0, 1)
    assert set(found) == {"bill", "move"}


def test_macro_f1_counts_every_intent_alike() -> None:
    """A rare intent that is never found halves the figure, however many others are right."""
    assert metrics.macro_f1([*[said("bill", "bill")] * 8, said("move", "x")]) == pytest.approx(0.5)


def test_macro_f1_by_manner_keeps_manners_apart() -> None:
    """Each manner is its own exam; sentences without a manner are in none."""
    found = metrics.macro_f1_by_manner(
        [said("bill", "bill", manner="terse"), said("bill", "x", manner="angry"), said("bill", "x")]
    )
    assert found == {"terse": 1.0, "angry": 0.0}


def test_out_of_scope_is_refused_by_name_or_by_fallback() -> None:
    """Both ways count, each tier for itself."""
    predictions = [
        said("out_of_scope", "out_of_scope", tier="far"),
        said("out_of_scope", "bill", 0.2, tier="far", fell_back=True),
        said("out_of_scope", "bill", 0.9, tier="near"),
        said("bill", "out_of_scope"),
    ]
    assert metrics.out_of_scope_recall(predictions) == {"far": 1.0, "near": 0.0}
    assert metrics.false_fallback(predictions) == 1.0


def test_thresholds_decide_as_rasa_does() -> None:
    """Too unsure, or too close to the next intent, is refused; just at the threshold is not."""
    at = Thresholds(0.5, 0.1)
    predictions = [said("bill", "bill", 0.5, runner_up=0.3), said("bill", "bill", 0.49), said("bill", "bill", 0.8)]
    close = said("bill", "bill", 0.5, runner_up=0.45)
    assert [one.refused(at) for one in [*predictions, close]] == [False, True, False, True]
    assert metrics.false_fallback(predictions, at) == pytest.approx(1 / 3)


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    """Ten sentences said to be 80 % sure, of which six are right, are 0.2 off; perfect confidence is 0 off."""
    assert metrics.calibration_error([said("a", "a", 0.8)] * 6 + [said("a", "b", 0.8)] * 4) == pytest.approx(0.2)
    assert metrics.calibration_error([said("a", "a", 1.0)]) == 0


def test_confusions_come_most_often_first() -> None:
    """Only mistakes are told, counted by pair."""
    found = metrics.confusions([said("a", "b"), said("c", "a"), said("c", "a"), said("a", "a")])
    assert found == [("c", "a", 2), ("a", "b", 1)]


def test_danger_is_counted_as_it_is_answered() -> None:
    """Danger that falls to the fallback is not heard; a harmless sentence heard as danger is a false alarm."""
    predictions = [
        said("report_hazard", "report_hazard"),
        said("report_hazard", "report_hazard", fell_back=True),
        said("report_hazard", "bill"),
        said("bill", "report_hazard"),
        said("bill", "bill"),
    ]
    assert metrics.hazard_recall(predictions) == pytest.approx(1 / 3)
    assert metrics.hazards_in_fallback(predictions) == 1
    assert metrics.false_alarms(predictions) == 0.5


def test_what_is_asked_about_is_told_apart() -> None:
    """Of ours one in two is asked about, with the true intent among the choices; of the near tier every sentence."""
    predictions = [
        said("bill", "move", 0.2, fell_back=True, offered=("move", "bill")),
        said("bill", "bill"),
        said("out_of_scope", "bill", 0.2, tier="near", fell_back=True, offered=("bill",)),
        said("out_of_scope", "bill", 0.05, tier="far", fell_back=True),
    ]
    assert metrics.asked_which(predictions) == {"ours": 0.5, "near": 1.0, "far": 0.0, "right_offered": 1.0}

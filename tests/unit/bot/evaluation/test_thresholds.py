"""The choice of the fallback threshold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.metrics import Prediction, Thresholds, false_fallback
from bot.evaluation.sentences import OUT_OF_SCOPE, Sentence
from bot.evaluation.thresholds import best_threshold, curve, read_thresholds


def asked(intent: str, confidence: float, truth: str = "bill") -> Prediction:
    """Return a prediction of one sentence."""
    return Prediction(Sentence("words", truth, "far" if truth == OUT_OF_SCOPE else None), intent, confidence)


TWENTY = [asked("bill", 0.3), *[asked("bill", 0.6)] * 19]


def test_the_highest_threshold_that_costs_enough_little_is_taken() -> None:
    """Of twenty sentences one may be refused; the next would be at 0.6, so the threshold stops there."""
    found = best_threshold(TWENTY, ambiguity=0.0)
    assert found == pytest.approx(0.6)
    assert false_fallback(TWENTY, Thresholds(found, 0.0)) <= 0.05
    assert false_fallback(TWENTY, Thresholds(found + 0.005, 0.0)) > 0.05


def test_without_any_allowed_threshold_there_is_none() -> None:
    """Sentences refused by name cannot be won back by a low threshold."""
    assert best_threshold([asked(OUT_OF_SCOPE, 0.9)], ambiguity=0.0) == 0.0


def test_the_curve_tells_cost_and_gain() -> None:
    """At a higher threshold more foreign sentences are refused, fewer wrong answers given, more of ours lost."""
    predictions = [asked("bill", 0.9), asked("move", 0.4), asked("bill", 0.4, OUT_OF_SCOPE)]
    low, high = curve(predictions, 0.0, (0.1, 0.5))
    assert (low.false_fallback, low.wrong_answers, low.out_of_scope_recall) == (0.0, 0.5, {"far": 0.0})
    assert (high.false_fallback, high.wrong_answers, high.out_of_scope_recall) == (0.5, 0.0, {"far": 1.0})


def test_the_thresholds_in_use_are_read_from_the_configuration(tmp_path: Path) -> None:
    """They stand in config.yml and nowhere else; without a fallback the reader says so."""
    path = tmp_path / "config.yml"
    path.write_text(
        "pipeline:\n- name: X\n- name: FallbackClassifier\n  threshold: 0.4\n  ambiguity_threshold: 0.1\n",
        encoding="utf-8",
    )
    assert read_thresholds(path) == Thresholds(0.4, 0.1)
    path.write_text("pipeline:\n- name: X\n", encoding="utf-8")
    with pytest.raises(ValueError, match="FallbackClassifier"):
        read_thresholds(path)

"""The exam as figures: one dictionary, ready for JSON, which the table, the picture and the floors are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from statistics import median, quantiles
from typing import Any

from bot.evaluation.exam import Exam
from bot.evaluation.metrics import (
    Prediction,
    asked_which,
    calibration_error,
    confusions,
    false_alarms,
    false_fallback,
    hazard_recall,
    hazards_in_fallback,
    macro_f1,
    macro_f1_by_manner,
    out_of_scope_recall,
    scores,
)
from bot.evaluation.thresholds import best_threshold, curve

Report = dict[str, Any]

CURVE = tuple(step / 20 for step in range(15))
USUAL_WORDS = 12
"""Latency is told for sentences of this many words."""


def report(exam: Exam) -> Report:
    """Return everything that was measured; shares are between 0 and 1, times in milliseconds."""
    typos = macro_f1(exam.mistyped)
    ambiguity = exam.thresholds.ambiguity
    return {
        "training_sentences": exam.training_sentences,
        "held_out_sentences": len(exam.predictions),
        "thresholds": asdict(exam.thresholds),
        "overlap": asdict(exam.overlap),
        "held_out": {
            **understanding(exam.predictions),
            "macro_f1_by_manner": macro_f1_by_manner(exam.predictions),
            "asked_which": asked_which(exam.predictions),
            "hazard": hazard(exam.predictions),
            "milliseconds": latency(exam.predictions),
        },
        "typing_errors": {"macro_f1": typos, "loss": macro_f1(exam.predictions) - typos},
        "several_at_once": exam.several,
        "entities": {name: asdict(score) for name, score in exam.entities.items()},
        "cross_validation": _cross_validation(exam),
        "threshold_curve": [asdict(point) for point in curve(exam.predictions, ambiguity, CURVE)],
        "best_threshold": best_threshold(exam.predictions, ambiguity),
    }


def _cross_validation(exam: Exam) -> Report | None:
    """Return what the model does on its own sentences, and the threshold that follows without a look at the exam."""
    found = exam.cross_validation
    if found is None:
        return None
    return {**understanding(found), "best_threshold": best_threshold(found, exam.thresholds.ambiguity)}


def understanding(predictions: Sequence[Prediction]) -> Report:
    """Return what is told of any set of predictions."""
    return {
        "macro_f1": macro_f1(predictions),
        "accuracy": sum(one.right for one in predictions) / len(predictions),
        "ece": calibration_error(predictions),
        "out_of_scope_recall": out_of_scope_recall(predictions),
        "false_fallback": false_fallback(predictions),
        "intents": {name: asdict(score) for name, score in scores(predictions).items()},
        "confusions": [{"truth": truth, "said": said, "count": n} for truth, said, n in confusions(predictions)],
    }


def hazard(predictions: Sequence[Prediction]) -> Report:
    """Return how danger is heard: its recall, what ends in "not understood", and the harmless taken for danger."""
    return {
        "recall": hazard_recall(predictions),
        "in_fallback": hazards_in_fallback(predictions),
        "false_alarms": false_alarms(predictions),
    }


def latency(predictions: Sequence[Prediction]) -> Report:
    """Return how long reading took, for all sentences and for those of twelve words."""
    usual = [one for one in predictions if len(one.sentence.text.split()) == USUAL_WORDS]
    return {"all": _spread(predictions), "twelve_words": _spread(usual)}


def _spread(predictions: Sequence[Prediction]) -> dict[str, float]:
    times = [one.milliseconds for one in predictions]
    if len(times) < 2:
        return {"median": sum(times), "p95": sum(times), "sentences": len(times)}
    return {"median": median(times), "p95": quantiles(times, n=20)[-1], "sentences": len(times)}

"""Where to draw the line between an answer and "we did not understand"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.evaluation.metrics import Prediction, Thresholds, false_fallback, out_of_scope_recall
from bot.evaluation.sentences import OUT_OF_SCOPE

FALLBACK = "FallbackClassifier"
STEPS = 200
"""How finely confidence is cut when a threshold is looked for: 0.005."""


def read_thresholds(config: Path) -> Thresholds:
    """Return the thresholds of the fallback in a Rasa configuration; raise ValueError when it has none."""
    for component in YAML(typ="safe").load(config.read_text(encoding="utf-8"))["pipeline"]:
        if component["name"] == FALLBACK:
            return Thresholds(component["threshold"], component["ambiguity_threshold"])
    raise ValueError(f"{config}: no {FALLBACK} in the pipeline")


def best_threshold(predictions: Sequence[Prediction], ambiguity: float, at_most: float = 0.05) -> float:
    """Return the highest threshold with an in-scope false fallback of `at_most`; 0 when none is that low.

    The higher the threshold, the more of what is not our business is refused, so the highest allowed is the best.
    """
    allowed = [
        step / STEPS
        for step in range(STEPS)
        if false_fallback(predictions, Thresholds(step / STEPS, ambiguity)) <= at_most
    ]
    return max(allowed, default=0.0)


@dataclass(frozen=True)
class Point:
    """What one threshold costs and gains."""

    threshold: float
    false_fallback: float
    out_of_scope_recall: dict[str, float]
    wrong_answers: float
    """Share of what is our business that is answered, and as something else."""


def curve(predictions: Sequence[Prediction], ambiguity: float, thresholds: Sequence[float]) -> list[Point]:
    """Return what each of these thresholds would cost and gain."""
    return [_point(predictions, Thresholds(threshold, ambiguity)) for threshold in thresholds]


def _point(predictions: Sequence[Prediction], at: Thresholds) -> Point:
    ours = [one for one in predictions if one.sentence.intent != OUT_OF_SCOPE]
    wrong = sum(not one.right and not one.refused(at) for one in ours) / len(ours)
    return Point(at.confidence, false_fallback(predictions, at), out_of_scope_recall(predictions, at), wrong)

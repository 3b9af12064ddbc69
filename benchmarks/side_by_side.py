"""Two trained pipelines in one process, the same messages in turn."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.train_one import Took
from bot.evaluation.listener import Listener
from bot.evaluation.metrics import (
    Prediction,
    Thresholds,
    calibration_error,
    false_fallback,
    hazard_recall,
    macro_f1,
    out_of_scope_recall,
)
from bot.evaluation.thresholds import best_threshold

ROUNDS = 5


@dataclass(frozen=True)
class Side:
    """What one pipeline reached: at its own thresholds, and where it refuses 5 % of our business or less.

    Seconds are of processor, on one thread, but for `_wall`.
    """

    name: str
    macro_f1: float
    ece: float
    hazard_recall: float
    out_of_scope_recall: dict[str, float]
    false_fallback: float
    fair_threshold: float
    fair_out_of_scope_recall: dict[str, float]
    training_seconds: float
    training_seconds_wall: float
    milliseconds: float
    milliseconds_p95: float


def side(name: str, predictions: Sequence[Prediction], took: Took, times: Sequence[float]) -> Side:
    """Return the figures of one pipeline; `times` are in milliseconds."""
    fair = best_threshold(predictions, ambiguity=0.0)
    return Side(
        name=name,
        macro_f1=macro_f1(predictions),
        ece=calibration_error(predictions),
        hazard_recall=hazard_recall(predictions),
        out_of_scope_recall=out_of_scope_recall(predictions),
        false_fallback=false_fallback(predictions),
        fair_threshold=fair,
        fair_out_of_scope_recall=out_of_scope_recall(predictions, Thresholds(fair, 0.0)),
        training_seconds=took.processor,
        training_seconds_wall=took.wall,
        milliseconds=median(times),
        milliseconds_p95=quantiles(times, n=20)[-1],
    )


async def race(listeners: Sequence[Listener], texts: Sequence[str]) -> list[list[float]]:
    """Return each listener's milliseconds; every text goes to one after the other, and the first round is not kept."""
    times: list[list[float]] = [[] for _ in listeners]
    for number in range(ROUNDS + 1):
        for text in texts:
            for listener, kept in zip(listeners, times, strict=True):
                began = time.perf_counter()
                await listener.parse(text)
                if number:
                    kept.append((time.perf_counter() - began) * 1000)
    return times

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

    Training is in seconds of processor, on one thread, and by the clock (`_wall`); messages are in milliseconds by
    the clock, median and p95, and of processor.
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
    milliseconds_processor: float


def side(name: str, predictions: Sequence[Prediction], took: Took, times: Sequence[Took]) -> Side:
    """Return the figures of one pipeline; `times` are those of single messages."""
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
        milliseconds=median(one.wall for one in times) * 1000,
        milliseconds_p95=quantiles([one.wall for one in times], n=20)[-1] * 1000,
        milliseconds_processor=median(one.processor for one in times) * 1000,
    )


async def race(listeners: Sequence[Listener], texts: Sequence[str]) -> list[list[Took]]:
    """Return what each listener took; every text goes to one after the other, and the first round is not kept."""
    times: list[list[Took]] = [[] for _ in listeners]
    for number in range(ROUNDS + 1):
        for text in texts:
            for listener, kept in zip(listeners, times, strict=True):
                wall, processor = time.perf_counter(), time.process_time()
                await listener.parse(text)
                if number:
                    kept.append(Took(time.perf_counter() - wall, time.process_time() - processor))
    return times

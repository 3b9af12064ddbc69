"""The figures of a turn worker, read from limits.yml beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.figures import read_figures


@dataclass(frozen=True)
class TurnLimits:
    """How long, how often and how many; limits.yml says what each is for. Times are seconds."""

    turn_seconds: float
    lease_seconds: float
    attempts: int
    at_once: int
    stop_seconds: float
    look_seconds: float
    beat_seconds: float
    history_events: int
    kept_events: int


def read_limits() -> TurnLimits:
    """Read limits.yml; raise StartError naming file and key."""
    return read_figures(Path(__file__).with_name("limits.yml"), TurnLimits)

"""An outage's life as a pure state machine: a story of steps, and how far it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.reference_backend.shapes import Step

RUNNING = frozenset({"predicted", "confirmed", "partiallyRestored"})


@dataclass(frozen=True)
class Estimate:
    """One estimated restoration time as it was made."""

    ert: datetime
    made_at: datetime
    source: str
    confidence: str
    reason: str


@dataclass(frozen=True)
class Life:
    """Where an outage stands in its story; every moment in it is one of the caller's clock."""

    started_at: datetime
    advanced_at: datetime
    customers_at_start: int
    customers: int
    steps_done: int = 0
    story_time: timedelta = timedelta()
    status: str = "predicted"
    crew_status: str = "awaitingCrewAssignment"
    cause: str | None = None
    restored_at: datetime | None = None
    estimates: tuple[Estimate, ...] = ()

    @property
    def running(self) -> bool:
        """True while power is out for some."""
        return self.status in RUNNING


def begin_life(started_at: datetime, customers: int) -> Life:
    """Return the life of an outage at its first moment, before its first step."""
    return Life(started_at, started_at, customers, customers)


def advance(life: Life, story: Sequence[Step], now: datetime, pace: float = 1.0) -> Life:
    """Return the life at `now`, its story told `pace` times faster than it is written, by every step that fell due.

    Estimates are made for the same clock: at pace 60 a repair of two hours is estimated, and done, in two minutes.
    """
    if now <= life.advanced_at:
        return life
    reached = life.story_time + (now - life.advanced_at) * pace
    later = life
    for step in story[life.steps_done :]:
        due = timedelta(minutes=step.at)
        if due > reached:
            break
        later = _apply(later, step, life.advanced_at + max(due - life.story_time, timedelta()) / pace, pace)
    return replace(later, story_time=reached, advanced_at=now)


def _apply(life: Life, step: Step, moment: datetime, pace: float) -> Life:
    status = step.status or life.status
    estimates = life.estimates
    if step.ert is not None:
        ert = moment + timedelta(minutes=step.ert - step.at) / pace
        estimates = (*estimates, Estimate(ert, moment, step.source, step.confidence, step.reason))
    return replace(
        life,
        steps_done=life.steps_done + 1,
        status=status,
        crew_status=step.crew or life.crew_status,
        cause=step.cause or life.cause,
        customers=life.customers if step.left is None else _share(life.customers_at_start, step.left),
        restored_at=moment if status == "restored" and life.restored_at is None else life.restored_at,
        estimates=estimates,
    )


def _share(customers: int, left: Decimal) -> int:
    return int((customers * left).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def estimate_to_tell(life: Life, now: datetime) -> Estimate | None:
    """Return the newest estimate of a running outage, or None when there is none or its time has come and gone."""
    if not life.running or not life.estimates or life.estimates[-1].ert <= now:
        return None
    return life.estimates[-1]


def next_update(life: Life, now: datetime, every: timedelta) -> datetime | None:
    """Return when we next speak of a running outage: a whole number of steps after its start, always after `now`."""
    if not life.running:
        return None
    return life.started_at + every * (max(now - life.started_at, timedelta()) // every + 1)

"""The stages of an application as a pure state machine: the first stage not done is the active one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.reference_backend.shapes import Installations

PAPERS = "papers"


@dataclass(frozen=True)
class StageState:
    """One stage; waiting without `started_at`, active without `done_at`, else done."""

    code: str
    name: str
    turn: str
    started_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def status(self) -> str:
        """Return `waiting`, `active` or `done`."""
        if self.done_at is not None:
            return "done"
        return "waiting" if self.started_at is None else "active"


Stages = tuple[StageState, ...]


def plan(figures: Installations, supply_class: str, applied_at: datetime) -> Stages:
    """Return the stages of a new application: it is received, and the next stage is active."""
    codes = figures.stages[supply_class]
    named = tuple((code, figures.stage_names[code]) for code in codes)
    waiting = tuple(StageState(code, figure.name, figure.turn) for code, figure in named)
    started = (replace(waiting[0], started_at=applied_at), *waiting[1:])
    return finish_active(started, applied_at)


def finish_active(stages: Stages, at: datetime) -> Stages:
    """Return the stages with the active one done and the next one begun at the same moment."""
    position = next((number for number, stage in enumerate(stages) if stage.status == "active"), None)
    if position is None:
        return stages
    done = (*stages[:position], replace(stages[position], done_at=at))
    rest = stages[position + 1 :]
    return (*done, replace(rest[0], started_at=at), *rest[1:]) if rest else done


def turn_of(stages: Stages) -> str | None:
    """Return whose turn it is, None when all is done."""
    return next((stage.turn for stage in stages if stage.status == "active"), None)


def papers_missing(figures: Installations, supply_class: str, stages: Sequence[StageState]) -> tuple[str, ...]:
    """Return the papers still to come: all of the class until the papers' stage is done."""
    handed_in = any(stage.code == PAPERS and stage.status == "done" for stage in stages)
    return () if handed_in else figures.papers[supply_class]


def advance(figures: Installations, stages: Stages, since: datetime, now: datetime, pace: float) -> Stages:
    """Return the stages at `now`, each lasting its days divided by `pace`, from `since` on."""
    active = next((stage for stage in stages if stage.status == "active"), None)
    while active is not None and active.started_at is not None:
        ends = max(active.started_at, since) + timedelta(days=figures.stage_names[active.code].days) / pace
        if ends > now:
            break
        stages = finish_active(stages, ends)
        active = next((stage for stage in stages if stage.status == "active"), None)
    return stages

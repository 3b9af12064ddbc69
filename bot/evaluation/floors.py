"""The floors: figures that must not fall again, in one file beside the tests, each beside its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import ROOT

FLOORS = ROOT / "tests" / "nlu" / "floors.yml"

FIGURES: Mapping[str, Callable[[dict[str, Any]], float]] = {
    "macro_f1": lambda told: told["held_out"]["macro_f1"],
    "worst_intent_f1": lambda told: min(one["f1"] for one in told["held_out"]["intents"].values()),
    "out_of_scope_far": lambda told: told["held_out"]["out_of_scope_recall"]["far"],
    "out_of_scope_near": lambda told: told["held_out"]["out_of_scope_recall"]["near"],
    "out_of_scope_traps": lambda told: told["held_out"]["out_of_scope_recall"]["traps"],
    "false_fallback": lambda told: told["held_out"]["false_fallback"],
    "ece": lambda told: told["held_out"]["ece"],
    "hazard_recall": lambda told: told["held_out"]["hazard"]["recall"],
    "hazards_in_fallback": lambda told: told["held_out"]["hazard"]["in_fallback"],
    "hazard_false_alarms": lambda told: told["held_out"]["hazard"]["false_alarms"],
    "typing_error_loss": lambda told: told["typing_errors"]["loss"],
    "several_first_asked": lambda told: told["several_at_once"]["first_asked"],
    "several_danger_first": lambda told: told["several_at_once"]["danger_first"],
    "several_requests_heard": lambda told: told["several_at_once"]["requests_heard"],
    "several_heard_rightly": lambda told: told["several_at_once"]["heard_rightly"],
}
"""What can have a floor, and where the report tells it; every entity has one besides."""


@dataclass(frozen=True)
class Floor:
    """A figure that must be at least, or at most, what was once reached; `target` is where it should go."""

    name: str
    at_least: float | None
    at_most: float | None
    target: float

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.name}: write at_least or at_most, and not both")

    def holds(self, measured: float) -> bool:
        """Say whether the figure has not fallen."""
        if self.at_least is not None:
            return measured >= self.at_least
        return self.at_most is not None and measured <= self.at_most

    def reached(self, measured: float) -> bool:
        """Say whether the figure is where it should be."""
        return measured >= self.target if self.at_least is not None else measured <= self.target


@dataclass(frozen=True)
class Measured:
    """A floor and what was measured for it."""

    floor: Floor
    figure: float

    @property
    def holds(self) -> bool:
        """Say whether the floor holds."""
        return self.floor.holds(self.figure)


def read_floors(path: Path = FLOORS) -> list[Floor]:
    """Return the floors; raise ValueError for a name nobody measures or a floor without a side."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    unknown = set(content["figures"]) - set(FIGURES)
    if unknown:
        raise ValueError(f"{path}: nobody measures {', '.join(sorted(unknown))}")
    return [_floor(name, each) for name, each in content["figures"].items()] + [
        _floor(f"entity {name}", each) for name, each in content["entities"].items()
    ]


def measured(report: dict[str, Any], floors: list[Floor]) -> list[Measured]:
    """Return what a report tells for each floor; raise KeyError for an entity that the exam does not ask for."""
    return [Measured(floor, _figure(report, floor.name)) for floor in floors]


def _figure(report: dict[str, Any], name: str) -> float:
    if name.startswith("entity "):
        return float(report["entities"][name.removeprefix("entity ")]["value"]["f1"])
    return float(FIGURES[name](report))


def _floor(name: str, each: dict[str, float]) -> Floor:
    return Floor(name, each.get("at_least"), each.get("at_most"), each["target"])

"""A picture of the intents that are mixed up most: which is taken for which, and how often."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

SHOWN = 24
"""More intents than this cannot be read on one picture."""


def most_confused(report: dict[str, Any], shown: int = SHOWN) -> list[str]:
    """Return the intents that take part in most mistakes, the most confused first."""
    mistakes: Counter[str] = Counter()
    for pair in report["held_out"]["confusions"]:
        mistakes[pair["truth"]] += pair["count"]
        mistakes[pair["said"]] += pair["count"]
    return [intent for intent, _ in mistakes.most_common(shown)]


def draw(report: dict[str, Any], path: Path) -> None:
    """Write the picture as PNG: a row is what was meant, a column what was understood, a number how many sentences."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = sorted(most_confused(report))
    grid = _grid(report, names)
    figure = Figure(figsize=(3.5 + 0.42 * len(names), 2.6 + 0.36 * len(names)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.imshow(grid / np.maximum(grid.sum(axis=1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    _label(axes, names)
    for row, column in zip(*np.nonzero(grid), strict=True):
        wrong = row != column
        colour = "#b00020" if wrong else "white" if grid[row, column] > 0.5 * grid[row].sum() else "black"
        weight = "bold" if wrong else "normal"
        axes.text(column, row, int(grid[row, column]), ha="center", va="center", color=colour, weight=weight)
    axes.set_title(f"The {len(names)} intents that are mixed up most (held-out sentences; mistakes in red)", loc="left")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def _label(axes: Any, names: list[str]) -> None:
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right", rotation_mode="anchor", fontsize=9)
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.set_xlabel("understood")
    axes.set_ylabel("meant")
    axes.set_xticks(np.arange(len(names)) + 0.5, minor=True)
    axes.set_yticks(np.arange(len(names)) + 0.5, minor=True)
    axes.grid(which="minor", color="#dddddd", linewidth=0.6)
    axes.tick_params(which="both", length=0)


def _grid(report: dict[str, Any], names: list[str]) -> np.ndarray[Any, Any]:
    place = {name: index for index, name in enumerate(names)}
    grid = np.zeros((len(names), len(names)))
    for name in names:
        about = report["held_out"]["intents"].get(name, {"recall": 0, "support": 0})
        grid[place[name], place[name]] = round(about["recall"] * about["support"])
    for pair in report["held_out"]["confusions"]:
        if pair["truth"] in place and pair["said"] in place:
            grid[place[pair["truth"]], place[pair["said"]]] = pair["count"]
    return grid

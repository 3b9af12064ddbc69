"""The report as a person reads it in a terminal: floors first, then what to work on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from bot.evaluation.floors import Measured

WORST, PAIRS, COPIES = 15, 15, 10


def tables(report: dict[str, Any], floors: Sequence[Measured]) -> Iterator[RenderableType]:
    """Yield what is printed, in order."""
    yield _floors(floors)
    yield _intents(report["held_out"]["intents"])
    yield _confusions(report["held_out"]["confusions"])
    yield _shares("Macro-F1 by manner", report["held_out"]["macro_f1_by_manner"])
    yield _shares('Asked "which did you mean?"', report["held_out"]["asked_which"])
    yield _entities(report["entities"])
    yield _curve(report)
    if report["cross_validation"]:
        told = report["cross_validation"]
        yield _shares(
            "Cross-validation on the training sentences", {k: told[k] for k in ("macro_f1", "accuracy", "ece")}
        )
    times = report["held_out"]["milliseconds"]["twelve_words"]
    yield f"\nOne message of twelve words: {times['median']:.1f} ms (median), {times['p95']:.1f} ms (p95)"
    yield from _overlap(report["overlap"])


def _floors(floors: Sequence[Measured]) -> Table:
    table = _table("Figures on held-out sentences", "figure", "measured", "floor", "target", "")
    for one in floors:
        limit = f"≥ {one.floor.at_least}" if one.floor.at_least is not None else f"≤ {one.floor.at_most}"
        word = "[green]target[/green]" if one.floor.reached(one.figure) else "floor holds"
        table.add_row(
            one.floor.name,
            f"{one.figure:.3f}",
            limit,
            f"{one.floor.target}",
            word if one.holds else "[red]below the floor[/red]",
        )
    return table


def _intents(intents: dict[str, Any]) -> Table:
    table = _table(f"The {WORST} hardest intents", "intent", "precision", "recall", "F1", "sentences")
    for name, one in sorted(intents.items(), key=lambda item: float(item[1]["f1"]))[:WORST]:
        table.add_row(name, f"{one['precision']:.2f}", f"{one['recall']:.2f}", f"{one['f1']:.2f}", str(one["support"]))
    return table


def _confusions(pairs: list[dict[str, Any]]) -> Table:
    table = _table("Mixed up most often", "meant", "understood", "times")
    for pair in pairs[:PAIRS]:
        table.add_row(pair["truth"], pair["said"], str(pair["count"]))
    return table


def _entities(entities: dict[str, Any]) -> Table:
    table = _table("Entities", "entity", "found: F1", "read rightly: F1", "cases")
    for name, one in entities.items():
        table.add_row(name, f"{one['place']['f1']:.2f}", f"{one['value']['f1']:.2f}", str(one["value"]["support"]))
    return table


def _curve(report: dict[str, Any]) -> Table:
    tiers = sorted(report["held_out"]["out_of_scope_recall"])
    table = _table("What a fallback threshold costs and gains", "threshold", "false fallback", "wrong answers", *tiers)
    for point in report["threshold_curve"]:
        recall = [f"{point['out_of_scope_recall'][tier]:.2f}" for tier in tiers]
        table.add_row(
            f"{point['threshold']:.2f}", f"{point['false_fallback']:.3f}", f"{point['wrong_answers']:.3f}", *recall
        )
    used, best = report["thresholds"]["confidence"], report["best_threshold"]
    table.caption = f"in use: {used}; the highest with false fallback ≤ 5 %: {best:.3f}"
    return table


def _shares(title: str, shares: dict[str, float]) -> Table:
    table = _table(title, *shares)
    table.add_row(*(f"{share:.3f}" for share in shares.values()))
    return table


def _overlap(overlap: dict[str, Any]) -> Iterator[str]:
    for one in overlap["shared"]:
        yield f"[red]In training and held-out:[/red] {one}"
    copies = overlap["near_copies"]
    if copies:
        yield f"\n[yellow]{len(copies)} near copies[/yellow] (trained | held out); the first {COPIES}:"
        yield from (f"  {ratio:.2f}  {ours} | {theirs}" for ours, theirs, ratio in copies[:COPIES])


def _table(title: str, *columns: str) -> Table:
    table = Table(title=f"\n{title}", title_justify="left", title_style="bold", box=None, caption_justify="left")
    table.add_column(columns[0])
    for column in columns[1:]:
        table.add_column(column, justify="left" if column in {"understood", ""} else "right")
    return table

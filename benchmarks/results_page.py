"""The results as JSON for machines and as Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TIERS = ("far", "near", "traps")


def write(results: dict[str, Any], folder: Path) -> None:
    """Write `nlu.json` and `nlu.md`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nlu.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "nlu.md").write_text("\n".join(page(results)) + "\n", encoding="utf-8")


def page(results: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the page."""
    about = results["about"]
    yield "# Understanding, side by side"
    yield ""
    yield (
        f"Written by `make bench` on {about['taken_at'][:10]}: {about['training_sentences']} training sentences, "
        f"{about['held_out_sentences']} held out, {about['intents']} intents; Rasa {about['rasa']}, "
        f"Python {about['python']}, one thread each on a machine of {about['cores']} cores "
        f"(load when it began: {about['load']:.1f})."
    )
    yield from _sides(results["sides"])
    yield from _rows(results["classifiers"])
    if results["left_out"]:
        yield ""
        yield f"Not run this time: {', '.join(results['left_out'])}."


def _sides(sides: list[dict[str, Any]]) -> Iterator[str]:
    if not sides:
        return
    ours, theirs = sides
    yield from ("", "## Whole pipelines", "")
    yield f"| | {ours['name']} | {theirs['name']} | ratio |"
    yield "|---|---|---|---|"
    yield _line("macro-F1", ours["macro_f1"], theirs["macro_f1"])
    yield _line("expected calibration error", ours["ece"], theirs["ece"])
    yield _line("hazard recall", ours["hazard_recall"], theirs["hazard_recall"])
    for key, when in (("out_of_scope_recall", "own threshold"), ("fair_out_of_scope_recall", "≤ 5 % false fallback")):
        for tier in TIERS:
            yield _line(f"out-of-scope recall, {tier}, {when}", ours[key][tier], theirs[key][tier])
    yield _line("in-scope false fallback, own threshold", ours["false_fallback"], theirs["false_fallback"])
    for name, key in (
        ("training, seconds of processor", "training_seconds"),
        ("training, seconds by the clock", "training_seconds_wall"),
        ("one message of twelve words, median ms", "milliseconds"),
        ("the same, p95 ms", "milliseconds_p95"),
        ("the same, median ms of processor", "milliseconds_processor"),
    ):
        yield f"| {name} | {ours[key]:.1f} | {theirs[key]:.1f} | {theirs[key] / ours[key]:.1f} × faster |"


def _line(name: str, ours: float, theirs: float) -> str:
    return f"| {name} | {ours:.3f} | {theirs:.3f} | |"


def _rows(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield from ("", "## Classifiers", "")
    yield "Intents alone, without rules for danger; out-of-scope recall where 5 % of ours or less is refused."
    yield ""
    yield "| features | classifier | macro-F1 | ECE | far | near | traps | training, s | one message, ms |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for one in rows:
        tiers = " | ".join(f"{one['out_of_scope_recall'][tier]:.3f}" for tier in TIERS)
        yield (
            f"| {one['features']} | {one['classifier']} | {one['macro_f1']:.3f} | {one['ece']:.3f} | {tiers} "
            f"| {one['training_seconds']:.0f} | {one['milliseconds']:.1f} |"
        )

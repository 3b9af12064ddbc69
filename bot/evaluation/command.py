"""`python -m bot evaluate`: hold the exam, print it, keep it under `evaluation` in the data folder."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock
from bot.evaluation.exam import hold
from bot.evaluation.floors import measured, read_floors
from bot.evaluation.listener import Step
from bot.evaluation.picture import draw
from bot.evaluation.report import Report, report
from bot.evaluation.tables import tables
from bot.logs import set_up_logs
from bot.settings import Settings


async def evaluate(settings: Settings, console: Console, model: Path, cross_validation: bool = True) -> int:
    """Return 0 when every floor holds and no sentence stands on both sides, else 1."""
    set_up_logs("WARNING")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        exam = await hold(model, settings, cross_validation, lambda name, steps: _stage(bar, name, steps))
    told = {"model": model.name, "taken_at": SystemClock().now().isoformat(timespec="seconds"), **report(exam)}
    floors = measured(told, read_floors())
    for table in tables(told, floors):
        console.print(table, highlight=False, soft_wrap=isinstance(table, str))
    console.print(f"\nKept in {keep(told, settings.data_dir / 'evaluation')}", highlight=False, soft_wrap=True)
    return 0 if all(one.holds for one in floors) and not exam.overlap.shared else 1


def keep(told: Report, folder: Path) -> Path:
    """Write `report.json` and `confusion.png` into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    draw(told, folder / "confusion.png")
    return folder


def _stage(bar: Progress, name: str, steps: int) -> Step:
    task = bar.add_task(name, total=steps)
    return lambda: bar.advance(task)

"""`make bench`: our understanding beside Rasa's default pipeline, and classifier beside classifier, in one run.

DIET takes its time: ten to twenty minutes for each kind of features on one core. `--diet sparse` trains it once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from benchmarks import classifiers, pipelines, results_page
from benchmarks.classifiers import Row
from benchmarks.side_by_side import race, side
from benchmarks.train_one import Took, train
from bot.clock import SystemClock
from bot.evaluation.exam import HELD_OUT, TRAINING
from bot.evaluation.listener import Listener
from bot.evaluation.report import USUAL_WORDS
from bot.evaluation.sentences import read_sentences
from bot.logs import set_up_logs
from bot.nlu.encoder import Encoder
from bot.settings import ROOT, read_settings

RESULTS = ROOT / "benchmarks" / "results"
KINDS = {
    "sparse": pipelines.SPARSE,
    "dense": pipelines.DENSE,
    "both": [*pipelines.DENSE, *pipelines.SPARSE],
}
OURS, THEIRS = "ours", "Rasa's default (DIET)"


class Bench:
    """One run: what is compared, and what was found so far. Results are written after every part."""

    def __init__(self, console: Console, epochs: int, diet: Sequence[str], work: Path) -> None:
        self.console, self.epochs, self.diet, self.work = console, epochs, diet, work
        self.training, self.held_out = read_sentences(TRAINING), read_sentences(HELD_OUT)
        self.timed = [one.text for one in self.held_out if len(one.text.split()) == USUAL_WORDS]
        self.results: dict[str, Any] = {"about": self._about(), "sides": [], "classifiers": []}
        self._add_left_out()

    async def run(self) -> None:
        """Measure everything and write the results."""
        self._linear()
        await self._sides()
        for kind in self.diet:
            if kind != "sparse":
                await self._diet(kind)

    async def _sides(self) -> None:
        ours, quick = await self._trained("ours", pipelines.ours())
        theirs, slow = await self._trained("rasa-default", pipelines.rasa_default(self.epochs))
        times = await race((ours, theirs), self.timed)
        predictions = [await one.predict_all(self.held_out) for one in (ours, theirs)]
        self.results["sides"] = [
            asdict(side(OURS, predictions[0], quick, times[0])),
            asdict(side(THEIRS, predictions[1], slow, times[1])),
        ]
        self._add(classifiers.row("sparse", self._diet_name(), predictions[1], slow.processor, usual(times[1])))

    def _linear(self) -> None:
        folder = read_settings().encoder_dir()
        if folder is None:
            return
        for row in classifiers.compare(self.training, self.held_out, self.timed, Encoder(folder)):
            self._add(row)

    async def _diet(self, kind: str) -> None:
        listener, took = await self._trained(f"diet-{kind}", pipelines.diet(KINDS[kind], self.epochs, 42))
        times = await race((listener,), self.timed)
        predictions = await listener.predict_all(self.held_out)
        self._add(classifiers.row(kind, self._diet_name(), predictions, took.processor, usual(times[0])))

    async def _trained(self, name: str, pipeline: pipelines.Pipeline) -> tuple[Listener, Took]:
        config, model = pipelines.write(pipeline, self.work / f"{name}.yml"), self.work / f"{name}.tar.gz"
        self.console.print(f"Training {name} …")
        took = await asyncio.to_thread(train, config, model)
        self.console.print(f"Trained {name} in {took.wall:.0f} s, {took.processor:.0f} s of processor")
        return await Listener.open(model), took

    def _add(self, row: Row) -> None:
        self.console.print(f"{row.features} · {row.classifier}: macro-F1 {row.macro_f1:.3f}", highlight=False)
        self.results["classifiers"].append(asdict(row))
        self._add_left_out()
        results_page.write(self.results, RESULTS)

    def _add_left_out(self) -> None:
        done = {one["features"] for one in self.results["classifiers"] if one["classifier"] == self._diet_name()}
        self.results["left_out"] = [f"DIET over {kind} features" for kind in KINDS if kind not in done]

    def _diet_name(self) -> str:
        return f"DIET, {self.epochs} epochs"

    def _about(self) -> dict[str, Any]:
        return {
            "taken_at": SystemClock().now().isoformat(timespec="seconds"),
            "training_sentences": len(self.training),
            "held_out_sentences": len(self.held_out),
            "timed_sentences": len(self.timed),
            "intents": len({one.intent for one in self.training}),
            "epochs": self.epochs,
            "rasa": version("rasa"),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "load": os.getloadavg()[0],
        }


def usual(times: Sequence[Took]) -> float:
    """Return the median in milliseconds by the clock."""
    return median(one.wall for one in times) * 1000


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__)
    parser.add_argument("--epochs", type=int, default=100, help="epochs of DIET (Rasa's default: 100)")
    parser.add_argument("--diet", nargs="+", choices=list(KINDS), default=list(KINDS), help="features to train DIET on")
    arguments = parser.parse_args()
    set_up_logs("WARNING")
    with tempfile.TemporaryDirectory() as work:
        asyncio.run(Bench(Console(), arguments.epochs, arguments.diet, Path(work)).run())


if __name__ == "__main__":
    main()

"""Train one pipeline in a process of its own: `python -m benchmarks.train_one CONFIG OUT` prints what it took.

Importing Rasa and TensorFlow is not counted; reading the sentences and writing the model are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT, quiet_environment

TRAINING = "data/nlu"


@dataclass(frozen=True)
class Took:
    """Seconds on the wall's clock, and seconds of processor, which a busy machine does not stretch."""

    wall: float
    processor: float


def train(config: Path, model: Path) -> Took:
    """Train a configuration into a model file and return what it took, on one thread, without any cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**quiet_environment(), "RASA_CACHE_DIRECTORY": cache}
        command = [sys.executable, "-m", "benchmarks.train_one", str(config), str(model)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- our own command
    if done.returncode:
        raise RuntimeError(f"{config}: training failed\n{done.stderr[-2000:]}")
    return Took(*map(float, done.stdout.splitlines()[-1].split()))


def main(config: str, model: str) -> None:
    """Train in this process."""
    from rasa.model_training import train_nlu
    from rasa.nlu.classifiers import diet_classifier  # noqa: F401 -- imported before the clock starts

    wall, processor = time.perf_counter(), time.process_time()
    train_nlu(config, TRAINING, str(Path(model).parent), fixed_model_name=Path(model).name)
    print(time.perf_counter() - wall, time.process_time() - processor)  # noqa: T201 -- what this program is for


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Train one pipeline in a process of its own: `python -m benchmarks.train_one CONFIG OUT` prints the seconds it took.

Importing Rasa and TensorFlow is not counted; reading the sentences and writing the model are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import ROOT, quiet_environment

TRAINING = "data/nlu"


def train(config: Path, model: Path) -> float:
    """Train a configuration into a model file and return the seconds it took, on one thread, without any cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**quiet_environment(), "RASA_CACHE_DIRECTORY": cache}
        command = [sys.executable, "-m", "benchmarks.train_one", str(config), str(model)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- our own command
    if done.returncode:
        raise RuntimeError(f"{config}: training failed\n{done.stderr[-2000:]}")
    return float(done.stdout.splitlines()[-1])


def main(config: str, model: str) -> None:
    """Train in this process."""
    from rasa.model_training import train_nlu
    from rasa.nlu.classifiers import diet_classifier  # noqa: F401 -- imported before the clock starts

    began = time.perf_counter()
    train_nlu(config, TRAINING, str(Path(model).parent), fixed_model_name=Path(model).name)
    print(time.perf_counter() - began)  # noqa: T201 -- what this program is for


if __name__ == "__main__":
    main(*sys.argv[1:])

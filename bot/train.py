"""Train the model once for every state of its inputs."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.nlu.build_encoder import is_built
from bot.settings import ROOT, Settings, StartError, quiet_environment

KEPT = 3
"""How many models stay: the newest, and two to go back to."""
INPUTS = ("config.yml", "domain.yml", "data/**/*.yml", "bot/nlu/**/*.py", "bot/nlu/**/*.yml")


def input_files(root: Path = ROOT) -> Iterator[Path]:
    """Yield every file the model is made from, in a fixed order."""
    for pattern in INPUTS:
        yield from sorted(root.glob(pattern))


def fingerprint(root: Path = ROOT) -> str:
    """Return twelve hex digits that change when any input of the model, or Rasa itself, does."""
    digest = hashlib.sha256(version("rasa").encode())
    for path in input_files(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def check_inputs(root: Path = ROOT) -> None:
    """Raise StartError for the first input that is not YAML: its file, its line, and what to do."""
    for path in input_files(root):
        if path.suffix != ".yml":
            continue
        try:
            YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        except (MarkedYAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", "not UTF-8")
            where = f"{path.relative_to(root)}:{mark.line + 1 if mark else 1}"
            raise StartError(f"{where}: not YAML: {problem}. Mend the line, or put it in quotes.") from error


def model_path(settings: Settings) -> Path:
    """Return where the model for the present inputs is, or will be."""
    return settings.models_dir / f"plainwatt-{fingerprint()}.tar.gz"


def train(settings: Settings) -> Path:
    """Train a model for the present inputs unless it is there; progress goes to `train.log` in the logs folder."""
    target = model_path(settings)
    log = settings.logs_dir() / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    if not settings.encoder and not is_built(built_encoder(settings)):
        run_logged([sys.executable, "-m", "bot.nlu.build_encoder", str(built_encoder(settings))], log)
    if target.exists():
        target.touch()  # the worker takes the newest
        return target
    check_inputs()
    command = [sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml"]
    command += ["--data", "data", "--out", str(settings.models_dir), "--fixed-model-name", f"making-{target.name}"]
    making = settings.models_dir / f"making-{target.name}"
    run_logged(command, log)
    making.rename(target)
    for old in sorted(settings.models_dir.glob("plainwatt-*.tar.gz"), key=lambda one: -one.stat().st_mtime)[KEPT:]:
        old.unlink()
    return target


def is_ready(settings: Settings) -> bool:
    """Say whether there is nothing to build or train."""
    return model_path(settings).exists() and (bool(settings.encoder) or is_built(built_encoder(settings)))


def built_encoder(settings: Settings) -> Path:
    """Return the folder our own sentence encoder is built into."""
    return settings.models_dir / "encoder"


def run_logged(command: list[str], log: Path) -> None:
    """Run one step with its chatter in a log; raise StartError with the log's last line when it fails."""
    with log.open("w") as out:
        done = subprocess.run(command, cwd=ROOT, stdout=out, stderr=out, env=quiet_environment(), check=False)  # noqa: S603 -- our own command
    if done.returncode:
        raise StartError(f"{log}: training failed ({_reason(log)}). Read the log, mend the file it names, try again.")


def _reason(log: Path) -> str:
    told = [
        line for line in log.read_text(errors="replace").splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)
    ]
    return told[-1][:300] if told else last_line(log)


def last_line(log: Path) -> str:
    """Return the last line of a log that says anything, or a word that there is none."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    return lines[-1][:300] if lines else "it said nothing"

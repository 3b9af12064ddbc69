"""Training: once for every state of the inputs, and a failure is one line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.settings import Settings, StartError
from bot.train import check_inputs, fingerprint, is_ready, last_line, model_path, run_logged, train


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Models and logs in a folder of their own; the encoder switched off."""
    return Settings(_env_file=None, data_dir=tmp_path / "var", models_dir=tmp_path / "models", encoder="none")


def _inputs(root: Path) -> Path:
    (root / "data").mkdir(parents=True)
    (root / "config.yml").write_text("language: en\n")
    (root / "data" / "one.yml").write_text("a: 1\n")
    return root


def test_any_change_of_an_input_changes_the_fingerprint(tmp_path: Path) -> None:
    """A changed word, and a file that only changed its name, both ask for another model."""
    first, second, third = (_inputs(tmp_path / name) for name in ("first", "second", "third"))
    (second / "data" / "one.yml").write_text("a: 2\n")
    (third / "data" / "one.yml").rename(third / "data" / "two.yml")

    assert len({fingerprint(root) for root in (first, second, third)}) == 3


def test_what_is_no_input_changes_nothing(tmp_path: Path) -> None:
    """A page for people does not cost a training."""
    first, second = _inputs(tmp_path / "first"), _inputs(tmp_path / "second")
    (second / "data" / "README.md").write_text("for people\n")

    assert fingerprint(first) == fingerprint(second)


def test_a_model_that_is_there_is_not_trained_again(settings: Settings) -> None:
    """The model for these inputs is taken as it is."""
    path = model_path(settings)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a model")

    assert is_ready(settings)
    assert train(settings) == path
    assert path.read_bytes() == b"a model"


def test_a_failed_step_is_one_line(tmp_path: Path) -> None:
    """What failed is told by its own last line, with the log to read."""
    log = tmp_path / "train.log"

    with pytest.raises(StartError, match=rf"{log}: training failed \(no such intent\)"):
        run_logged([sys.executable, "-c", "print('a'); print('no such intent'); raise SystemExit(1)"], log)


def test_a_broken_input_is_told_with_its_line(tmp_path: Path) -> None:
    """A file that is not YAML is named with the line and the remedy, before anything is trained."""
    root = _inputs(tmp_path / "here")
    check_inputs(root)
    (root / "data" / "one.yml").write_text("a: 1\nb: [\n")

    with pytest.raises(StartError, match=r"^data/one\.yml:\d: not YAML: .* Mend the line"):
        check_inputs(root)


def test_the_error_in_a_log_is_the_reason(tmp_path: Path) -> None:
    """Where a library wrote advice after its error, the error is told."""
    script = "print('YamlException: no such key'); print('Read our page'); raise SystemExit(1)"

    with pytest.raises(StartError, match="YamlException: no such key"):
        run_logged([sys.executable, "-c", script], tmp_path / "a.log")


def test_the_last_line_is_the_last_that_says_anything(tmp_path: Path) -> None:
    """Empty lines at the end of a log hide nothing; a log that is not there is told as such."""
    log = tmp_path / "a.log"
    log.write_text("first\nthe reason\n\n  \n")

    assert last_line(log) == "the reason"
    assert last_line(tmp_path / "none.log") == "it said nothing"

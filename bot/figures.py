"""Figures kept as data: a flat YAML file read into a frozen dataclass, or one line that names file and key."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.settings import StartError

T = TypeVar("T")


def read_figures(path: Path, kind: type[T]) -> T:
    """Return the dataclass `kind` filled from the file; every field must be there, be positive, and nothing else."""
    figures = read_mapping(path)
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    for name in names ^ figures.keys():
        word = "missing" if name in names else "unknown"
        raise StartError(f"{path}: the key '{name}' is {word}. It must hold: {', '.join(sorted(names))}.")
    for name, value in figures.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise StartError(f"{path}: '{name}' is {value!r}. Give it a number above 0.")
    return kind(**figures)


def read_mapping(path: Path) -> dict[str, Any]:
    """Return a YAML file's mapping; raise StartError where there is none or it is no YAML."""
    try:
        content = YAML(typ="safe").load(path)
    except (OSError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise StartError(f"{path}: cannot be read ({reason}). Mend the file.") from error
    if not isinstance(content, dict):
        raise StartError(f"{path}: it holds no keys. Put 'key: value' lines into it.")
    return content

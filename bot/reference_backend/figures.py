"""Reads `world/*.yml`, the figures of the sample world, once and with errors that name file and key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.reference_backend.shapes import City, Customers, Figures, Installations, Outages, Tariffs
from bot.settings import StartError

FOLDER = Path(__file__).parent / "world"


class WorldError(StartError):
    """A file of the world cannot be read; the message names the file, the key and what is wrong."""


class World(Figures):
    """Every figure of the sample world."""

    city: City
    customers: Customers
    tariffs: Tariffs
    outages: Outages
    installations: Installations


def read_world(folder: Path) -> World:
    """Read a folder of world files; raise WorldError naming file, key and reason."""
    parts: dict[str, Any] = {}
    for name, field in World.__fields__.items():
        path = folder / f"{name}.yml"
        try:
            parts[name] = field.type_.parse_obj(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
        except (OSError, YAMLError) as error:
            raise WorldError(f"{path}: {' '.join(str(error).split())}. Repair or restore the file.") from error
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise WorldError(f"{path}: {key}: {first['msg']}. Correct this key.") from error
    return World(**parts)


@lru_cache(maxsize=1)
def world() -> World:
    """Return the figures of the shipped world, read once."""
    return read_world(FOLDER)

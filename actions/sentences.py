"""The sentences of data/responses, for those that stand inside another sentence or on a card."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from ruamel.yaml import YAML

from bot.settings import ROOT

FOLDER = ROOT / "data" / "responses"


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> Any:
        raise KeyError(f"nobody fills {{{key}}}")


@lru_cache(maxsize=4)
def sentences(folder: Path = FOLDER) -> dict[str, str]:
    """Return every sentence by its name; of one with variants the first."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, variants in _read(path)["responses"].items():
            found[name] = str(variants[0].get("text", "")).strip()
    return found


def sentence(name: str, **facts: Any) -> str:
    """Return a sentence with its facts filled in; raise KeyError when it, or one of its facts, is missing."""
    filled = Formatter().vformat(sentences()[name], (), _Blank(facts))
    # A fact may be empty; the gap it leaves is closed.
    return "\n".join(re.sub(r" {2,}", " ", line).strip() for line in filled.splitlines()).strip()


def has_sentence(name: str) -> bool:
    """Say whether a sentence of that name is written."""
    return name in sentences()


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found

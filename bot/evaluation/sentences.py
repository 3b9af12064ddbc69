"""Labelled sentences from Rasa's NLU files, as Rasa and as a reader of their comments would see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ruamel.yaml import YAML

OUT_OF_SCOPE = "out_of_scope"
HAZARD_INTENT = "report_hazard"
MANNERS = ("terse", "rambling", "angry", "non-native", "typo-ridden", "elderly", "business")
"""How people write; in the held-out files each block stands under one of these as a comment."""
OTHER_EXAMS = {"entities.yml", "multi.yml"}
"""Held-out files that test something else than the intent of one sentence."""


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote, what they wanted, and in which manner; `tier` is far, near or traps out of scope."""

    text: str
    intent: str
    tier: str | None = None
    manner: str | None = None

    def rewritten(self, text: str) -> Sentence:
        """Return the same wish in other words."""
        return replace(self, text=text)


def read_sentences(folder: Path) -> list[Sentence]:
    """Return the labelled sentences of every NLU file in a folder; entity marks are taken off."""
    paths = (path for path in sorted(folder.glob("*.yml")) if path.name not in OTHER_EXAMS)
    return [sentence for path in paths for sentence in _read(path)]


def _read(path: Path) -> Iterator[Sentence]:
    found = re.match(r"out_of_scope_(\w+)$", path.stem)
    tier = found.group(1) if found else None
    for intent, manner, examples in blocks(path):
        for example in examples:
            yield Sentence(plain(example), intent, tier, manner)


def blocks(path: Path) -> Iterator[tuple[str, str | None, list[str]]]:
    """Yield (intent, manner, examples with their marks) for every block of an NLU file that has an intent."""
    text = path.read_text(encoding="utf-8")
    content = YAML(typ="safe").load(text) or {}
    wanted = [block for block in content.get("nlu", []) if "intent" in block]
    manners = list(_manners(text))
    if len(manners) != len(wanted):
        raise ValueError(f"{path}: write each block as a line that begins with `- intent:`")
    for block, manner in zip(wanted, manners, strict=True):
        lines = (line.strip() for line in block["examples"].splitlines())
        yield block["intent"], manner, [line[2:] for line in lines if line.startswith("- ")]


def _manners(text: str) -> Iterator[str | None]:
    """Yield the manner in force at each block; comments are gone once YAML has been read, so the lines are."""
    manner = None
    for line in text.splitlines():
        if comment := re.match(r"\s*# (.+?)\s*$", line):
            manner = comment.group(1) if comment.group(1) in MANNERS else None
        elif re.match(r"\s*- intent:", line):
            yield manner


def plain(example: str) -> str:
    """Return an example without Rasa's entity marks: `[at Elm]{"entity": "address"}` is `at Elm`."""
    return re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", example).strip()

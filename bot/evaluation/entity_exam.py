"""Which numbers, dates, places and things are found in sentences, and whether they are read rightly."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.evaluation.metrics import Score, score
from bot.evaluation.sentences import blocks

NAMES = Path(__file__).with_name("entity_names.yml")
_MARK = re.compile(r"\[([^\]]+)\](\{[^}]*\})")


@dataclass(frozen=True)
class Mark:
    """An entity at its place in a text; without a value only the place counts."""

    label: str
    value: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Marked:
    """A text and what is to be found in it; nothing else is."""

    text: str
    marks: tuple[Mark, ...]


Finder = Callable[[str], Iterable[Mark]]


@dataclass(frozen=True)
class EntityScore:
    """How well an entity is found (`place`: somewhere in its words) and read (`value`: and rightly)."""

    place: Score
    value: Score


@dataclass(frozen=True)
class Names:
    """How our entities and values are called in the exam, and when its sentences were written."""

    written_at: datetime
    entities: Mapping[str, str]
    values: Mapping[str, Mapping[str, Sequence[str]]]

    @classmethod
    def read(cls, path: Path = NAMES) -> Names:
        """Read the table."""
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        written_at = datetime.fromisoformat(content["written_at"])
        return cls(written_at, content["entities"], content["values"])

    def label(self, ours: str) -> str:
        """Return the exam's name of our entity."""
        return self.entities.get(ours, ours)

    def fits(self, mark: Mark, wanted: Mark) -> bool:
        """Say whether the value of a mark of ours is the wanted one."""
        said = self.values.get(wanted.label, {}).get(mark.value or "", [mark.value])
        return wanted.value is None or wanted.value in said


def read_marked(path: Path) -> list[Marked]:
    """Return the sentences of a held-out file with entity marks."""
    return [marked(example) for _, _, examples in blocks(path) for example in examples]


def marked(example: str) -> Marked:
    """Return the text of an example and its marks, placed in that text."""
    text, marks, last = "", [], 0
    for found in _MARK.finditer(example):
        about: dict[str, Any] = json.loads(found.group(2))
        text += example[last : found.start()]
        marks.append(Mark(about["entity"], about.get("value"), len(text), len(text) + len(found.group(1))))
        text += found.group(1)
        last = found.end()
    return Marked(text + example[last:], tuple(marks))


def examine(sentences: Sequence[Marked], find: Finder, names: Names) -> dict[str, EntityScore]:
    """Return the score of every entity the exam asks for; what we find beyond those is not its business."""
    truth = Counter(mark.label for one in sentences for mark in one.marks)
    said: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in sentences:
        open_marks = list(one.marks)
        for mark in find(one.text):
            label = names.label(mark.label)
            said[label] += 1
            hits = [wanted for wanted in open_marks if wanted.label == label and _overlap(mark, wanted)]
            if not hits:
                continue
            best = max(hits, key=lambda wanted: names.fits(mark, wanted))
            open_marks.remove(best)
            placed[label] += 1
            right[label] += names.fits(mark, best)
    return {
        label: EntityScore(score(placed[label], said[label], count), score(right[label], said[label], count))
        for label, count in sorted(truth.items())
    }


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end

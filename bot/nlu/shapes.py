"""Whatever is known by its looks (numbers, dates, addresses): found by the shapes of the pattern files.

One rule settles what overlaps: the longest wins; of equals the one that stands first in the files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

NOTHING = "nothing"
"""The label of look-alikes: found like all else, so that nothing else takes their place, and then forgotten."""

Reader = Callable[["Sighting"], "str | None"]
"""Returns the normal form of what was seen, or None where it is not what it looks like."""

_SAME_LENGTH: dict[int, int | str | None] = {
    **{0xFF01 + n: 0x21 + n for n in range(94)},
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "’‘ʼ"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u3000\t"), " "),
}
_PART = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True)
class Sighting:
    """A shape seen in a text: `span` is what was named, `now` the moment it was written (None when not known)."""

    match: re.Match[str]
    shape: Shape
    now: datetime | None

    @property
    def span(self) -> str:
        """The words that name the thing."""
        return str(self.match[1])

    @property
    def before(self) -> str:
        """The text before it."""
        return self.match.string[: self.match.start(1)]


@dataclass(frozen=True)
class Shape:
    """How one kind of thing looks. The first group is its span; `keep` names the reader of its normal form.

    A text that holds none of the strings of `needs` is not searched; `letter` begins the normal form of an id.
    """

    label: str
    looks: re.Pattern[str]
    keep: str
    needs: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class Entity:
    """Something named in a text, with its normal form and its place; `rank` settles ties, the lowest first."""

    label: str
    value: str
    start: int
    end: int
    rank: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, object]:
        """Return the entity as Rasa keeps it."""
        return {
            "entity": self.label,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "confidence_entity": 1.0,
            "extractor": "PlainEntities",
        }


def folded(text: str) -> str:
    """Return a text of the same length, its full-width letters, dashes, apostrophes and spaces made plain."""
    return text.translate(_SAME_LENGTH)


def shapes_of(rows: Iterable[Mapping[str, Any]], parts: Mapping[str, str]) -> Iterator[Shape]:
    """Yield the shapes of a pattern file; `<name>` in one stands for the part of that name."""
    for row in rows:
        looks = re.compile(assembled(row["looks"], parts), re.IGNORECASE)
        yield Shape(row["label"], looks, row.get("keep", NOTHING), tuple(row.get("needs", ())), row.get("letter", ""))


def assembled(looks: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with the parts it names put in; parts may name parts. KeyError names an unknown one."""
    while _PART.search(looks):
        looks = _PART.sub(lambda found: f"(?:{parts[found[1]]})", looks)
    return looks


def seen(text: str, shapes: Iterable[Shape], readers: Mapping[str, Reader], now: datetime | None) -> list[Entity]:
    """Return everything in a folded text that has one of the shapes; some may overlap."""
    lowered = text.lower()
    found = []
    for rank, shape in enumerate(shapes):
        if shape.needs and not any(need in lowered for need in shape.needs):
            continue
        for match in shape.looks.finditer(text):
            value = readers[shape.keep](Sighting(match, shape, now))
            if value is not None:
                found.append(Entity(shape.label, value, *match.span(1), rank))
    return found


Placed = TypeVar("Placed", bound=Entity)


def longest(found: Iterable[Placed]) -> list[Placed]:
    """Return what is left when the longest wins, and of equals the one of lowest rank; in the order of the text."""
    kept: list[Placed] = []
    taken: set[int] = set()
    for entity in sorted(found, key=lambda each: (each.start - each.end, each.rank, each.start)):
        places = range(entity.start, entity.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(entity)
    return sorted(kept, key=lambda each: (each.start, each.end))

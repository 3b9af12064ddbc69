"""What a text names: numbers, danger, and the words our forms ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.nlu.spacy_pipeline import numbers, pipeline

HAZARD = "hazard"
HARMLESS = "no_hazard"
# A customer's message may be longer than anything worth reading for entities.
READ_AT_MOST = 10_000


@dataclass(frozen=True)
class Entity:
    """Something named in a text, with its normal form and its place."""

    label: str
    value: str
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """Return the entity as Rasa keeps it."""
        return {
            "entity": self.label,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "confidence_entity": 1.0,
            "extractor": "PlainEntities",
        }


def find_entities(text: str) -> list[Entity]:
    """Return what a text names, in the order it stands there."""
    text = text[:READ_AT_MOST]
    found = [Entity(number.label, number.value, number.start, number.end) for number in numbers().find(text)]
    found += [
        Entity(span.label_, span.id_, span.start_char, span.end_char)
        for span in _longest(pipeline()(text))
        if span.label_ != HARMLESS
    ]
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def _longest(doc: Doc) -> Iterator[Span]:
    """Yield the spans of each kind, the longest where some overlap; a word may be of several kinds at once."""
    kinds: dict[str, list[Span]] = {}
    for group in doc.spans.values():
        for span in group:
            kinds.setdefault(HAZARD if span.label_ == HARMLESS else span.label_, []).append(span)
    for spans in kinds.values():
        yield from filter_spans(spans)


def hazard_in(text: str) -> str | None:
    """Return the kind of danger a text names first, or None; pure, so that it can be asked before anything else."""
    return next((entity.value for entity in find_entities(text) if entity.label == HAZARD), None)

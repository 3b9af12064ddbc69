"""What a text names: numbers first, then danger, then the words our forms ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
        Entity(span.label_, span.ent_id_, span.start_char, span.end_char)
        for span in pipeline()(text).ents
        if span.label_ != HARMLESS
    ]
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def hazard_in(text: str) -> str | None:
    """Return the kind of danger a text names first, or None; pure, so that it can be asked before anything else."""
    return next((entity.value for entity in find_entities(text) if entity.label == HAZARD), None)

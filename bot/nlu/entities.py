"""What a text names: numbers, days, addresses, danger, and the words our forms ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from spacy.tokens import Doc

from bot.nlu.readers import READERS
from bot.nlu.shapes import NOTHING, Entity, folded, longest, seen
from bot.nlu.spacy_pipeline import pipeline, shapes

__all__ = ["HAZARD", "Entity", "find_entities", "hazard_in"]

HAZARD = "hazard"
_HARMLESS = "no_hazard"
# These may share their words with anything: a house is a class of supply, a place to correct and a kind of premises.
_ALONGSIDE = frozenset({HAZARD, "scope", "supply_class", "detail"})
# A customer's message may be longer than anything worth reading for entities.
READ_AT_MOST = 10_000
_LAST = 1_000_000


def find_entities(text: str, now: datetime | None = None) -> list[Entity]:
    """Return what a text names, in the order it stands there.

    `now` is the moment it was written, in the company's time zone; without it no days are found, for they hang on it.
    What overlaps is settled by one rule, `shapes.longest`.
    """
    text = folded(text[:READ_AT_MOST])
    found = [*seen(text, shapes(), READERS, now), *_phrases(pipeline()(text))]
    alone = longest(entity for entity in found if entity.label not in _ALONGSIDE)
    kept = [*alone, *(entity for label in _ALONGSIDE for entity in longest(_of(label, found)))]
    named = (entity for entity in kept if NOTHING not in (entity.label, entity.value))
    return sorted(named, key=lambda entity: (entity.start, entity.end, entity.label))


def _of(label: str, found: Iterable[Entity]) -> Iterator[Entity]:
    return (entity for entity in found if entity.label == label)


def _phrases(doc: Doc) -> Iterator[Entity]:
    """Yield the phrases of a document; a danger whose first or last word belongs to harmless words is none."""
    for group in doc.spans.values():
        harmless = {at for span in group if span.label_ == _HARMLESS for at in range(span.start, span.end)}
        for rank, span in enumerate(group, _LAST):
            if span.label_ != _HARMLESS and harmless.isdisjoint((span.start, span.end - 1)):
                yield Entity(span.label_, span.id_, span.start_char, span.end_char, rank)


def hazard_in(text: str) -> str | None:
    """Return the kind of danger a text names first, or None; pure, so that it can be asked before anything else."""
    return next((entity.value for entity in find_entities(text) if entity.label == HAZARD), None)

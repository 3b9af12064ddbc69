"""More than one thing in one message: which is answered first, and what else was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.clauses import Clause, asks, words
from bot.nlu.entities import HAZARD
from bot.nlu.spacy_components import HazardFirst, _Component

CLAUSES = "ranked_clauses"
"""Where the classifier leaves the ranked clauses of a message; it is not part of what Rasa hands on."""
OTHER_INTENTS = "other_intents"
"""Where actions find what else was asked: [{name, confidence, text, entities}], in the order said."""

Chances = Mapping[str, float]


@dataclass(frozen=True)
class Ranked:
    """A clause and the probability of every intent in it."""

    clause: Clause
    chances: Chances

    @property
    def top(self) -> str:
        """The likeliest intent."""
        return max(self.chances, key=self.chances.__getitem__)


@dataclass(frozen=True)
class Measure:
    """When a clause counts as a request of its own; all of it is set in config.yml."""

    clear: float = 0.6
    """How sure a clause must be, where its intent is heard in the message as a whole, too."""
    heard: float = 0.02
    """How likely an intent must be in the whole to be heard there."""
    certain: float = 0.9
    """How sure a clause must be where the whole drowns it."""
    share: float = 0.4
    """How much of the whole's probability all that is asked must hold: else the clauses are no requests."""
    rambling: int = 20
    """From how many words on a message tells a story, in which only what is asked or wished counts."""
    unsure: float = 0.35
    """Below this the whole message is not clear; then its clearest clause speaks for it."""
    suspicion: float = 0.9
    """From which chance on a clause is taken for danger, where no word of danger stands in it."""
    most: int = 4
    """How many requests of one message are kept."""
    courtesies: tuple[str, ...] = ()
    """Intents that give way to any request."""
    answers: tuple[str, ...] = ()
    """Intents that stay first, as they may answer an open question; a request beside them comes after."""
    hiding: tuple[str, ...] = ()
    """Intents of a story in which one clear request may be hidden; it then speaks for the story."""
    no_request: tuple[str, ...] = ()
    """Other intents that are never a request of their own."""


@dataclass(frozen=True)
class Request:
    """One thing asked, and the clause that asks it."""

    intent: str
    confidence: float
    clause: Clause


def requests(
    sentences: Iterable[Sequence[Ranked]], whole: Chances, dangers: Sequence[int], by: Measure
) -> list[Request]:
    """Return the different requests of a message, in the order said; `dangers` are the places of words of danger.

    The pieces of a sentence count only where they ask for different things: else the sentence is one request.
    """
    found: dict[str, Request] = {}
    sentences = list(sentences)
    for sentence, *pieces in sentences:
        parts = _clear(pieces, whole, dangers, by)
        kept = parts if len({part.intent for part in parts}) > 1 else _clear([sentence], whole, dangers, by) or parts
        for request in kept:
            found.setdefault(request.intent, request)
    told = list(found.values())
    if len(told) > 1 and is_story(sentences, by):
        told = [each for each in told if each.intent == HazardFirst.intent or asks(each.clause.text)]
    return told[: by.most]


def is_story(sentences: Iterable[Sequence[Ranked]], by: Measure) -> bool:
    """Say whether a message is so long that it tells a story around what it asks."""
    return sum(len(words(sentence[0].clause.text)) for sentence in sentences) >= by.rambling


def _clear(ranked: Iterable[Ranked], whole: Chances, dangers: Sequence[int], by: Measure) -> list[Request]:
    return [request for each in ranked if (request := _request(each, whole, dangers, by))]


def _request(ranked: Ranked, whole: Chances, dangers: Sequence[int], by: Measure) -> Request | None:
    clause, hazard = ranked.clause, HazardFirst.intent
    named = any(clause.start <= place < clause.end for place in dangers)
    if named or ranked.chances.get(hazard, 0.0) >= by.suspicion:
        return Request(hazard, 1.0, clause)
    intent, sure = ranked.top, ranked.chances[ranked.top]
    if intent in {*by.courtesies, *by.answers, *by.no_request}:
        return None
    needed = by.clear if whole.get(intent, 0.0) >= by.heard else by.certain
    return Request(intent, sure, clause) if sure >= needed else None


def in_order(
    whole: str, chances: Chances, found: Sequence[Request], by: Measure, *, story: bool = False
) -> tuple[Request | None, list[Request]]:
    """Return the request that takes the place of the message's intent (None: it stays), and those that come after it.

    Danger is first; then what was said first. One request alone changes nothing, unless the whole is a mere courtesy
    or unclear, or hides it in a story; beside what may answer a question it comes after.
    """
    danger = [each for each in found if each.intent == HazardFirst.intent]
    others = [each for each in found if each.intent != HazardFirst.intent]
    if whole == HazardFirst.intent:
        return None, others
    if danger:
        return danger[0], others
    if whole in by.answers and others:
        return None, others
    heard = sum(chances.get(each.intent, 0.0) for each in others)
    if len(others) > 1 and heard >= by.share:
        return others[0], others[1:]
    hidden = story and whole in by.hiding and any(each.confidence >= by.certain for each in others)
    if others and (hidden or whole in by.courtesies or chances[whole] < by.unsure):
        return others[0], []
    return None, []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SeveralAtOnce(_Component):
    """Puts the first of several requests first, and hands the others on to the actions."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the measure's own figures."""
        return vars(Measure())

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at the ranked clauses of each message; one without any stays as it is."""
        by = Measure(**{field.name: _frozen(self.config[field.name]) for field in fields(Measure)})
        for message in messages:
            sentences, ranking = message.get(CLAUSES) or [], message.get(INTENT_RANKING_KEY) or []
            if sentences and ranking:
                self._decide(message, sentences, by)
        return messages

    def _decide(self, message: Message, sentences: Sequence[Sequence[Ranked]], by: Measure) -> None:
        named = message.get(ENTITIES) or []
        ranking = message.get(INTENT_RANKING_KEY)
        whole = {each["name"]: each["confidence"] for each in ranking}
        dangers = [each["start"] for each in named if each["entity"] == HAZARD]
        found = requests(sentences, whole, dangers, by)
        first, others = in_order(ranking[0]["name"], whole, found, by, story=is_story(sentences, by))
        if first:
            top = {"name": first.intent, "confidence": first.confidence}
            taken = {first.intent, *(each.intent for each in others)}
            # what was asked besides is no rival of the first
            rest = [each for each in ranking if each["name"] not in taken]
            message.set(INTENT, top, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [top, *rest], add_to_output=True)
        if others:
            message.set(OTHER_INTENTS, [_told(each, named) for each in others], add_to_output=True)


def _told(request: Request, named: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    clause = request.clause
    inside = [each for each in named if clause.start <= each["start"] < clause.end]
    return {
        "name": request.intent,
        "confidence": request.confidence,
        "text": clause.text,
        "entities": [{"entity": each["entity"], "value": each["value"]} for each in inside],
    }


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

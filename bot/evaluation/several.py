"""Messages that ask several things at once: is danger first, is everything heard, and is nothing made up?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.evaluation.sentences import HAZARD_INTENT

COURTESIES = {"greet", "thank", "goodbye"}
"""Said beside a request they need no answer of their own."""
OTHERS = "other_intents"
"""Where the pipeline tells what else was asked."""


@dataclass(frozen=True)
class Several:
    """A message and everything it asks for, in the order said."""

    text: str
    intents: tuple[str, ...]

    @property
    def requests(self) -> set[str]:
        """Return what must be answered: the intents but for mere courtesies."""
        return set(self.intents) - COURTESIES


def read_several(path: Path) -> list[Several]:
    """Return the messages of a held-out file of this kind."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return [Several(each["text"].strip(), tuple(each["intents"])) for each in content["messages"]]


def heard(parsed: dict[str, Any]) -> list[str]:
    """Return what the pipeline heard in a message, the first to be answered first."""
    return [parsed["intent"]["name"], *(each["name"] for each in parsed.get(OTHERS) or [])]


def several_scores(messages: Sequence[Several], answers: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return four shares.

    `first_asked`: messages whose first answer was asked for; `danger_first`: dangers that are answered first;
    `requests_heard`: requests found; `heard_rightly`: of the intents answered, those that were asked for.
    """
    pairs = list(zip(messages, answers, strict=True))
    danger = [first == HAZARD_INTENT for message, (first, *_) in pairs if HAZARD_INTENT in message.intents]
    found = [request in said for message, said in pairs for request in message.requests]
    asked = [intent in message.intents for message, said in pairs for intent in said]
    first = [said[0] in message.intents for message, said in pairs]
    names = ("first_asked", "danger_first", "requests_heard", "heard_rightly")
    return {
        name: sum(answered) / len(answered) for name, answered in zip(names, (first, danger, found, asked), strict=True)
    }

"""What we did not understand, and what is not ours: never a dead end, never the same reply twice in a row."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from rasa_sdk.events import EventType
from ruamel.yaml import YAML

from actions.base import DeskAction
from actions.smalltalk import main_buttons
from actions.turn import Button, Turn

TOPICS = Path(__file__).with_name("foreign_topics.yml")
NOT_UNDERSTOOD, NOT_OURS = "nlu_fallback", "out_of_scope"
LOOKED_AT = 2


class Fallback(DeskAction):
    """Asks which of the nearest was meant; else says what this chat can do; the second time offers a person."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_not_understood"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Answer by what is near, and by how often in a row we failed."""
        failures, near = times_before(turn, NOT_UNDERSTOOD), choices(turn)
        if failures:
            again = "utter_not_understood_still" if failures % 2 == 0 else "utter_not_understood_again"
            person = turn.button("utter_button_ask_person", "ask_person")
            turn.say(again if turn.text else "utter_something_else", [*(near or main_buttons(turn)), person])
        elif (topic := foreign_topic(turn.text)) and NOT_OURS in likely(turn):
            turn.say(f"utter_foreign_{topic}", main_buttons(turn))
        elif near:
            turn.say("utter_did_you_mean", [*near, turn.button("utter_button_something_else", NOT_UNDERSTOOD)])
        else:
            turn.say("utter_not_understood", main_buttons(turn))
        return None


class NotOurs(DeskAction):
    """Says that something is not an electricity company's business, and whose it is where we know."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_not_ours"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Name who does it by the words of the message; in other words when that was just said."""
        topic, again = foreign_topic(turn.text), times_before(turn, NOT_OURS) % 2 == 1
        if topic:
            name = "utter_foreign_again" if again and _topic_before(turn) == topic else f"utter_foreign_{topic}"
        else:
            name = "utter_not_ours_again" if again and _topic_before(turn) is None else "utter_not_ours"
        turn.say(name, main_buttons(turn))
        return None


def choices(turn: Turn) -> list[Button]:
    """Return a button for each intent that came near, in plain words."""
    near = [str(name) for name in turn.message.get("close_intents") or []]
    return [turn.button(f"utter_choice_{name}", name) for name in near if turn.knows(f"utter_choice_{name}")]


def likely(turn: Turn) -> list[str]:
    """Return the intents the message was nearest to, however far."""
    ranking = [str(each["name"]) for each in turn.message.get("intent_ranking") or []]
    return [name for name in ranking if name != NOT_UNDERSTOOD][:LOOKED_AT]


def foreign_topic(text: str) -> str | None:
    """Return what a text speaks of that belongs to somebody else, by its first word of that kind; longer ones first."""
    found = [(match.start(), -len(match.group()), topic) for topic, words in _topics().items()
             if (match := words.search(text))]  # fmt: skip
    return min(found)[2] if found else None


def times_before(turn: Turn, intent: str) -> int:
    """Return how often in a row, just before the latest message, the customer's words had this intent."""
    users = [event for event in turn.tracker.events if event.get("event") == "user"]
    return sum(1 for _ in takewhile(lambda event: _intent(event) == intent, reversed(users[:-1])))


def _topic_before(turn: Turn) -> str | None:
    users = [event for event in turn.tracker.events if event.get("event") == "user"]
    return foreign_topic(str((users[-2].get("parse_data") or {}).get("text") or "")) if len(users) > 1 else None


def _intent(event: dict[str, Any]) -> str | None:
    return ((event.get("parse_data") or {}).get("intent") or {}).get("name")


@lru_cache(maxsize=1)
def _topics() -> dict[str, re.Pattern[str]]:
    read = YAML(typ="safe").load(TOPICS.read_text(encoding="utf-8"))
    return {topic: _any_of(words) for topic, words in read.items()}


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(_pattern, longest_first))})\b", re.IGNORECASE)


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")

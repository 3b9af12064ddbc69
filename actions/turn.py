"""One turn of a conversation as an action sees it: what was said, what is known, and how to answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.sentences import has_sentence, sentence
from actions.several import TAKEN_UP
from actions.words import Words

if TYPE_CHECKING:
    from bot.wiring import Desk

Button = dict[str, str]
RESUMED_BY = {
    "identity_form": "ask_balance",
    "place_form": "ask_outage_status",
    "application_status_form": "ask_application_status",
}
Facts = dict[str, Any]
"""Texts by the name a sentence knows them by; `Any`, so that they can be handed on as keywords."""


@dataclass(frozen=True)
class Seen:
    """What we know about the customer for the catalogue's rules; empty where we do not know."""

    segment: str = ""
    area: str = ""
    start: datetime | None = None
    classes: frozenset[str] = frozenset()


@dataclass
class Turn:
    """Wraps Rasa's tracker and dispatcher; slots set here are seen by the rest of the turn."""

    desk: Desk
    dispatcher: CollectingDispatcher
    tracker: Tracker
    events: list[EventType] = field(default_factory=list)

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return str(self.tracker.sender_id)

    @property
    def message(self) -> Mapping[str, Any]:
        """The customer's latest message as Rasa understood it."""
        return self.tracker.latest_message or {}

    @property
    def text(self) -> str:
        """What the customer typed; empty when a button was pressed."""
        typed = str(self.message.get("text") or "").strip()
        return "" if typed.startswith("/") else typed

    @property
    def intent(self) -> str:
        """What the customer wants, by name."""
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def wish(self) -> str:
        """What is being answered: what the message asks first, or what was taken up after that in this turn."""
        return str(self._taken_up.get("intent") or self.intent)

    @property
    def _taken_up(self) -> Facts:
        taken: Facts = self.tracker.slots.get(TAKEN_UP) or {}
        return taken if taken.get("message") == self.key(TAKEN_UP) else {}

    @property
    def now(self) -> datetime:
        """The present moment, aware."""
        return self.desk.clock.now()

    @property
    def figures(self) -> Words:
        """How figures are written in this turn."""
        return Words(self.desk.catalogue.profile, self.now)

    def key(self, action: str) -> str:
        """Return the key under which this turn's deed is done once, even when the turn is run again."""
        metadata = self.message.get("metadata") or {}
        return f"{metadata.get('message_id') or self.message.get('message_id') or self.conversation}:{action}"

    def entity(self, label: str) -> str | None:
        """Return the first thing of a kind that the latest message names."""
        return next(iter(self.entities(label)), None)

    def entities(self, label: str) -> list[str]:
        """Return everything of a kind that the latest message names, each once.

        What was named where a task was asked for comes first when that task is taken up.
        """
        named = [*(self._taken_up.get("entities") or []), *(self.message.get("entities") or [])]
        found = (str(each["value"]) for each in named if each["entity"] == label)
        return list(dict.fromkeys(found))

    def slot(self, name: str) -> str | None:
        """Return what is remembered, or None."""
        value = self.tracker.slots.get(name)
        return None if value is None else str(value)

    def set(self, name: str, value: object) -> None:
        """Remember something, or forget it (None)."""
        self.tracker.slots[name] = value
        self.events.append(SlotSet(name, value))

    def forget(self, names: Iterable[str]) -> None:
        """Forget what is remembered under these names."""
        for name in names:
            if self.tracker.slots.get(name) is not None:
                self.set(name, None)

    def say(self, name: str, buttons: Iterable[Button] = (), **facts: Any) -> None:
        """Speak a sentence by its name, with buttons under it; company words (`company_phone` …) are known."""
        self._utter(name, buttons, facts)

    def phrase(self, name: str, **facts: Any) -> str:
        """Return a sentence to be said inside another one."""
        return sentence(name, **{**self.words, **facts})

    def knows(self, name: str) -> bool:
        """Say whether a sentence of that name is written."""
        return has_sentence(name)

    def answer(
        self, service: str, name: str, seen: Seen | None = None, buttons: Iterable[Button] = (), **facts: Any
    ) -> None:
        """Speak a sentence with the card of the service it is about, in full the first time and in short after."""
        from bot.catalogue import Situation

        seen = seen or Seen()
        shown = list(self.tracker.slots.get("cards_shown") or [])
        situation = Situation(seen.segment, seen.area, self.now, seen.start, seen.classes)
        direct = self.phrase(name, **facts)
        card = self.desk.catalogue.card(service, situation, direct, facts, service in shown).as_dict()
        if service not in shown:
            self.set("cards_shown", [*shown, service])
        offered = [*buttons, *card["next"], *([] if self.tracker.active_loop_name else self.way_back())]
        # What was just answered is no next step.
        pressed = {each["payload"]: each for each in offered if each["payload"] != f"/{self.wish}"}
        self._utter(name, pressed.values(), facts, {"card": card})

    def way_back(self) -> list[Button]:
        """Return the way back to a form that was put aside, for an answer after which nothing is being asked."""
        form = self.slot("set_aside")
        if form is None:
            return []
        self.set("set_aside", None)
        return [self.go_on("utter_button_go_on", form)]

    def go_on(self, name: str, form: str) -> Button:
        """Return a button that takes up a form again; forms are named after their intent, or speak of one."""
        title = self.phrase(name, task=self.phrase(f"utter_task_{form}"))
        return choice(title, RESUMED_BY.get(form, form.removesuffix("_form")))

    def _utter(self, name: str, buttons: Iterable[Button], facts: Facts, custom: Facts | None = None) -> None:
        known: Facts = {**self.words, **facts}
        # The text goes along beside its name, so that the message and its card say the same to the letter.
        self.dispatcher.utter_message(
            text=sentence(name, **known), response=name, buttons=list(buttons), json_message=custom, **known
        )

    @property
    def words(self) -> dict[str, str]:
        """The company's words for any sentence: its name, its phone line, the emergency numbers."""
        return dict(self.desk.catalogue.profile.words)

    def button(self, name: str, intent: str, **entities: str) -> Button:
        """Return a button titled by a sentence's name that says an intent, with what it names."""
        return choice(self.phrase(name), intent, **entities)


def choice(title: str, intent: str, **entities: str) -> Button:
    """Return a button with a title of its own."""
    return {"title": title, "payload": f"/{intent}{json.dumps(entities) if entities else ''}"}

"""The moves of any talk: what can you do, say that again, I do not know, why do you ask, stop."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions import several
from actions.account import CheckIdentity
from actions.apply_connection import CheckApplyConnection
from actions.base import DeskAction
from actions.forms import REQUESTED, FormCheck
from actions.installations import CheckApplicationStatus
from actions.outages import CheckPlace
from actions.report_outage import CheckReportOutage
from actions.turn import Button, Turn

FORMS: tuple[type[FormCheck], ...] = (
    CheckIdentity,
    CheckPlace,
    CheckReportOutage,
    CheckApplyConnection,
    CheckApplicationStatus,
)


class WhatCanYouDo(DeskAction):
    """Tells what this chat can do, with a button for each."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_what_can_you_do"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say it, with the card of this very service."""
        turn.answer("telephone_and_chat_service", "utter_what_can_you_do", buttons=main_buttons(turn))
        return None


class RepeatLast(DeskAction):
    """Says the last answer again."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_repeat"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Repeat what was said in the turn before; inside a form the form itself asks again."""
        said = _last_answers(turn)
        if not said and not turn.tracker.active_loop_name:
            turn.say("utter_what_now", main_buttons(turn))
        for event in said:
            data = event.get("data") or {}
            turn.dispatcher.utter_message(
                text=event.get("text"), buttons=data.get("buttons") or [], json_message=data.get("custom") or {}
            )
        return None


class HelpFind(DeskAction):
    """Helps a customer who does not know what we asked."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_help_find"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say where the asked detail is found; outside a form say what this chat can do."""
        asked = asked_slot(turn)
        if asked and turn.knows(f"utter_help_{asked}"):
            turn.say(f"utter_help_{asked}")
        elif not asked:
            turn.say("utter_what_now", main_buttons(turn))
        return None


class ExplainWhy(DeskAction):
    """Says why we ask what we ask."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_why"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Give the reason for the question that is open."""
        asked = asked_slot(turn)
        name = f"utter_why_{turn.tracker.active_loop_name}_{asked}"
        if not turn.knows(name):
            name = f"utter_why_{asked}"
        turn.say(name if asked and turn.knows(name) else "utter_why_nothing_asked")
        return None


class Cancel(DeskAction):
    """Stops what is being done and says that nothing was sent."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_cancel"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """End the form and forget what was said for it."""
        form = next((each for each in FORMS if each.form == turn.tracker.active_loop_name), None)
        waited = several.drop(turn)
        if form is None and waited:
            turn.say("utter_left_aside", main_buttons(turn), tasks=waited)
        if form is None:
            if not waited:
                turn.say("utter_nothing_to_cancel", main_buttons(turn))
            return None
        turn.forget(form.own)
        also = turn.phrase("utter_left_aside", tasks=waited) if waited else ""
        buttons = [*turn.way_back(), *main_buttons(turn)]
        turn.say("utter_cancelled", buttons, task=turn.phrase(f"utter_task_{form.form}"), also=also)
        return [SlotSet(REQUESTED, None), ActiveLoop(None)]


class WhatNow(DeskAction):
    """Answers details, a yes, a no or a correction when no question is open."""

    ends_task = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_what_now"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Go on with what waits, unless the customer says no to it; else ask what it is for, with buttons."""
        if several.waiting(turn) and turn.intent == "deny":
            turn.say("utter_left_aside", main_buttons(turn), tasks=several.drop(turn))
            return None
        if several.waiting(turn):
            return several.start(turn, "utter_now_next")
        turn.say("utter_what_is_it_for" if turn.intent == "inform" else "utter_what_now", main_buttons(turn))
        return None


def main_buttons(turn: Turn) -> list[Button]:
    """Return the buttons for what this chat does most."""
    return [
        turn.button("utter_button_ask_balance", "ask_balance"),
        turn.button("utter_button_report_outage", "report_outage"),
        turn.button("utter_button_apply_connection", "apply_connection"),
    ]


def asked_slot(turn: Turn) -> str | None:
    """Return the slot whose question is open, or None."""
    return turn.slot(REQUESTED) if turn.tracker.active_loop_name else None


def _last_answers(turn: Turn) -> list[EventType]:
    """Return what the bot said before the customer's latest message, back to the message before; none in a form."""
    if turn.tracker.active_loop_name:
        return []
    said: list[EventType] = []
    users = 0
    for event in reversed(turn.tracker.events):
        users += event.get("event") == "user"
        if users > 1 and said:
            break
        if users == 1 and event.get("event") == "bot":
            said.insert(0, event)
    return said

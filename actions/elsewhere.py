"""What this chat cannot do yet, and what is not ours at all: said plainly, with where to go instead."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import DeskAction
from actions.smalltalk import main_buttons
from actions.turn import Turn


class TellWhereElse(DeskAction):
    """Names the task in plain words and the phone line that does it."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_where_else"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say that it cannot be done here yet, and who does it."""
        known = f"utter_task_{turn.intent}"
        task = turn.phrase(known if turn.knows(known) else "utter_task_unknown")
        turn.answer("telephone_and_chat_service", "utter_not_here_yet", buttons=main_buttons(turn), task=task)
        return None


class NotOurs(DeskAction):
    """Says that something is not an electricity company's business."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_not_ours"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say so, and what this chat can do."""
        turn.say("utter_not_ours", main_buttons(turn))
        return None

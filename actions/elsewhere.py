"""What this chat cannot do yet: said plainly, with where to go instead."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.base import DeskAction
from actions.several import task_words
from actions.smalltalk import main_buttons
from actions.turn import Turn


class TellWhereElse(DeskAction):
    """Names the task in plain words and the phone line that does it."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_where_else"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say that it cannot be done here yet, and who does it."""
        task = task_words(turn, turn.wish)
        turn.answer("telephone_and_chat_service", "utter_not_here_yet", buttons=main_buttons(turn), task=task)
        return None

"""Danger: said before everything else, without asking for an account."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import DeskAction
from actions.forms import REQUESTED
from actions.turn import Turn
from actions.words import listed

UNNAMED = "other"


class ReportHazard(DeskAction):
    """Says what keeps people safe from the danger that was named."""

    starts_next = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_report_hazard"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say the catalogue's words for each danger, stop any form, and offer to go on with it afterwards."""
        dangers = [turn.desk.catalogue.hazard(kind) for kind in turn.entities("hazard") or [UNNAMED]]
        told = {danger.id: danger for danger in dangers}.values()
        form = turn.tracker.active_loop_name
        turn.answer(
            "safety_emergency",
            "utter_hazard",
            buttons=[turn.go_on("utter_button_safe_go_on", form)] if form else [],
            advice=listed([line for danger in told for line in danger.say]),
            then=" ".join(danger.then for danger in told),
        )
        return [SlotSet(REQUESTED, None), ActiveLoop(None)] if form else None

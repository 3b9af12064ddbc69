"""Answers about an application for a connection: its stages, whose turn it is, what is missing."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction

from actions.base import DeskAction
from actions.forms import FormCheck, NotAnAnswer
from actions.turn import Facts, Seen, Turn
from actions.words import listed
from bot.backends.errors import NotFound
from bot.backends.installations import Application, StageStatus


class CheckApplicationStatus(FormCheck):
    """Takes an application number and the postcode it was made for."""

    form = "application_status_form"
    slots = ("application_number", "postcode")

    def name(self) -> str:
        """Return the action's name."""
        return "validate_application_status_form"

    def then(self, turn: Turn) -> str:
        """Tell where the application stands."""
        return "action_tell_application_status"

    async def read_application_number(self, turn: Turn, asked: bool) -> str | None:
        """Return an application number as it was typed."""
        return turn.entity("application_number")

    async def read_postcode(self, turn: Turn, asked: bool) -> str | None:
        """Return a postcode as it was typed."""
        return turn.entity("postcode")

    async def complete(self, turn: Turn) -> None:
        """See that both belong together; ask again when they do not, never saying which is wrong."""
        try:
            await _application(turn)
        except NotFound as error:
            turn.forget(self.slots)
            raise NotAnAnswer("utter_application_mismatch") from error


class TellApplicationStatus(DeskAction):
    """Tells the stages of an application."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_application_status"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say the stages, whose turn it is and which papers are missing; ask which application when nobody said."""
        if turn.slot("application_number") is None or turn.slot("postcode") is None:
            return [FollowupAction(CheckApplicationStatus.form)]
        application = await _application(turn)
        seen = Seen(area=application.area.value)
        turn.answer("application_status", "utter_application_status", seen, **stages_of(turn, application))
        return None


def stages_of(turn: Turn, application: Application) -> Facts:
    """Return an application in words: its stages, whose turn it is, the papers still missing."""
    words = turn.figures
    whose = f"utter_turn_{application.turn.value}" if application.turn else "utter_turn_nobody"
    stages = [
        turn.phrase(
            f"utter_stage_{stage.status.value}",
            stage=stage.name,
            day=words.day(stage.done_at.date()) if stage.status is StageStatus.DONE and stage.done_at else "",
        )
        for stage in application.stages
    ]
    papers = listed(list(application.papers_missing))
    return {
        "application": application.id,
        "address": application.address,
        "supply": turn.phrase(f"utter_supply_{application.supply_class.value}"),
        "stages": listed(stages),
        "turn": turn.phrase(whose),
        "papers": turn.phrase("utter_papers_missing", papers=papers)
        if papers
        else turn.phrase("utter_papers_complete"),
        "capacity": words.number(application.capacity_kw),
    }


async def _application(turn: Turn) -> Application:
    number, postcode = turn.slot("application_number") or "", turn.slot("postcode") or ""
    return await turn.desk.installations.application(number, postcode)

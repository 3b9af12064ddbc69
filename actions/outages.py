"""Answers about power cuts: what is known now, and what is planned."""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk.events import EventType, FollowupAction

from actions.base import DeskAction
from actions.forms import FormCheck, NotAnAnswer
from actions.outage_facts import facts_of, running
from actions.turn import Seen, Turn


class PlaceAction(DeskAction):
    """Answers about a postcode; asks for it first when nobody named one."""

    @abstractmethod
    async def tell(self, turn: Turn, postcode: str, seen: Seen) -> None:
        """Answer about a postcode."""

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Answer, or remember the task and ask where."""
        postcode = turn.entity("postcode") or turn.slot("postcode")
        places = await turn.desk.outages.premises(postcode) if postcode else ()
        if postcode is None or not places:
            turn.forget(("postcode",))
            turn.set("task", self.name())
            return [FollowupAction(CheckPlace.form)]
        turn.set("postcode", postcode)
        await self.tell(turn, postcode, Seen(area=places[0].area.value))
        return None


class CheckPlace(FormCheck):
    """Takes a postcode that we supply."""

    form = "place_form"
    slots = ("postcode",)
    own = ("task",)

    def name(self) -> str:
        """Return the action's name."""
        return "validate_place_form"

    def then(self, turn: Turn) -> str:
        """Go on with what the customer wanted."""
        return turn.slot("task") or "action_tell_outage_status"

    async def read_postcode(self, turn: Turn, asked: bool) -> str | None:
        """Return a postcode; one we do not supply is said to be so."""
        return await served_postcode(turn)


class TellOutageStatus(PlaceAction):
    """Tells whether there is a power cut, why, who is there, and our estimate."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_outage_status"

    async def tell(self, turn: Turn, postcode: str, seen: Seen) -> None:
        """Say at least three facts, or that none is known and how to report one."""
        outage = running(await turn.desk.outages.outages(postcode))
        report = turn.button("utter_button_report_outage", "report_outage")
        if outage is None:
            turn.answer("outage_information", "utter_no_outage_known", seen, [report], postcode=postcode)
            return
        name = "utter_outage_restored" if outage.restored_at else "utter_outage_status"
        turn.answer("outage_information", name, seen, [report], postcode=postcode, **facts_of(turn, outage))


class TellPlannedOutage(PlaceAction):
    """Tells of announced work that will cut supply."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_planned_outage"

    async def tell(self, turn: Turn, postcode: str, seen: Seen) -> None:
        """Say the next planned work at a postcode, or that none is announced."""
        work = next(iter(await turn.desk.outages.planned_work(postcode)), None)
        if work is None:
            turn.answer("planned_outage_notice", "utter_no_planned_outage", seen, postcode=postcode)
            return
        words = turn.figures
        turn.answer(
            "planned_outage_notice",
            "utter_planned_outage",
            Seen(seen.segment, seen.area, work.start),
            postcode=postcode,
            place=work.area_name,
            reason=work.reason,
            start=words.moment(work.start),
            end=words.moment(work.end),
            notified=words.day(work.notified_at.date()),
        )


async def served_postcode(turn: Turn) -> str | None:
    """Return the postcode the message names when we supply it; raise NotAnAnswer when we do not."""
    postcode = turn.entity("postcode")
    if postcode and not await turn.desk.outages.premises(postcode):
        raise NotAnAnswer("utter_postcode_unknown", postcode=postcode)
    return postcode

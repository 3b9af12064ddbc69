"""Taking the report of a power cut: where, how much, read back, then one ticket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rasa_sdk.events import EventType

from actions.base import DeskAction
from actions.forms import FormCheck, NotAnAnswer, yes_to_read_back
from actions.outage_facts import facts_of, running
from actions.outages import served_postcode
from actions.places import MOST_SHOWN, OTHER, matching
from actions.turn import Facts, Seen, Turn, choice
from bot.backends.billing import Premises
from bot.backends.errors import BackendError
from bot.backends.outages import TicketRequest, TroubleScope, TroubleTicket

OWN = ("report_place", "report_address", "report_scope", "report_confirmed", "report_key")


class CheckReportOutage(FormCheck):
    """Takes a place we supply, how much is without power, and a yes to the read-back."""

    form = "report_outage_form"
    slots = ("postcode", "report_place", "report_address", "report_scope", "report_confirmed")
    own = OWN
    also_called = {"address": "place"}
    upsets = {
        "postcode": ("report_place", "report_address", "report_confirmed", "report_key"),
        "report_place": ("report_address", "report_confirmed", "report_key"),
        "report_address": ("report_confirmed", "report_key"),
        "report_scope": ("report_confirmed", "report_key"),
    }

    def name(self) -> str:
        """Return the action's name."""
        return "validate_report_outage_form"

    def then(self, turn: Turn) -> str:
        """Send the report."""
        return "action_report_outage"

    def wanted(self, turn: Turn) -> Iterable[str]:
        """Ask for an address only when the place is not on our list."""
        return [slot for slot in self.slots if slot != "report_address" or turn.slot("report_place") == OTHER]

    async def begin(self, turn: Turn) -> None:
        """Use the place of the account that was proved in this conversation, when it has only one."""
        turn.forget(("report_confirmed",))
        if turn.entity("postcode"):
            return
        places = await _own_places(turn)
        if len(places) == 1 and turn.slot("report_place") is None:
            turn.set("postcode", places[0].postcode)
            self.keep_place(turn, places[0])
        postcode = turn.slot("postcode")
        if postcode:
            await self._look_at(turn, postcode)

    def keep_place(self, turn: Turn, place: Premises) -> None:
        """Remember a place of ours."""
        self.keep(turn, "report_place", place.id)
        turn.set("report_address", place.address)

    async def read_postcode(self, turn: Turn, asked: bool) -> str | None:
        """Return a postcode we supply; what is known there is told before more is asked."""
        postcode = await served_postcode(turn)
        if postcode is None or postcode == turn.slot("postcode"):
            return None
        self.keep(turn, "postcode", postcode)
        await self._look_at(turn, postcode)
        return postcode

    async def _look_at(self, turn: Turn, postcode: str) -> None:
        """Tell of a power cut that is known at a postcode, and take its place when there is only one."""
        outage = running(await turn.desk.outages.outages(postcode))
        if outage and outage.restored_at is None:
            turn.say("utter_outage_known_before_report", **facts_of(turn, outage))
        places = await turn.desk.outages.premises(postcode)
        if len(places) == 1 and turn.slot("report_place") is None:
            self.keep_place(turn, places[0])

    async def read_report_place(self, turn: Turn, asked: bool) -> str | None:
        """Return the id of a place pressed or recognised by its address; OTHER when it is none of them."""
        pressed = turn.entity("place")
        if not pressed and not (asked and turn.text):
            return None
        places = await turn.desk.outages.premises(turn.slot("postcode") or "")
        if pressed == OTHER:
            return OTHER
        found = [each for each in places if each.id == pressed] or matching(turn.text, places)
        if len(found) > 1:
            raise NotAnAnswer("utter_several_places_fit")
        if not found:
            return None
        self.keep_place(turn, found[0])
        return found[0].id

    async def read_report_address(self, turn: Turn, asked: bool) -> str | None:
        """Return an address as it was typed."""
        return turn.text or None if asked else None

    async def read_report_scope(self, turn: Turn, asked: bool) -> str | None:
        """Return how much is without power; the widest that was named."""
        named = set(turn.entities("scope"))
        widest = (TroubleScope.NEIGHBOURS_TOO, TroubleScope.PART, TroubleScope.WHOLE_HOME)
        return next((scope.value for scope in widest if scope.value in named), None)

    async def read_report_confirmed(self, turn: Turn, asked: bool) -> str | None:
        """Return a yes to the read-back; a no asks what to change."""
        return yes_to_read_back(turn) if asked else None


class AskPlace(DeskAction):
    """Asks which of the places with the postcode it is."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_report_outage_form_report_place"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Show the places as buttons, and one for none of them."""
        own = {place.id: place for place in await _own_places(turn)}
        places = await turn.desk.outages.premises(turn.slot("postcode") or "")
        mine = [place for place in places if place.id in own] or list(places)
        buttons = [choice(place.address, "inform", place=place.id) for place in mine[:MOST_SHOWN]]
        turn.say("utter_ask_report_place", [*buttons, turn.button("utter_button_other_place", "inform", place=OTHER)])
        return None


class AskConfirmed(DeskAction):
    """Reads the report back before it is sent."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_report_outage_form_report_confirmed"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say place and scope; offer to send, to change either, or to stop."""
        buttons = [
            turn.button("utter_button_send", "affirm"),
            turn.button("utter_button_change_place", "correct_detail", detail="place"),
            turn.button("utter_button_change_scope", "correct_detail", detail="scope"),
            turn.button("utter_button_cancel", "cancel"),
        ]
        turn.say(
            "utter_read_back_report",
            buttons,
            address=turn.slot("report_address") or "",
            postcode=turn.slot("postcode") or "",
            scope=turn.phrase(f"utter_scope_{turn.slot('report_scope')}"),
        )
        return None


class ReportOutage(DeskAction):
    """Sends the report once and tells its number and what is known."""

    keeps = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_report_outage"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Make one ticket of what was said, however often this turn is run."""
        key = turn.slot("report_key") or turn.key(self.name())
        turn.set("report_key", key)
        place = turn.slot("report_place")
        request = TicketRequest(
            premises_id=None if place == OTHER else place,
            postcode=turn.slot("postcode") or "",
            address=turn.slot("report_address") or "",
            scope=TroubleScope(turn.slot("report_scope")),
            hazard=None,
            callback_phone=None,
            note="",
        )
        ticket = await turn.desk.outages.report(request, key)
        turn.forget(OWN)
        turn.set("ticket_number", ticket.id)
        seen, facts = await _after_report(turn, ticket)
        name = "utter_report_taken_known" if facts else "utter_report_taken"
        buttons = [turn.button("utter_button_outage_status", "ask_outage_status")]
        turn.answer("fault_repair", name, seen, buttons, ticket=ticket.id, address=ticket.address, **facts)
        return None

    def after_failure(self, turn: Turn) -> list[EventType]:
        """Keep what was said, and read it back before it is sent again."""
        turn.set("report_confirmed", None)
        return []


async def _own_places(turn: Turn) -> Sequence[Premises]:
    """Return the premises of the account proved in this conversation; none when that cannot be seen."""
    number = await turn.desk.identity.proved_account(turn.conversation)
    if number is None:
        return ()
    try:
        return (await turn.desk.billing.account(number)).premises
    except BackendError:
        return ()


async def _after_report(turn: Turn, ticket: TroubleTicket) -> tuple[Seen, Facts]:
    """Return what the card and the answer may say besides; the ticket stands even when this cannot be seen."""
    try:
        places = await turn.desk.outages.premises(ticket.postcode)
        outage = running(await turn.desk.outages.outages(ticket.postcode))
    except BackendError:
        return Seen(start=ticket.reported_at), {}
    area = places[0].area.value if places else ""
    known = facts_of(turn, outage) if outage and outage.restored_at is None else {}
    return Seen(area=area, start=ticket.reported_at), known

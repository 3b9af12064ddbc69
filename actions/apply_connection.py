"""Taking the application for a new connection: only what its class needs, read back, then one application."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from rasa_sdk.events import EventType

from actions.base import DeskAction
from actions.connection import classes
from actions.forms import FormCheck, yes_to_read_back
from actions.installations import stages_of
from actions.outages import served_postcode
from actions.turn import Seen, Turn
from bot.backends.errors import Unavailable
from bot.backends.installations import ApplicationRequest, SupplyClass

OWN = (
    "connection_supply_class",
    "connection_address",
    "connection_capacity",
    "connection_name",
    "connection_phone",
    "connection_confirmed",
    "connection_key",
)
READ_BACK = ("connection_confirmed", "connection_key")


class CheckApplyConnection(FormCheck):
    """Takes what an application needs, and a yes to the read-back."""

    form = "apply_connection_form"
    slots = ("connection_supply_class", "postcode", *OWN[1:-1])
    own = OWN
    also_called = {"place": "address"}
    upsets = {
        "connection_supply_class": ("connection_capacity", *READ_BACK),
        "postcode": ("connection_address", *READ_BACK),
        **dict.fromkeys(OWN[1:5], READ_BACK),
    }

    def name(self) -> str:
        """Return the action's name."""
        return "validate_apply_connection_form"

    def then(self, turn: Turn) -> str:
        """Send the application."""
        return "action_apply_connection"

    def wanted(self, turn: Turn) -> Iterable[str]:
        """Ask for the capacity only where the class of supply needs it."""
        chosen = turn.slot("connection_supply_class")
        asks = chosen is not None and classes()[SupplyClass(chosen)].asks_capacity
        return [slot for slot in self.slots if asks or slot != "connection_capacity"]

    async def begin(self, turn: Turn) -> None:
        """Read everything back again when an earlier try was not sent."""
        turn.forget(("connection_confirmed",))

    async def read_connection_supply_class(self, turn: Turn, asked: bool) -> str | None:
        """Return the class of supply; the most particular one that was named."""
        named = set(turn.entities("supply_class"))
        order = ("temporary", "high_voltage_dual", "high_voltage_single", "low_voltage_business", "household")
        return next((name for name in order if name in named), None)

    async def read_postcode(self, turn: Turn, asked: bool) -> str | None:
        """Return a postcode we supply; while that cannot be seen, as it was typed: it is looked at when it is sent."""
        try:
            return await served_postcode(turn)
        except Unavailable:
            return turn.entity("postcode")

    async def read_connection_address(self, turn: Turn, asked: bool) -> str | None:
        """Return an address as it was typed."""
        return turn.text or None if asked else None

    async def read_connection_capacity(self, turn: Turn, asked: bool) -> str | None:
        """Return kW; asked for them, a bare number is enough."""
        said = turn.entity("power") or (turn.text if asked else "")
        try:
            capacity = Decimal(said.removesuffix("kVA").removesuffix("kW").strip())
        except InvalidOperation:
            return None
        return str(capacity) if capacity.is_finite() and capacity > 0 else None

    async def read_connection_name(self, turn: Turn, asked: bool) -> str | None:
        """Return a name as it was typed; a text without letters is none."""
        return turn.text if asked and any(letter.isalpha() for letter in turn.text) else None

    async def read_connection_phone(self, turn: Turn, asked: bool) -> str | None:
        """Return a phone number; asked for it, one that looks like an account number will do."""
        return turn.entity("phone") or (turn.entity("account_number") if asked else None)

    async def read_connection_confirmed(self, turn: Turn, asked: bool) -> str | None:
        """Return a yes to the read-back; a no asks what to change."""
        return yes_to_read_back(turn) if asked else None


class AskConnectionConfirmed(DeskAction):
    """Reads the application back before it is sent."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_apply_connection_form_connection_confirmed"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Say everything that will be sent; offer to send, to change a part, or to stop."""
        request = request_of(turn)
        parts = ["supply_class", "address", "name", "phone"]
        if classes()[request.supply_class].asks_capacity:
            parts.append("capacity")
        turn.say(
            "utter_read_back_connection",
            [
                turn.button("utter_button_send", "affirm"),
                *(turn.button(f"utter_button_change_{part}", "correct_detail", detail=part) for part in parts),
                turn.button("utter_button_cancel", "cancel"),
            ],
            supply=turn.phrase(f"utter_supply_{request.supply_class.value}"),
            address=request.address,
            postcode=request.postcode,
            capacity=turn.figures.number(request.capacity_kw),
            name_given=request.applicant_name,
            phone=request.phone,
        )
        return None


class ApplyConnection(DeskAction):
    """Sends the application once and tells its number, its stages and whose turn it is."""

    keeps = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_apply_connection"

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Make one application of what was said, however often this turn is run."""
        key = turn.slot("connection_key") or turn.key(self.name())
        turn.set("connection_key", key)
        request = request_of(turn)
        application = await turn.desk.installations.apply(request, key)
        turn.forget(OWN)
        turn.set("application_number", application.id)
        chosen = classes()[application.supply_class]
        seen = Seen(chosen.segment, application.area.value, application.applied_at)
        status = turn.button("utter_button_application_status", "ask_application_status")
        turn.answer(chosen.service, "utter_application_taken", seen, [status], **stages_of(turn, application))
        return None

    def after_failure(self, turn: Turn) -> list[EventType]:
        """Keep what was said, and read it back before it is sent again."""
        turn.set("connection_confirmed", None)
        return []


def request_of(turn: Turn) -> ApplicationRequest:
    """Return what was said as an application; a capacity that is not asked is the class's usual one."""
    supply_class = SupplyClass(turn.slot("connection_supply_class"))
    usual = classes()[supply_class].capacity_kw
    return ApplicationRequest(
        supply_class=supply_class,
        postcode=turn.slot("postcode") or "",
        address=turn.slot("connection_address") or "",
        capacity_kw=Decimal(turn.slot("connection_capacity") or "0") if usual is None else usual,
        applicant_name=turn.slot("connection_name") or "",
        phone=turn.slot("connection_phone") or "",
    )

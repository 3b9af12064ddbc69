"""What all answers about an account share: nobody sees one before proving that it is theirs."""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk.events import EventType, FollowupAction

from actions.base import DeskAction
from actions.forms import FormCheck, NotAnAnswer
from actions.turn import Seen, Turn
from bot.backends.billing import Account


class AccountAction(DeskAction):
    """Answers about the customer's account; asks for proof first and comes back afterwards."""

    @abstractmethod
    async def tell(self, turn: Turn, account: Account) -> None:
        """Answer about an account that was proved to be the customer's."""

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Answer, or remember the task and ask for proof."""
        number = await turn.desk.identity.proved_account(turn.conversation)
        if number is None:
            turn.set("task", self.name())
            return [FollowupAction(CheckIdentity.form)]
        await self.tell(turn, await turn.desk.billing.account(number))
        return None


class CheckIdentity(FormCheck):
    """Takes account number and postcode, and has them proved; wrong ones are told apart to nobody."""

    form = "identity_form"
    slots = ("account_number", "postcode")
    own = ("account_number", "task")
    keeps = False

    def name(self) -> str:
        """Return the action's name."""
        return "validate_identity_form"

    def then(self, turn: Turn) -> str:
        """Go on with what the customer wanted."""
        return turn.slot("task") or "action_what_can_you_do"

    async def read_account_number(self, turn: Turn, asked: bool) -> str | None:
        """Return an account number as it was typed."""
        return turn.entity("account_number")

    async def read_postcode(self, turn: Turn, asked: bool) -> str | None:
        """Return a postcode as it was typed."""
        return turn.entity("postcode")

    async def begin(self, turn: Turn) -> None:
        """Start from nothing: a postcode told for another reason proves nothing."""
        turn.forget(self.slots)

    async def complete(self, turn: Turn) -> None:
        """Have both proved; ask for both again when they do not belong together."""
        number, postcode = turn.slot("account_number") or "", turn.slot("postcode") or ""
        proved = await turn.desk.identity.prove(turn.conversation, number, postcode)
        turn.forget(("account_number",))
        if not proved:
            turn.forget(("postcode",))
            raise NotAnAnswer("utter_identity_mismatch")


def seen_on(account: Account, premises_id: str = "") -> Seen:
    """Return what an account tells about its customer, at one of its premises or the first."""
    place = next((each for each in account.premises if each.id == premises_id), next(iter(account.premises), None))
    return Seen(account.segment.value, place.area.value if place else "")

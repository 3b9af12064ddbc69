"""What all forms share: reading several answers at once, asking again with help, and ending well or badly."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.base import DeskAction
from actions.sentences import has_sentence
from actions.turn import Turn

REQUESTED = "requested_slot"
LISTEN = "action_listen"
TRIES = 3
READ_BACK = "_confirmed"
CORRECTIONS = {"correct_detail", "deny"}


class NotAnAnswer(Exception):
    """What was said does not answer the question; `sentence` tells the customer why."""

    def __init__(self, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class FormCheck(DeskAction, ABC):
    """The check of a form: Rasa runs it at every turn of the form, and asks what it names next.

    A subclass says which slots it wants and how each is read (`read_<slot>`), and what follows when all are there.
    Rasa rejects a form that sets no slot; this one always sets one, so that it alone decides what comes next.
    """

    form: ClassVar[str]
    slots: ClassVar[tuple[str, ...]]
    """Every slot of the form, in the order in which it is asked."""
    own: ClassVar[tuple[str, ...]] = ()
    """The slots that are forgotten when the form is done or cancelled."""
    upsets: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What must be asked again when a slot changes."""

    also_called: ClassVar[Mapping[str, str]] = {}
    """Other words for a detail of this form."""
    keeps = True

    @abstractmethod
    def then(self, turn: Turn) -> str:
        """Return the action that follows when everything is said."""

    def wanted(self, turn: Turn) -> Iterable[str]:
        """Return the slots needed in this case, in order."""
        return self.slots

    async def begin(self, turn: Turn) -> None:
        """Fill in what is known before the first question."""

    async def complete(self, turn: Turn) -> None:
        """Look at everything together once nothing is missing; to ask again, forget slots and raise NotAnAnswer."""

    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Read what was said, then name the next question or hand over."""
        moment = self._moment(turn)
        if moment == "entered":
            self._put_aside(turn)
            turn.set("tries", 0)
            turn.set("refusals", 0)
            await self.begin(turn)
            await self._read_unasked(turn, None)
        elif moment == "answered":
            asked = turn.slot(REQUESTED)
            if not await self._read(turn, asked):
                return self.give_up(turn)
        return await self._next(turn)

    def _moment(self, turn: Turn) -> str:
        """Say whether the form was just entered, has just been answered, or is returned to after another subject."""
        since: list[EventType] = []
        for event in reversed(turn.tracker.events):
            if event.get("event") == "user":
                break
            since.append(event)
        if any(event.get("event") == "active_loop" and event.get("name") == self.form for event in since):
            return "entered"
        done = {event.get("name") for event in since if event.get("event") == "action"}
        return "returned" if done - {self.form, LISTEN, "action_extract_slots"} else "answered"

    async def _read(self, turn: Turn, asked: str | None) -> bool:
        """Read the message for the slot asked and all others; False when it was tried too often."""
        before = self._known(turn)
        await self._read_unasked(turn, asked)
        problem = await self._read_asked(turn, asked) if asked in self.slots else None
        if before == self._known(turn):
            # No answer to the question: then another value for something known is meant to correct it.
            await self._read_unasked(turn, asked, correcting=True)
        if before != self._known(turn):
            turn.set("tries", 0)
            return True
        if f"{turn.intent}_form" == self.form:
            return True  # asked for once more while it is open: no wrong try
        if self._count(turn, "tries") >= TRIES:
            return False
        if problem:
            turn.say(problem.sentence, **problem.facts)
        return True

    async def _read_asked(self, turn: Turn, asked: str | None) -> NotAnAnswer | None:
        if asked is None or turn.slot(asked) is not None:
            return None
        try:
            value = await getattr(self, f"read_{asked}")(turn, True)
        except NotAnAnswer as problem:
            return problem
        if value is None:
            help_of_form = f"utter_help_{self.form}_{asked}"
            return NotAnAnswer(help_of_form if has_sentence(help_of_form) else f"utter_help_{asked}")
        self.keep(turn, asked, value)
        return None

    async def _read_unasked(self, turn: Turn, asked: str | None, *, correcting: bool = False) -> None:
        """Take what was said without being asked; in a correction, or after a read-back, also what is known."""
        meant = turn.intent in CORRECTIONS or (asked or "").endswith(READ_BACK)
        correcting = correcting or meant
        before = self._known(turn)
        for slot in self.slots:
            if slot == asked or (turn.slot(slot) is not None and not correcting):
                continue
            try:
                value = await getattr(self, f"read_{slot}")(turn, False)
            except NotAnAnswer as problem:
                turn.say(problem.sentence, **problem.facts)
                continue
            if value is not None and str(value) != turn.slot(slot):
                self.keep(turn, slot, value)
        # a new value says enough: its words ("the whole street") may name another detail by chance
        if meant and before == self._known(turn):
            self.reopen(turn)

    def _known(self, turn: Turn) -> dict[str, str | None]:
        return {slot: turn.slot(slot) for slot in self.slots}

    def reopen(self, turn: Turn) -> None:
        """Ask again for the detail a customer wants to correct; the name of the detail ends the slot's name."""
        for said in turn.entities("detail"):
            detail = self.also_called.get(said, said)
            slot = next((each for each in self.slots if each == detail or each.endswith(f"_{detail}")), None)
            if slot and turn.slot(slot) is not None:
                self.keep(turn, slot, None)
                return

    def keep(self, turn: Turn, slot: str, value: object) -> None:
        """Set a slot, and forget what hangs on it."""
        if value is not None and str(value) == turn.slot(slot):
            return
        turn.set(slot, value)
        turn.forget(self.upsets.get(slot, ()))

    async def _next(self, turn: Turn) -> list[EventType]:
        if self._missing(turn) is None:
            try:
                await self.complete(turn)
            except NotAnAnswer as problem:
                if self._count(turn, "refusals") >= TRIES:
                    return self.give_up(turn)
                turn.say(problem.sentence, **problem.facts)
            else:
                # Rasa needs a slot of ours among the events, or it takes the form for rejected.
                turn.set("tries", 0)
                return [SlotSet(REQUESTED, None), FollowupAction(self.then(turn))]
        turn.set("tries", turn.tracker.slots.get("tries") or 0)
        return [SlotSet(REQUESTED, self._missing(turn))]

    def _count(self, turn: Turn, counter: str) -> int:
        count = int(float(turn.slot(counter) or 0)) + 1
        turn.set(counter, count)
        return count

    def _missing(self, turn: Turn) -> str | None:
        return next((slot for slot in self.wanted(turn) if turn.slot(slot) is None), None)

    def _put_aside(self, turn: Turn) -> None:
        """Say so when this form takes the place of another one; what was said there is kept."""
        if turn.slot("set_aside") == self.form:
            turn.set("set_aside", None)
        earlier = _form_before(turn)
        if earlier and earlier != self.form:
            turn.set("set_aside", earlier)
            turn.say("utter_put_aside", task=turn.phrase(f"utter_task_{earlier}"))

    def give_up(self, turn: Turn) -> list[EventType]:
        """Stop asking, and name the phone line; what was said is kept."""
        turn.say("utter_give_up")
        return stop_form()

    def is_kept(self, turn: Turn) -> bool:
        """Say whether there is something to keep."""
        return self.keeps and any(turn.slot(slot) is not None for slot in self.slots)

    def after_failure(self, turn: Turn) -> list[EventType]:
        """End the form when a system fails; what was said is kept."""
        return stop_form()


def yes_to_read_back(turn: Turn) -> str | None:
    """Return a yes to what was read back; after a no raise NotAnAnswer, which asks what to change."""
    if turn.intent == "affirm":
        return "yes"
    if turn.intent in CORRECTIONS:
        raise NotAnAnswer("utter_what_to_change")
    return None


def stop_form() -> list[EventType]:
    """Return the events that end any form without handing over."""
    return [SlotSet("tries", 0), SlotSet(REQUESTED, None), ActiveLoop(None), FollowupAction(LISTEN)]


def _form_before(turn: Turn) -> str | None:
    """Return the form that was active when the customer's latest message came."""
    events = iter(reversed(turn.tracker.events))
    for event in events:
        if event.get("event") == "active_loop" and event.get("name") is None:
            return None  # it ended in this turn
        if event.get("event") == "user":
            break
    return next((event.get("name") for event in events if event.get("event") == "active_loop"), None)

"""A dialogue's state for the length of one turn: handed in, changed by Rasa, handed out; never stored from here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turns.talker import TurnFailed


@dataclass
class OpenTurn:
    """One running turn: the state it began with, the tracker it has come to, and what went wrong in it."""

    state: str | None
    tracker: DialogueStateTracker | None = None
    failure: str | None = None


class OpenTurns(TrackerStore):
    """The tracker store of a worker: it knows the running turns and nothing else, and fails for any other."""

    def __init__(self) -> None:
        super().__init__(domain=None)
        self._turns: dict[str, OpenTurn] = {}

    @contextmanager
    def turn(self, conversation_id: str, state: str | None) -> Iterator[OpenTurn]:
        """Open a turn of a conversation that begins with this state (None: the dialogue is new)."""
        if conversation_id in self._turns:
            raise TurnFailed("two turns of one conversation at a time")
        turn = self._turns[conversation_id] = OpenTurn(state)
        try:
            yield turn
        finally:
            del self._turns[conversation_id]

    def fail(self, conversation_id: str, part: str) -> None:
        """Note which part of a running turn went wrong; Rasa itself would go on as if nothing had happened."""
        if conversation_id in self._turns:
            self._turns[conversation_id].failure = part

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker for the running turn."""
        self._turns[tracker.sender_id].tracker = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a running turn as it began; KeyError when no turn of it is running."""
        state = self._turns[sender_id].state
        return None if state is None else self.deserialise_tracker(sender_id, state)

    async def keys(self) -> Iterable[str]:
        """Return the conversations with a running turn."""
        return list(self._turns)


def as_state(tracker: DialogueStateTracker, limit: int, kept: int) -> str:
    """Return the tracker as text; more than `limit` events are shortened to every slot and the `kept` newest."""
    return json.dumps(Dialogue(tracker.sender_id, shortened(tracker, limit, kept)).as_dict())


def shortened(tracker: DialogueStateTracker, limit: int, kept: int) -> list[Event]:
    """Return the events of the last session, from a customer's message on when they were too many.

    While a form is open nothing is cut. What the slots held at the cut is set again at its beginning.
    """
    events = _last_session(list(tracker.events))
    if len(events) <= limit or tracker.active_loop_name:
        return events
    starts = [at for at, event in enumerate(events) if isinstance(event, UserUttered) and len(events) - at <= kept]
    if not starts:
        return events
    cut = starts[0]
    before = tracker.init_copy()
    for slot in before.slots.values():
        slot.reset()
    before.update_with_events(events[:cut], None)
    return _beginning(before, events[cut].timestamp) + events[cut:]


def _last_session(events: list[Event]) -> list[Event]:
    starts = [at for at, event in enumerate(events) if isinstance(event, SessionStarted)]
    return events[starts[-1] :] if starts else events


def _beginning(before: DialogueStateTracker, at: float) -> list[Event]:
    changed = {name: slot.value for name, slot in before.slots.items() if slot.value != slot.initial_value}
    beginning: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME, timestamp=at), SessionStarted(timestamp=at)]
    beginning += [SlotSet(name, value, timestamp=at) for name, value in changed.items()]
    if before.active_loop_name:
        beginning.append(ActiveLoop(before.active_loop_name, timestamp=at))
    return [*beginning, ActionExecuted(ACTION_LISTEN_NAME, timestamp=at)]

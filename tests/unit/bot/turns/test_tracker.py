"""A dialogue's state goes through text unchanged, is bounded, and belongs to one running turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.turns.talker import TurnFailed

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("rasa_ready")]
LIMIT, KEPT = 40, 20


def _slots() -> list[Any]:
    from rasa.shared.core.slots import AnySlot

    return [AnySlot(name, mappings=[{}]) for name in ("old", "new", "untouched")]


def _talk(turns: int) -> DialogueStateTracker:
    """Return a dialogue of so many turns of three events; `old` is set in the first, `new` in each."""
    from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    events: list[Any] = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    for n in range(turns):
        events.append(UserUttered(f"text {n}", {"name": "greet"}))
        events += [SlotSet("old", "kept")] if n == 0 else [SlotSet("new", n)]
        events.append(ActionExecuted("action_listen"))
    return DialogueStateTracker.from_events("c", events, slots=_slots())


def test_a_short_dialogue_is_kept_whole() -> None:
    """Below the limit every event of the session is kept."""
    from bot.turns.tracker import shortened

    talk = _talk(5)
    assert shortened(talk, LIMIT, KEPT) == list(talk.events)[1:]


def test_a_long_dialogue_keeps_slots_and_its_end() -> None:
    """Above the limit the newest events stay as they are, and replaying them gives every slot its value."""
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.turns.tracker import shortened

    talk = _talk(30)
    events = shortened(talk, LIMIT, KEPT)
    replayed = DialogueStateTracker.from_events("c", events, slots=_slots())
    assert replayed.current_slot_values() == talk.current_slot_values() == {"old": "kept", "new": 29, "untouched": None}
    first = next(at for at, event in enumerate(events) if isinstance(event, UserUttered))
    assert 0 < len(events) - first <= KEPT
    assert events[first:] == list(talk.events)[-(len(events) - first) :]
    assert len(events) <= LIMIT
    assert replayed.latest_message == talk.latest_message


def test_an_open_form_is_not_cut() -> None:
    """While a form is open the dialogue is kept whole however long it is."""
    from rasa.shared.core.events import ActiveLoop

    from bot.turns.tracker import shortened

    talk = _talk(30)
    talk.update(ActiveLoop("report_outage_form"))
    assert len(shortened(talk, LIMIT, KEPT)) == len(talk.events) - 1


def test_earlier_sessions_are_left_behind() -> None:
    """Only the newest session is kept: as Rasa itself reads it back from its databases."""
    from rasa.shared.core.events import SessionStarted

    from bot.turns.tracker import shortened

    talk = _talk(5)
    talk.update(SessionStarted())
    assert [type(event) for event in shortened(talk, LIMIT, KEPT)] == [SessionStarted]


async def test_a_turn_gets_its_state_and_gives_the_new_one() -> None:
    """What a turn saves can be handed to the next as text; nothing is stored in between."""
    from rasa.shared.core.domain import Domain

    from bot.turns.tracker import OpenTurns, as_state

    store = OpenTurns()
    store.domain = Domain.from_dict({"slots": {"old": {"type": "any", "mappings": [{"type": "custom"}]}}})
    with store.turn("c", as_state(_talk(3), LIMIT, KEPT)) as turn:
        tracker = await store.retrieve("c")
        assert tracker is not None
        assert tracker.get_slot("old") == "kept"
        await store.save(tracker)
        assert turn.tracker is tracker
    with pytest.raises(KeyError):
        await store.retrieve("c")
    with store.turn("c", None):
        assert await store.retrieve("c") is None


async def test_two_turns_of_one_conversation_are_refused() -> None:
    """Were a conversation ever worked on twice at a time, the second turn fails instead of mixing the states."""
    from bot.turns.tracker import OpenTurns

    store = OpenTurns()
    with store.turn("c", None), store.turn("other", None):
        with pytest.raises(TurnFailed), store.turn("c", None):
            await asyncio.sleep(0)
        assert set(await store.keys()) == {"c", "other"}

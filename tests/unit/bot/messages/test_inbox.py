"""What came in is accepted once, worked on by one at a time and in order, and answered once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.database import begin
from bot.messages.conversations import open_conversation
from bot.messages.inbox import accept, answer, count_waiting, fail, release, take
from bot.messages.model import Button, LeaseLost, Reply, UnknownConversation, Work
from bot.messages.outbox import history
from bot.messages.tables import conversations

LEASE = timedelta(seconds=30)


def _open(engine: sa.engine.Engine, now: datetime) -> str:
    with begin(engine) as connection:
        return open_conversation(connection, "web", now)[0].id


def _accept(engine: sa.engine.Engine, conversation: str, event: str, now: datetime) -> int:
    with begin(engine) as connection:
        return accept(connection, conversation, event, f"text of {event}", now).n


def _take(engine: sa.engine.Engine, worker: str, now: datetime) -> Work | None:
    with begin(engine) as connection:
        return take(connection, worker, now, LEASE)


def _answer(engine: sa.engine.Engine, work: Work, now: datetime, text: str = "done", state: str = "{}") -> None:
    with begin(engine) as connection:
        answer(connection, work, [Reply(text)], state, now)


def _texts(engine: sa.engine.Engine, conversation: str) -> list[str]:
    with engine.connect() as connection:
        return [message.text for message in history(connection, conversation, 100)]


def test_the_same_event_twice_is_one_message(engine: sa.engine.Engine, now: datetime) -> None:
    """A redelivered message is told to be a duplicate and adds nothing, whatever its text says now."""
    conversation = _open(engine, now)
    with begin(engine) as connection:
        first = accept(connection, conversation, "e1", "hello", now)
        again = accept(connection, conversation, "e1", "something else", now)
    assert (first.duplicate, again.duplicate, again.n) == (False, True, first.n)
    assert _texts(engine, conversation) == ["hello"]


def test_an_event_id_belongs_to_its_conversation(engine: sa.engine.Engine, now: datetime) -> None:
    """Two conversations may use the same client id without stopping each other's message."""
    one, two = _open(engine, now), _open(engine, now)
    assert _accept(engine, one, "e1", now) != _accept(engine, two, "e1", now)


def test_nothing_is_accepted_for_an_unknown_conversation(engine: sa.engine.Engine, now: datetime) -> None:
    """A message to a conversation that does not exist is an error and leaves nothing behind."""
    with pytest.raises(UnknownConversation):
        _accept(engine, "nobody", "e1", now)
    with engine.connect() as connection:
        assert count_waiting(connection) == 0


def test_one_conversation_is_worked_on_in_order_while_others_go_on(engine: sa.engine.Engine, now: datetime) -> None:
    """The second message of a conversation waits for the first; another conversation's does not."""
    one, two = _open(engine, now), _open(engine, now)
    for conversation, event in ((one, "a"), (one, "b"), (two, "c")):
        _accept(engine, conversation, event, now)
    first, other, none = (_take(engine, "w", now) for _ in range(3))
    assert first is not None
    assert other is not None
    assert (first.event_id, other.event_id, none) == ("a", "c", None)
    _answer(engine, first, now)
    second = _take(engine, "w", now)
    assert second is not None
    assert second.event_id == "b"


def test_a_dead_workers_message_is_taken_again_after_its_lease(engine: sa.engine.Engine, now: datetime) -> None:
    """Until the lease ends nobody gets the message; then another worker does, and the dead one's answer is void."""
    conversation = _open(engine, now)
    _accept(engine, conversation, "a", now)
    lost = _take(engine, "dead", now)
    assert lost is not None
    assert _take(engine, "alive", now + LEASE) is None
    again = _take(engine, "alive", now + LEASE + timedelta(seconds=1))
    assert again is not None
    assert (again.n, again.attempts) == (lost.n, 2)
    with pytest.raises(LeaseLost):
        _answer(engine, lost, now, "from the dead")
    _answer(engine, again, now, "from the living")
    assert _texts(engine, conversation) == ["text of a", "from the living"]


def test_a_worker_that_took_it_twice_can_only_answer_its_newest_attempt(
    engine: sa.engine.Engine, now: datetime
) -> None:
    """The same worker's stale attempt is void too: the attempt counts, not the name alone."""
    conversation = _open(engine, now)
    _accept(engine, conversation, "a", now)
    stale = _take(engine, "w", now)
    fresh = _take(engine, "w", now + LEASE * 2)
    assert stale is not None
    assert fresh is not None
    with pytest.raises(LeaseLost):
        _answer(engine, stale, now)
    _answer(engine, fresh, now)


def test_an_answer_is_whole_or_not_at_all(engine: sa.engine.Engine, now: datetime) -> None:
    """When a reply cannot be stored, neither the other replies nor the new state nor the work's end are."""
    conversation = _open(engine, now)
    _accept(engine, conversation, "a", now)
    work = _take(engine, "w", now)
    assert work is not None
    with pytest.raises(TypeError), begin(engine) as connection:
        answer(connection, work, [Reply("fine"), Reply("bad", card={"due": now})], "new state", now)
    assert _texts(engine, conversation) == ["text of a"]
    retaken = _take(engine, "w", now + LEASE * 2)
    assert retaken is not None
    assert retaken.tracker_state is None


def test_the_next_turn_begins_where_the_last_one_ended(engine: sa.engine.Engine, now: datetime) -> None:
    """The state stored with an answer comes with the next message; a failed turn leaves it as it was."""
    conversation = _open(engine, now)
    for event in ("a", "b", "c"):
        _accept(engine, conversation, event, now)
    first = _take(engine, "w", now)
    assert first is not None
    _answer(engine, first, now, state="state 1")
    second = _take(engine, "w", now)
    assert second is not None
    with begin(engine) as connection:
        fail(connection, second, Reply("sorry"), now)
    third = _take(engine, "w", now)
    assert third is not None
    assert (first.tracker_state, second.tracker_state, third.tracker_state) == (None, "state 1", "state 1")
    assert "sorry" in _texts(engine, conversation)


def test_a_released_message_is_free_at_once_and_costs_no_attempt(engine: sa.engine.Engine, now: datetime) -> None:
    """A worker that stops cleanly gives its message to the next one without waiting for the lease."""
    conversation = _open(engine, now)
    _accept(engine, conversation, "a", now)
    work = _take(engine, "one", now)
    assert work is not None
    with begin(engine) as connection:
        release(connection, work)
    again = _take(engine, "two", now)
    assert again is not None
    assert again.attempts == 1


def test_a_persons_conversation_is_left_alone(engine: sa.engine.Engine, now: datetime) -> None:
    """While a member of staff owns the conversation, no worker takes its messages."""
    conversation = _open(engine, now)
    with begin(engine) as connection:
        connection.execute(conversations.update().values(owner="agent"))
    _accept(engine, conversation, "a", now)
    assert _take(engine, "w", now) is None


def test_message_ids_differ_between_conversations_and_messages(engine: sa.engine.Engine, now: datetime) -> None:
    """The id that other systems see holds the random conversation id, so a new database repeats none."""
    conversation = _open(engine, now)
    n = _accept(engine, conversation, "a", now)
    work = _take(engine, "w", now)
    assert work is not None
    assert work.message_id == f"{conversation}-{n}"


def test_many_workers_take_every_message_once_and_in_order(engine: sa.engine.Engine, now: datetime) -> None:
    """Four threads working at once answer 5 x 6 messages exactly once, each conversation in its order."""
    open_ones = [_open(engine, now) for _ in range(5)]
    for round_ in range(6):
        for conversation in open_ones:
            _accept(engine, conversation, f"e{round_}", now)

    def work_off(worker: str) -> None:
        idle = 0
        while idle < 3:
            work = _take(engine, worker, now)
            if work is None:
                idle += 1
                continue
            idle = 0
            state = (work.tracker_state or "") + work.event_id
            with begin(engine) as connection:
                answer(connection, work, [Reply(f"re {work.event_id}", buttons=(Button("x", "/x"),))], state, now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work_off, [f"w{i}" for i in range(4)]))
    work_off("last")
    for conversation in open_ones:
        answers = [text for text in _texts(engine, conversation) if text.startswith("re ")]
        assert answers == [f"re e{round_}" for round_ in range(6)]

"""What came in and must be answered: accepted once, taken by one worker at a time, in order, answered once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.messages.conversations import touch
from bot.messages.model import Accepted, LeaseLost, Reply, Work
from bot.messages.outbox import say
from bot.messages.tables import ANSWERED, FAILED, OPEN, TAKEN, WAITING, conversations, inbox, messages, trackers


def accept(
    connection: sa.engine.Connection,
    conversation_id: str,
    event_id: str,
    text: str,
    now: datetime,
    payload: str | None = None,
) -> Accepted:
    """Record a customer's message as waiting for an answer; the same event id again changes nothing.

    `text` is what the customer sees of it; `payload` comes from a button of ours and never from the customer.
    Raises UnknownConversation.
    """
    touch(connection, conversation_id, now)
    known = connection.execute(
        sa.select(inbox.c.n).where(inbox.c.conversation_id == conversation_id, inbox.c.event_id == event_id)
    ).scalar()
    if known is not None:
        return Accepted(n=known, duplicate=True)
    message = {"conversation_id": conversation_id, "sender": "customer", "text": text, "buttons": "[]"}
    inserted = connection.execute(messages.insert().values(**message, client_id=event_id, created_at=now))
    n = int(inserted.inserted_primary_key[0])
    work = {"n": n, "conversation_id": conversation_id, "event_id": event_id, "payload": payload}
    connection.execute(inbox.insert().values(**work, state=WAITING, attempts=0))
    return Accepted(n=n, duplicate=False)


def take(connection: sa.engine.Connection, worker: str, now: datetime, lease: timedelta) -> Work | None:
    """Take the oldest message that may be worked on now, or return None.

    A message may be worked on when it waits, or its worker's lease ran out, and every earlier message of its
    conversation is finished and the bot owns the conversation. Nobody else gets it before `now + lease`.
    """
    earlier = inbox.alias("earlier")
    blocked = sa.exists().where(
        earlier.c.conversation_id == inbox.c.conversation_id, earlier.c.n < inbox.c.n, earlier.c.state.in_(OPEN)
    )
    free = sa.or_(inbox.c.state == WAITING, sa.and_(inbox.c.state == TAKEN, inbox.c.lease_until < now))
    oldest = (
        sa.select(inbox.c.n)
        .join(conversations, conversations.c.id == inbox.c.conversation_id)
        .where(inbox.c.state.in_(OPEN), free, ~blocked, conversations.c.owner == "bot")
        .order_by(inbox.c.n)
        .limit(1)
        .with_for_update(skip_locked=True, of=inbox)
    )
    n = connection.execute(oldest).scalar()
    if n is None:
        return None
    taken = {"state": TAKEN, "worker": worker, "lease_until": now + lease, "attempts": inbox.c.attempts + 1}
    connection.execute(inbox.update().where(inbox.c.n == n).values(**taken))
    return _work(connection, n)


def answer(
    connection: sa.engine.Connection, work: Work, replies: Iterable[Reply], tracker_state: str, now: datetime
) -> list[int]:
    """Finish a turn in this one transaction: replies, button tokens, the dialogue's new state, the work itself.

    Returns the replies' numbers. Raises LeaseLost when the message is no longer ours: then nothing is kept.
    """
    touch(connection, work.conversation_id, now)
    _let_go(connection, work, state=ANSWERED, answered_at=now)
    _keep_state(connection, work.conversation_id, tracker_state, now)
    return _say_all(connection, work, replies, now)


def fail(connection: sa.engine.Connection, work: Work, sorry: Reply, now: datetime) -> list[int]:
    """Finish a turn that went wrong: the customer gets `sorry`, the dialogue stays where it was.

    Raises LeaseLost like `answer`.
    """
    touch(connection, work.conversation_id, now)
    _let_go(connection, work, state=FAILED, answered_at=now)
    return _say_all(connection, work, [sorry], now)


def release(connection: sa.engine.Connection, work: Work) -> None:
    """Give a message back unfinished, at once and without counting the attempt. Raises LeaseLost."""
    _let_go(connection, work, state=WAITING, attempts=work.attempts - 1, worker=None, lease_until=None)


def count_waiting(connection: sa.engine.Connection) -> int:
    """Return how many messages are not answered yet."""
    open_ones = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state.in_(OPEN))
    return int(connection.execute(open_ones).scalar())


def _work(connection: sa.engine.Connection, n: int) -> Work:
    joined = (
        inbox.join(messages, messages.c.n == inbox.c.n)
        .join(conversations, conversations.c.id == inbox.c.conversation_id)
        .outerjoin(trackers, trackers.c.conversation_id == inbox.c.conversation_id)
    )
    row = connection.execute(
        sa.select(
            inbox.c.n,
            inbox.c.conversation_id,
            inbox.c.event_id,
            conversations.c.channel,
            messages.c.text,
            inbox.c.payload,
            inbox.c.worker,
            inbox.c.attempts,
            trackers.c.state,
        )
        .select_from(joined)
        .where(inbox.c.n == n)
    ).one()
    return Work(*row)


def _let_go(connection: sa.engine.Connection, work: Work, **values: Any) -> None:
    ours = sa.and_(
        inbox.c.n == work.n,
        inbox.c.state == TAKEN,
        inbox.c.worker == work.worker,
        inbox.c.attempts == work.attempts,
    )
    if connection.execute(inbox.update().where(ours).values(**values)).rowcount == 0:
        raise LeaseLost(work.message_id)


def _keep_state(connection: sa.engine.Connection, conversation_id: str, state: str, now: datetime) -> None:
    values = {"state": state, "updated_at": now}
    here = trackers.c.conversation_id == conversation_id
    if connection.execute(trackers.update().where(here).values(**values)).rowcount == 0:
        connection.execute(trackers.insert().values(conversation_id=conversation_id, **values))


def _say_all(connection: sa.engine.Connection, work: Work, replies: Iterable[Reply], now: datetime) -> list[int]:
    answers = (work.n, work.event_id)
    return [say(connection, work.conversation_id, reply, now, answers=answers) for reply in replies]

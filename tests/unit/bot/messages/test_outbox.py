"""What was said can be read again in order, from any number on, with buttons that give no payload away."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database import begin
from bot.messages import migrate
from bot.messages.conversations import find_conversation, open_conversation
from bot.messages.inbox import accept, take
from bot.messages.model import Button, Reply
from bot.messages.outbox import after, heads, history, resolve_button, say
from bot.messages.tables import conversations, messages, metadata


def test_one_numbering_for_both_sides(engine: sa.engine.Engine, now: datetime) -> None:
    """Customer's and bot's messages share one growing number; `after` and `history` tell them in that order."""
    with begin(engine) as connection:
        conversation = open_conversation(connection, "web", now)[0].id
        first = accept(connection, conversation, "c1", "hello", now).n
        card = {"version": 1, "title": "Bill – ¥"}
        second = say(connection, conversation, Reply("hi", card=card), now, answers=(first, "c1"))
        third = accept(connection, conversation, "c2", "bye", now).n
    with engine.connect() as connection:
        told = history(connection, conversation, 10)
        assert [(m.n, m.sender, m.client_id) for m in told] == [
            (first, "customer", "c1"),
            (second, "bot", "c1"),
            (third, "customer", "c2"),
        ]
        assert told[1].card == card
        assert told[1].at == now
        assert after(connection, conversation, first, 10) == told[1:]
        assert after(connection, conversation, first, 1) == told[1:2]
        assert history(connection, conversation, 2) == told[1:]


def test_a_number_is_never_given_twice(engine: sa.engine.Engine, now: datetime) -> None:
    """After the newest messages are deleted, a reader's position still lies before the next message."""
    with begin(engine) as connection:
        conversation = open_conversation(connection, "web", now)[0].id
        old = say(connection, conversation, Reply("one"), now)
        connection.execute(messages.delete())
        assert say(connection, conversation, Reply("two"), now) > old


def test_a_button_works_only_in_its_own_conversation(engine: sa.engine.Engine, now: datetime) -> None:
    """The record shows title and token; the payload comes back for its own conversation, also a second time."""
    with begin(engine) as connection:
        mine = open_conversation(connection, "web", now)[0].id
        other = open_conversation(connection, "web", now)[0].id
        button = Button("Pay now", '/pay{"bill": "B-1"}')
        say(connection, mine, Reply("Your bill", buttons=(button,)), now)
    with engine.connect() as connection:
        ((title, token),) = history(connection, mine, 1)[0].buttons
        assert title == "Pay now"
        assert "/" not in token
        assert resolve_button(connection, mine, token) == button
        assert resolve_button(connection, mine, token) == button
        assert resolve_button(connection, other, token) is None
        assert resolve_button(connection, mine, "made-up") is None


def test_a_cards_next_steps_carry_tokens(engine: sa.engine.Engine, now: datetime) -> None:
    """The recorded card holds no payload either; the token of a next step resolves like any button's."""
    step = {"title": "Report an outage", "payload": "/report_outage"}
    with begin(engine) as connection:
        conversation = open_conversation(connection, "web", now)[0].id
        say(connection, conversation, Reply("Your card", card={"title": "Repair", "next": [step]}), now)
        card = history(connection, conversation, 1)[0].card
        assert card is not None
        (shown,) = card["next"]
        assert shown.keys() == {"title", "token"}
        assert resolve_button(connection, conversation, shown["token"]) == Button(**step)


def test_heads_say_where_each_conversation_stands(engine: sa.engine.Engine, now: datetime) -> None:
    """A head names the newest number and whether a worker is at it; an empty conversation stands at 0."""
    with begin(engine) as connection:
        one = open_conversation(connection, "web", now)[0].id
        two = open_conversation(connection, "web", now)[0].id
        n = accept(connection, one, "c1", "hello", now).n
        assert (heads(connection, [one])[one].last, heads(connection, [one])[one].busy) == (n, False)
        take(connection, "w", now, timedelta(seconds=5))
        told = heads(connection, [one, two])
    assert (told[one].busy, told[two].last, told[two].busy) == (True, 0, False)


def test_a_session_is_found_by_its_token_alone(engine: sa.engine.Engine, now: datetime) -> None:
    """The token finds its conversation until it idles out; the database holds no token to steal."""
    with begin(engine) as connection:
        conversation, token = open_conversation(connection, "web", now)
    with engine.connect() as connection:
        assert find_conversation(connection, token, now - timedelta(hours=1)) == conversation
        assert find_conversation(connection, token, now + timedelta(hours=1)) is None
        assert find_conversation(connection, conversation.id, now - timedelta(hours=1)) is None
        assert token not in str(connection.execute(sa.select(conversations)).all())


def test_a_moment_without_a_zone_is_refused(engine: sa.engine.Engine) -> None:
    """Nothing is recorded at a moment that could be read in two time zones."""
    naive = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc).replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="time zone"), begin(engine) as connection:
        open_conversation(connection, "web", naive)


def test_the_migrations_make_the_tables_the_code_uses(engine: sa.engine.Engine) -> None:
    """The migrated schema equals the tables in code, and migrating twice changes nothing."""
    migrate(engine)
    ours = set(metadata.tables)

    def only_ours(thing: sa.schema.SchemaItem, name: str, kind: str, *_: object) -> bool:
        table = name if kind == "table" else thing.table.name
        return table in ours

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": only_ours})
        assert compare_metadata(context, metadata) == []

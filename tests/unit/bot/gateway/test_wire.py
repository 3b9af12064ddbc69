"""Events on the wire are whole whatever a message holds."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.wire import as_json, message_event, typing_event
from bot.messages.model import Message


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_a_message_is_one_event(text: str) -> None:
    """Line ends and other tricks in a text cannot end its event or begin another."""
    at = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
    message = Message(7, "bot", text, {"title": text}, ((text, "token"),), at, None)
    lines = message_event(message).decode().split("\n")
    assert lines[:2] == ["id: 7", "event: message"]
    assert json.loads(lines[2].removeprefix("data: ")) == as_json(message)
    assert lines[3:] == ["", ""]
    assert "\r" not in "".join(lines)


def test_typing_does_not_move_the_client() -> None:
    """A typing event has no id, so a client resumes after the last message."""
    assert typing_event(True) == b'event: typing\ndata: {"on": true}\n\n'

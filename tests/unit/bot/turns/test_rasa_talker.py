"""What Rasa says becomes whole messages of ours."""

from __future__ import annotations

import pytest

from bot.messages.model import Button, Reply

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("rasa_ready")]


async def test_a_message_is_collected_whole() -> None:
    """A text with blank lines, its card and its buttons stay one message; an empty one is none."""
    from bot.turns.rasa_talker import Collector

    collector = Collector()
    card = {"version": 1, "title": "Your bill"}
    buttons = [{"title": "Pay", "payload": '/pay{"bill": "B-1"}'}]
    await collector.send_response("c", {"text": "One.\n\nTwo.", "custom": {"card": card}, "buttons": buttons})
    await collector.send_response("c", {"text": "  ", "custom": {}, "buttons": []})
    await collector.send_response("c", {"text": None, "custom": {"card": card}})
    assert collector.replies == [
        Reply("One.\n\nTwo.", card, (Button("Pay", '/pay{"bill": "B-1"}'),)),
        Reply("", card),
    ]

"""How a message looks outside: as JSON, and as an event of a stream."""

from __future__ import annotations

import json
from typing import Any

from bot.messages.model import Message


def as_json(message: Message) -> dict[str, Any]:
    """Return the message as docs/api/gateway.yaml describes it."""
    return {
        "n": message.n,
        "sender": message.sender,
        "text": message.text,
        "card": message.card,
        "buttons": [{"title": title, "token": token} for title, token in message.buttons],
        "at": message.at.isoformat(),
        "client_id": message.client_id,
    }


def message_event(message: Message) -> bytes:
    """Return a `message` event whose id is the message's number."""
    # JSON escapes line ends, so the data is always one line
    return f"id: {message.n}\nevent: message\ndata: {json.dumps(as_json(message))}\n\n".encode()


def typing_event(on: bool) -> bytes:
    """Return a `typing` event; it has no id, so it does not move where a client resumes."""
    return f"event: typing\ndata: {json.dumps({'on': on})}\n\n".encode()

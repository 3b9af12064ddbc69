"""The words of the record, as types: a message, a reply with buttons, a piece of work, a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class UnknownConversation(Exception):
    """No conversation has this id."""


class LeaseLost(Exception):
    """Somebody else has taken this message meanwhile; what we worked out must not be stored."""


@dataclass(frozen=True)
class Conversation:
    """One customer's talk with us on one channel; `owner` is `bot` or `agent`."""

    id: str
    channel: str
    owner: str


@dataclass(frozen=True)
class Button:
    """A button as the bot means it; the payload never leaves the house."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message on its way to the customer, not yet recorded."""

    text: str
    card: Mapping[str, Any] | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Message:
    """One recorded message; `n` grows with every message of a conversation, whoever sent it.

    `sender` is `customer`, `bot` or `agent`; `buttons` are (title, token); `client_id` names the customer's
    message this is or answers.
    """

    n: int
    sender: str
    text: str
    card: Mapping[str, Any] | None
    buttons: tuple[tuple[str, str], ...]
    at: datetime
    client_id: str | None


@dataclass(frozen=True)
class Accepted:
    """What became of a customer's message: its number, and whether we had it already."""

    n: int
    duplicate: bool


@dataclass(frozen=True)
class Work:
    """A customer's message that a worker has taken, with all that a turn needs."""

    n: int
    conversation_id: str
    event_id: str
    channel: str
    text: str
    payload: str | None
    worker: str
    attempts: int
    tracker_state: str | None

    @property
    def message_id(self) -> str:
        """Return an id of this message that is unique everywhere, also after our database was made anew."""
        return f"{self.conversation_id}-{self.n}"


@dataclass(frozen=True)
class Head:
    """Where a conversation stands: its newest message, and whether a message of it is being worked on."""

    last: int
    busy: bool

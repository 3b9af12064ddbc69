"""The port to whatever leads the dialogue: a customer's message and the state so far in, replies and new state out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from bot.messages.model import Reply, Work

_COMMAND = re.compile(r"^[\s/]+")


class TurnFailed(Exception):
    """A turn went wrong; its message names the part, never the customer's words."""


@dataclass(frozen=True)
class Turn:
    """What a turn came to: what is said, and the state the next turn begins with."""

    replies: tuple[Reply, ...]
    tracker_state: str


class Talker(ABC):
    """Leads the dialogue. It keeps nothing between turns: the state comes with the message."""

    @property
    @abstractmethod
    def sorry(self) -> Reply:
        """Return what is said when a turn fails."""

    @abstractmethod
    async def reply(self, work: Work) -> Turn:
        """Answer one message; any exception means that the turn failed and its state is not kept."""


def said(work: Work) -> str:
    """Return what the dialogue engine gets: a button's payload, or the customer's words with no command in them."""
    return work.payload if work.payload is not None else without_command(work.text)


def without_command(text: str) -> str:
    """Return the customer's text so that it cannot pass for a `/intent{…}` command of the dialogue engine."""
    return _COMMAND.sub("", text).strip() or "?"

"""A customer who talks with the assistant, on the web page or where only plain text is shown."""

from __future__ import annotations

import asyncio
import io
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from bot.catalogue.loader import read_profile
from bot.settings import ROOT
from bot.terminal import Screen
from tests.integration.door import Customer

PROFILE = ROOT / "bot" / "catalogue" / "profiles" / "state_grid"
WIDE = 10_000


class NoButton(Exception):
    """No button of this title can be pressed now."""


@dataclass(frozen=True)
class Answer:
    """What came back on one message: the record's messages, and what a customer reads of them here."""

    messages: Sequence[Mapping[str, Any]]
    shown: str

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        """Return the cards, in order."""
        return [each["card"] for each in self.messages if each["card"]]

    @property
    def buttons(self) -> list[Mapping[str, str]]:
        """Return the buttons of the newest message that has any."""
        return next((each["buttons"] for each in reversed(self.messages) if each["buttons"]), [])


class Talk(ABC):
    """One conversation through the public door, and its transcript."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer
        self._last = 0
        self._newest: Sequence[Mapping[str, str]] = ()
        self.transcript: list[str] = []

    async def say(self, text: str, *, again: bool = False) -> Answer:
        """Type something and return the whole answer."""
        self.transcript.append(f"customer  {text}")
        return await self._send({"text": text}, again)

    async def press(self, title: str, *, again: bool = False) -> Answer:
        """Press a button of the newest answer that had some."""
        self.transcript.append(f"customer  [{title}]")
        return await self._send(self._pressed(title), again)

    @abstractmethod
    def _pressed(self, title: str) -> Mapping[str, str]:
        """Return what is sent when the button of this title is chosen."""

    @abstractmethod
    def _read(self, messages: Sequence[Mapping[str, Any]]) -> str:
        """Return what the customer reads of an answer."""

    async def _send(self, content: Mapping[str, str], again: bool) -> Answer:
        name = uuid.uuid4().hex
        posted = await asyncio.gather(*(self._customer.post(id=name, **content) for _ in range(1 + again)))
        assert {status for status, _ in posted} == {202}, posted
        messages = await self._answers(name)
        answer = Answer(messages, self._read(messages))
        self._newest = answer.buttons or self._newest
        self.transcript += [f"          {line}" for line in plain(messages).splitlines()]
        return answer

    async def _answers(self, name: str) -> Sequence[Mapping[str, Any]]:
        stream = self._customer.messages(self._last)
        async for message in stream:
            self._last = message["n"]
            if message["sender"] == "bot" and message["client_id"] == name:
                break
        await stream.aclose()
        # a turn's replies are recorded together: where one is, all are
        told = await self._customer.history()
        self._last = told[-1]["n"]
        return [each for each in told if each["sender"] == "bot" and each["client_id"] == name]


class WebTalk(Talk):
    """The chat page: text, card and buttons as structure."""

    def _pressed(self, title: str) -> Mapping[str, str]:
        token = next((each["token"] for each in self._newest if each["title"] == title), None)
        if token is None:
            raise NoButton(title)
        return {"button": token}

    def _read(self, messages: Sequence[Mapping[str, Any]]) -> str:
        return "\n".join(each["text"] for each in messages)


class PlainTalk(Talk):
    """The terminal, and all channels that know nothing but lines: a button is chosen by its number."""

    def __init__(self, customer: Customer) -> None:
        super().__init__(customer)
        self._printed = io.StringIO()
        self._screen = _screen(self._printed)

    def _pressed(self, title: str) -> Mapping[str, str]:
        titles = [each["title"] for each in self._newest]
        if title not in titles:
            raise NoButton(title)
        return self._screen.take(str(titles.index(title) + 1))

    def _read(self, messages: Sequence[Mapping[str, Any]]) -> str:
        before = len(self._printed.getvalue())
        for message in messages:
            self._screen.show(message)
        return self._printed.getvalue()[before:]


def plain(messages: Sequence[Mapping[str, Any]]) -> str:
    """Return an answer as the terminal prints it."""
    printed = io.StringIO()
    screen = _screen(printed)
    for message in messages:
        screen.show(message)
    return printed.getvalue()


def _screen(printed: io.StringIO) -> Screen:
    return Screen(Console(file=printed, highlight=False, width=WIDE), read_profile(PROFILE).wording.labels)

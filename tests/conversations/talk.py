"""A customer who talks with the assistant, and what they read of it: on the web page, or where there are only lines."""

from __future__ import annotations

import asyncio
import io
import uuid
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
    """What came back on one message: the record's messages, and the lines the terminal prints of them."""

    messages: Sequence[Mapping[str, Any]]
    lines: Sequence[str]

    @property
    def text(self) -> str:
        """Return what the web page shows in its bubbles."""
        return "\n".join(each["text"] for each in self.messages)

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        """Return the cards, in order."""
        return [each["card"] for each in self.messages if each["card"]]

    @property
    def buttons(self) -> list[Mapping[str, str]]:
        """Return the buttons of the newest message that has any."""
        return next((each["buttons"] for each in reversed(self.messages) if each["buttons"]), [])


class Talk:
    """One conversation through the public door, and its transcript."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer
        self._last = 0
        self._newest: Sequence[Mapping[str, str]] = ()
        self._printed = io.StringIO()
        labels = read_profile(PROFILE).wording.labels
        self._screen = Screen(Console(file=self._printed, highlight=False, width=WIDE), labels)
        self.transcript: list[str] = []

    async def say(self, text: str, *, again: bool = False) -> Answer:
        """Type something and return the whole answer; `again` sends the same message twice at once."""
        self.transcript.append(f"customer  {text}")
        return await self._send({"text": text}, again)

    async def press(self, title: str, *, again: bool = False) -> Answer:
        """Press a button of the newest answer that had some, as the page and as the terminal's number would."""
        self.transcript.append(f"customer  [{title}]")
        titles = [each["title"] for each in self._newest]
        if title not in titles:
            raise NoButton(title)
        pressed = {"button": self._newest[titles.index(title)]["token"]}
        by_number = self._screen.take(str(titles.index(title) + 1))
        assert by_number in (pressed, {"text": str(titles.index(title) + 1)}), "number and title are two buttons"
        return await self._send(pressed, again)

    async def _send(self, content: Mapping[str, str], again: bool) -> Answer:
        name = uuid.uuid4().hex
        posted = await asyncio.gather(*(self._customer.post(id=name, **content) for _ in range(1 + again)))
        assert {status for status, _ in posted} == {202}, posted
        messages = await self._answers(name)
        answer = Answer(messages, self._print(messages))
        self._newest = answer.buttons or self._newest
        self.transcript += [f"          {line}" for line in answer.lines]
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

    def _print(self, messages: Sequence[Mapping[str, Any]]) -> list[str]:
        before = len(self._printed.getvalue())
        for message in messages:
            self._screen.show(message)
        return self._printed.getvalue()[before:].splitlines()

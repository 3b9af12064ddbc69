"""`python -m bot chat`: the assistant in a terminal, through the same public door as the chat page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import aiohttp
from rich.console import Console
from rich.text import Text

from bot.catalogue.loader import read_profile
from bot.settings import Settings, StartError

ANSWER_WITHIN = 60.0
PAUSES = (0.5, 1.0, 2.0)
QUIET = 0.4
FINISHED = "/quit"
LOST = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, asyncio.TimeoutError)

Labels = Mapping[str, str]


class DoorError(Exception):
    """The door did not take a message; the text is fit for the customer."""


class Door:
    """The public door's calls that a terminal needs (docs/api/gateway.yaml)."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self.last = 0

    async def open(self) -> None:
        """Open a conversation; raise StartError when nobody is at the door."""
        try:
            async with self._http.post(f"{self._base}/chat/session", json={}) as response:
                if response.status != 200:
                    raise StartError(f"{self._base} answers {response.status} and is no gateway. See GATEWAY_PORT.")
        except LOST as error:
            raise StartError(f"no gateway at {self._base}. Start it with `make run`, or set GATEWAY_PORT.") from error
        self.last = 0

    async def send(self, message: Mapping[str, str]) -> None:
        """Hand over a message, trying again with the same id; raise DoorError when it is not taken."""
        for pause in (*PAUSES, None):
            try:
                return await self._post(message)
            except LOST as error:
                if pause is None:
                    raise DoorError("The line to the gateway is lost. Your message was not sent.") from error
                await asyncio.sleep(pause)
        return None

    async def _post(self, message: Mapping[str, str], *, again: bool = True) -> None:
        async with self._http.post(f"{self._base}/chat/messages", json=message) as response:
            if response.status == 202:
                return
            problem: dict[str, Any] = {}
            with contextlib.suppress(json.JSONDecodeError):
                problem = await response.json(content_type=None)
        if response.status != 401 or not again:
            raise DoorError(problem.get("detail") or f"The gateway answers {response.status}.")
        await self.open()
        await self._post(message, again=False)

    async def events(self) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield (name, data) of each event after `last`, until the line ends."""
        no_end = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=60)
        query = {"after": str(self.last)}
        async with self._http.get(f"{self._base}/chat/events", params=query, timeout=no_end) as response:
            response.raise_for_status()
            name, data = "message", ""
            async for raw in response.content:
                key, _, value = raw.decode().rstrip("\r\n").partition(": ")
                if key == "event":
                    name = value
                elif key == "data":
                    data += value
                elif not key and data:
                    yield name, json.loads(data)
                    name, data = "message", ""


class Screen:
    """Prints plain lines, and knows which button a typed number chooses."""

    def __init__(self, console: Console, labels: Labels) -> None:
        self._console = console
        self._labels = labels
        self._buttons: list[Mapping[str, str]] = []

    def show(self, message: Mapping[str, Any]) -> None:
        """Print the bot's or a person's message, its card and its numbered buttons."""
        who = "Person" if message["sender"] == "agent" else "Plainwatt"
        self.line((f"{who}  ", "bold green"), (message["text"], ""))
        for label, text in card_lines(message.get("card"), self._labels):
            self.line((f"  {label}: " if label else "  ", "bold"), (text, ""))
        if message.get("buttons"):
            self._buttons = message["buttons"]
        for number, button in enumerate(message.get("buttons") or (), 1):
            self.line((f"  [{number}] {button['title']}", "cyan"))

    def line(self, *parts: tuple[str, str]) -> None:
        """Print (text, style) parts as one line, without what could steer the terminal."""
        safe = [("".join(c for c in text if c.isprintable() or c == "\n"), style) for text, style in parts]
        self._console.print(Text.assemble(*safe), soft_wrap=not self._console.is_terminal)

    def prompt(self) -> None:
        """Ask for a line, where somebody sits."""
        if self._console.is_terminal:
            self._console.print("[bold blue]You[/]  ", end="")

    def take(self, line: str) -> dict[str, str]:
        """Return what a line means: the newest answer's button of that number, else the text itself."""
        buttons, self._buttons = self._buttons, []
        chosen = buttons[int(line) - 1] if line in {str(n + 1) for n in range(len(buttons))} else None
        said = chosen["title"] if chosen else line
        if chosen or not self._console.is_terminal:
            self.line(("You  ", "bold blue"), (said, ""))
        return {"button": chosen["token"]} if chosen else {"text": line}


def card_lines(card: Mapping[str, Any] | None, labels: Labels) -> list[tuple[str, str]]:
    """Return a card's lines as (label, text); a card shown before is one line without a label."""
    if card is None:
        return []
    if not card["full"]:
        return [("", card["brief"])]
    texts = {
        "will": " ".join(card["will"]),
        "will_not": " ".join(card["will_not"]),
        "by_when": card["by_when"]["text"],
        "best_elsewhere": (card["best_elsewhere"] or {}).get("text", ""),
        "if_missed": card["if_missed"],
    }
    return [(labels[key], text) for key, text in texts.items() if text]


@dataclass
class Talk:
    """One conversation at one terminal."""

    door: Door
    screen: Screen
    asked: str = ""
    typing: bool = False
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Print each message once, over lost lines, until cancelled."""
        while True:
            with contextlib.suppress(aiohttp.ClientError, asyncio.TimeoutError):
                async for name, data in self.door.events():
                    self.hear(name, data)
            await asyncio.sleep(PAUSES[0])

    def hear(self, name: str, data: Mapping[str, Any]) -> None:
        """Take one event; a number met before is passed over."""
        self.heard.set()
        if name == "typing":
            self.typing = data["on"]
        elif name == "message" and data["n"] > self.door.last:
            self.door.last = data["n"]
            if data["sender"] != "customer":
                self.screen.show(data)
                if data.get("client_id") == self.asked:
                    self.answered.set()

    async def say(self, line: str) -> None:
        """Send one line and wait until it is answered in full."""
        self.asked = uuid.uuid4().hex
        self.answered.clear()
        try:
            await self.door.send({"id": self.asked, **self.screen.take(line)})
            await asyncio.wait_for(self._answer(), ANSWER_WITHIN)
        except DoorError as error:
            self.screen.line((str(error), "red"))
        except asyncio.TimeoutError:
            self.screen.line(("No answer yet. It is shown here when it comes.", "yellow"))

    async def _answer(self) -> None:
        await self.answered.wait()
        while True:
            self.heard.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.heard.wait(), QUIET)
            if not self.heard.is_set() and not self.typing:
                return


async def typed(source: BinaryIO) -> AsyncIterator[str]:
    """Yield the lines of a file, pipe or keyboard; the thread that reads never keeps the program from ending."""
    lines: asyncio.Queue[bytes] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        with contextlib.suppress(RuntimeError, OSError):
            while True:
                line = source.readline()
                loop.call_soon_threadsafe(lines.put_nowait, line)
                if not line:
                    return

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        yield line.decode(errors="replace").strip()


async def converse(base_url: str, source: BinaryIO, console: Console, labels: Labels) -> None:
    """Talk with the gateway at a URL until the lines end; raise StartError when it is not there."""
    limit = aiohttp.ClientTimeout(total=15)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=limit) as http:
        talk = Talk(Door(http, base_url), Screen(console, labels))
        await talk.door.open()
        talk.screen.line((f"Write a message and press Enter. A number chooses a button. {FINISHED} ends.", "dim"))
        listener = asyncio.create_task(talk.listen())
        try:
            talk.screen.prompt()
            async for line in typed(source):
                if line == FINISHED:
                    break
                if line:
                    await talk.say(line)
                talk.screen.prompt()
        finally:
            listener.cancel()


async def chat(settings: Settings) -> int:
    """Talk with the running gateway on this terminal; return the exit code."""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 -- compared, not listened on
    labels = read_profile(settings.profile_dir()).wording.labels
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as source:  # noqa: ASYNC230 -- read in a thread
        await converse(f"http://{host}:{settings.gateway_port}", source, Console(highlight=False), labels)
    return 0

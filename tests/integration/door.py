"""A whole front of house on loopback: gateway over real HTTP, worker with a talker that needs no model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa
import structlog
from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.database import open_engine
from bot.gateway import make_app
from bot.gateway.limits import read_limits as read_door_limits
from bot.messages import migrate
from bot.messages.bell import Bell, Ear
from bot.messages.model import Button, Reply, Work
from bot.settings import Settings
from bot.turns.limits import read_limits as read_turn_limits
from bot.turns.talker import Talker, Turn, said
from bot.turns.worker import Worker

PATIENCE = 15.0


class FakeTalker(Talker):
    """Repeats what it was given; `wait …` waits for the gate, `crash`, `silence` and `hang` do so."""

    def __init__(self) -> None:
        self.heard: list[Work] = []
        self.gate = asyncio.Event()

    @property
    def sorry(self) -> Reply:
        """Return the failure sentence."""
        return Reply("Sorry, that went wrong.")

    async def reply(self, work: Work) -> Turn:
        """Answer `re: …` with a button, and remember in the state what was said."""
        self.heard.append(work)
        words = said(work)
        if words.startswith("wait"):
            await self.gate.wait()
        if words == "crash":
            raise RuntimeError(words)
        if words == "hang":
            await asyncio.Event().wait()
        replies = () if words == "silence" else (Reply(f"re: {words}", buttons=(Button("More", '/more{"of": "it"}'),)),)
        return Turn(replies=replies, tracker_state=f"{work.tracker_state or ''}|{words}")


class Customer:
    """One browser: its cookie jar, its calls."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.http = session

    async def open(self) -> dict[str, Any]:
        """Open or resume the session."""
        async with self.http.post("/chat/session", json={}) as reply:
            assert reply.status == 200, await reply.text()
            return dict(await reply.json())

    async def post(self, **message: Any) -> tuple[int, dict[str, Any]]:
        """Hand in a message; return status and body."""
        async with self.http.post("/chat/messages", json=message) as reply:
            return reply.status, await reply.json(content_type=None)

    async def history(self) -> list[dict[str, Any]]:
        """Return all messages so far."""
        async with self.http.get("/chat/history") as reply:
            assert reply.status == 200, await reply.text()
            return list((await reply.json())["items"])

    async def answered(self, count: int) -> list[dict[str, Any]]:
        """Return the history as soon as it holds so many of the bot's messages."""
        async for _ in self.messages():
            told = await self.history()
            if sum(each["sender"] == "bot" for each in told) >= count:
                return told
        raise AssertionError("the stream ended")

    async def messages(self, after: int = 0, **headers: str) -> AsyncIterator[dict[str, Any]]:
        """Yield the stream's messages after a number; fail when nothing comes for long."""
        async for event, data in self.events(after, **headers):
            if event == "message":
                yield data

    async def events(self, after: int = 0, **headers: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield the stream's events as (name, data)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.get(f"/chat/events?after={after}", headers=named) as reply:
            assert reply.status == 200, await reply.text()
            name = ""
            while line := await asyncio.wait_for(reply.content.readline(), PATIENCE):
                field, _, value = line.decode().strip().partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, json.loads(value)


class House:
    """The running front of house."""

    def __init__(self, settings: Settings, engine: sa.engine.Engine, stack: AsyncExitStack) -> None:
        self.settings = settings
        self.engine = engine
        self.talker = FakeTalker()
        self.url = ""
        self.runner: web.AppRunner | None = None
        self.workers: list[Worker] = []
        self._stack = stack

    async def open_door(self, clock: Clock | None = None, widget: Path | None = None, **limits: Any) -> None:
        """Start the gateway on a free port; `limits` replace those of limits.yml."""
        usual = replace(read_door_limits(), look_seconds=0.2)
        app = make_app(self.settings, self.engine, clock=clock, limits=replace(usual, **limits), widget=widget)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self.runner.setup()
        self._stack.push_async_callback(self.runner.cleanup)
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site.port}"

    async def start_worker(self, talker: Talker | None = None, **limits: Any) -> Worker:
        """Start a worker in this process; `limits` replace those of limits.yml."""
        usual = replace(read_turn_limits(), look_seconds=0.2, beat_seconds=0.5, stop_seconds=2)
        bell = Bell(self.settings.data_dir, "gateway")
        worker = Worker(self.engine, talker or self.talker, SystemClock(), replace(usual, **limits), bell)
        ear = await self._stack.enter_async_context(Ear(self.settings.data_dir, "worker"))
        task = asyncio.create_task(worker.run(ear))

        async def stop() -> None:
            worker.stop()
            await task

        self._stack.push_async_callback(stop)
        self.workers.append(worker)
        return worker

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """Take the database's folder away, and put it back at the end."""
        record = self.settings.data_dir / "record"
        away = record.rename(record.with_name("away"))
        yield
        away.rename(record)

    async def customer(self, *, opened: bool = True) -> Customer:
        """Return a new browser, with a session unless told otherwise."""
        jar = aiohttp.CookieJar(unsafe=True)  # "unsafe" lets it keep cookies of an IP address
        session = aiohttp.ClientSession(self.url, cookie_jar=jar, timeout=aiohttp.ClientTimeout(total=60))
        await self._stack.enter_async_context(session)
        customer = Customer(session)
        if opened:
            await customer.open()
        return customer


@asynccontextmanager
async def open_house(folder: Path) -> AsyncIterator[House]:
    """Make a record in `folder`; door and workers are started by the test."""
    # structlog's own default draws every stack frame with its variables, which takes seconds
    structlog.configure(processors=[structlog.processors.JSONRenderer(default=str)])
    settings = Settings.parse_obj({"data_dir": folder})
    engine = open_engine(f"sqlite:///{folder / 'record' / 'plainwatt.db'}")
    migrate(engine)
    async with AsyncExitStack() as stack:
        yield House(settings, engine, stack)

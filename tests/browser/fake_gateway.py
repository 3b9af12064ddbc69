"""A public door without a house behind it: Contract of docs/api/gateway.yaml, replies from a script."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aiohttp import web

WIDGET = Path(__file__).resolve().parents[2] / "bot" / "widget"
COOKIE = "plainwatt_session"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
Message = dict[str, Any]
Reply = Callable[[str], list[Message]]


def bot(text: str, card: Message | None = None, *titles: str) -> Message:
    """Return one reply; each title is a button."""
    return {"text": text, "card": card, "buttons": [{"title": t, "token": f"token-{t}"} for t in titles]}


def echo(text: str) -> list[Message]:
    """Reply with the text itself."""
    return [bot(f"You wrote: {text}")]


def problem(status: int, code: str, detail: str, **headers: str) -> web.Response:
    """Return an RFC 9457 problem."""
    body = {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code}
    return web.json_response(body, status=status, content_type="application/problem+json", headers=headers)


@dataclass
class Conversation:
    """What was said, and who listens."""

    id: str = field(default_factory=lambda: f"web-{secrets.token_hex(4)}")
    messages: list[Message] = field(default_factory=list)
    queues: set[asyncio.Queue[str | None]] = field(default_factory=set)

    def add(self, sender: str, message: Message, client_id: str | None) -> None:
        """Give the message its number and send it to every listener."""
        at = datetime.now(timezone.utc).isoformat()
        whole = {"n": len(self.messages) + 1, "sender": sender, "card": None, "buttons": [], "at": at}
        whole |= {**message, "client_id": client_id}
        self.messages.append(whole)
        self.publish(event(whole))

    def publish(self, line: str | None) -> None:
        """Send a raw event to every listener; None ends their lines."""
        for queue in self.queues:
            queue.put_nowait(line)


def event(message: Message) -> str:
    """Return a message as a server-sent event."""
    return f"id: {message['n']}\nevent: message\ndata: {json.dumps(message)}\n\n"


class FakeGateway:
    """The door; `reply` may be replaced, `down`, `refuse` and `drop_streams` make trouble, `received` counts."""

    def __init__(self) -> None:
        self.reply: Reply = echo
        self.down = False
        self.lose_answers = 0
        self.refuse: web.Response | None = None
        self.conversations: dict[str, Conversation] = {}
        self.received: list[Message] = []
        self.buttons: dict[str, str] = {}
        self.url = ""

    @property
    def conversation(self) -> Conversation:
        """Return the newest conversation."""
        return list(self.conversations.values())[-1]

    def said(self) -> list[str]:
        """Return the texts that arrived, in order, repeats left out as the real door does."""
        return [message["text"] for message in self.conversation.messages if message["sender"] == "customer"]

    def drop_streams(self) -> None:
        """Cut every event stream."""
        for conversation in self.conversations.values():
            conversation.publish(None)

    def type(self, on: bool) -> None:
        """Say whether the bot is typing."""
        self.conversation.publish(f'event: typing\ndata: {{"on": {json.dumps(on)}}}\n\n')

    def app(self) -> web.Application:
        """Return the aiohttp application."""
        app = web.Application(middlewares=[self._trouble])
        app.router.add_get("/", self._page)
        app.router.add_static("/widget", WIDGET)
        app.router.add_post("/chat/session", self._session)
        app.router.add_post("/chat/messages", self._message)
        app.router.add_get("/chat/events", self._events)
        app.router.add_get("/chat/history", self._history)
        return app

    @web.middleware
    async def _trouble(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.down and request.path.startswith("/chat/"):
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=503)
        response: web.StreamResponse = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY
        return response

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(WIDGET / "index.html")

    def _find(self, request: web.Request) -> Conversation | None:
        return self.conversations.get(request.cookies.get(COOKIE, ""))

    async def _session(self, request: web.Request) -> web.StreamResponse:
        found = self._find(request)
        conversation = found or Conversation()
        body = {"conversation": conversation.id, "resumed": found is not None, "last": len(conversation.messages)}
        response = web.json_response(body)
        if found is None:
            token = secrets.token_hex(8)
            self.conversations[token] = conversation
            response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", path="/")
        return response

    async def _message(self, request: web.Request) -> web.StreamResponse:
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "no_session", "This chat has ended. A new one starts now.")
        if self.refuse is not None:
            refusal, self.refuse = self.refuse, None
            return refusal
        body = await request.json()
        self.received.append(body)
        duplicate = any(message["client_id"] == body["id"] for message in conversation.messages)
        if not duplicate:
            self._answer(conversation, body)
        if self.lose_answers:
            self.lose_answers -= 1
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"id": body["id"], "duplicate": duplicate}, status=202)

    def _answer(self, conversation: Conversation, body: Message) -> None:
        text = body.get("text") or body["button"].removeprefix("token-")
        conversation.add("customer", {"text": text}, body["id"])
        for reply in self.reply(text):
            conversation.add("bot", reply, body["id"])

    async def _history(self, request: web.Request) -> web.StreamResponse:
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "no_session", "This chat has ended. A new one starts now.")
        return web.json_response({"items": conversation.messages, "last": len(conversation.messages)})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "no_session", "This chat has ended. A new one starts now.")
        after = int(request.headers.get("Last-Event-ID", request.query.get("after", "0")))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        for message in conversation.messages[after:]:
            queue.put_nowait(event(message))
        conversation.queues.add(queue)
        try:
            await response.write(b": ping\n\n")
            while (line := await queue.get()) is not None:
                await response.write(line.encode())
        finally:
            conversation.queues.discard(queue)
        return response


async def serve(gateway: FakeGateway, port: int = 0) -> web.AppRunner:
    """Start the gateway on a free port and set its `url`."""
    runner = web.AppRunner(gateway.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    gateway.url = "http://{}:{}".format(*runner.addresses[0][:2])
    return runner

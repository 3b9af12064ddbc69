"""The calls under /chat: open a session, hand in a message, read what was said, listen."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.door import COOKIE, DOOR, Door, find_session, need_session, pace
from bot.gateway.intake import Incoming, read_incoming, read_json
from bot.gateway.problems import Problem
from bot.gateway.wire import as_json
from bot.messages.conversations import open_conversation
from bot.messages.inbox import accept
from bot.messages.model import Conversation
from bot.messages.outbox import heads, history, resolve_button
from bot.messages.threads import read, write

_CHANNEL = "web"


async def open_session(request: web.Request) -> web.Response:
    """Resume the cookie's conversation, or open one and set the cookie."""
    door = request.app[DOOR]
    await read_json(request, door.limits.body_seconds)
    resumed = await find_session(request)
    if resumed is not None:
        stands = await read(door.engine, heads, [resumed.id])
        return _session(resumed, resumed=True, last=stands[resumed.id].last)
    pace(door.sessions, request.remote or "", "too_many_sessions")
    conversation, token = await write(door.engine, open_conversation, _CHANNEL, door.clock.now())
    response = _session(conversation, resumed=False, last=0)
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=door.secure_cookies, path="/")
    return response


async def hand_in(request: web.Request) -> web.Response:
    """Accept a message: when we say 202 it is stored, and it will be answered."""
    door = request.app[DOOR]
    content = await read_json(request, door.limits.body_seconds)
    conversation = await need_session(request)
    pace(door.messages, conversation.id, "too_fast")
    incoming = read_incoming(content, door.limits.text_characters)
    text, payload = await _meaning(door, conversation, incoming)
    now = door.clock.now()
    accepted = await write(door.engine, accept, conversation.id, incoming.id, text, now, payload=payload)
    door.metrics.accepted(duplicate=accepted.duplicate)
    door.worker_bell.ring()
    door.gateway_bell.ring()
    return web.json_response({"id": incoming.id, "duplicate": accepted.duplicate}, status=202)


async def tell_history(request: web.Request) -> web.Response:
    """Tell the conversation so far, oldest first."""
    door = request.app[DOOR]
    conversation = await need_session(request)
    pace(door.reads, conversation.id, "too_fast")
    most = door.limits.history_messages
    limit = min(most, _number(request.query.get("limit", str(most)), least=1))
    said = await read(door.engine, history, conversation.id, limit)
    return web.json_response({"items": [as_json(each) for each in said], "last": said[-1].n if said else 0})


async def listen(request: web.Request) -> web.StreamResponse:
    """Stream what comes after the client's last number, until it or we go."""
    door = request.app[DOOR]
    conversation = await need_session(request)
    pace(door.reads, conversation.id, "too_fast")
    after = _number(request.query.get("after", "0"))
    # the browser's own reconnect repeats the old address, but says in the header how far it came
    after = max(after, _number(request.headers.get("Last-Event-ID") or "0"))
    with door.streams.open(request, conversation.id, after) as stream:
        return await stream.run()


async def _meaning(door: Door, conversation: Conversation, incoming: Incoming) -> tuple[str, str | None]:
    if incoming.button is None:
        return incoming.text or "", None
    button = await read(door.engine, resolve_button, conversation.id, incoming.button)
    if button is None:
        raise Problem("button_unknown")
    return button.title, button.payload


def _session(conversation: Conversation, *, resumed: bool, last: int) -> web.Response:
    return web.json_response({"conversation": conversation.id, "resumed": resumed, "last": last})


def _number(text: str, least: int = 0) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18 or int(text) < least:
        raise Problem("bad_request")
    return int(text)

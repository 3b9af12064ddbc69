"""What all handlers of the door share, and who is asking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from aiohttp import web

from bot.clock import Clock
from bot.gateway.buckets import Buckets
from bot.gateway.limits import DoorLimits
from bot.gateway.metrics import Metrics
from bot.gateway.problems import Problem
from bot.gateway.streams import Streams
from bot.messages.bell import Bell
from bot.messages.conversations import find_conversation
from bot.messages.model import Conversation
from bot.messages.threads import read

COOKIE = "plainwatt_session"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Door:
    """The parts of a running door."""

    engine: sa.engine.Engine
    clock: Clock
    limits: DoorLimits
    metrics: Metrics
    streams: Streams
    worker_bell: Bell
    gateway_bell: Bell
    secure_cookies: bool
    messages: Buckets
    reads: Buckets
    sessions: Buckets


DOOR = web.AppKey("door", Door)


async def find_session(request: web.Request) -> Conversation | None:
    """Return the conversation that the request's cookie belongs to, if it still lives."""
    door, token = request.app[DOOR], request.cookies.get(COOKIE, "")
    if not _TOKEN.fullmatch(token):
        return None
    not_before = door.clock.now() - timedelta(hours=door.limits.session_idle_hours)
    return await read(door.engine, find_conversation, token, not_before)


async def need_session(request: web.Request) -> Conversation:
    """Return the conversation that the request's cookie belongs to; raise Problem `no_session`."""
    conversation = await find_session(request)
    if conversation is None:
        raise Problem("no_session")
    return conversation


def pace(buckets: Buckets, source: str, code: str) -> None:
    """Raise Problem `code` with the seconds to wait when this source was too fast."""
    wait = buckets.take(source)
    if wait:
        raise Problem(code, retry_after=wait)

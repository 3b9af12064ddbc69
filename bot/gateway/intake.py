"""What a client hands in, checked: where it comes from, that it is JSON of a bearable size, that it says something."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.gateway.problems import Problem

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KEPT = {"\n", "\t"}


@dataclass(frozen=True)
class Incoming:
    """A customer's message: an id by the client, and either words or a button's token."""

    id: str
    text: str | None
    button: str | None


async def read_json(request: web.Request, seconds: float) -> dict[str, Any]:
    """Return the body of a POST from our own page or from no page at all; raise Problem otherwise."""
    if not _is_ours(request):
        raise Problem("wrong_origin")
    if request.content_type != "application/json":
        raise Problem("not_json")
    try:
        body = await asyncio.wait_for(request.read(), seconds)
        content = json.loads(body.decode("utf-8"))
    except asyncio.TimeoutError:
        raise Problem("too_slow") from None
    except (ValueError, RecursionError):
        raise Problem("bad_request") from None
    if not isinstance(content, dict):
        raise Problem("bad_request")
    return content


def read_incoming(content: dict[str, Any], longest: int) -> Incoming:
    """Return the message in a body; raise Problem where it is not exactly an id and a text, or an id and a button."""
    name, text, button = content.get("id"), content.get("text"), content.get("button")
    if content.keys() not in ({"id", "text"}, {"id", "button"}) or not isinstance(name, str):
        raise Problem("bad_request")
    if not _ID.fullmatch(name):
        raise Problem("bad_request")
    if isinstance(text, str):
        return Incoming(name, clean_text(text, longest), None)
    if isinstance(button, str):
        if not _ID.fullmatch(button):
            raise Problem("button_unknown")
        return Incoming(name, None, button)
    raise Problem("bad_request")


def clean_text(text: str, longest: int) -> str:
    """Return the text without control characters and outer blanks; raise Problem when it is empty or too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in lines if each in _KEPT or unicodedata.category(each) not in {"Cc", "Cs"}).strip()
    if not kept:
        raise Problem("empty_text")
    if len(kept) > longest:
        raise Problem("text_too_long")
    return kept


def _is_ours(request: web.Request) -> bool:
    # Browsers send both with every POST of a page and no page can forge them; other programs send neither.
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.host.lower()

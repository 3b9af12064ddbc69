"""Reading requests and writing answers, the same way for all three systems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConstrainedStr, ValidationError

from bot.reference_backend.problems import Problem, bad_request, invalid

MAX_BODY = 16 * 1024
MAX_LIMIT = 100

ModelType = TypeVar("ModelType", bound="Body")


class Body(BaseModel):
    """A request body: frozen, and a field we do not know is an error."""

    class Config:
        """How pydantic reads it."""

        extra = "forbid"
        allow_mutation = False


class Text(ConstrainedStr):
    """One line of text as a person types it, trimmed, without control characters."""

    strict = True
    strip_whitespace = True
    min_length = 1
    max_length = 200
    regex = r"^[^\x00-\x1f\x7f]*\Z"


class Phone(Text):
    """A telephone number as a person types it."""

    max_length = 30


class Short(Text):
    """A name or a purpose."""

    max_length = 80


class Note(ConstrainedStr):
    """Free words over several lines, perhaps none."""

    strict = True
    strip_whitespace = True
    max_length = 2000
    regex = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\Z"


class Postcode(ConstrainedStr):
    """Six digits."""

    strict = True
    regex = r"^[0-9]{6}\Z"


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def to_json(value: object) -> str:
    """Return JSON with decimals as strings and times as ISO 8601."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def answer(value: object, status: int = 200) -> web.Response:
    """Return a JSON answer."""
    return web.Response(text=to_json(value), status=status, content_type="application/json", charset="utf-8")


async def read_body(request: web.Request, shape: type[ModelType]) -> ModelType:
    """Return the body in its shape; raise a problem for a wrong type (415), no JSON (400) or wrong fields (422)."""
    if request.content_type != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Send application/json.")
    try:
        given = json.loads(await request.read(), parse_float=Decimal, parse_constant=_no_constant)
        # Half of a surrogate pair is JSON, and no text any database keeps.
        to_json(given).encode()
    except (ValueError, RecursionError) as error:
        raise bad_request("The body is no JSON.") from error
    if not isinstance(given, dict):
        raise bad_request("The body must be an object.")
    try:
        return shape.parse_obj(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise invalid(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def query(request: web.Request, *names: str, optional: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Return the query parameters; raise a problem for a missing, doubled or unknown one."""
    given = request.query
    for name in given:
        if name not in {*names, *optional}:
            raise bad_request(f"The parameter '{name}' is not known.")
        if len(given.getall(name)) > 1:
            raise bad_request(f"The parameter '{name}' stands twice.")
    for name in names:
        if name not in given:
            raise bad_request(f"The parameter '{name}' is missing.")
    return given


def query_postcode(request: web.Request) -> str:
    """Return the only parameter, a postcode."""
    postcode = query(request, "postcode")["postcode"]
    if not (len(postcode) == 6 and postcode.isascii() and postcode.isdigit()):
        raise bad_request("A postcode has six digits.")
    return postcode


def query_limit(request: web.Request, usual: int) -> int:
    """Return how many items are wanted."""
    text = query(request, optional=("limit",)).get("limit", str(usual))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_LIMIT)) and 1 <= int(text) <= MAX_LIMIT):
        raise bad_request(f"limit is a number from 1 to {MAX_LIMIT}.")
    return int(text)


def items(rows: object) -> dict[str, Any]:
    """Return a collection."""
    return {"items": rows}

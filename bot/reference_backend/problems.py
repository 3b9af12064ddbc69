"""What can be answered instead of what was asked: RFC 9457 problem details."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

import sqlalchemy as sa
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

_log = structlog.get_logger(__name__)


class Problem(Exception):
    """Ends a request with a problem: `code` is for machines, `detail` for the person who reads the log."""

    def __init__(self, status: HTTPStatus, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.headers = headers
        self.status = status
        self.code = code
        self.detail = detail

    def response(self) -> web.Response:
        """Return the problem as an answer."""
        body = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "code": self.code,
        }
        return web.Response(
            text=json.dumps(body),
            status=self.status.value,
            headers=self.headers,
            content_type="application/problem+json",
        )


def bad_request(detail: str) -> Problem:
    """Return the problem of a request that cannot be read."""
    return Problem(HTTPStatus.BAD_REQUEST, "bad_request", detail)


def not_found(what: str) -> Problem:
    """Return the problem of asking for what is not there."""
    return Problem(HTTPStatus.NOT_FOUND, "not_found", f"There is no such {what}.")


def refused(code: str, detail: str) -> Problem:
    """Return the problem of asking for what the system will not do."""
    return Problem(HTTPStatus.CONFLICT, code, detail)


def invalid(detail: str) -> Problem:
    """Return the problem of a body with wrong, missing or unknown fields."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail)


_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every failure of a handler into a problem; nothing of ours shows through."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except web.HTTPException as error:
        status = HTTPStatus(error.status)
        kept = {name: value for name, value in error.headers.items() if name == "Allow"}
        code = _CODES.get(error.status, "bad_request")
        return Problem(status, code, status.description or status.phrase, kept).response()
    except (sa.exc.DBAPIError, sa.exc.TimeoutError):
        _log.exception("the database does not answer")
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "The database does not answer.").response()
    except Exception:  # noqa: BLE001 -- the last wall: the caller gets a problem, the log gets the stack
        resource = request.match_info.route.resource
        _log.exception("request failed", method=request.method, path=resource.canonical if resource else "")
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "The system failed.").response()

"""Errors as problem details (RFC 9457); their sentences are in problems.yml."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from aiohttp import web

from bot.figures import read_mapping
from bot.messages.model import UnknownConversation

_log = structlog.get_logger(__name__)
_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """A request that is refused; `code` is a key of problems.yml, `retry_after` whole seconds (0: no use to wait)."""

    def __init__(self, code: str, retry_after: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class Problems:
    """Turns errors into responses."""

    def __init__(self, sentences: Mapping[str, Mapping[str, Any]], retry_seconds: float) -> None:
        self._sentences = sentences
        self._retry = math.ceil(retry_seconds)

    def response(self, code: str, retry_after: int = 0) -> web.Response:
        """Return the problem as application/problem+json."""
        sentence = self._sentences[code]
        body = {"type": "about:blank", **sentence, "code": code}
        headers = {"Retry-After": str(retry_after)} if retry_after else {}
        return web.Response(
            text=json.dumps(body), status=sentence["status"], content_type="application/problem+json", headers=headers
        )

    def middleware(self) -> Any:
        """Return the outermost middleware: whatever goes wrong becomes a problem, without a stack trace."""

        @web.middleware
        async def as_problem(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except Problem as problem:
                return self.response(problem.code, problem.retry_after)
            except UnknownConversation:
                return self.response("no_session")
            except web.HTTPException as error:
                if error.status < 400:
                    raise
                return self.response(_BY_STATUS.get(error.status, "bad_request"))
            except sa.exc.SQLAlchemyError:
                _log.exception("the database is away", operation=_operation(request))
                return self.response("unavailable", self._retry)
            except Exception:  # noqa: BLE001 -- the customer gets a sentence, whatever it was
                _log.exception("request failed", operation=_operation(request))
                return self.response("internal")

        return as_problem


def read_problems(retry_seconds: float) -> Problems:
    """Read problems.yml; raise StartError when it is no YAML."""
    return Problems(read_mapping(Path(__file__).with_name("problems.yml")), retry_seconds)


def _operation(request: web.Request) -> str:
    return getattr(request.match_info.handler, "__name__", "unknown")

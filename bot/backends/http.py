"""One way of asking a company system over HTTP: callers see typed answers or one of three errors, nothing else."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import aiohttp
import structlog
from yarl import URL

from bot.backends.breaker import Breaker
from bot.backends.codec import DecodeError, decode, encode, parse_json
from bot.backends.errors import BackendError, NotFound, Refused, Unavailable

T = TypeVar("T")

_log = structlog.get_logger(__name__)

MAX_ANSWER_BYTES = 1_000_000
_BACKOFF_SECONDS = 0.1
_TRY_AGAIN = {502, 503, 504}
# What may stand in a path: customers' free text never does, so that no `..` or `/` leads elsewhere.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,63}", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


@dataclass(frozen=True)
class Call:
    """One question: `template` is what the log shows (`/accounts/{number}`), `ids` fill its braces.

    `key` makes a write one deed however often it is sent; `repeatable` marks a POST that changes nothing.
    """

    method: str
    template: str
    ids: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: object = None
    key: str = ""
    repeatable: bool = False

    @property
    def tries(self) -> int:
        """How often it may be sent: reads three times, writes twice if that is safe, else once."""
        if self.method == "GET":
            return 3
        return 2 if self.key or self.repeatable else 1


@dataclass(frozen=True)
class _Answer:
    status: int
    is_json: bool
    body: bytes


class HttpSystem:
    """One company system; the session is lent and stays open. `timeout` is seconds for a call with all its tries."""

    def __init__(
        self, session: aiohttp.ClientSession, base_url: str, token: str, timeout: float, system_name: str
    ) -> None:
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._headers = {"Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._timeout = timeout
        self._breaker = Breaker()
        self.name = system_name

    async def request(self, call: Call, kind: type[T]) -> T:
        """Return the answer as a `kind`; raise Unavailable, NotFound or Refused."""
        return self._decoded(call, kind, await self._json(call))

    async def items(self, call: Call, kind: type[T]) -> tuple[T, ...]:
        """Return the `items` of a collection, each as a `kind`; raise like `request`."""
        page = await self._json(call)
        items = page.get("items") if isinstance(page, dict) else None
        if not isinstance(items, list):
            raise self._unavailable(call, "$.items: expected a list")
        return tuple(self._decoded(call, kind, item, f"$.items[{place}]") for place, item in enumerate(items))

    def _decoded(self, call: Call, kind: type[T], data: object, path: str = "$") -> T:
        try:
            return decode(kind, data, path)
        except DecodeError as error:
            raise self._unavailable(call, str(error)) from error

    async def _json(self, call: Call) -> object:
        url = self._url(call)
        if not self._breaker.lets_through():
            raise Unavailable(self.name, f"{call.template}: resting after failures in a row")
        try:
            answer = await self._ask(call, url)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            self._breaker.failed()
            raise self._unavailable(call, type(error).__name__) from error
        if answer.status >= 500:
            self._breaker.failed()
            raise self._unavailable(call, f"status {answer.status}")
        self._breaker.succeeded()
        data = self._parsed(call, answer)
        if answer.status not in {200, 201}:
            raise self._error(call, answer.status, data)
        return data

    async def _ask(self, call: Call, url: URL) -> _Answer:
        deadline = time.monotonic() + self._timeout
        for attempt in range(1, call.tries):
            try:
                answer = await self._once(call, url, deadline)
            except asyncio.TimeoutError:
                raise
            except (aiohttp.ClientError, OSError):
                pass
            else:
                if call.method != "GET" or answer.status not in _TRY_AGAIN:
                    return answer
            pause = _BACKOFF_SECONDS * 2**attempt * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
            await asyncio.sleep(max(0.0, min(pause, deadline - time.monotonic())))
        return await self._once(call, url, deadline)

    async def _once(self, call: Call, url: URL, deadline: float) -> _Answer:
        started, status = time.monotonic(), 0
        headers = self._headers | ({"Idempotency-Key": call.key} if call.key else {})
        # aiohttp takes 0 for "wait for ever".
        left = aiohttp.ClientTimeout(total=max(0.001, deadline - started))
        body = None if call.body is None else encode(call.body)
        try:
            async with self._session.request(
                call.method, url, json=body, headers=headers, timeout=left, allow_redirects=False
            ) as response:
                status = response.status
                return _Answer(status, response.content_type.endswith("json"), await self._read(call, response))
        finally:
            _log.info(
                "backend_call",
                system=self.name,
                method=call.method,
                path=call.template,
                status=status or None,
                ms=round((time.monotonic() - started) * 1000),
            )

    async def _read(self, call: Call, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(65_536):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise self._unavailable(call, f"answer larger than {MAX_ANSWER_BYTES} bytes")
        return bytes(body)

    def _parsed(self, call: Call, answer: _Answer) -> object:
        if not answer.is_json:
            raise self._unavailable(call, f"status {answer.status} without JSON")
        try:
            return parse_json(answer.body)
        except DecodeError as error:
            raise self._unavailable(call, str(error)) from error

    def _error(self, call: Call, status: int, problem: object) -> BackendError:
        code = problem.get("code") if isinstance(problem, dict) else None
        known = code if isinstance(code, str) and _CODE.fullmatch(code) else ""
        if status == 404 and isinstance(problem, dict):
            return NotFound(self.name, call.template)
        if status in {409, 422} and known:
            return Refused(self.name, known)
        # What is left (400, 401, 403 and the like) is a fault of ours or of the settings, not the customer's.
        return self._unavailable(call, f"status {status} {known}".rstrip())

    def _unavailable(self, call: Call, reason: str) -> Unavailable:
        _log.warning("backend_unavailable", system=self.name, path=call.template, reason=reason)
        return Unavailable(self.name, f"{call.template}: {reason}")

    def _url(self, call: Call) -> URL:
        if not all(_ID.fullmatch(value) for value in call.ids.values()):
            raise NotFound(self.name, call.template)
        query = {name: value.encode("utf-8", "replace").decode() for name, value in call.query.items()}
        return URL(self._base_url + call.template.format(**call.ids)).update_query(query)

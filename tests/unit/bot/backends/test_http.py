"""One way of asking a system: what each answer, or its absence, means."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

import aiohttp
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from structlog.testing import capture_logs

from bot.backends.errors import BackendError, NotFound, Refused, Unavailable
from bot.backends.http import MAX_ANSWER_BYTES, Call, HttpSystem

TOKEN = "a-token-for-tests"
SECONDS = 2.0


@dataclass(frozen=True)
class Thing:
    """What the stub is asked for."""

    name: str


READ = Call("GET", "/things/{id}", {"id": "T-1"})
WRITE = Call("POST", "/things", body={"name": "a"}, key="message-1:action")
PLAIN_WRITE = Call("POST", "/things", body={"name": "a"})


class Stub:
    """A system that answers what the test lays out: one reply a request, the last for all further ones."""

    def __init__(self) -> None:
        self.seen: list[web.BaseRequest] = []
        self.replies: list[object] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Give the next reply; None drops the line, a number waits so many seconds first."""
        await request.read()
        self.seen.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if reply is None:
            request.transport.abort()
            reply = 200
        if callable(reply):
            return reply()
        if isinstance(reply, float):
            await asyncio.sleep(reply)
            return web.json_response({"name": "late"})
        return problem(reply)


def problem(status: int, code: str = "some_code") -> web.Response:
    """Return a problem as a system sends it."""
    body = json.dumps({"status": status, "code": code, "detail": "Lin of Willow Lane"})
    return web.Response(status=status, text=body, content_type="application/problem+json")


def thing(name: str = "a", **how) -> web.Response:
    """Return a good answer."""
    return web.json_response({"name": name}, **how)


@pytest.fixture
def stub():
    """A stub without replies yet."""
    return Stub()


@pytest.fixture
async def session():
    """The session that is lent to the system."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def server(stub):
    """The stub behind real TCP; what waits is cut short at the end."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", stub.handle)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0)
    yield server
    await server.close()


@pytest.fixture
def system(server, session):
    """The system under test."""
    return HttpSystem(session, str(server.make_url("/v1")), TOKEN, SECONDS, "things")


async def test_good_answer_is_typed(system, stub):
    """A good answer comes as the type asked for, by one request that carries the token."""
    stub.replies = [thing]

    assert await system.request(READ, Thing) == Thing("a")
    (request,) = stub.seen
    assert (request.method, request.path) == ("GET", "/v1/things/T-1")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


async def test_no_token_sends_no_header(server, session, stub):
    """An empty token is no token."""
    stub.replies = [thing]
    await HttpSystem(session, str(server.make_url("/")), "", SECONDS, "things").request(READ, Thing)

    assert "Authorization" not in stub.seen[0].headers


async def test_write_carries_its_key_and_body(system, stub):
    """The idempotency key travels as a header, the body as JSON."""
    stub.replies = [lambda: thing(status=201)]
    await system.request(WRITE, Thing)
    (request,) = stub.seen

    assert request.headers["Idempotency-Key"] == "message-1:action"
    assert await request.json() == {"name": "a"}


async def test_items_are_typed_each(system, stub):
    """A collection comes as a tuple; the query is escaped."""
    stub.replies = [lambda: web.json_response({"items": [{"name": "a"}, {"name": "b"}]})]

    assert await system.items(Call("GET", "/things", query={"postcode": "31 0&x=1"}), Thing) == (Thing("a"), Thing("b"))
    assert dict(stub.seen[0].query) == {"postcode": "31 0&x=1"}


@pytest.mark.parametrize(
    ("status", "error"), [(404, NotFound), (409, Refused), (422, Refused), (400, Unavailable), (401, Unavailable),
                          (403, Unavailable), (413, Unavailable), (415, Unavailable), (429, Unavailable),
                          (500, Unavailable), (501, Unavailable), (503, Unavailable)]
)  # fmt: skip
async def test_status_becomes_one_of_three_errors(system, stub, status, error):
    """Callers see one of three errors, and nothing the system said about a customer."""
    stub.replies = [status]
    with pytest.raises(BackendError) as raised:
        await system.request(WRITE, Thing)

    assert type(raised.value) is error
    assert raised.value.system == "things"
    assert "Lin" not in str(raised.value)


async def test_refusal_carries_its_code(system, stub):
    """Why it was refused is told by the machine's word."""
    stub.replies = [lambda: problem(409, "capacity_too_high")]
    with pytest.raises(Refused) as raised:
        await system.request(WRITE, Thing)

    assert raised.value.code == "capacity_too_high"


NONSENSE = {
    "no json": lambda: web.Response(text="<html>", content_type="text/html"),
    "json of another type": lambda: web.Response(text='{"name": "a"}', content_type="text/plain"),
    "broken json": lambda: web.Response(text='{"name": ', content_type="application/json"),
    "not utf-8": lambda: web.Response(body=b'{"name": "\xff"}', content_type="application/json"),
    "empty": lambda: web.Response(text="", content_type="application/json"),
    "nothing": lambda: web.Response(status=204),
    "a list": lambda: web.json_response([]),
    "missing field": lambda: web.json_response({}),
    "wrong type": lambda: web.json_response({"name": 5}),
    "huge": lambda: thing("a" * MAX_ANSWER_BYTES),
    "endless depth": lambda: web.Response(text="[" * 100_000, content_type="application/json"),
    "an error page for a wrong address": lambda: web.Response(status=404, text="404: Not Found"),
    "a refusal without a code": lambda: web.json_response({}, status=409),
    "a refusal with a sentence for a code": lambda: problem(409, "No, Lin!"),
    "elsewhere": lambda: web.Response(status=302, headers={"Location": "/v1/other"}),
    "broken compression": lambda: web.Response(
        body=b"x", content_type="application/json", headers={"Content-Encoding": "gzip"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_is_unavailable(system, stub, reply):
    """An answer that is not what was agreed says as much as none."""
    stub.replies = [reply]
    with pytest.raises(Unavailable):
        await system.request(READ, Thing)


@pytest.mark.parametrize(
    "body", [[], {}, {"items": None}, {"items": {}}, {"items": [{"name": "a"}, {}]}, {"items": ["a"]}]
)
async def test_nonsense_for_a_collection_is_unavailable(system, stub, body):
    """One broken entry breaks the collection: half a list would be a wrong answer."""
    stub.replies = [lambda: web.json_response(body)]
    with pytest.raises(Unavailable):
        await system.items(Call("GET", "/things"), Thing)


async def test_redirect_is_not_followed(system, stub):
    """The token goes nowhere but where the settings say."""
    stub.replies = [NONSENSE["elsewhere"]]
    with pytest.raises(Unavailable):
        await system.request(READ, Thing)

    assert len(stub.seen) == 1


@pytest.mark.parametrize("trouble", [None, 502, 503, 504])
async def test_read_is_tried_again(system, stub, trouble):
    """A read survives two dropped lines or gateway errors."""
    stub.replies = [trouble, trouble, thing]

    assert await system.request(READ, Thing) == Thing("a")


@pytest.mark.parametrize(
    ("call", "reply", "times"),
    [
        (READ, 503, 3),
        (READ, 500, 1),
        (READ, 404, 1),
        (READ, 401, 1),
        (WRITE, 503, 1),
        (WRITE, None, 2),
        (PLAIN_WRITE, None, 1),
        (Call("POST", "/verify", body={}, repeatable=True), None, 2),
    ],
)
async def test_tries_are_few_and_only_where_safe(system, stub, call, reply, times):
    """Reads are sent thrice at most, a write with a key twice on a lost line, any other write once."""
    stub.replies = [reply]
    with pytest.raises(BackendError):
        await system.request(call, Thing)

    assert len(stub.seen) == times


async def test_write_after_a_lost_line_sends_the_same_key(system, stub):
    """The second try of a write is the same deed."""
    stub.replies = [None, thing]

    assert await system.request(WRITE, Thing) == Thing("a")
    assert [request.headers["Idempotency-Key"] for request in stub.seen] == ["message-1:action"] * 2


async def test_slow_system_is_unavailable_and_asked_once(server, session, stub):
    """A system that is too slow is not asked again by the same call."""
    stub.replies = [60.0]
    system = HttpSystem(session, str(server.make_url("/")), TOKEN, 0.1, "things")
    with pytest.raises(Unavailable):
        await asyncio.wait_for(system.request(READ, Thing), 30)

    assert len(stub.seen) == 1


async def test_answer_that_drips_is_unavailable(server, session, stub):
    """The time runs until the last byte."""

    async def drip(writer):
        while True:
            await writer.write(b" ")
            await asyncio.sleep(0.02)

    class Drip(web.Response):
        async def write_eof(self, data: bytes = b"") -> None:
            await drip(self._payload_writer)

    stub.replies = [lambda: Drip(body=b"", headers={"Content-Length": "900000", "Content-Type": "application/json"})]
    system = HttpSystem(session, str(server.make_url("/")), TOKEN, 0.3, "things")
    with pytest.raises(Unavailable):
        await asyncio.wait_for(system.request(READ, Thing), 30)


async def test_nobody_listening_is_unavailable(session):
    """A refused connection is an answer of ours, with its cause kept."""
    system = HttpSystem(session, f"http://127.0.0.1:{unused_port()}", TOKEN, SECONDS, "things")
    with pytest.raises(Unavailable) as raised:
        await system.request(READ, Thing)

    assert isinstance(raised.value.__cause__, aiohttp.ClientConnectionError)


async def test_session_stays_open(system, session, stub):
    """A session that was lent is not ours to close, whatever happens."""
    stub.replies = [500]
    with pytest.raises(Unavailable):
        await system.request(READ, Thing)

    assert not session.closed


@pytest.mark.parametrize(
    "bad", ["", ".", "..", "../tariffs", "a/b", "a?b", "a#b", "%2e%2e", "a b", "a\nb", "１", "\ud800", "a" * 65]
)
async def test_what_cannot_be_an_id_is_not_asked_for(system, stub, bad):
    """Nothing a customer types can lead to another address of the system."""
    with pytest.raises(NotFound):
        await system.request(Call("GET", "/things/{id}", {"id": bad}), Thing)

    assert stub.seen == []


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "邮编", "a" * 5000])
async def test_odd_query_is_sent_or_refused_never_a_crash(system, stub, odd):
    """Any text may stand in a query."""
    stub.replies = [lambda: web.json_response({"items": []})]

    assert await system.items(Call("GET", "/things", query={"postcode": odd}), Thing) == ()


async def test_failing_system_gets_a_short_rest_and_is_found_again(system, stub):
    """After failures in a row it is not asked for a moment; once back it is used again without a restart."""
    stub.replies = [500]
    for _ in range(5):
        with pytest.raises(Unavailable):
            await system.request(READ, Thing)
    asked = len(stub.seen)
    with pytest.raises(Unavailable, match="resting"):
        await system.request(READ, Thing)
    assert len(stub.seen) == asked
    stub.replies = [thing]

    assert await asyncio.wait_for(until_it_answers(system), 30) == Thing("a")


async def until_it_answers(system: HttpSystem) -> Thing:
    """Ask until there is an answer."""
    while True:
        try:
            return await system.request(READ, Thing)
        except Unavailable:
            await asyncio.sleep(0.1)


async def test_customers_errors_never_make_it_rest(system, stub):
    """What is not found or refused is an answer, and the system is well."""
    stub.replies = [404, 409] * 10 + [thing]
    for _ in range(20):
        with pytest.raises((NotFound, Refused)):
            await system.request(WRITE, Thing)

    assert await system.request(READ, Thing) == Thing("a")


@pytest.fixture
def plain_logs():
    """Logs as structlog has them by itself, whatever an earlier test set up."""
    before = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**before)


async def test_log_tells_the_call_and_no_customer(system, stub, plain_logs):
    """Each request is one line: system, path template, status and milliseconds; no id, token, body or answer."""
    stub.replies = [thing, lambda: web.json_response({"name": 5, "address": "Willow Lane"}), 401]
    with capture_logs() as lines:
        await system.request(Call("GET", "/things/{id}", {"id": "1000000001"}, {"postcode": "310001"}), Thing)
        for call in (Call("GET", "/things/{id}", {"id": "1000000001"}), WRITE):
            with pytest.raises(Unavailable):
                await system.request(call, Thing)
    calls = [line for line in lines if line["event"] == "backend_call"]
    reasons = [line["reason"] for line in lines if line["event"] == "backend_unavailable"]

    assert [(line["system"], line["method"], line["path"], line["status"]) for line in calls] == [
        ("things", "GET", "/things/{id}", 200),
        ("things", "GET", "/things/{id}", 200),
        ("things", "POST", "/things", 401),
    ]
    assert all(line["ms"] >= 0 for line in calls)
    assert reasons == ["$.name: expected text", "status 401 some_code"]
    for secret in ("1000000001", "310001", TOKEN, "Willow", "Lin", "message-1"):
        assert secret not in json.dumps(lines)

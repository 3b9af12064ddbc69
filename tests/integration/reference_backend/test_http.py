"""The door of the service: who may ask, what it reads, and what it answers when it will not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.database import begin
from bot.reference_backend import tables
from bot.reference_backend.app import make_app
from bot.reference_backend.http import MAX_BODY
from bot.reference_backend.samples import wrong_bills
from tests.integration.reference_backend.conftest import NOW, TOKEN, HeldClock

Caller = TestClient[Any, Any]
TICKETS = "/outages/v1/trouble-tickets"
TICKET = {"postcode": "200011", "address": "Willow Lane 1", "scope": "whole_home"}
KEY = {"Idempotency-Key": "k1"}


@pytest.fixture
async def number(client: Caller) -> str:
    """Return the number of an account."""
    return str((await (await client.get("/sample-accounts")).json())["items"][0]["account_number"])


async def problem(response: Any) -> tuple[int, str]:
    """Return status and code of a problem, having checked its form."""
    assert response.content_type == "application/problem+json"
    told = await response.json()
    assert set(told) == {"type", "title", "status", "detail", "code"}
    assert told["status"] == response.status
    return response.status, told["code"]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
async def test_without_the_token_nothing_is_told(
    engine: sa.engine.Engine, clock: HeldClock, header: dict[str, str]
) -> None:
    """Every path of the three systems, also one that is not there, answers 401; health and samples are open."""
    app = make_app(engine, token=TOKEN, clock=clock)
    async with TestClient(TestServer(app), headers=header) as stranger:
        for path in ("/billing/v1/tariffs/farm", "/outages/v1/outages?postcode=200012", "/installations/v1/nothing"):
            response = await stranger.get(path)
            assert await problem(response) == (401, "unauthorized")
            assert response.headers["WWW-Authenticate"] == "Bearer"
        assert await (await stranger.get("/healthz")).json() == {"status": "ok"}
        assert (await stranger.get("/sample-accounts")).status == 200


async def test_an_empty_token_leaves_the_door_open(engine: sa.engine.Engine, clock: HeldClock) -> None:
    """Where no token is set, none is asked for."""
    async with TestClient(TestServer(make_app(engine, token="", clock=clock))) as anyone:
        assert (await anyone.get("/billing/v1/tariffs/farm")).status == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/billing/v1/accounts/9999999999", (404, "not_found")),
        ("/billing/v1/accounts/12", (404, "not_found")),
        ("/billing/v1/accounts/9999999999/balance", (404, "not_found")),
        ("/billing/v1/accounts/9999999999/bills", (404, "not_found")),
        ("/billing/v1/meters/0/readings", (404, "not_found")),
        ("/billing/v1/tariffs/none", (404, "not_found")),
        ("/billing/v1/tariffs", (400, "bad_request")),
        ("/billing/v1/tariffs?segment=royal", (400, "bad_request")),
        ("/outages/v1/outages", (400, "bad_request")),
        ("/outages/v1/outages?postcode=20001", (400, "bad_request")),
        ("/outages/v1/outages?postcode=200012&postcode=200013", (400, "bad_request")),
        ("/outages/v1/outages?postcode=200012&colour=red", (400, "bad_request")),
        ("/outages/v1/outages?postcode=%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5%D9%A6", (400, "bad_request")),
        ("/outages/v1/outages/OUT-1", (404, "not_found")),
        ("/outages/v1/trouble-tickets/T-1", (404, "not_found")),
        ("/installations/v1/applications/A-1001?postcode=200099", (404, "not_found")),
        ("/installations/v1/applications/A-9?postcode=200011", (404, "not_found")),
        ("/installations/v1/applications/A-9/visits", (404, "not_found")),
        ("/installations/v1/applications/A-9/visit-windows", (404, "not_found")),
        ("/nowhere", (404, "not_found")),
    ],
)
async def test_what_is_not_there_or_not_readable(client: Caller, path: str, expected: tuple[int, str]) -> None:
    """An unknown thing is 404 and a request that cannot be read is 400, both as problems."""
    assert await problem(await client.get(path)) == expected


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "", "99999999999999999999", "١"])
async def test_a_limit_is_a_number_from_1_to_100(client: Caller, number: str, limit: str) -> None:
    """Anything else is a bad request, not a guess."""
    response = await client.get(f"/billing/v1/accounts/{number}/bills", params={"limit": limit})
    assert await problem(response) == (400, "bad_request")


async def test_a_limit_cuts_from_the_newest(client: Caller, number: str) -> None:
    """Three bills are the three newest of thirteen."""
    few = await (await client.get(f"/billing/v1/accounts/{number}/bills?limit=3")).json()
    usual = await (await client.get(f"/billing/v1/accounts/{number}/bills")).json()
    assert len(usual["items"]) == 13
    assert few["items"] == usual["items"][:3]


async def test_anothers_bill_is_not_told(client: Caller, number: str, engine: sa.engine.Engine) -> None:
    """A bill asked for under another account is 404, as if it were not there."""
    with begin(engine) as connection:
        query = sa.select(tables.bills.c.id).where(tables.bills.c.account_number != number)
        foreign = connection.execute(query.limit(1)).scalar_one()
    assert await problem(await client.get(f"/billing/v1/accounts/{number}/bills/{foreign}")) == (404, "not_found")


async def test_verify_tells_nobody_which_half_was_wrong(client: Caller, number: str) -> None:
    """A wrong postcode and an unknown account get the same answer; only both right is True."""
    home = (await (await client.get(f"/billing/v1/accounts/{number}")).json())["premises"][0]["postcode"]
    for account, postcode, expected in ((number, home, True), (number, "200099", False), ("9" * 10, home, False)):
        response = await client.post(f"/billing/v1/accounts/{account}/verify", json={"postcode": postcode})
        assert response.status == 200
        assert await response.json() == {"verified": expected}


async def test_no_answer_shows_that_a_bill_is_wrong(client: Caller, engine: sa.engine.Engine) -> None:
    """The mark of a wrong bill is nowhere in what the billing system tells."""
    bill_id, fault = next(iter(wrong_bills(engine).items()))
    with begin(engine) as connection:
        query = sa.select(tables.bills.c.account_number).where(tables.bills.c.id == bill_id)
        account = connection.execute(query).scalar_one()
    text = await (await client.get(f"/billing/v1/accounts/{account}/bills/{bill_id}")).text()
    assert fault not in text
    assert "fault" not in text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", (400, "bad_request")),
        (b"{", (400, "bad_request")),
        (b"[]", (400, "bad_request")),
        (b"\xff\xfe{}", (400, "bad_request")),
        (b'{"postcode": NaN}', (400, "bad_request")),
        (b"[" * 10_000, (400, "bad_request")),
        (b'{"postcode": "200011", "address": "\\ud800", "scope": "part"}', (400, "bad_request")),
        (b"{}", (422, "invalid")),
        (b'{"postcode": "200011", "address": "x", "scope": "part", "colour": "red"}', (422, "invalid")),
        (b'{"postcode": "200011", "address": "x", "scope": "all"}', (422, "invalid")),
        (b'{"postcode": "200011", "address": " ", "scope": "part"}', (422, "invalid")),
        (b'{"postcode": "200011", "address": "a\\u0000b", "scope": "part"}', (422, "invalid")),
        (b'{"postcode": 200011, "address": "x", "scope": "part"}', (422, "invalid")),
        (b'{"postcode": "999999", "address": "x", "scope": "part"}', (409, "place_not_served")),
        (
            b'{"premises_id": "P-none", "postcode": "200011", "address": "x", "scope": "part"}',
            (409, "premises_unknown"),
        ),
        (b" " * (MAX_BODY + 1), (413, "too_large")),
    ],
)
async def test_a_body_is_read_strictly(client: Caller, body: bytes, expected: tuple[int, str]) -> None:
    """No JSON is 400, wrong or unknown fields are 422, what we do not do is 409, too much is 413."""
    response = await client.post(TICKETS, data=body, headers={**KEY, "Content-Type": "application/json"})
    assert await problem(response) == expected


async def test_a_wrong_field_is_named(client: Caller) -> None:
    """The detail of a 422 names the field, so that its sender can mend it."""
    response = await client.post(TICKETS, json={**TICKET, "colour": "red"}, headers=KEY)
    assert "colour" in (await response.json())["detail"]


async def test_only_json_is_read(client: Caller) -> None:
    """Another content type is 415, whatever stands in it."""
    response = await client.post(TICKETS, data=b"{}", headers={**KEY, "Content-Type": "text/plain"})
    assert await problem(response) == (415, "unsupported_media_type")


@pytest.mark.parametrize("key", [None, "", "x" * 201, "clé"])
async def test_a_write_needs_a_key_that_can_be_kept(client: Caller, key: str | None) -> None:
    """Without one printable key of up to 200 characters nothing is written."""
    headers = {} if key is None else {"Idempotency-Key": key}
    assert await problem(await client.post(TICKETS, json=TICKET, headers=headers)) == (400, "bad_request")


async def test_a_wrong_method_is_405_and_names_the_right_one(client: Caller) -> None:
    """The answer says which methods there are."""
    response = await client.delete("/billing/v1/tariffs")
    assert await problem(response) == (405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


async def test_a_lost_database_is_503(client: Caller, engine: sa.engine.Engine) -> None:
    """When the tables cannot be read the caller hears `unavailable`, no stack and no SQL."""
    with begin(engine) as connection:
        connection.execute(sa.text("DROP TABLE erts"))
    response = await client.get("/outages/v1/outages?postcode=200012")
    assert await problem(response) == (503, "unavailable")
    assert "erts" not in await response.text()


async def test_outages_stay_true_long_after_the_seed(client: Caller, clock: HeldClock) -> None:
    """Three days later a running outage still has its next update ahead, and no estimate of the past."""
    before = (await (await client.get("/outages/v1/outages?postcode=200012")).json())["items"][0]
    assert before["ert"] == before["ert_history"][-1]
    assert before["ert"]["ert"] > NOW.isoformat()
    clock.move(timedelta(days=3))
    after = (await (await client.get("/outages/v1/outages?postcode=200012")).json())["items"][0]
    assert after["ert"] is None
    assert after["next_update_at"] > clock.now().isoformat()


async def test_many_may_ask_at_once(client: Caller, number: str) -> None:
    """Forty requests at the same time are all answered."""
    responses = await asyncio.gather(*(client.get(f"/billing/v1/accounts/{number}/bills") for _ in range(40)))
    assert {response.status for response in responses} == {200}

"""What the door refuses, with which code, and that a refused message is not kept."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.door import Customer, House, open_house

JSON = {"Content-Type": "application/json"}
GOOD = json.dumps({"id": "m1", "text": "hello"}).encode()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Return a running door."""
    async with open_house(tmp_path) as house:
        await house.open_door()
        yield house


async def _refused(customer: Customer, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    async with customer.http.post("/chat/messages", data=body, headers=headers) as reply:
        assert reply.content_type == "application/problem+json"
        problem: dict[str, Any] = json.loads(await reply.text())
    assert problem["status"] == reply.status
    assert problem["detail"]
    assert await customer.history() == []
    return reply.status, problem["code"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_request"),
        (b"not json", "bad_request"),
        (b'{"id": "m1", "text": "\xff"}', "bad_request"),
        (b"[" * 20_000, "bad_request"),
        (b"[]", "bad_request"),
        (b'{"id": "m1"}', "bad_request"),
        (b'{"text": "hello"}', "bad_request"),
        (b'{"id": 7, "text": "hello"}', "bad_request"),
        (b'{"id": "m1", "text": null}', "bad_request"),
        (b'{"id": "m1", "text": "a", "button": "b"}', "bad_request"),
        (b'{"id": "m1", "text": "a", "payload": "/pay"}', "bad_request"),
        (b'{"id": "m 1", "text": "hello"}', "bad_request"),
        (b'{"id": "' + b"m" * 65 + b'", "text": "hello"}', "bad_request"),
        (b'{"id": "m1", "text": " \\u0000\\n\\t "}', "empty_text"),
        (b'{"id": "m1", "text": "' + b"a" * 4001 + b'"}', "text_too_long"),
        (b'{"id": "m1", "button": "\\u0000"}', "button_unknown"),
        (b'{"id": "m1", "button": "unknown"}', "button_unknown"),
    ],
)
async def test_a_bad_body_is_refused(house: House, body: bytes, code: str) -> None:
    """Each kind of nonsense has its code, and nothing of it is kept."""
    status, got = await _refused(await house.customer(), body, JSON)
    assert got == code
    assert status == (404 if code == "button_unknown" else 400)


async def test_an_oversized_body_is_refused(house: House) -> None:
    """More than 32 kB is not read."""
    body = json.dumps({"id": "m1", "text": "a" * 40_000}).encode()
    assert await _refused(await house.customer(), body, JSON) == (413, "too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_only_json_is_taken(house: House, kind: str) -> None:
    """What a plain form of another site could send is refused by its type."""
    assert await _refused(await house.customer(), GOOD, {"Content-Type": kind}) == (415, "not_json")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_sites_page_is_refused(house: House, headers: dict[str, str]) -> None:
    """A POST that a browser marks as coming from elsewhere is refused, for messages and for sessions."""
    customer = await house.customer()
    assert await _refused(customer, GOOD, {**JSON, **headers}) == (403, "wrong_origin")
    async with customer.http.post("/chat/session", json={}, headers=headers) as reply:
        assert reply.status == 403


async def test_our_own_page_is_let_in(house: House) -> None:
    """The headers a browser sends for our own page pass."""
    customer = await house.customer()
    headers = {**JSON, "Origin": house.url, "Sec-Fetch-Site": "same-origin"}
    async with customer.http.post("/chat/messages", data=GOOD, headers=headers) as reply:
        assert reply.status == 202


async def test_control_characters_are_taken_out(house: House) -> None:
    """NUL and its like are removed, line ends and tabs stay, half characters do not reach the record."""
    customer = await house.customer()
    body = b'{"id": "m1", "text": "a\\u0000b\\r\\nc\\td\\u001b\\ud800 \\u00e9"}'
    async with customer.http.post("/chat/messages", data=body, headers=JSON) as reply:
        assert reply.status == 202
    assert (await customer.history())[0]["text"] == "ab\nc\td é"


@pytest.mark.parametrize("query", ["?limit=0", "?limit=x", "?limit=-1", "?limit=²", "?limit=" + "9" * 30])
async def test_a_bad_number_is_a_bad_request(house: House, query: str) -> None:
    """Numbers in an address are digits, and not too many."""
    customer = await house.customer()
    async with customer.http.get(f"/chat/history{query}") as reply:
        assert reply.status == 400


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("PUT", "/chat/messages", 405)])
async def test_wrong_addresses_are_problems_too(house: House, method: str, path: str, status: int) -> None:
    """Unknown addresses and methods answer in the same form."""
    customer = await house.customer()
    async with customer.http.request(method, path) as reply:
        assert (reply.status, reply.content_type) == (status, "application/problem+json")


async def test_a_fast_sender_is_slowed_down(tmp_path: Path) -> None:
    """Beyond its burst a session gets 429 with Retry-After; another session is not touched by it."""
    async with open_house(tmp_path) as house:
        await house.open_door(messages_at_once=3, messages_per_second=0.01)
        fast, other = await house.customer(), await house.customer()
        statuses = [(await fast.post(id=f"m{n}", text="hi"))[0] for n in range(4)]
        assert statuses == [202, 202, 202, 429]
        async with fast.http.post("/chat/messages", json={"id": "m9", "text": "hi"}) as reply:
            assert int(reply.headers["Retry-After"]) > 50
            assert (await reply.json(content_type=None))["code"] == "too_fast"
        assert (await other.post(id="m1", text="hi"))[0] == 202
        assert len(await fast.history()) == 3


async def test_sessions_from_one_address_are_limited(tmp_path: Path) -> None:
    """Opening many chats from one address is refused after the burst; resuming one is not."""
    async with open_house(tmp_path) as house:
        await house.open_door(sessions_at_once=2, sessions_per_second=0.01)
        first, _ = await house.customer(), await house.customer()
        third = await house.customer(opened=False)
        async with third.http.post("/chat/session", json={}) as reply:
            assert (reply.status, (await reply.json(content_type=None))["code"]) == (429, "too_many_sessions")
        assert (await first.open())["resumed"] is True


async def test_streams_are_limited_and_given_back(tmp_path: Path) -> None:
    """Too many windows of one chat are refused; a closed one makes room again."""
    async with open_house(tmp_path) as house:
        await house.open_door(streams_of_conversation=1, ping_seconds=0.1)
        customer = await house.customer()
        first = customer.http.get("/chat/events")
        async with first as reply:
            await reply.content.readline()
            async with customer.http.get("/chat/events") as refused:
                assert (refused.status, refused.headers["Retry-After"].isdigit()) == (429, True)
            reply.close()
        for _ in range(100):
            async with customer.http.get("/chat/events") as again:
                if again.status == 200:
                    assert (await again.content.readline()).startswith(b"retry")
                    break
        else:
            pytest.fail("the closed stream's place was never given back")


async def test_a_record_that_is_away_takes_no_message(tmp_path: Path) -> None:
    """Without the database a message is refused with 503 and Retry-After; once it is back, it is taken."""
    async with open_house(tmp_path) as house:
        await house.open_door()
        await house.start_worker()
        customer = await house.customer()
        with house.database_away():
            async with customer.http.post("/chat/messages", data=GOOD, headers=JSON) as reply:
                assert (reply.status, reply.headers["Retry-After"]) == (503, "5")
                assert (await reply.json(content_type=None))["code"] == "unavailable"
            async with customer.http.get("/readyz") as reply:
                assert (reply.status, (await reply.json())["missing"]) == (503, ["database"])
            async with customer.http.get("/metrics") as reply:
                assert "plainwatt_database_up 0.0" in await reply.text()
        assert (await customer.post(id="m1", text="hello"))[0] == 202
        assert (await customer.answered(1))[-1]["text"] == "re: hello"

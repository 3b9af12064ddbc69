"""The chat page's files, the headers of every response, and what those who run the house can see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.door import House, open_house

PATHS = ["/", "/widget/chat.js", "/healthz", "/metrics", "/chat/history", "/chat/session", "/nothing", "/chat/events"]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Return a running door over a small page."""
    widget = tmp_path / "widget"
    widget.mkdir()
    (widget / "index.html").write_text("<!doctype html><title>Chat</title>")
    (widget / "chat.js").write_text("export {};")
    (widget / "notes.py").write_text("private")
    (tmp_path / "outside.js").write_text("private")
    async with open_house(tmp_path) as house:
        await house.open_door(widget=widget)
        yield house


async def test_the_page_and_its_parts_are_served(house: House) -> None:
    """The page is HTML, scripts are scripts, and a browser that has them gets 304."""
    customer = await house.customer()
    for path, kind in (("/", "text/html"), ("/widget/chat.js", "javascript")):
        async with customer.http.get(path) as reply:
            assert reply.status == 200
            assert kind in reply.headers["Content-Type"]
            assert reply.headers["Cache-Control"] == "no-cache"
            tag = reply.headers["ETag"]
        async with customer.http.get(path, headers={"If-None-Match": tag}) as reply:
            assert reply.status == 304


@pytest.mark.parametrize(
    "path", ["/widget/notes.py", "/widget/none.js", "/widget/..%2foutside.js", "/widget/%2e%2e/outside.js", "/widget/"]
)
async def test_nothing_else_is_served(house: House, path: str) -> None:
    """Code, missing files and files outside the folder are not found."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(house.url.rsplit(":", 1)[1]))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"private" not in answer


@pytest.mark.parametrize("path", PATHS)
async def test_every_response_carries_the_security_headers(house: House, path: str) -> None:
    """Page, file, API, error and stream alike; nothing inline, no framing, no sniffing, no cached answers."""
    customer = await house.customer()
    async with customer.http.get(path) as reply:
        policy = reply.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:")
        assert "frame-ancestors" in policy
        assert "unsafe" not in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert "Python" not in reply.headers["Server"]
        assert reply.headers["Cache-Control"] == ("no-cache" if path in PATHS[:2] else "no-store")


async def test_ready_means_a_worker_is_there(house: House) -> None:
    """Alive at once, ready with the first worker's heartbeat, and no more when the worker has stopped."""
    customer = await house.customer()
    async with customer.http.get("/healthz") as reply:
        assert reply.status == 200
    async with customer.http.get("/readyz") as reply:
        assert (reply.status, (await reply.json())["missing"]) == (503, ["worker"])
    worker = await house.start_worker()
    await customer.post(id="m1", text="hello")
    await customer.answered(1)
    async with customer.http.get("/readyz") as reply:
        assert (reply.status, (await reply.json())["missing"]) == (200, [])
    worker.stop()
    for _ in range(200):
        async with customer.http.get("/readyz") as reply:
            if reply.status == 503:
                return
        await asyncio.sleep(0.02)
    pytest.fail("a stopped worker still counts as there")


async def test_metrics_count_what_happened(house: House) -> None:
    """Accepted, duplicates, waiting, and each worker's turns and seconds are told to Prometheus."""
    customer = await house.customer()
    for name, text in (("m1", "hello"), ("m1", "hello"), ("m2", "crash")):
        await customer.post(id=name, text=text)
    async with customer.http.get("/metrics") as reply:
        told = await reply.text()
    assert "plainwatt_accepted_total 2.0" in told
    assert "plainwatt_duplicates_total 1.0" in told
    assert "plainwatt_waiting 2.0" in told
    worker = await house.start_worker()
    await customer.answered(2)
    label = f'{{worker="{worker.name}"}}'
    wanted = {
        f"plainwatt_answered_total{label} 1.0",
        f"plainwatt_failed_total{label} 1.0",
        f"plainwatt_turn_seconds_count{label} 2.0",
        "plainwatt_waiting 0.0",
    }
    for _ in range(200):
        async with customer.http.get("/metrics") as reply:
            told = await reply.text()
        if wanted <= set(told.splitlines()):
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"not told: {wanted - set(told.splitlines())}")

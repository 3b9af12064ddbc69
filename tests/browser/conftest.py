"""One browser for all; a fresh page with its own cookies for each test; what the console says is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.chat import Chat
from tests.browser.fake_gateway import FakeGateway, serve

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def look() -> dict[str, Any]:
    """How the page is looked at; a test may ask for a phone, the dark or less motion by parametrizing it."""
    return {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
async def page(browser: Browser, look: dict[str, Any]) -> AsyncIterator[Page]:
    """A page of a fresh browser profile; `complaints` of the console and of scripts are on `page.complaints`."""
    context = await browser.new_context(locale="en-GB", timezone_id="Asia/Shanghai", reduced_motion="reduce", **look)
    page = await context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: said.type in {"error", "warning"} and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    await context.close()


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    """A door with scripted replies."""
    fake = FakeGateway()
    runner = await serve(fake)
    yield fake
    await runner.cleanup()


@pytest.fixture
def base_url(gateway: FakeGateway) -> str:
    """Where the page is; a module that has a real door overrides this."""
    return gateway.url


@pytest.fixture
async def chat(page: Page, base_url: str) -> Chat:
    """The chat page, open and ready."""
    return await Chat(page, base_url).open()

"""A customer in Chromium holds the three conversations with the real assistant, and a picture is kept of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.settings import ROOT
from tests.browser.chat import SHOTS, Chat
from tests.conversations.assistant import NOW, Assistant
from tests.conversations.expect import recorded

# the first test waits until the model is loaded
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 300_000


@pytest.fixture
async def base_url(assistant: Assistant) -> str:
    """Where the real page is."""
    await assistant.begin()
    return assistant.url


@pytest.fixture
def look() -> dict[str, object]:
    """A narrow window, tall enough for a conversation, drawn sharply."""
    return {"viewport": {"width": 760, "height": 1344}, "device_scale_factor": 1.25, "color_scheme": "light"}


@pytest.fixture
async def chat(page: Page, base_url: str) -> Chat:
    """The page, open at the hour at which the assistant is."""
    await page.clock.set_fixed_time(NOW)
    return await Chat(page, base_url).open()


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    """Where pictures go: to the repository only when they are asked for."""
    folder = PICTURES if request.config.getoption("--pictures") else SHOTS
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def picture(chat: Chat, name: str, folder: Path) -> None:
    """Keep the page as the customer sees it, and see that the picture is no burden to a reader."""
    await chat.page.mouse.move(0, 0)
    await chat.page.evaluate("() => document.activeElement?.blur()")
    path = await chat.screenshot(name, folder)
    assert path.stat().st_size < MOST_BYTES


async def test_a_bill(chat: Chat, assistant: Assistant, folder: Path) -> None:
    """The amount on the page is the billing system's, with what the customer will and will not get."""
    facts = assistant.facts["higher"]
    question = "Why is my bill higher than last month?"
    answer = await chat.ask(f"{question} Account {facts['account']}, postcode {facts['postcode']}")

    assert f"is {facts['bill']}" in answer
    assert f"That is {facts['difference']} more" in answer
    card = await chat.card()
    assert card["will"]
    assert card["will_not"]
    assert card["kind"] == "Guaranteed"
    assert chat.page.complaints == []
    await picture(chat, "bill", folder)


async def test_a_power_cut(chat: Chat, assistant: Assistant, folder: Path) -> None:
    """A report made on the page is one ticket for the right place."""
    facts = assistant.facts["storm"]
    before = recorded(assistant.backend.engine)["ticket"]
    await chat.ask(f"My whole house is dark, {facts['postcode']}", replies=2)
    await chat.press(facts["address"])
    await chat.reply(3)
    await chat.press("Yes, send it")
    answer = await chat.reply(4)

    (ticket,) = [each for each in recorded(assistant.backend.engine)["ticket"] if each not in before]
    assert ticket["id"] in answer
    assert (ticket["premises_id"], ticket["scope"]) == (facts["premises"], "whole_home")
    assert (await chat.card())["kind"] == "Usual time, on average"
    assert chat.page.complaints == []
    await picture(chat, "outage", folder)


async def test_a_new_connection(chat: Chat, assistant: Assistant, folder: Path) -> None:
    """An application made on the page exists with its stages, which the page shows."""
    before = recorded(assistant.backend.engine)["application"]
    await chat.ask(f"I need a new connection for my shop in {assistant.facts['ordinary']['postcode']}")
    for told in ("Market Street 77", "45", "Golden Crust Bakery"):
        await chat.ask(told)
    await chat.ask("13812345678")
    await chat.press("Yes, send it")
    await expect(chat.page.locator(".card")).to_have_count(1)
    answer = await chat.last_reply()

    (application,) = [each for each in recorded(assistant.backend.engine)["application"] if each not in before]
    assert application["id"] in answer
    assert "Papers handed in: this is where it stands" in answer
    assert application["stages"] == ["application", "papers", "survey", "network", "contract", "meter"]
    assert (await chat.card())["will_not"]
    assert chat.page.complaints == []
    await picture(chat, "connection", folder)

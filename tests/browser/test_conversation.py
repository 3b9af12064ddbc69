"""A customer talks with the page: by keyboard, by buttons, over a reload."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import samples
from tests.browser.chat import Chat
from tests.browser.fake_gateway import bot

pytestmark = pytest.mark.slow


async def focused(chat: Chat) -> str:
    """Return the accessible name, or the text, of what has the focus."""
    name: str = await chat.page.evaluate(
        "() => { let a = document.activeElement; while (a?.shadowRoot) a = a.shadowRoot.activeElement;"
        " return a ? a.getAttribute('aria-label') ?? a.labels?.[0]?.textContent ?? a.textContent : '' }"
    )
    return name


async def test_keyboard_alone_is_enough(chat, gateway):
    """Tab reaches log, beginnings and field in order; Enter sends; a button pressed by key gives the focus back."""
    gateway.reply = lambda text: [bot("All of it, or a part?", None, "All", "A part")]
    visited = []
    for _ in range(5):
        await chat.page.keyboard.press("Tab")
        visited.append(await focused(chat))
    assert visited == [
        "Conversation", "How much is my bill?", "My power is out", "I need a new connection", "Your message",
    ]  # fmt: skip

    await chat.page.keyboard.type("My power")
    await chat.page.keyboard.press("Shift+Enter")
    await chat.page.keyboard.type("is out")
    await chat.page.keyboard.press("Enter")
    await chat.reply(1)
    assert gateway.said() == ["My power\nis out"]
    assert await focused(chat) == "Your message"

    await chat.page.keyboard.press("Shift+Tab")
    await chat.page.keyboard.press("Shift+Tab")
    assert await focused(chat) == "All"
    await chat.page.keyboard.press("Enter")
    await chat.reply(2)
    assert gateway.received[-1]["button"] == "token-All"
    assert await focused(chat) == "Your message"


async def test_a_button_is_used_once(chat, gateway):
    """Once one button of a message is pressed, none of them can be pressed; the choice stays marked after a reload."""
    gateway.reply = lambda text: [bot("Which?", None, "All", "A part")] if text == "hello" else [bot("Thank you.")]
    await chat.ask("hello")
    await chat.press("A part")
    await chat.reply(2)
    assert await chat.buttons() == []

    await chat.page.reload()
    await chat.reply(2)
    assert await chat.buttons() == []
    await expect(chat.page.get_by_role("button", name="A part (chosen)")).to_be_disabled()


async def test_a_beginning_is_sent_as_text(chat, gateway):
    """A suggested first sentence is sent as if typed, and the suggestions make room."""
    await chat.press("My power is out")
    await chat.reply(1)

    assert gateway.received[0]["text"] == "My power is out"
    await expect(chat.page.get_by_role("button", name="I need a new connection")).to_have_count(0)


async def test_a_reload_keeps_conversation_and_draft(chat):
    """After a reload the same messages stand in the same order, and a half-written one is still in the field."""
    await chat.ask("first")
    await chat.ask("second")
    before = await chat.texts()
    await chat.field.fill("half a sen")

    await chat.page.reload()
    await chat.reply(2)

    assert await chat.texts() == before == ["first", "You wrote: first", "second", "You wrote: second"]
    await expect(chat.field).to_have_value("half a sen")


async def test_markup_is_shown_as_text(chat):
    """What looks like HTML, from either side, is text; nothing of it becomes an element."""
    nasty = "<img src=x onerror=alert(1)><b>bold</b> <script>alert(2)</script>"

    assert await chat.ask(nasty) == f"You wrote: {nasty}"
    assert await chat.text_of(chat.own.last) == nasty
    await expect(chat.log.locator("img, script, b")).to_have_count(0)


async def test_only_https_addresses_are_links(chat):
    """An https address can be clicked, without the full stop behind it; other schemes stay text."""
    await chat.ask("See https://example.org/a?b=1. Not http://example.org, javascript:alert(1) or https://.")
    links = chat.replies.last.get_by_role("link")

    await expect(links).to_have_count(1)
    await expect(links).to_have_attribute("href", "https://example.org/a?b=1")
    await expect(links).to_have_attribute("rel", "noopener noreferrer")


async def test_the_card_shows_all_it_says(chat, gateway):
    """Each field of a card can be read, the kind of promise in words."""
    gateway.reply = lambda text: [bot(samples.OUTAGE["answer"], samples.OUTAGE)]
    await chat.ask("power")

    assert await chat.card() == {
        "title": samples.OUTAGE["title"],
        "brief": None,
        "will": samples.OUTAGE["will"],
        "will_not": samples.OUTAGE["will_not"],
        "kind": "Usual time, on average",
        "by_when": samples.OUTAGE["by_when"]["text"],
        "due": "On average: about Tuesday, 6 May 2031 at 14:45",
        "measured_from": "Counted from your report",
        "best": samples.OUTAGE["best_elsewhere"]["text"],
        "if_missed": samples.OUTAGE["if_missed"],
        "sources": [source["text"] for source in samples.OUTAGE["sources"]],
        "open": True,
    }


@pytest.mark.parametrize(
    ("kind", "words", "due"),
    [
        ("guarantee", "Guaranteed", "At the latest: Tuesday, 6 May 2031 at 14:45"),
        ("estimate", "Our estimate", "We expect: Tuesday, 6 May 2031 at 14:45"),
        ("no_commitment", "No time promised", None),
    ],
)
async def test_each_kind_of_promise_has_its_words(chat, gateway, kind, words, due):
    """A time is told as strongly as it is meant, and no stronger; where none is promised none is shown."""
    card = {**samples.OUTAGE, "by_when": {**samples.OUTAGE["by_when"], "kind": kind}}
    gateway.reply = lambda text: [bot("Noted.", card)]
    await chat.ask("power")
    shown = await chat.card()

    assert (shown["kind"], shown["due"]) == (words, due)


async def test_a_time_the_card_already_tells_is_not_told_twice(chat, gateway):
    """When the words name the due day or time, no second line repeats it."""
    told = {**samples.CONNECTION["by_when"], "text": "We guarantee power in 3 working days. That is by 9 May 2031."}
    gateway.reply = lambda text: [bot("Noted.", {**samples.CONNECTION, "by_when": told})]
    await chat.ask("connection")

    assert (await chat.card())["due"] is None


async def test_a_card_shown_before_is_one_line_that_unfolds(chat, gateway):
    """The card that is not full shows its brief; the rest is one key press away."""
    gateway.reply = lambda text: [bot("As before.", samples.brief(samples.OUTAGE))]
    await chat.ask("power")
    rest = chat.page.get_by_text(samples.OUTAGE["if_missed"])

    assert (await chat.card())["brief"] == samples.OUTAGE["brief"]
    await expect(rest).to_be_hidden()
    await chat.page.locator(".card summary").first.press("Enter")
    await expect(rest).to_be_visible()


async def test_the_answer_is_read_from_its_start(chat, gateway):
    """A long answer is scrolled so that the question and the answer's first line are in view, not its end."""
    gateway.reply = lambda text: [bot("Here it is.", samples.OUTAGE), bot("And more.\n" * 30)]
    await chat.ask("long one", replies=2)

    await expect(chat.own.last).to_be_in_viewport(ratio=1)
    await expect(chat.page.get_by_text("Here it is.")).to_be_in_viewport(ratio=1)


async def test_a_customer_who_scrolled_back_is_left_there(chat, gateway):
    """A new message does not pull away somebody who reads further up; a button takes them down."""
    gateway.reply = lambda text: [bot("Line\n" * 60)]
    await chat.ask("long one")
    await chat.ask("another")
    await chat.log.evaluate("log => { log.scrollTop = 0; }")
    await chat.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    gateway.conversation.add("agent", {"text": "A person here."}, None)

    newer = chat.page.get_by_role("button", name="New messages")
    await expect(newer).to_be_visible()
    assert await chat.log.evaluate("log => log.scrollTop") == 0
    await newer.click()
    await expect(newer).to_be_hidden()
    assert await chat.log.evaluate("log => log.scrollTop") > 0


async def test_typing_is_told_and_ends(chat, gateway):
    """While the bot works the page says so to eye and ear, and stops when the answer is there."""
    gateway.reply = lambda text: []
    await chat.say("hello")
    await expect(chat.own).to_have_count(1)
    gateway.type(True)
    await expect(chat.typing).to_have_text("Plainwatt is typing")
    gateway.conversation.add("bot", bot("Done."), None)

    await chat.reply(1)
    await expect(chat.typing).to_have_text("")


async def test_days_are_told_apart(chat, gateway):
    """Messages of two days stand under their day, by the customer's own clock."""
    await chat.ask("hello")
    gateway.conversation.messages[0]["at"] = "2024-01-08T15:59:00+00:00"
    gateway.conversation.messages[1]["at"] = "2024-01-08T16:01:00+00:00"
    await chat.page.reload()
    await chat.reply(1)
    days = await chat.page.locator(".day").all_text_contents()

    assert [day.replace(",", "") for day in days] == ["Monday 8 January 2024", "Tuesday 9 January 2024"]


async def test_too_long_is_told_before_it_is_sent(chat, gateway):
    """Near the limit the page counts; over it nothing is sent and nothing is cut off."""
    await chat.field.fill("x" * 3900)
    await expect(chat.page.locator(".count")).to_have_text("100 characters left")
    await chat.field.fill("é" * 4001)
    await chat.field.press("Enter")

    await expect(chat.page.locator(".count")).to_have_text("1 character too many")
    await expect(chat.field).to_have_value("é" * 4001)
    assert gateway.received == []

"""Anyone can use the page: names and roles, contrast, zoom, small screens; and no script of others runs."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import samples
from tests.browser.chat import Chat
from tests.browser.fake_gateway import bot

pytestmark = pytest.mark.slow

CONTRAST = """() => {
    const root = document.querySelector('plainwatt-chat').shadowRoot;
    const rgb = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { c: [r, g, b], a }; };
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
        .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const { c, a } = rgb(getComputedStyle(at).backgroundColor);
            if (a === 1) return c;
        }
        return [255, 255, 255];
    };
    const poor = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !node.checkVisibility() || node.closest('.spoken')) continue;
        const [x, y] = [light(rgb(getComputedStyle(node).color).c), light(behind(node))].sort((a, b) => b - a);
        const ratio = (x + 0.05) / (y + 0.05);
        if (ratio < 4.5) poor.push(`${walker.currentNode.textContent.trim()}: ${ratio.toFixed(2)}`);
    }
    return poor;
}"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def whole_conversation(chat: Chat, gateway) -> None:
    """Have every part of the page in view once: cards of each kind, used and unused buttons, a refusal, a count."""
    cards = [samples.OUTAGE, samples.CONNECTION, samples.BILL, samples.RESTORATION, samples.brief(samples.OUTAGE)]
    gateway.reply = lambda text: [bot("One of each.", card, "Yes", "No") for card in cards]
    await chat.ask("everything", replies=len(cards))
    await chat.press("Yes")
    await chat.reply(2 * len(cards))
    gateway.conversation.add("agent", {"text": "A person here."}, None)
    gateway.type(True)
    await chat.field.fill("x" * 4010)
    await expect(chat.typing).to_have_text("Plainwatt is typing")


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=["light", "dark"])
async def test_every_word_has_contrast(chat, gateway, look):
    """All text of the chat has a contrast of 4.5 or more, by day and by night."""
    await whole_conversation(chat, gateway)

    assert await chat.page.evaluate(CONTRAST) == []


async def test_no_complaint_in_the_console(chat, gateway):
    """A whole conversation under the strict content policy breaks no rule of it and raises no error."""
    await whole_conversation(chat, gateway)

    assert chat.page.complaints == []


async def test_roles_and_names(chat, gateway):
    """The log, the field, the send button, the groups and the status lines are what a screen reader expects."""
    await whole_conversation(chat, gateway)
    page = chat.page

    await expect(page.get_by_role("log", name="Conversation")).to_have_count(1)
    await expect(page.get_by_role("region", name="Chat with Plainwatt")).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Your message")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("button", name="Send")).to_have_count(1)
    await expect(page.get_by_role("group", name="Choose an answer").first).to_be_visible()
    await expect(page.get_by_role("region", name="What you can expect: Repair of a power cut").first).to_be_visible()
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
    for place in (chat.banner, chat.typing):
        await expect(place).to_have_attribute("role", "status")


async def test_who_said_what_is_spoken(chat):
    """Each message begins with whose it is, for those who only hear it; the log is read politely once it is filled."""
    await chat.ask("hello")

    await expect(chat.own.last).to_contain_text("You said: hello")
    await expect(chat.replies.last).to_contain_text("Plainwatt said: You wrote: hello")
    assert await chat.log.get_attribute("aria-live") is None
    await expect(chat.log).to_have_attribute("aria-relevant", "additions")


@pytest.mark.parametrize(
    "look",
    [PHONE, {"viewport": {"width": 320, "height": 568}}, {"viewport": {"width": 640, "height": 400}}],
    ids=["phone", "smallest", "zoom-200"],
)
async def test_nothing_runs_off_the_side(chat, gateway, look):
    """On a phone, on the smallest screen and at 200 % zoom all fits the width, and the field stays in view."""
    await whole_conversation(chat, gateway)
    await chat.ask("https://example.org/" + "long" * 60, replies=5)

    over = await chat.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (over, await chat.log.evaluate("log => log.scrollWidth - log.clientWidth")) == (0, 0)
    await expect(chat.field).to_be_in_viewport(ratio=0.9)
    assert (await chat.log.bounding_box())["height"] > 120


@pytest.mark.parametrize("look", [PHONE], ids=["phone"])
async def test_a_touch_on_a_button_does_not_raise_the_keyboard(chat, gateway, look):
    """On a touch screen the focus goes to the log after a button, so that the answer is not covered."""
    gateway.reply = lambda text: [bot("Which?", None, "All")]
    await chat.press("My power is out")
    await chat.reply(1)

    assert await chat.log.evaluate("log => log.getRootNode().activeElement === log")


async def test_reduced_motion_is_kept(chat):
    """Who asks for less motion gets no smooth scrolling."""
    assert await chat.log.evaluate("log => getComputedStyle(log).scrollBehavior") == "auto"


async def test_without_session_storage_it_still_talks(page, gateway, base_url):
    """A browser that forbids storage loses the draft over a reload, not the chat."""
    await page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    chat = await Chat(page, base_url).open()

    assert await chat.ask("hello") == "You wrote: hello"

"""The chat page as a customer uses it: what to do and what can be read, for any base URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

SHOTS = Path(__file__).resolve().parents[2] / "var" / "shots"
PATIENCE = 15_000


class Chat:
    """Drives one page; Playwright's locators look into the open shadow root by themselves."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url.rstrip("/")
        self.log = page.get_by_role("log", name="Conversation")
        self.field = page.get_by_role("textbox", name="Your message")
        self.replies = page.locator(".message:not(.customer)")
        self.own = page.locator(".message.customer")
        self.banner = page.locator(".banner")
        self.typing = page.locator(".typing")

    async def open(self) -> Chat:
        """Load the page and wait until one can write."""
        await self.page.goto(f"{self.base_url}/")
        await expect(self.field).to_be_visible(timeout=PATIENCE)
        return self

    async def say(self, text: str) -> None:
        """Type a message and send it with Enter."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def press(self, title: str) -> None:
        """Press the newest button of this title."""
        await self.page.get_by_role("button", name=title, exact=True).last.click()

    async def reply(self, number: int, timeout: float = PATIENCE) -> str:
        """Wait for the bot's reply with this number, counted from 1; return its text."""
        await expect(self.replies.nth(number - 1)).to_be_visible(timeout=timeout)
        return await self.text_of(self.replies.nth(number - 1))

    async def ask(self, text: str, replies: int = 1) -> str:
        """Say something and return the last of as many new replies."""
        before = await self.replies.count()
        await self.say(text)
        return await self.reply(before + replies)

    async def last_reply(self) -> str:
        """Return the text of the newest reply."""
        return await self.text_of(self.replies.last)

    async def texts(self) -> list[str]:
        """Return every message's text in the order shown."""
        return [await self.text_of(message) for message in await self.page.locator(".message").all()]

    async def text_of(self, message: Locator) -> str:
        """Return a message's text as seen, without what only a screen reader says."""
        bubble = message.locator(".bubble")
        if await bubble.count() == 0:
            return ""
        seen: str = await bubble.evaluate(
            "node => [...node.childNodes].filter(n => !n.classList?.contains('spoken'))"
            ".map(n => n.firstChild?.textContent ?? n.textContent).join('')"
        )
        return seen

    async def card(self) -> dict[str, Any]:
        """Return what the newest card shows: title, will, will_not, kind, by_when, due, best, if_missed, sources."""
        read = """card => {
            const one = (s) => card.querySelector(s)?.textContent ?? null;
            const all = (s) => [...card.querySelectorAll(s)].map((node) => node.textContent);
            return {
                title: card.getAttribute('aria-label').split(': ').slice(1).join(': '), brief: one('summary .line'),
                will: all('.will li'), will_not: all('.wont li'), kind: one('.kind'), by_when: one('.limit'),
                due: one('.due'), measured_from: one('.start'), best: one('.best p'), if_missed: one('.missed p'),
                sources: all('.sources li'), open: card.tagName === 'DETAILS' ? card.open : true,
            };
        }"""
        fields: dict[str, Any] = await self.page.locator(".card").last.evaluate(read)
        return fields

    async def buttons(self) -> list[str]:
        """Return the titles of the buttons that can be pressed now."""
        return await self.page.locator(".buttons button:enabled").all_text_contents()

    async def screenshot(self, name: str, folder: Path = SHOTS) -> Path:
        """Keep a picture of the page; return its path."""
        path = folder / f"{name}.png"
        await self.page.screenshot(path=path)
        return path

"""The terminal chat against a door with scripted replies."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from rich.console import Console

from bot.settings import StartError
from bot.terminal import card_lines, converse
from tests.browser import samples
from tests.browser.fake_gateway import FakeGateway, bot, problem, serve

LABELS = {
    "will": "You will get",
    "will_not": "You will not get",
    "by_when": "By when",
    "best_elsewhere": "Best elsewhere",
    "if_missed": "If we miss it",
}


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    """A door with scripted replies."""
    fake = FakeGateway()
    runner = await serve(fake)
    yield fake
    await runner.cleanup()


async def talk(gateway: FakeGateway, *lines: str) -> str:
    """Pipe lines into the chat; return what it printed."""
    printed = io.StringIO()
    source = io.BytesIO("\n".join(lines).encode())
    await converse(gateway.url, source, Console(file=printed, force_terminal=False), LABELS)
    return printed.getvalue()


async def test_each_line_is_answered_before_the_next_is_sent(gateway):
    """Piped lines make a conversation in order, and the program ends with them."""
    printed = await talk(gateway, "one", "two")

    said = [line for line in printed.splitlines() if line.startswith(("You", "Plainwatt"))]
    assert said == ["You  one", "Plainwatt  You wrote: one", "You  two", "Plainwatt  You wrote: two"]


async def test_a_number_chooses_a_button(gateway):
    """A typed number sends the token of that button and shows its title; the token itself is never shown."""
    gateway.reply = lambda text: [bot("Which part?", None, "Whole home", "One room")]
    printed = await talk(gateway, "power", "2")

    assert "  [2] One room" in printed
    assert gateway.received[1]["button"] == "token-One room"
    assert "token-" not in printed


async def test_a_number_without_a_button_is_text(gateway):
    """A number typed when the newest answer has no such button is what the customer says."""
    gateway.reply = lambda text: [bot("How many?", None, *(["Few", "Many"] if text == "start" else []))]
    await talk(gateway, "start", "3", "1")

    assert [message.get("text") for message in gateway.received] == ["start", "3", "1"]


async def test_the_card_is_printed_in_plain_lines(gateway):
    """A card is printed as labelled lines below the answer."""
    gateway.reply = lambda text: [bot(samples.CONNECTION["answer"], samples.CONNECTION)]
    printed = await talk(gateway, "new connection")

    assert "  You will not get: Wiring inside your home A switch-on before the safety check is passed\n" in printed
    assert "  By when: Power within 3 working days once your papers are complete.\n" in printed
    assert "Best elsewhere" not in printed


def test_a_card_shown_before_is_one_line():
    """A card that is not full is its brief line alone."""
    assert card_lines(samples.brief(samples.OUTAGE), LABELS) == [("", samples.OUTAGE["brief"])]


async def test_what_could_steer_the_terminal_is_left_out(gateway):
    """Escape characters and markup in a message are not obeyed."""
    gateway.reply = lambda text: [bot("\x1b[2J[bold]calm[/bold]")]
    printed = await talk(gateway, "hello")

    assert "Plainwatt  [2J[bold]calm[/bold]\n" in printed


async def test_a_lost_answer_is_sent_again_under_the_same_id(gateway):
    """When the door breaks off, the message is sent again and taken once."""
    gateway.lose_answers = 1
    printed = await talk(gateway, "once")

    assert len({message["id"] for message in gateway.received}) == 1
    assert len(gateway.received) == 2
    assert printed.count("You wrote: once") == 1


async def test_a_refusal_is_told_in_the_doors_words(gateway):
    """A problem's detail is what the customer reads."""
    gateway.refuse = problem(422, "too_long", "That message is too long.")

    assert "That message is too long." in await talk(gateway, "x")


async def test_no_gateway_is_one_line(unused_tcp_port):
    """With nobody at the door the program says so, where, and what to do."""
    with pytest.raises(StartError, match=f"no gateway at http://127.0.0.1:{unused_tcp_port}. Start it with"):
        await converse(f"http://127.0.0.1:{unused_tcp_port}", io.BytesIO(), Console(file=io.StringIO()), LABELS)

"""A customer's words are never a command; a button's payload is what we made it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.model import Work
from bot.turns.talker import said, without_command

BLANKS_AND_SLASHES = st.text(st.sampled_from(" /\t\n\u00a0\u2003\x1c\x85"), max_size=20)


def _work(text: str, payload: str | None) -> Work:
    return Work(1, "c", "e", "web", text, payload, "w", 1, None)


@given(BLANKS_AND_SLASHES, st.text())
def test_no_text_begins_like_a_command(before: str, text: str) -> None:
    """Whatever stands before it, what Rasa gets is not empty and does not begin with a slash once stripped."""
    words = without_command(before + text)
    assert words.strip()
    assert not words.strip().startswith("/")


def test_words_within_are_kept() -> None:
    """Only the beginning is touched."""
    assert without_command("my power/light is out 24/7") == "my power/light is out 24/7"
    assert without_command(' /greet{"a": 1}') == 'greet{"a": 1}'


def test_a_payload_goes_through_and_words_do_not() -> None:
    """With a payload the payload counts; without one the words do, without their slash."""
    assert said(_work("Pay now", "/pay")) == "/pay"
    assert said(_work("/pay", None)) == "pay"

"""One typing error in a sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.typos import NEIGHBOURS, mistyped

WORDS = st.text("abcdefghijklmnopqrstuvwxyzABC ,.19é", min_size=2, max_size=60).filter(
    lambda text: sum(letter.lower() in NEIGHBOURS for letter in text) >= 2
)


@given(WORDS)
def test_exactly_one_slip_is_made(text: str) -> None:
    """The text changes, by one letter more, one less, one other, or two swapped."""
    wrong = mistyped(text)
    assert wrong != text
    assert abs(len(wrong) - len(text)) <= 1
    start = next((i for i, (a, b) in enumerate(zip(text, wrong, strict=False)) if a != b), min(len(text), len(wrong)))
    tails = {wrong[start + 1 :], wrong[start:], wrong[start + 2 :]}
    assert tails & {text[start:], text[start + 1 :], text[start + 2 :]}


@given(WORDS)
def test_the_same_sentence_gets_the_same_slip(text: str) -> None:
    """Two runs of the exam ask the same."""
    assert mistyped(text) == mistyped(text)


def test_every_kind_of_slip_occurs() -> None:
    """Over many seeds a word is swapped, shortened, doubled and hit beside."""
    found = {mistyped("bill", seed) for seed in range(200)}
    assert {"ibll", "bil", "bbill", "vill"} <= found


def test_a_text_without_letters_stays() -> None:
    """A number or a sign has no letter to mistype."""
    assert mistyped("310077 👍") == "310077 👍"


def test_neighbours_are_mutual() -> None:
    """A key beside another has it beside itself, on the same row."""
    assert "s" in NEIGHBOURS["a"]
    assert "a" in NEIGHBOURS["s"]
    assert "q" in NEIGHBOURS["a"]
    assert all(letter not in NEIGHBOURS[letter] for letter in NEIGHBOURS)

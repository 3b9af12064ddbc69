"""Spelling: what nobody would write is mended, what customers do write is left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.spelling import Speller, count_words

OURS = ["my bill is high", "the lights went off", "kwh on the meter", "when will the power come back"] * 50


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Knows English and a few sentences of ours."""
    return Speller(count_words(OURS))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wil teh lihgts cmoe bakc", "will the lights come back"),
        ("my bil is hihg", "my bill is high"),
        ("MY METTER", "my meter"),
    ],
)
def test_slips_are_mended(speller: Speller, typed: str, meant: str) -> None:
    """Among equally near words, the one our customers use is meant."""
    assert speller.mended(typed) == meant


@pytest.mark.parametrize("right", ["kwh", "transformer", "it's", "owe 20 yuan, no?", "电费", "😀 ok"])
def test_what_is_right_stays(speller: Speller, right: str) -> None:
    """Words of ours, words of English, figures, signs and other scripts are not touched."""
    assert speller.mended(right) == right.lower()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(speller: Speller, text: str) -> None:
    """No text makes trouble, and nothing but words changes."""
    letters = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'")
    rest = [sign for sign in text if sign not in letters]

    assert [sign for sign in speller.mended(text) if sign not in letters] == rest

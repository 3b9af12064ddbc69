"""Any text a client may send is either refused or safe to keep."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.intake import clean_text, read_incoming
from bot.gateway.problems import Problem

LONGEST = 4000
ANYTHING = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)


@given(st.text(st.characters(), max_size=200))
def test_what_is_kept_can_be_stored_and_shown(text: str) -> None:
    """Kept text is not empty, encodes as UTF-8, and holds no control character but line end and tab."""
    try:
        kept = clean_text(text, LONGEST)
    except Problem:
        assert not "".join(each for each in text if unicodedata.category(each) not in {"Cc", "Cs"}).strip()
        return
    kept.encode("utf-8")
    assert kept.strip() == kept != ""
    assert {each for each in kept if unicodedata.category(each) == "Cc"} <= {"\n", "\t"}
    assert clean_text(kept, LONGEST) == kept


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=50))
def test_words_are_kept_as_they_are(text: str) -> None:
    """Letters, emoji, right-to-left marks and signs of any script come through unchanged."""
    assert clean_text(text, LONGEST) == text


def test_the_longest_text_fits_and_one_more_does_not() -> None:
    """The limit counts what is left after cleaning."""
    assert len(clean_text("\x00 " + "a" * LONGEST + "\n", LONGEST)) == LONGEST
    with pytest.raises(Problem, match="text_too_long"):
        clean_text("a" * (LONGEST + 1), LONGEST)


@given(st.dictionaries(st.sampled_from(["id", "text", "button", "payload", "conversation"]), ANYTHING))
def test_no_body_passes_but_the_two_forms(body: dict[str, object]) -> None:
    """Whatever the body, the result is exactly one of words and button, or a problem."""
    try:
        incoming = read_incoming(body, LONGEST)
    except Problem:
        return
    assert body.keys() in ({"id", "text"}, {"id", "button"})
    assert (incoming.text is None) != (incoming.button is None)

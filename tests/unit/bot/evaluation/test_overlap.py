"""Whether two sets of sentences are apart."""

from __future__ import annotations

import pytest

from bot.evaluation.overlap import near_copies, normalised, shared
from bot.evaluation.sentences import Sentence


def some(*texts: str) -> list[Sentence]:
    """Return sentences of one intent."""
    return [Sentence(text, "greet") for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [("What's DUE?!", "what s due"), ("café  bill", "Cafe bill."), ("ＢＩＬＬ", "bill"), ("ﬁne", "fine")],
)
def test_case_accents_and_stops_make_no_other_sentence(one: str, other: str) -> None:
    """What a writer would call the same sentence is one after normalisation."""
    assert normalised(one) == normalised(other)


def test_a_sentence_on_both_sides_is_found() -> None:
    """The same sentence in other capitals and stops is shared; others are not."""
    assert shared(some("What do I owe?", "hello"), some("what do i owe", "bye")) == ["what do i owe"]


def test_texts_without_letters_are_compared_as_they_are() -> None:
    """Two different faces are two sentences, although nothing is left of either after normalisation."""
    assert shared(some("👍", ":("), some("👎", ":(")) == [":("]


def test_near_copies_are_told_with_their_likeness() -> None:
    """One changed word in a long sentence is a near copy; another sentence with common words is not."""
    found = near_copies(
        some("please send me the last bill again", "what is the price of a heat pump"),
        some("please send me the last bills again", "what is the meaning of a life"),
    )
    assert [(one, other) for one, other, _ in found] == [
        ("please send me the last bill again", "please send me the last bills again")
    ]
    assert 0.9 <= found[0][2] < 1


def test_short_sentences_are_no_near_copies() -> None:
    """Three words are alike by nature."""
    assert near_copies(some("yes please do"), some("yes please do")) == []

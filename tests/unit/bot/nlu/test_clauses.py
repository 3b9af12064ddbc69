"""Cutting a message where one thing said ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.clauses import asks, cut


def texts(message: str) -> list[list[str]]:
    """Return the sentences of a message and their pieces as texts."""
    return [[clause.text for clause in sentence] for sentence in cut(message, shortest=3)]


@pytest.mark.parametrize(
    "joint", [" and ", ", and ", " also ", " plus ", ", by the way ", " oh and ", " & ", " AND ", " as well as "]
)
def test_joints_part_a_sentence(joint):
    """The sentence itself stays beside its pieces."""
    message = f"my power is out{joint}what do I owe"

    assert texts(message) == [[message, "my power is out", "what do I owe"]]


@pytest.mark.parametrize("end", [". ", "! ", "? ", "\n", "; ", "…", "。"])
def test_ends_part_a_message(end):
    """Marks and line breaks end a sentence."""
    assert [found[0].rstrip("?") for found in texts(f"my power is out{end}what do I owe")] == [
        "my power is out",
        "what do I owe",
    ]


@pytest.mark.parametrize("message", ["pay 12.50 of B-20.1 today", "gas and light bill", "day and night price"])
def test_what_is_no_joint_stays_whole(message):
    """A figure with a point, or a pair of words, is not cut."""
    assert texts(message) == [[message]]


def test_greetings_and_thanks_are_taken_off():
    """What is glued in front and behind says nothing about the request."""
    assert texts("Hello there, good morning! my power is out, thank you so much") == [["my power is out"]]
    assert texts("hi my power is out please thanks") == [["my power is out"]]


def test_quoted_text_is_left_out():
    """What somebody else wrote is not asked by the customer."""
    assert texts('you wrote to me "your supply will be cut off" what do I owe') == [
        ["you wrote to me"],
        ["what do I owe"],
    ]
    assert texts("> your supply will be cut\nwhat do I owe") == [["what do I owe"]]


def test_a_message_that_is_all_quotation_is_read():
    """Quotation marks around everything mean nothing."""
    assert texts('"my power is out again"') == [["my power is out again"]]


def test_asking_is_told_from_telling():
    """A question or a wish, against what happened."""
    assert asks("when is it back")
    assert asks("it is back?")
    assert not asks("they cut us off yesterday")


@settings(deadline=None)
@given(st.text(max_size=2000))
def test_any_text_is_cut_at_its_own_places(message):
    """Every clause stands in the message where it says, unless quoted text was blanked within it."""
    for sentence in cut(message, shortest=1):
        for clause in sentence:
            assert 0 <= clause.start <= clause.end <= len(message)
            assert clause.end - clause.start == len(clause.text)

"""Phrases are found where all their words stand, in their order, with no more between than their gaps allow."""

from __future__ import annotations

import time

import pytest
import spacy

from bot.nlu.entities import find_entities
from bot.nlu.phrases import FINDER
from bot.nlu.spacy_pipeline import LONGEST_WORD, either_way, pipeline, token_pattern


def found(phrase: str, text: str) -> list[str]:
    """Return the places of a phrase in a text, the longest of each end."""
    nlp = spacy.blank("en")
    finder = nlp.add_pipe(FINDER, name="tried")
    finder.add_patterns(
        {"label": "hazard", "id": "shock", "pattern": token_pattern(each, nlp)} for each in either_way(phrase)
    )
    doc = nlp(text)
    return [span.text for span in doc.spans["tried"]]


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("wire down", "the wire down here", ["wire down"]),
        ("wire|cable down", "a CABLE down", ["CABLE down"]),
        ("wire down", "down wire", []),
        ("wire .. down", "wire is right down", ["wire is right down"]),
        ("wire .. down", "wire one two three four down", []),
        ("wire ... down", "wire one two three four down", ["wire one two three four down"]),
        ("wire .. down", "a wire. down", []),
        ("wire ... is .. down", "wire on the pole is all down", ["wire on the pole is all down"]),
        ("wire the? down", "wire down", ["wire down"]),
        ("spark* .. meter", "it sparkled at the meter", ["sparkled at the meter"]),
        ("smoke & meter", "the meter gives off smoke", ["meter gives off smoke"]),
        ("smoke & meter", "smoke at the meter", ["smoke at the meter"]),
        ("a .. the? .. b", "a x the y b", ["a x the y b"]),
        ("wire wire", "wire wire wire", ["wire wire", "wire wire"]),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase, text, places):
    """Order, gaps, alternatives and both ways mean what the head of the pattern file says."""
    assert found(phrase, text) == places


@pytest.mark.parametrize(
    "text",
    [
        "kids in substation fence yard ",
        "children over the substation fence and ",
        "river house power electric water ",
        "wire cow dead pole ",
        "reading says 1 meter 2 ",
        "14 Mill Road flat 3b, ",
        "tomorrow between 2 and 4 ",
        "😀",
        "1",
        "a@b.",
        "card a b c d ",
        "two and a ",
        "'",
        "1,111 ",
        "O0",
    ],
)
def test_ten_thousand_signs_are_read_in_bounded_time(text):
    """Nothing that can be typed again and again makes reading it dear: two seconds of the processor at most."""
    started = time.process_time()
    find_entities((text * 10_000)[:10_000])

    assert time.process_time() - started < 2


@pytest.mark.parametrize("sign", ["😀", "1", "a", "'", "a/", "–", "é"])
def test_a_row_without_spaces_is_cut_but_not_lost(sign):
    """The tokens of an endless word make up the text again."""
    text = f"before {sign * 500} after"
    doc = pipeline().make_doc(text)

    assert doc.text == text
    assert max(len(token) for token in doc) <= LONGEST_WORD

"""The language of the pattern files."""

from __future__ import annotations

import pytest

from bot.nlu.phrases import STOPS
from bot.nlu.spacy_pipeline import phrase_patterns, pipeline, token_pattern

GAP = {"TEXT": {"NOT_IN": [*STOPS]}}


@pytest.fixture
def nlp():
    """The pipeline of our own pattern files."""
    return pipeline()


@pytest.mark.parametrize(
    ("phrase", "tokens"),
    [
        ("Wire", [{"LOWER": "wire"}]),
        ("wire|cable", [{"LOWER": {"IN": ["wire", "cable"]}}]),
        ("the?", [{"LOWER": "the", "OP": "?"}]),
        ("spark*", [{"LOWER": {"REGEX": r"^(?:spark\w*)$"}}]),
        ("transformer~", [{"LOWER": {"FUZZY1": "transformer"}}]),
        ("a .. b", [{"LOWER": "a"}, {**GAP, "OP": "{0,3}"}, {"LOWER": "b"}]),
        ("a ... b", [{"LOWER": "a"}, {**GAP, "OP": "{0,8}"}, {"LOWER": "b"}]),
        ("can't", [{"LOWER": "ca"}, {"LOWER": "n't"}]),
    ],
)
def test_a_phrase_becomes_tokens(nlp, phrase, tokens):
    """Each sign of the pattern language has one meaning."""
    assert token_pattern(phrase, nlp) == tokens


def test_a_pattern_file_is_read(nlp, tmp_path):
    """Label and value of a phrase come from where it stands in the file."""
    path = tmp_path / "words.yml"
    path.write_text("phrases:\n  scope:\n    part:\n      - half\n")

    assert [*phrase_patterns(path, nlp)] == [{"label": "scope", "id": "part", "pattern": [{"LOWER": "half"}]}]


def test_a_slash_parts_words(nlp):
    """Words typed with a slash between them are two words."""
    assert [token.text for token in nlp.make_doc("shop/office")] == ["shop", "/", "office"]

"""How labelled sentences are read from NLU files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.sentences import Sentence, plain, read_sentences

FILE = """
version: "3.1"
nlu:
# terse
- intent: ask_balance
  examples: |
    - what is open on [3308124470]{"entity": "account_number", "value": "3308124470"}
    - owed?
# angry
- intent: ask_balance
  examples: |
    - HOW MUCH
# a word about the next ones
- intent: greet
  examples: |
    - hello
- regex: digits
  examples: |
    - [0-9]+
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one topic, one tier and one file that is another exam."""
    (tmp_path / "billing.yml").write_text(FILE, encoding="utf-8")
    (tmp_path / "out_of_scope_near.yml").write_text(
        "nlu:\n# terse\n- intent: out_of_scope\n  examples: |\n    - gas bill\n", encoding="utf-8"
    )
    (tmp_path / "entities.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - hi\n", encoding="utf-8")
    return tmp_path


def test_sentences_come_with_intent_manner_and_tier(folder: Path) -> None:
    """Each sentence knows what is wanted, in which manner it was said, and the tier its file is named for."""
    assert read_sentences(folder) == [
        Sentence("what is open on 3308124470", "ask_balance", manner="terse"),
        Sentence("owed?", "ask_balance", manner="terse"),
        Sentence("HOW MUCH", "ask_balance", manner="angry"),
        Sentence("hello", "greet"),
        Sentence("gas bill", "out_of_scope", tier="near", manner="terse"),
    ]


def test_a_block_written_another_way_is_refused(tmp_path: Path) -> None:
    """A manner can only be told by lines, so a block that is not written line by line is an error that says so."""
    path = tmp_path / "odd.yml"
    path.write_text('nlu: [{intent: greet, examples: "- hi"}]', encoding="utf-8")
    with pytest.raises(ValueError, match="odd.yml"):
        read_sentences(tmp_path)


@pytest.mark.parametrize(
    ("example", "text"),
    [
        ("at [Elm 3](address) now", "at Elm 3 now"),
        ('[T 4]{"entity": "ticket_number", "value": "T-4"}', "T 4"),
        ("no marks [at all]", "no marks [at all]"),
    ],
)
def test_entity_marks_are_taken_off(example: str, text: str) -> None:
    """Both of Rasa's ways to mark an entity leave the words; brackets of the customer's own stay."""
    assert plain(example) == text

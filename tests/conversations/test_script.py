"""The reader of scripts: a slip of the pen is an error that names its place, never an expectation nobody checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.script import ScriptError, filled, read_cases

GOOD = '- name: greets\n  turns:\n    - customer: "hello"\n      says: ["Hello"]\n'


def written(folder: Path, text: str) -> Path:
    """Write a script; return the folder of scripts."""
    (folder / "happy_path").mkdir()
    (folder / "happy_path" / "smalltalk.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_case_is_named_after_its_place(tmp_path: Path) -> None:
    """Folder, file and name make the id of the test."""
    (case,) = read_cases(written(tmp_path, GOOD))

    assert case.id == "happy_path/smalltalk: greets"
    assert (case.steps[0].act, case.steps[0].what, case.steps[0].expected) == ("customer", "hello", {"says": ["Hello"]})


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("says", "sais"), "step 1: unknown sais"),
        (GOOD.replace('["Hello"]', '"Hello"'), "step 1: says is a list"),
        (GOOD.replace("customer", "backend"), "step 1: the backend is down or up"),
        (GOOD + '      press: "Yes"\n', "step 1: say one of"),
        (GOOD + "      card: {servise: bill_enquiry}\n", "step 1: unknown card.servise"),
        (GOOD + GOOD, "two cases have one name"),
        (GOOD.replace("turns", "steps"), "a case has"),
    ],
)
def test_a_slip_is_an_error_that_names_its_place(tmp_path: Path, wrong: str, told: str) -> None:
    """File, case and step stand in the message."""
    with pytest.raises(ScriptError, match=told):
        read_cases(written(tmp_path, wrong))


def test_a_fact_that_is_not_there_is_an_error() -> None:
    """A placeholder is filled or refused, never said to the bot as it stands."""
    assert filled({"says": ["{one.fact} of two"]}, {"one": {"fact": "half"}}) == {"says": ["half of two"]}
    with pytest.raises(ScriptError, match=r"\{one.other\}"):
        filled("{one.other}", {"one": {"fact": "half"}})

"""Messages that ask several things."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.several import Several, heard, read_several, several_scores

BILL = Several("hello, bill and light", ("greet", "ask_balance", "report_outage"))
SPARKS = Several("bill and sparks", ("ask_balance", "report_hazard"))


def test_courtesies_are_no_requests() -> None:
    """A greeting beside a request needs no answer of its own."""
    assert BILL.requests == {"ask_balance", "report_outage"}


def test_what_was_heard_begins_with_what_is_answered_first() -> None:
    """The message's intent comes first, then what the pipeline handed on; without any others it stands alone."""
    first = {"name": "report_hazard", "confidence": 1.0}
    assert heard({"intent": first, "other_intents": [{"name": "ask_balance"}]}) == ["report_hazard", "ask_balance"]
    assert heard({"intent": first}) == ["report_hazard"]


def test_what_is_missed_and_what_is_made_up_are_told_apart() -> None:
    """One request of four missed, one of four answers made up, one danger not first, one first answer not asked for."""
    found = several_scores([BILL, SPARKS], [["nlu_fallback", "ask_balance", "report_outage"], ["ask_balance"]])
    assert found == {"first_asked": 0.5, "danger_first": 0.0, "requests_heard": 0.75, "heard_rightly": 0.75}


def test_messages_are_read(tmp_path: Path) -> None:
    """Folded text is one line; the order of the intents is kept."""
    path = tmp_path / "multi.yml"
    path.write_text("messages:\n- text: >-\n    one\n    two\n  intents: [b, a]\n", encoding="utf-8")
    assert read_several(path) == [Several("one two", ("b", "a"))]

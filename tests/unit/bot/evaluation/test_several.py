"""Messages that ask several things."""

from __future__ import annotations

from bot.evaluation.metrics import Prediction
from bot.evaluation.several import Several, one_is_answered

BILL = Several("bill and light", ("ask_balance", "report_outage"))
SPARKS = Several("bill and sparks", ("ask_balance", "report_hazard"))


def test_danger_is_what_must_be_answered_first() -> None:
    """Wherever danger stands in the message, it is the true intent."""
    assert SPARKS.sentence().intent == "report_hazard"
    assert BILL.sentence().intent == "ask_balance"


def test_any_of_the_wishes_is_an_answer_but_a_fallback_is_none() -> None:
    """One of several wishes answered counts; a fallback does not, and danger not first is told."""
    messages = [BILL, BILL, SPARKS]
    predictions = [
        Prediction(BILL.sentence(), "report_outage", 0.6),
        Prediction(BILL.sentence(), "report_outage", 0.1, fell_back=True),
        Prediction(SPARKS.sentence(), "ask_balance", 0.9),
    ]
    assert one_is_answered(messages, predictions) == {"one_answered": 2 / 3, "danger_first": 0.0}

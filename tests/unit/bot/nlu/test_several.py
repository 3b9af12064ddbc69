"""Which of several requests comes first, and what else was asked."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.clauses import cut
from bot.nlu.close import CLOSE_INTENTS, CloseIntents
from bot.nlu.several import CLAUSES, OTHER_INTENTS, Ranked, SeveralAtOnce
from bot.nlu.spacy_components import HazardFirst, PlainEntities

SMALL = {"courtesies": ["greet"], "answers": ["inform"], "no_request": ["out_of_scope"]}


def understood(text: str, whole: dict[str, float], clauses: dict[str, tuple[str, float]]) -> Message:
    """Return a message after the components, where clauses that are not named mean nothing clear."""
    sentences = [
        [Ranked(piece, dict([clauses.get(piece.text, ("other", 0.1))])) for piece in sentence]
        for sentence in cut(text, shortest=3)
    ]
    assert set(clauses) <= {each.clause.text for sentence in sentences for each in sentence}
    ranking = [{"name": name, "confidence": chance} for name, chance in sorted(whole.items(), key=lambda one: -one[1])]
    message = Message({TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: ranking, CLAUSES: sentences})
    heard = HazardFirst().process(PlainEntities().process([message]))
    return SeveralAtOnce(SMALL).process(heard)[0]


def asked(message: Message) -> list[str]:
    """Return everything a message asks, first things first."""
    return [message.get(INTENT)["name"], *(each["name"] for each in message.get(OTHER_INTENTS) or [])]


TWO = {"the lights are off": ("report_outage", 0.95), "what do I owe": ("ask_balance", 0.97)}


def test_two_clear_requests_come_in_the_order_said():
    """However the whole is understood, what was said first is first, and Rasa's fallback sees no rival to it."""
    message = understood("the lights are off and what do I owe", {"ask_balance": 0.5, "report_outage": 0.49}, TWO)

    assert asked(message) == ["report_outage", "ask_balance"]
    assert [each["name"] for each in message.get(INTENT_RANKING_KEY)] == ["report_outage"]
    assert message.get(OTHER_INTENTS)[0]["text"] == "what do I owe"


@pytest.mark.parametrize(
    ("whole", "clauses"),
    [
        ({"report_outage": 0.9, "ask_balance": 0.05}, {**TWO, "what do I owe": ("ask_balance", 0.55)}),
        ({"report_outage": 0.9, "ask_balance": 0.05}, {**TWO, "what do I owe": ("out_of_scope", 0.99)}),
        ({"report_outage": 0.9, "ask_balance": 0.0}, {**TWO, "what do I owe": ("ask_balance", 0.85)}),
        ({"explain_bill": 0.9, "report_outage": 0.05, "ask_balance": 0.04}, TWO),
        ({"report_outage": 0.9}, {**TWO, "what do I owe": ("report_outage", 0.99)}),
    ],
)
def test_one_request_is_not_torn_apart(whole, clauses):
    """Unclear, no request, not heard, another meaning of the whole, or the same again: the message stays as it is."""
    message = understood("the lights are off and what do I owe", whole, clauses)

    assert asked(message) == [max(whole, key=whole.get)]


def test_danger_is_first_wherever_it_was_said():
    """A word of danger at the end comes before what was asked at the beginning."""
    message = understood(
        "what do I owe, and sparks fly from the socket", {"ask_balance": 0.9}, {"what do I owe": ("ask_balance", 0.97)}
    )

    assert asked(message) == ["report_hazard", "ask_balance"]


def test_a_story_is_heard_for_what_it_asks():
    """In a long message what is only told is no request."""
    story = "last week the lights were off at my place for many hours. yesterday they went off once more. what do I owe"
    told = {"last week the lights were off at my place for many hours": ("report_outage", 0.99)}
    clauses = {**told, "what do I owe": ("ask_balance", 0.97)}
    message = understood(story, {"ask_balance": 0.6, "report_outage": 0.3}, clauses)

    assert asked(message) == ["ask_balance"]


@pytest.mark.parametrize("whole", [{"greet": 0.9, "ask_balance": 0.05}, {"explain_bill": 0.2, "ask_balance": 0.1}])
def test_a_clear_clause_speaks_for_a_courtesy_or_an_unclear_whole(whole):
    """A greeting plus a request is the request; so is a long text in which one clause is clear."""
    message = understood(
        "dear team. so it goes in life. what do I owe", whole, {"what do I owe": ("ask_balance", 0.97)}
    )

    assert asked(message) == ["ask_balance"]


def test_an_answer_stays_first():
    """A detail may answer an open question: the request beside it comes after."""
    message = understood("it is 310002 and what do I owe", {"inform": 0.8, "ask_balance": 0.1}, TWO_WITH_DETAIL)

    assert asked(message) == ["inform", "ask_balance"]


TWO_WITH_DETAIL = {"what do I owe": ("ask_balance", 0.97)}


def test_what_a_clause_names_goes_with_it():
    """An account number said with the second request belongs to the second request."""
    text = "the lights are off in 310002 and what do I owe on 1000000001"
    clauses = {
        "the lights are off in 310002": ("report_outage", 0.95),
        "what do I owe on 1000000001": ("ask_balance", 0.97),
    }
    message = understood(text, {"ask_balance": 0.5, "report_outage": 0.4}, clauses)

    assert message.get(OTHER_INTENTS)[0]["entities"] == [{"entity": "account_number", "value": "1000000001"}]


def test_near_intents_are_named_only_when_not_understood():
    """At most so many, none too far, none that is never meant."""
    ranking = [
        ("nlu_fallback", 0.7),
        ("greet", 0.24),
        ("ask_balance", 0.2),
        ("explain_bill", 0.15),
        ("ask_late_fee", 0.02),
    ]
    told = [{"name": name, "confidence": chance} for name, chance in ranking]
    part = CloseIntents({"ask_which": 0.1, "most": 1, "never": ["greet"]})
    lost, clear = (Message({TEXT: "x", INTENT: each, INTENT_RANKING_KEY: told}) for each in told[:2])
    part.process([lost, clear])

    assert lost.get(CLOSE_INTENTS) == ["ask_balance"]
    assert clear.get(CLOSE_INTENTS) is None

"""Not understood, and not ours: never a dead end, never the same reply twice in a row."""

from __future__ import annotations

import pytest

from actions.fallback import TOPICS, foreign_topic
from actions.sentences import has_sentence, sentences
from bot.settings import ROOT
from tests.unit.actions.test_elsewhere import yaml

SMALL = {"inform", "affirm", "deny", "correct_detail", "cancel", "greet", "thank", "goodbye", "out_of_scope"}


async def test_near_meanings_are_asked_about(talk):
    """Up to three plain-word choices, and a way out."""
    await talk.does("action_not_understood", "bill thing", "nlu_fallback", close=["ask_balance", "explain_bill"])

    assert talk.spoken == ["utter_did_you_mean"]
    assert [button["title"] for button in talk.buttons] == ["What I owe", "My bill explained", "Something else"]
    assert [button["payload"] for button in talk.buttons][:2] == ["/ask_balance", "/explain_bill"]


async def test_nothing_near_says_what_can_be_done(talk):
    """Without a guess the customer hears what this chat can do, with buttons."""
    await talk.does("action_not_understood", "xx", "nlu_fallback")

    assert talk.spoken == ["utter_not_understood"]
    assert talk.buttons


async def test_second_failure_offers_a_person_and_what_else(talk):
    """The phone line is named, and the way on here stays open."""
    await talk.does("action_not_understood", "xx", "nlu_fallback")
    await talk.does("action_not_understood", "yy", "nlu_fallback")

    assert "95598" in talk.text
    assert {"/ask_person", "/ask_balance"} <= {button["payload"] for button in talk.buttons}


async def test_something_else_is_the_second_failure(talk):
    """Who presses "Something else" is offered a person too."""
    await talk.does("action_not_understood", "bill thing", "nlu_fallback", close=["ask_balance"])
    await talk.does("action_not_understood", "", "nlu_fallback")

    assert talk.spoken == ["utter_something_else"]
    assert "95598" in talk.text


async def test_a_failure_after_an_answer_is_a_first_one(talk):
    """Only failures in a row count."""
    await talk.does("action_not_understood", "xx", "nlu_fallback")
    await talk.does("action_what_now", "hm", "affirm")
    await talk.does("action_not_understood", "yy", "nlu_fallback")

    assert talk.spoken == ["utter_not_understood"]


@pytest.mark.parametrize(
    ("action", "intent", "text"),
    [
        ("action_not_understood", "nlu_fallback", "xx"),
        ("action_not_ours", "out_of_scope", "who won the match"),
        ("action_not_ours", "out_of_scope", "my water bill"),
    ],
)
async def test_no_reply_comes_twice_in_a_row(talk, action, intent, text):
    """However often we fail, the next reply is another one, and always leads on."""
    said = []
    for _ in range(6):
        await talk.does(action, text, intent)
        said.append(talk.text)
        assert talk.buttons

    assert all(one != other for one, other in zip(said, said[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my gas bill is wrong", "gas"),
        ("no water since noon", "water"),
        ("the wifi is slow", "internet"),
        ("block my credit card", "bank"),
        ("car insurance renewal", "insurance"),
        ("when is the rubbish collected", "city"),
        ("my old supplier still charges me", "electricity_company"),
        ("pay the water bill from my bank", "water"),
        ("who won the match", None),
        ("gasp", None),
    ],
)
async def test_what_is_near_is_told_where_to_ask(talk, text, topic):
    """The first word of somebody else's business decides whose it is."""
    await talk.does("action_not_ours", text, "out_of_scope")

    assert foreign_topic(text) == topic
    assert talk.spoken == [f"utter_foreign_{topic}" if topic else "utter_not_ours"]


async def test_a_near_one_not_understood_is_told_too(talk):
    """Below the threshold a gas bill is still a gas bill."""
    ranking = [{"name": "nlu_fallback", "confidence": 0.3}, {"name": "out_of_scope", "confidence": 0.2}]
    await talk.does("action_not_understood", "gas bill thing", "nlu_fallback", ranking=ranking, close=["ask_balance"])

    assert talk.spoken == ["utter_foreign_gas"]


def test_every_topic_has_its_sentence():
    """No topic of the data file is without an answer."""
    assert [topic for topic in yaml(TOPICS) if not has_sentence(f"utter_foreign_{topic}")] == []


def test_every_request_can_be_a_choice_and_no_small_word_is():
    """Every intent that may be meant has plain words; what is no request has none."""
    intents = set(yaml(ROOT / "domain.yml")["intents"])
    part = next(each for each in yaml(ROOT / "config.yml")["pipeline"] if each["name"].endswith("CloseIntents"))
    offered = {name.removeprefix("utter_choice_") for name in sentences() if name.startswith("utter_choice_")}

    assert intents - set(part["never"]) - {"nlu_fallback"} == offered
    assert not offered & SMALL
    assert len(part["never"]) == len(set(part["never"]))


def test_no_choice_shows_an_intent_name():
    """Customers read words, not names of ours."""
    assert [name for name, text in sentences().items() if name.startswith("utter_choice_") and "_" in text] == []

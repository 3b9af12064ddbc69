"""The moves of any talk."""

from __future__ import annotations

import pytest


async def test_cancel_forgets_the_form_and_says_nothing_was_sent(talk):
    """A stopped report leaves nothing behind but the postcode."""
    await talk.does("report_outage_form", "the whole street is dark, 310002", "report_outage")
    await talk.does("action_cancel", "stop", "cancel")

    assert talk.form is None
    assert "Nothing was sent" in talk.text
    assert talk.slots["report_scope"] is None
    assert talk.desk.outages.tickets == {}


async def test_cancel_without_a_form(talk):
    """With nothing to stop it says so."""
    await talk.does("action_cancel", "stop", "cancel")

    assert talk.spoken == ["utter_nothing_to_cancel"]


async def test_why_is_answered_for_the_open_question(talk):
    """The reason belongs to the question that is open."""
    await talk.does("action_tell_balance", "my balance", "ask_balance")
    await talk.does("action_explain_why", "why", "ask_why")

    assert talk.spoken == ["utter_why_account_number"]


async def test_why_differs_by_form(talk):
    """The postcode is asked for different reasons."""
    await talk.does("report_outage_form", "no power", "report_outage")
    await talk.does("action_explain_why", "why", "ask_why")

    assert talk.spoken == ["utter_why_report_outage_form_postcode"]


async def test_why_with_no_question(talk):
    """Without an open question there is no reason to give."""
    await talk.does("action_explain_why", "why", "ask_why")

    assert talk.spoken == ["utter_why_nothing_asked"]


async def test_dont_know_helps_to_find_it(talk):
    """Who does not know a detail is told where it stands."""
    await talk.does("action_tell_balance", "my balance", "ask_balance")
    await talk.does("action_help_find", "no idea", "dont_know")

    assert talk.spoken == ["utter_help_account_number"]


async def test_coming_back_from_another_subject_asks_again(talk):
    """After a digression the form repeats its question and counts no wrong try."""
    await talk.does("action_tell_balance", "my balance", "ask_balance")
    await talk.does("action_explain_why", "why", "ask_why")
    await talk._run("identity_form")

    assert talk.spoken[-1] == "utter_ask_identity_form_account_number"
    assert talk.slots["tries"] == 0


@pytest.mark.parametrize(
    ("first", "sentence"), [("greet", "utter_not_understood"), ("nlu_fallback", "utter_not_understood_again")]
)
async def test_second_failure_in_a_row_offers_a_person(talk, first, sentence):
    """Only a failure right after a failure offers a person."""
    await talk.does("action_what_now", "hm", first)
    await talk.does("action_not_understood", "xx", "nlu_fallback")

    assert talk.spoken == [sentence]


async def test_repeat_says_the_last_answer_again(talk):
    """The answer of the turn before is said again, with its buttons."""
    await talk.does("action_tell_outage_status", "310002", "ask_outage_status")
    said = talk.messages[0]
    bot = {"event": "bot", "text": said["text"], "data": {"buttons": said["buttons"], "custom": said["custom"]}}
    talk.events.append(bot)
    await talk.does("action_repeat", "again", "ask_repeat")

    assert talk.text == said["text"]
    assert talk.buttons == said["buttons"]


async def test_repeat_at_the_start(talk):
    """With nothing said yet it asks what to do."""
    await talk.does("action_repeat", "again", "ask_repeat")

    assert talk.spoken == ["utter_what_now"]


async def test_details_without_a_question(talk):
    """A bare number is asked what it is for."""
    await talk.does("action_what_now", "1000000001", "inform")

    assert talk.spoken == ["utter_what_is_it_for"]


async def test_a_form_put_aside_is_offered_again(talk):
    """After another task is done, the one put aside is one press away, with what was said."""
    await talk.does("report_outage_form", "half of my house is dark", "report_outage")
    await talk.does("action_tell_balance", "what do I owe? account 1000000001 postcode 310001", "ask_balance")

    assert "utter_put_aside" in talk.spoken
    assert "/report_outage" in [button["payload"] for button in talk.buttons]
    assert talk.slots["report_scope"] == "part"


async def test_what_can_you_do_has_a_card(talk):
    """The chat is a service too, with what it will not do."""
    await talk.does("action_what_can_you_do", "help", "ask_what_can_you_do")

    assert talk.card["service"] == "telephone_and_chat_service"

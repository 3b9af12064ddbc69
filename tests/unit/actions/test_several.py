"""More than one thing asked in one message."""

from __future__ import annotations

import pytest

from actions.sentences import has_sentence
from actions.several import first_action
from tests.unit.actions.test_elsewhere import intents_sent_elsewhere

LIN = "1000000001"


def asked(*intents):
    """Return what a message asks besides."""
    return [{"name": intent, "confidence": 0.9, "text": "", "entities": []} for intent in intents]


async def test_two_questions_are_answered_in_one_turn(proved):
    """What needs no form is answered at once, one after the other, and the second is announced."""
    await proved.does(
        "action_tell_balance", "what do I owe, how can I pay", "ask_balance", others=asked("ask_ways_to_pay")
    )

    assert [name for name in proved.spoken if name] == ["utter_balance_owed", "utter_also_asked", "utter_not_here_yet"]
    assert "You also asked about ways to pay." in proved.text
    assert proved.slots["waiting"] is None


async def test_three_questions_are_answered_in_the_order_said(proved):
    """Each is taken up when the one before is done."""
    others = asked("explain_bill", "ask_late_fee")
    await proved.does("action_tell_balance", "…", "ask_balance", others=others)

    told = [proved.text.index(text) for text in ("You owe", "Your newest bill", "a fee for paying late")]
    assert told == sorted(told)
    assert not proved.slots["waiting"]


async def test_beside_a_form_the_other_is_said_to_come_next(talk):
    """The form goes on asking; the customer hears that the other thing is not forgotten."""
    await talk.does("report_outage_form", "power is out, bill is wrong", "report_outage", others=asked("explain_bill"))

    assert "You also asked about your bill, line by line. I come to that next." in talk.text
    assert talk.form == "report_outage_form"


async def test_after_the_form_the_other_begins_by_itself(talk):
    """Nobody has to ask twice; the form that was done is not said to be put aside."""
    await talk.does("report_outage_form", "no power in my house, 310002", "report_outage", others=asked("explain_bill"))
    while talk.form == "report_outage_form":
        asked_now = talk.slots["requested_slot"]
        intent = "affirm" if asked_now == "report_confirmed" else "inform"
        place = {"place": "other"} if asked_now == "report_place" else None
        await talk.says("Elm Street 4, whole house" if intent == "inform" else "yes", intent, place)

    assert len(talk.desk.outages.tickets) == 1
    assert "Now to your bill, line by line." in talk.text
    assert "utter_put_aside" not in talk.spoken
    assert talk.form == "identity_form"
    assert talk.spoken[-1] == "utter_ask_identity_form_account_number"


async def test_what_was_named_for_the_other_is_not_asked_again(talk):
    """An account number said with the second request is known when its turn comes."""
    others = asked("ask_balance")
    others[0]["entities"] = [{"entity": "account_number", "value": LIN}, {"entity": "postcode", "value": "310001"}]
    await talk.does(
        "action_tell_planned_outage", "works in 310002? owe on 1000000001", "ask_planned_outage", others=others
    )
    if talk.form == "place_form":
        await talk.says("310002")

    assert "You owe" in talk.text
    assert talk.form is None


async def test_danger_comes_first_and_the_rest_is_offered(talk):
    """Nothing is started while somebody may be in danger: it is one press away."""
    await talk.does(
        "action_report_hazard", "a wire is down", "report_hazard", others=asked("report_outage", "ask_balance")
    )

    assert talk.spoken == ["utter_hazard", "utter_offer_next"]
    assert "your power cut and what you owe" in talk.text
    assert {"/report_outage", "/ask_balance"} <= {button["payload"] for button in talk.buttons}


async def test_what_was_offered_and_taken_waits_no_longer(proved):
    """Pressing one leaves the other, which is offered once more and then let go."""
    await proved.does(
        "action_report_hazard", "a wire is down", "report_hazard", others=asked("ask_late_fee", "ask_balance")
    )
    await proved.does("action_tell_balance", "", "ask_balance")

    assert proved.spoken[-1] == "utter_offer_next"
    assert "/ask_late_fee" in {button["payload"] for button in proved.buttons}
    assert proved.slots["waiting"] is None


@pytest.mark.parametrize(("said", "answer"), [("affirm", "utter_not_here_yet"), ("deny", "utter_left_aside")])
async def test_yes_and_no_answer_the_offer(talk, said, answer):
    """A yes goes on with what was offered, a no lets it go and says so."""
    await talk.does("action_report_hazard", "a wire is down", "report_hazard", others=asked("ask_late_fee"))
    await talk.does("action_what_now", said, said)

    assert talk.spoken[-1] == answer
    assert talk.slots["waiting"] is None


async def test_cancel_lets_go_of_everything_and_says_so(talk):
    """Stopping the form stops what waits behind it."""
    await talk.does("report_outage_form", "no power, bill wrong", "report_outage", others=asked("explain_bill"))
    await talk.does("action_cancel", "stop", "cancel")

    assert "Nothing was sent." in talk.text
    assert "your bill, line by line" in talk.text
    assert talk.slots["waiting"] is None


async def test_after_a_failure_the_other_is_offered(proved):
    """With a system down the second request is not lost, and not begun over the bad news."""
    proved.desk.billing.down = True
    await proved.does("action_tell_balance", "…", "ask_balance", others=asked("report_outage"))

    assert proved.spoken == ["utter_system_unavailable", "utter_offer_next"]
    assert "/report_outage" in {button["payload"] for button in proved.buttons}


async def test_a_form_given_up_offers_the_other(talk):
    """After three wrong tries the second request is still there."""
    await talk.does("action_tell_balance", "…", "ask_balance", others=asked("report_outage"))
    for _ in range(3):
        await talk.says("no number at all")

    assert talk.form is None
    assert talk.spoken[-1] == "utter_offer_next"


async def test_a_detail_with_a_request_goes_on_with_the_request(proved):
    """Who gives a number and asks something is answered, not asked what the number is for."""
    await proved.does("action_what_now", "310002, what do I owe", "inform", others=asked("ask_balance"))

    assert proved.spoken == ["utter_now_next", "utter_balance_owed"]


async def test_a_digression_in_a_form_does_not_take_up_what_waits(talk):
    """What waits comes after the form, not in the middle of it."""
    await talk.does("report_outage_form", "no power, bill wrong", "report_outage", others=asked("explain_bill"))
    await talk.does("action_explain_why", "why", "ask_why")

    assert talk.spoken == ["utter_why_report_outage_form_postcode"]
    assert len(talk.slots["waiting"]) == 1


@pytest.mark.parametrize("intent", [*intents_sent_elsewhere(), "ask_balance", "report_outage", "report_hazard"])
async def test_every_request_can_wait(talk, intent):
    """Each has a beginning and words of its own, so that none is dropped silently."""
    assert first_action(intent) in talk.actions or str(first_action(intent)).endswith("_form")
    assert has_sentence(f"utter_task_{intent}")

"""Nobody sees an account before proving that it is theirs."""

from __future__ import annotations


async def test_balance_waits_for_proof_and_comes_back(talk):
    """Asked for a balance, it asks for account and postcode, and then answers what was asked."""
    await talk.does("action_tell_balance", "what do I owe", "ask_balance")
    assert talk.form == "identity_form"
    assert "¥" not in talk.text

    await talk.says("1000000001")
    await talk.says("310001")

    assert talk.form is None
    assert "¥153.14" in talk.text


async def test_both_details_in_the_first_sentence_are_enough(talk):
    """A customer who names both at once is not asked again."""
    await talk.does("action_tell_balance", "balance of 10 0000 0001, postcode 310 001", "ask_balance")

    assert talk.form is None
    assert "¥153.14" in talk.text


async def test_wrong_account_and_wrong_postcode_sound_alike(talk):
    """What is wrong is told to nobody."""
    await talk.does("action_tell_balance", "account 1000000001 postcode 310002", "ask_balance")
    wrong_postcode = talk.text
    talk.slots.clear()
    talk.form = None

    await talk.does("action_tell_balance", "account 9999999999 postcode 310001", "ask_balance")

    assert talk.text == wrong_postcode
    assert "utter_identity_mismatch" in talk.spoken


async def test_three_wrong_pairs_end_with_the_phone_line(talk):
    """After the third wrong pair nothing more is asked."""
    await talk.does("action_tell_balance", "account 1000000001 postcode 310002", "ask_balance")
    await talk.says("account 1000000001 postcode 310002")
    await talk.says("account 1000000001 postcode 310002")

    assert talk.form is None
    assert "95598" in talk.text


async def test_three_answers_without_a_number_end_with_the_phone_line(talk):
    """Who cannot tell the number is not asked for ever."""
    await talk.does("action_tell_balance", "my balance", "ask_balance")
    await talk.says("blue")
    assert "utter_help_account_number" in talk.spoken
    await talk.says("green")
    await talk.says("red")

    assert talk.form is None
    assert "95598" in talk.text


async def test_a_postcode_told_for_something_else_proves_nothing(talk):
    """The postcode of an outage is not taken for the account's."""
    talk.slots["postcode"] = "310001"
    await talk.does("action_tell_balance", "my balance", "ask_balance")
    await talk.says("1000000001")

    assert talk.slots["requested_slot"] == "postcode"


async def test_account_number_is_not_kept_after_proof(talk):
    """The number is forgotten once it was proved: who somebody is, is no slot."""
    await talk.does("action_tell_balance", "account 1000000001 postcode 310001", "ask_balance")

    assert talk.slots["account_number"] is None


async def test_billing_down_is_said_once_and_ends_the_form(talk):
    """A failing system ends the questions with a clear sentence."""
    await talk.does("action_tell_balance", "my balance", "ask_balance")
    await talk.says("1000000001")
    talk.desk.billing.down = True

    await talk.says("310001")

    assert talk.spoken == ["utter_system_unavailable"]
    assert talk.form is None
    assert talk.slots["postcode"] == "310001"

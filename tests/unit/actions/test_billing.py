"""Bills are told as the billing system has them, to the cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests import samples


async def test_balance_names_sum_day_and_last_payment(proved):
    """The sum, the day to pay by and the last payment come from the billing system."""
    await proved.does("action_tell_balance", intent="ask_balance")

    assert "¥153.14" in proved.text
    assert "Saturday 21 March" in proved.text
    assert "¥107.60" in proved.text
    assert "0001" in proved.text
    assert samples.LIN.number not in proved.text


async def test_balance_card_says_what_the_message_says(proved):
    """Message and card hold the same direct answer."""
    await proved.does("action_tell_balance", intent="ask_balance")

    assert proved.card["service"] == "bill_enquiry"
    assert proved.card["answer"] == proved.text


async def test_same_card_is_short_the_second_time(proved):
    """A card shown before is told in short."""
    await proved.does("action_tell_balance", intent="ask_balance")
    assert proved.card["full"]

    await proved.does("action_tell_balance", intent="ask_balance")

    assert not proved.card["full"]


@pytest.mark.parametrize(("paid", "sentence"), [("153.14", "utter_balance_clear"), ("200", "utter_balance_credit")])
async def test_nothing_owed_and_paid_too_much(proved, paid, sentence):
    """Nothing owed and money to the good have sentences of their own."""
    first = samples.PAYMENTS[0]
    proved.desk.billing.all_payments = (replace(first, amount=Decimal(paid)), first)

    await proved.does("action_tell_balance", intent="ask_balance")

    assert proved.spoken == [sentence]


async def test_bill_is_told_line_by_line(proved):
    """Every line stands with its quantity, price and amount, and the total under them."""
    await proved.does("action_explain_bill", intent="explain_bill")

    assert "230 kWh × ¥0.538 = ¥123.74" in proved.text
    assert "50 kWh × ¥0.588 = ¥29.40" in proved.text
    assert "Together: ¥153.14" in proved.text
    assert "estimated" in proved.text


async def test_no_bill_yet(proved):
    """An account without bills is told so."""
    proved.desk.billing.all_bills = ()
    await proved.does("action_explain_bill", intent="explain_bill")

    assert proved.spoken == ["utter_no_bill"]


async def test_two_bills_are_compared(proved):
    """Use, days, price and estimated readings are told where they changed."""
    await proved.does("action_why_bill_higher", intent="ask_why_bill_higher")

    assert "¥45.54 more" in proved.text
    assert "280 kWh instead of 200 kWh" in proved.text
    assert "28 days" in proved.text
    assert "¥0.5469 instead of ¥0.538" in proved.text


async def test_a_lower_bill_is_not_called_higher(proved):
    """A customer who thinks the bill is higher is told when it is not."""
    new, old = samples.BILLS
    proved.desk.billing.all_bills = (replace(new, total=Decimal("90.00")), old)
    await proved.does("action_why_bill_higher", intent="ask_why_bill_higher")

    assert proved.spoken == ["utter_bill_not_higher"]


async def test_one_bill_cannot_be_compared(proved):
    """With one bill there is nothing to compare."""
    proved.desk.billing.all_bills = samples.BILLS[:1]
    await proved.does("action_why_bill_higher", intent="ask_why_bill_higher")

    assert proved.spoken == ["utter_bill_nothing_to_compare"]


async def test_copy_is_honestly_not_here(proved):
    """A copy is not promised; the lines are offered."""
    await proved.does("action_request_bill_copy", intent="request_bill_copy")

    assert "cannot send" in proved.text
    assert "/explain_bill" in [button["payload"] for button in proved.buttons]


async def test_account_gone_is_not_found(proved):
    """An account that billing no longer has is told in words."""
    proved.desk.billing.accounts.clear()
    await proved.does("action_tell_balance", intent="ask_balance")

    assert proved.spoken == ["utter_not_found"]

"""An application asks only what its class needs, and is sent once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.backends.installations import SupplyClass

FORM = "apply_connection_form"


def applications(talk):
    """Return what was applied for."""
    return list(talk.desk.installations.applications.values())


async def fill(talk, *answers):
    """Give several answers, one a turn."""
    for answer in answers:
        await talk.says(answer)


async def test_a_home_is_not_asked_for_its_power(talk):
    """A household's usual power comes from the data file; everything is read back before it is sent."""
    await talk.does(FORM, "connect my new house", "apply_connection")
    await fill(talk, "310001", "Willow Lane 20", "Lin Wei", "138 1234 5678")
    for part in ("a home", "Willow Lane 20", "310001", "8 kW", "Lin Wei", "13812345678"):
        assert part in talk.text
    assert applications(talk) == []

    await talk.says("yes", "affirm")

    (application,) = applications(talk)
    assert (application.supply_class, application.capacity_kw) == (SupplyClass.HOUSEHOLD, Decimal(8))


async def test_the_answer_tells_stages_turn_and_card(talk):
    """The answer names the number, each stage, whose turn it is, and carries the card of the class."""
    await talk.does(FORM, "connect my new house", "apply_connection")
    await fill(talk, "310001", "Willow Lane 20", "Lin Wei", "138 1234 5678")
    await talk.says("yes", "affirm")

    for part in ("A-1", "Application accepted: done on Friday 6 March", "Site survey", "The next step is ours"):
        assert part in talk.text
    assert talk.card["service"] == "new_connection_household"
    assert talk.slots["application_number"] == "A-1"


@pytest.mark.parametrize(
    ("said", "supply_class"),
    [
        ("power for my shop", SupplyClass.LOW_VOLTAGE_BUSINESS),
        ("supply for a new factory", SupplyClass.HIGH_VOLTAGE_SINGLE),
        ("a factory with two supplies", SupplyClass.HIGH_VOLTAGE_DUAL),
        ("power for a building site", SupplyClass.TEMPORARY),
    ],
)
async def test_other_classes_are_asked_for_their_power(talk, said, supply_class):
    """Each class is recognised in the first sentence, and asked how much power it needs."""
    await talk.does(FORM, said, "apply_connection")
    await fill(talk, "310001", "Plot 7", "40", "Big Build", "13812345678")
    await talk.says("yes", "affirm")

    (application,) = applications(talk)
    assert (application.supply_class, application.capacity_kw) == (supply_class, Decimal(40))
    assert talk.card["service"] == f"new_connection_{supply_class.value}"


@pytest.mark.parametrize("said", ["a lot", "-5", "0", "NaN", "Infinity"])
async def test_what_is_no_power_is_asked_again(talk, said):
    """Only a number above nothing is power."""
    await talk.does(FORM, "power for my shop", "apply_connection")
    await fill(talk, "310001", "Plot 7", said)

    assert talk.slots["requested_slot"] == "connection_capacity"
    assert "utter_help_connection_capacity" in talk.spoken


async def test_details_said_early_are_not_asked(talk):
    """Postcode, power and phone in the first sentence are taken from it."""
    said = "I need 30 kW for my shop in 310001, phone 138 1234 5678"
    await talk.does(FORM, said, "apply_connection")
    assert talk.slots["requested_slot"] == "connection_address"

    await fill(talk, "Plot 7", "Big Build")

    assert talk.slots["requested_slot"] == "connection_confirmed"


async def test_a_detail_is_changed_by_its_button(talk):
    """A pressed detail is asked again and read back."""
    await talk.does(FORM, "connect my new house", "apply_connection")
    await fill(talk, "310001", "Willow Lane 20", "Lin Wei", "138 1234 5678")
    await talk.says(intent="correct_detail", pressed={"detail": "address"})
    assert talk.slots["requested_slot"] == "connection_address"

    await talk.says("Willow Lane 22")

    assert "Willow Lane 22" in talk.text


async def test_a_new_value_at_the_read_back_is_taken(talk):
    """A phone number said at the read-back replaces the one before."""
    await talk.does(FORM, "connect my new house", "apply_connection")
    await fill(talk, "310001", "Willow Lane 20", "Lin Wei", "138 1234 5678")
    await talk.says("better call 139 0000 1111")

    assert "13900001111" in talk.text


async def test_refused_by_the_system_is_told_with_its_reason(talk):
    """Too much power for the class is said in words."""
    talk.desk.installations.household_kw = Decimal(1)
    await talk.does(FORM, "connect my new house", "apply_connection")
    await fill(talk, "310001", "Willow Lane 20", "Lin Wei", "138 1234 5678")
    await talk.says("yes", "affirm")

    assert talk.spoken == ["utter_refused"]
    assert "more power" in talk.text
    assert applications(talk) == []


async def test_system_down_keeps_everything(talk):
    """What was said for an application is kept until the system is back, and sent once."""
    await talk.does(FORM, "connect my new house", "apply_connection")
    await fill(talk, "310001", "Willow Lane 20", "Lin Wei", "138 1234 5678")
    talk.desk.installations.down = True
    await talk.says("yes", "affirm")
    assert "kept" in talk.text

    talk.desk.installations.down = False
    await talk.does(FORM, "again please", "apply_connection")
    await talk.says("yes", "affirm")

    assert len(applications(talk)) == 1

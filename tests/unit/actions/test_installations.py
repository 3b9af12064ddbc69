"""An application is shown to who knows its number and postcode."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.backends.installations import ApplicationRequest, SupplyClass
from tests import samples


@pytest.fixture
async def applied(talk):
    """A conversation after somebody applied in 310001."""
    request = ApplicationRequest(SupplyClass.HOUSEHOLD, "310001", "Plot 7", Decimal(8), "Lin", "13812345678")
    await talk.desk.installations.apply(request, "k")
    return talk


async def test_status_is_told_with_stages(applied):
    """Number and postcode together show the stages."""
    await applied.does("action_tell_application_status", "A-1 in 310001", "ask_application_status")

    assert "Site survey" in applied.text
    assert applied.card["service"] == "application_status"


async def test_both_details_are_asked(applied):
    """Nothing is shown before both are said."""
    await applied.does("action_tell_application_status", "where is it", "ask_application_status")
    assert applied.slots["requested_slot"] == "application_number"
    await applied.says("A-1")
    assert applied.slots["requested_slot"] == "postcode"

    await applied.says("310001")

    assert "Site survey" in applied.text


@pytest.mark.parametrize("said", ["A-1 in 310002", "A-77 in 310001"])
async def test_a_wrong_pair_shows_nothing(applied, said):
    """A wrong number and a wrong postcode sound alike."""
    await applied.does("action_tell_application_status", said, "ask_application_status")

    assert "utter_application_mismatch" in applied.spoken
    assert samples.HOME.address not in applied.text
    assert applied.slots["requested_slot"] == "application_number"

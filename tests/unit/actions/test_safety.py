"""Danger comes before everything."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("a power line is down on our street", "Treat the line as live"),
        ("I got a shock from the tap", "120"),
        ("my meter is smoking", "119"),
        ("the shower tingles", "Do not touch the tap"),
        ("I smell gas", "Do not switch anything"),
        ("water in the fuse box", "Do not go into the water"),
        ("my mother's oxygen machine has no power", "backup"),
        ("something dangerous", "Keep away"),
    ],
)
async def test_each_danger_has_its_words_and_numbers(talk, said, advice):
    """The advice comes from the catalogue, with the numbers to call."""
    await talk.does("action_report_hazard", said, "report_hazard")

    assert advice in talk.text
    assert "95598" in talk.text or "gas company" in talk.text
    assert talk.card["service"] == "safety_emergency"


async def test_two_dangers_get_the_advice_of_both(talk):
    """Every danger that was named is answered."""
    await talk.does("action_report_hazard", "a wire is down and I smell gas", "report_hazard")

    assert "Treat the line as live" in talk.text
    assert "gas company" in talk.text


async def test_danger_ends_a_form_and_offers_it_again(talk):
    """No account is asked; the interrupted report is one press away."""
    await talk.does("report_outage_form", "no power in 310002", "report_outage")
    await talk.does("action_report_hazard", "sparks from the meter!", "report_hazard")

    assert talk.form is None
    assert "/report_outage" in [button["payload"] for button in talk.buttons]
    assert talk.slots["postcode"] == "310002"


async def test_danger_needs_no_system(talk):
    """With every system down the advice is still given."""
    talk.desk.billing.down = talk.desk.outages.down = talk.desk.installations.down = True
    await talk.does("action_report_hazard", "sparks from the meter!", "report_hazard")

    assert talk.spoken == ["utter_hazard"]

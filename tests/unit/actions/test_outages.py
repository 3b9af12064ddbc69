"""What is known about power cuts is told as it is known, never a time that has passed."""

from __future__ import annotations

from dataclasses import replace

from tests import samples


async def test_status_names_cause_crew_and_estimate(talk):
    """At least three facts are told, and the estimate is called one."""
    await talk.does("action_tell_outage_status", "power cut in 310001?", "ask_outage_status")

    for fact in ("cable damaged by digging", "at the place", "120", "13:30", "not a promise"):
        assert fact in talk.text
    assert talk.card["service"] == "outage_information"
    assert "13:30" in talk.card["by_when"]["text"]


async def test_changed_estimate_is_told_with_its_reason(talk):
    """A changed estimate names the one before and why it changed."""
    await talk.does("action_tell_outage_status", "310001", "ask_outage_status")

    assert "12:30" in talk.text
    assert "a cable must be changed" in talk.text


async def test_passed_estimate_is_never_told(talk):
    """An estimate that has passed is not repeated as if it were news."""
    talk.desk.clock.advance(hours=4)
    await talk.does("action_tell_outage_status", "310001", "ask_outage_status")

    assert "13:30" not in talk.text
    assert "has passed" in talk.text
    assert "11:30" not in talk.text


async def test_no_outage_known_offers_a_report(talk):
    """Where none is known, a report is one press away."""
    await talk.does("action_tell_outage_status", "310002", "ask_outage_status")

    assert talk.spoken == ["utter_no_outage_known"]
    assert "/report_outage" in [button["payload"] for button in talk.buttons]


async def test_restored_outage_is_told_as_restored(talk):
    """An outage that is over but not closed is not told as running."""
    talk.desk.outages.all_outages = (replace(samples.OUTAGE, restored_at=samples.NOW),)
    await talk.does("action_tell_outage_status", "310001", "ask_outage_status")

    assert talk.spoken == ["utter_outage_restored"]


async def test_postcode_is_asked_then_answered(talk):
    """Without a postcode it asks for one, and comes back to the question."""
    await talk.does("action_tell_planned_outage", "planned work?", "ask_planned_outage")
    assert talk.form == "place_form"

    await talk.says("310002")

    assert "a transformer is replaced" in talk.text
    assert talk.form is None


async def test_no_planned_work_is_said(talk):
    """No work announced is an answer too."""
    await talk.does("action_tell_planned_outage", "310001", "ask_planned_outage")

    assert talk.spoken == ["utter_no_planned_outage"]


async def test_postcode_of_another_company(talk):
    """A postcode we do not supply is said to be so, and asked again."""
    await talk.does("action_tell_outage_status", "999999", "ask_outage_status")

    assert "utter_postcode_unknown" in talk.spoken
    assert talk.slots["requested_slot"] == "postcode"


async def test_postcode_said_before_is_used(talk):
    """Who named a postcode is not asked again."""
    await talk.does("action_tell_outage_status", "310001", "ask_outage_status")
    await talk.does("action_tell_outage_status", "any news", "ask_outage_status")

    assert "utter_outage_status" in talk.spoken


async def test_outage_system_down(talk):
    """When the system is down the phone line is named."""
    talk.desk.outages.down = True
    await talk.does("action_tell_outage_status", "310001", "ask_outage_status")

    assert talk.spoken == ["utter_system_unavailable"]
    assert "95598" in talk.text

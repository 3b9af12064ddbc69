"""A reported power cut becomes one ticket at the right place."""

from __future__ import annotations

from dataclasses import replace

from bot.backends.outages import TroubleScope
from tests import samples

FORM = "report_outage_form"


def tickets(talk):
    """Return the tickets taken."""
    return list(talk.desk.outages.tickets.values())


async def test_everything_in_one_sentence_needs_only_a_yes(talk):
    """Who says place and extent at once is only asked to confirm."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    assert "Market Street 5" in talk.text
    assert tickets(talk) == []

    await talk.says("yes", "affirm")

    (ticket,) = tickets(talk)
    assert (ticket.premises_id, ticket.scope) == ("P-2", TroubleScope.NEIGHBOURS_TOO)
    assert ticket.id in talk.text
    assert talk.card["service"] == "fault_repair"
    assert talk.form is None


async def test_a_running_outage_is_told_before_more_is_asked(talk):
    """A known outage is told first, and the report is still taken."""
    await talk.does(FORM, "no power", "report_outage")
    await talk.says("310001")

    assert talk.spoken[:2] == ["utter_outage_known_before_report", "utter_ask_report_outage_form_report_scope"]


async def test_the_answer_tells_what_is_known(talk):
    """The ticket's answer names cause, crew and estimate of the outage it belongs to."""
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says(pressed={"scope": "whole_home"})
    await talk.says("yes", "affirm")

    for fact in ("cable damaged by digging", "at the place", "13:30", "120"):
        assert fact in talk.text


async def test_several_places_are_offered_as_buttons(talk):
    """With several places at a postcode the customer presses theirs."""
    flat = replace(samples.HOME, id="P-9", address="Willow Lane 14, Riverside")
    talk.desk.outages.places += (flat,)
    await talk.does(FORM, "no power in 310001", "report_outage")
    titles = [button["title"] for button in talk.buttons]
    assert titles == [samples.HOME.address, flat.address, "Another place"]

    await talk.says(pressed={"place": "P-9"})
    await talk.says(pressed={"scope": "part"})
    await talk.says("ok", "affirm")

    assert tickets(talk)[0].premises_id == "P-9"


async def test_a_place_is_found_by_its_house_number(talk):
    """Typing the house number is as good as pressing."""
    talk.desk.outages.places += (replace(samples.HOME, id="P-9", address="Willow Lane 14, Riverside"),)
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says("number 14")

    assert talk.slots["report_place"] == "P-9"


async def test_words_that_fit_several_places_are_asked_again(talk):
    """A street alone does not choose among its houses."""
    talk.desk.outages.places += (replace(samples.HOME, id="P-9", address="Willow Lane 14, Riverside"),)
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says("willow lane")

    assert "utter_several_places_fit" in talk.spoken
    assert talk.slots["requested_slot"] == "report_place"


async def test_a_place_not_on_the_list_is_typed(talk):
    """A place we have no record of is reported by its address."""
    talk.desk.outages.places += (replace(samples.HOME, id="P-9", address="Willow Lane 14, Riverside"),)
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says(pressed={"place": "other"})
    await talk.says("the pump house by the river")
    await talk.says(pressed={"scope": "whole_home"})
    await talk.says("yes", "affirm")

    (ticket,) = tickets(talk)
    assert (ticket.premises_id, ticket.address) == (None, "the pump house by the river")


async def test_a_button_of_a_place_elsewhere_is_not_taken(talk):
    """A place that is not at the postcode cannot be chosen."""
    talk.desk.outages.places += (replace(samples.HOME, id="P-9", address="Willow Lane 14, Riverside"),)
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says(pressed={"place": "P-2"})

    assert talk.slots.get("report_place") is None


async def test_proved_customer_is_not_asked_where(proved):
    """Who proved an account is asked only how much is off, and reads their address back."""
    await proved.does(FORM, "my power is out", "report_outage")
    assert proved.slots["requested_slot"] == "report_scope"

    await proved.says("all of it", pressed={"scope": "whole_home"})

    assert "Willow Lane 12" in proved.text


async def test_no_at_the_read_back_asks_what_to_change(talk):
    """A no sends nothing and asks what to change."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    await talk.says("no", "deny")

    assert "utter_what_to_change" in talk.spoken
    assert tickets(talk) == []


async def test_a_detail_is_corrected_at_the_read_back(talk):
    """Another extent said at the read-back is taken and read back again."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    await talk.says("no, only the kitchen", "deny")

    assert "a part of the place" in talk.text
    assert talk.slots["requested_slot"] == "report_confirmed"


async def test_another_postcode_asks_for_the_place_again(talk):
    """What hangs on a corrected detail is forgotten with it."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    await talk.says("sorry, I meant 310001", "correct_detail")

    assert "Willow Lane 12" in talk.text
    assert "Market Street" not in talk.text


async def test_same_turn_run_twice_is_one_ticket(talk):
    """A turn that is run again for the same message makes no second ticket."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    before = dict(talk.slots)
    await talk.says("yes", "affirm")
    talk.slots = {**before, "report_confirmed": "yes"}
    await talk._call("action_report_outage")

    assert len(tickets(talk)) == 1


async def test_system_down_at_the_end_keeps_what_was_said(talk):
    """A report that could not be sent is read back and sent once when the system is back."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    talk.desk.outages.down = True
    await talk.says("yes", "affirm")
    assert talk.spoken == ["utter_system_unavailable"]
    assert "kept" in talk.text

    talk.desk.outages.down = False
    await talk.does(FORM, "report it", "report_outage")
    assert "Market Street 5" in talk.text
    await talk.says("yes", "affirm")

    assert len(tickets(talk)) == 1


async def test_billing_down_does_not_stop_a_report(proved):
    """A report needs no billing system."""
    proved.desk.billing.down = True
    await proved.does(FORM, "the whole street is dark, 310002", "report_outage")
    await proved.says("yes", "affirm")

    assert len(tickets(proved)) == 1


async def test_after_the_report_its_details_are_forgotten(talk):
    """The next report starts afresh, with the postcode remembered."""
    await talk.does(FORM, "the whole street is dark, 310002", "report_outage")
    await talk.says("yes", "affirm")

    kept = {name for name, value in talk.slots.items() if value is not None and name.startswith("report_")}
    assert kept == set()
    assert talk.slots["postcode"] == "310002"


async def test_another_postcode_instead_of_an_answer_is_taken(talk):
    """A postcode said instead of the answer replaces the one before."""
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says("310002")

    assert talk.slots["report_address"] == "Market Street 5, Old Town"
    assert talk.slots["requested_slot"] == "report_scope"


async def test_the_name_of_a_detail_in_passing_reopens_nothing(talk):
    """Only who corrects is asked again; a house mentioned by the way changes no place."""
    await talk.does(FORM, "no power in 310001", "report_outage")
    await talk.says("it is the house I rent", "inform")

    assert talk.slots["report_place"] == "P-1"

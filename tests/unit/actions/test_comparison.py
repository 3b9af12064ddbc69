"""What changed between two bills."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from actions.comparison import causes, energy_price, same_place
from tests import samples

NEW, OLD = samples.BILLS


def names(new, old):
    """Return the names of the changes."""
    return [name for name, _ in causes(new, old)]


def test_more_use_fewer_days_dearer_and_estimated():
    """Each change is named, and only those that are there."""
    assert names(NEW, OLD) == [
        "utter_cause_more_use",
        "utter_cause_days",
        "utter_cause_use_per_day",
        "utter_cause_price_up",
        "utter_cause_new_estimated",
        "utter_cause_old_estimated",
    ]


def test_less_use_and_a_lower_price():
    """The other direction has words of its own."""
    assert {"utter_cause_less_use", "utter_cause_price_down"} <= set(names(OLD, NEW))


def test_nothing_changed_is_said_too():
    """The list of changes is never empty."""
    measured = replace(NEW, start_reading=NEW.end_reading)

    assert names(measured, measured) == ["utter_cause_nothing"]


def test_no_use_has_no_price():
    """A bill without use is not divided by nothing."""
    assert energy_price(replace(NEW, kwh=Decimal(0))) is None


def test_bills_of_two_meters_are_not_mixed():
    """Only bills of one meter are compared."""
    other = replace(NEW, meter_number="M-9")

    assert same_place([other, NEW, OLD]) == (NEW, OLD)
    assert same_place([other, NEW]) is None

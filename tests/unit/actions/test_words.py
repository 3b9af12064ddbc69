"""Figures, sentences and places in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.connection import classes
from actions.places import matching
from actions.sentences import sentence, sentences
from actions.words import Words, listed, masked
from bot.backends.installations import SupplyClass
from tests import samples

LANE_12 = samples.HOME
LANE_14 = replace(samples.HOME, id="P-9", address="Willow Lane 14, Riverside")


@pytest.fixture
def words(desk):
    """Return the words of the samples' moment."""
    return Words(desk.catalogue.profile, samples.NOW)


def test_money_price_and_numbers(words):
    """Money is to the cent, a price keeps its digits, a number has no needless ones."""
    assert words.money(Decimal("1234.5")) == "¥1,234.50"
    assert words.price(Decimal("0.5380")) == "¥0.538"
    assert words.number(Decimal("280.0")) == "280"
    assert words.figure("as it is") == "as it is"


def test_moments_name_the_day_when_it_is_not_today(words):
    """Today is told by the clock alone."""
    assert words.moment(samples.NOW) == "10:30"
    assert "Saturday" in words.moment(samples.NOW + 24 * samples.HOUR)


def test_masked_and_listed():
    """An account is known by its end; lines stand one under another."""
    assert masked("1000000001") == "0001"
    assert listed(["a", "b"]) == "• a\n• b"


def test_a_gap_in_a_sentence_is_closed():
    """An empty fact leaves no double space."""
    facts = {"owed": "¥1.00", "account": "0001", "due": "", "overdue": "", "last_payment": ""}

    assert sentence("utter_balance_owed", **facts) == "You owe ¥1.00 on the account that ends in 0001."


def test_a_missing_fact_is_an_error():
    """A sentence is never spoken with a hole in it."""
    with pytest.raises(KeyError, match="owed"):
        sentence("utter_balance_owed")


def test_no_sentence_promises_what_nobody_pledged(desk):
    """No sentence of ours says soon, immediately and their like."""
    never = [word for word in desk.catalogue.profile.wording.never_say if " " in word or word == "soon"]
    found = [(name, word) for name, text in sentences().items() for word in never if word in text.lower().split()]

    assert found == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("14", [LANE_14]),
        ("Willow Lane 12 please", [LANE_12]),
        ("willow lane", [LANE_12, LANE_14]),
        ("Willow Lane 99", []),
        ("somewhere", []),
        ("310001 house 14", [LANE_14]),
    ],
)
def test_places_are_found_by_number_and_words(said, found):
    """A house number decides; a number that fits no house finds nothing."""
    assert list(matching(said, [LANE_12, LANE_14])) == found


def test_every_class_of_supply_is_described(desk):
    """Each class names a service of the catalogue; only some ask for the capacity."""
    assert set(classes()) == set(SupplyClass)
    assert {each.service for each in classes().values()} <= set(desk.catalogue.services)
    assert not classes()[SupplyClass.HOUSEHOLD].asks_capacity

"""Each kind of number that names something is found in fifteen dresses or more, and its look-alikes are left alone."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.entities import find_entities

NOW = datetime(2026, 3, 4, 10, 0)  # noqa: DTZ001 - only its day is used

ACCOUNT = {
    "1234567890": "1234567890",
    "my account is 8123456789": "8123456789",
    "account no 812 345 6789 please": "8123456789",
    "acct. 8123-456-789": "8123456789",
    "number 81.2345.6789": "8123456789",
    "812O456789": "8120456789",
    "812l456789": "8121456789",
    "8I23456789": "8123456789",
    "account:8123456789.": "8123456789",
    "8 1 2 3 4 5 6 7 8 9": "8123456789",
    "(8123456789)": "8123456789",
    "ACCT#8123456789": "8123456789",
    "what do I owe on 81 23 45 67 89?": "8123456789",
    "8123456789, 310001": "8123456789",
    "８１２３４５６７８９": "8123456789",
    "it's 8123–4567–89, thanks": "8123456789",
    "customer number is 8123 456 789": "8123456789",
}
NO_ACCOUNT = (
    "812345678", "81234567890", "parcel 8123456789 is lost", "card 8123 4567 8901 2345", "138 1234 5678",
    "my phone is 812 345 6789", "the tracking number is 8123456789", "12345678901234", "B-8123456789", "OoOoOoOoOo",
    "3.141592653589", "8123456789 yuan", "+8123456789", "a8123456789",
)  # fmt: skip

METER = {
    "meter 55123847": "55123847",
    "my meter number is 55123847": "55123847",
    "meter no. 5512-3847": "55123847",
    "meter nr 5512 3847": "55123847",
    "counter 55 12 38 47 is broken": "55123847",
    "55123847": "55123847",
    "the meter with the number 5512.3847": "55123847",
    "M55123847 meter number M55123847": "55123847",
    "meter #55123847": "55123847",
    "meter: 55123847": "55123847",
    "meter id 551238O7": "55123807",
    "METER NUMBER 5512l847": "55121847",
    "test 55123847 please": "55123847",
    "my meter is 55123847, not 55123848": "55123847",
    "meter serial number 55123847 stopped": "55123847",
    "５５１２３８４７ is blank": "55123847",
}
NO_METER = (
    "5512384", "551238470", "meter reading 55123", "2025-05-03", "55123847 kWh", "my phone is 5512 3847",
    "55123847 yuan", "invoice 55123847", "card 5512 3847 5512 3847", "12.05.2026",
)  # fmt: skip

POSTCODE = {
    "310001": "310001",
    "postcode 310001": "310001",
    "310 001": "310001",
    "31-00-01": "310001",
    "31 00 01 is dark": "310001",
    "3 1 0 0 0 1": "310001",
    "31OOO1": "310001",
    "postcode:310001!": "310001",
    "zip 310001": "310001",
    "in 310001?": "310001",
    "12 Mill Road, 310001": "310001",
    "8123456789 310001": "310001",
    "310001, 138 1234 5678": "310001",
    "３１０００１": "310001",
    "post code is 310-001": "310001",
    "postal code 310001 riverside": "310001",
}
NO_POSTCODE = (
    "31001", "3100011", "310001 yuan", "¥310001", "310001 kWh", "my reading is 310001", "B-310001", "3.10001",
    "the code is 310001", "pin 310001", "310001 km", "OUT-310001", "a-310001",
)  # fmt: skip

TICKET = {
    "T-1001": "T-1001",
    "t-1001": "T-1001",
    "T 1001": "T-1001",
    "T1001": "T-1001",
    "ticket 1001": "T-1001",
    "ticket number 1001": "T-1001",
    "ticket no. T-1001": "T-1001",
    "my ticket is 1001": "T-1001",
    "report number is T1001": "T-1001",
    "T – 1001": "T-1001",
    "T-1OO1": "T-1001",
    "T-1 0 0 1": "T-1001",
    "ticket:T-1001": "T-1001",
    "what about t 1001?": "T-1001",
    "Reference T-1001 please": "T-1001",
    "ticket #1001": "T-1001",
}
NO_TICKET = (
    "T-shirt", "don't 1001", "t-bone steak", "A-1001", "P-1001", "ticket to Beijing", "BT-1001", "100 tickets",
    "a ticket for 2 people", "OUT-1001", "it 1001",
)  # fmt: skip

APPLICATION = {
    "A-1002": "A-1002",
    "a-1002": "A-1002",
    "A 1002": "A-1002",
    "A1002": "A-1002",
    "a 1002?": "A-1002",
    "application 1002": "A-1002",
    "application number 1002": "A-1002",
    "my application is 1002": "A-1002",
    "application no. A-1002": "A-1002",
    "where is A–1002": "A-1002",
    "A- 1002": "A-1002",
    "A-1OO2": "A-1002",
    "status of a1002": "A-1002",
    "Application: A-1002": "A-1002",
    "(A-1002)": "A-1002",
    "application #1002": "A-1002",
}
NO_APPLICATION = (
    "A-level", "T-1002", "a 1200 kW plant", "a 1000 yuan bill", "application for solar", "we need a 4 room flat",
    "AA-1002", "WA-1002", "app", "a 2 day wait", "V-1002", "e-1002",
)  # fmt: skip

PROMISE = {
    "P-1003": "P-1003",
    "p-1003": "P-1003",
    "P 1003": "P-1003",
    "P1003": "P-1003",
    "promise 1003": "P-1003",
    "promise number 1003": "P-1003",
    "promise no. P-1003": "P-1003",
    "your promise is P-1003": "P-1003",
    "P – 1003": "P-1003",
    "P-1OO3": "P-1003",
    "what was p 1003 about": "P-1003",
    "P-1 0 0 3": "P-1003",
    "(P-1003)": "P-1003",
    "P-1003's due": "P-1003",
    "read P-1003!": "P-1003",
}
NO_PROMISE = (
    "P-77", "you promised 3 days", "HP-1003", "p. 3", "PO-1003", "5 promises", "T-1003", "3 pm", "mp3", "p45",
)  # fmt: skip

PHONE = {
    "13812345678": "13812345678",
    "138 1234 5678": "13812345678",
    "138-1234-5678": "13812345678",
    "+86 138 1234 5678": "13812345678",
    "+8613812345678": "13812345678",
    "0086 138 1234 5678": "13812345678",
    "1381234567O": "13812345670",
    "call 138 1234 5678 please": "13812345678",
    "010-8765 4321": "01087654321",
    "0571 8765 4321": "057187654321",
    "(021) 8765 4321": "02187654321",
    "my phone is 8765 4321": "87654321",
    "tel. 87654321": "87654321",
    "phone:13812345678": "13812345678",
    "text me on 159 1234 5678": "15912345678",
    "+44 20 7946 0123": "442079460123",
    "mobile number 812 345 6789": "8123456789",
    "１３８１２３４５６７８": "13812345678",
}
NO_PHONE = (
    "8123456789", "310001", "12812345678", "138123456789", "account 1381234567", "T-13812345678", "2025-05-03",
    "call me at 3 pm", "phone line is dead", "13812345678901",
)  # fmt: skip

TABLES = {
    "account_number": (ACCOUNT, NO_ACCOUNT),
    "meter_number": (METER, NO_METER),
    "postcode": (POSTCODE, NO_POSTCODE),
    "ticket_number": (TICKET, NO_TICKET),
    "application_number": (APPLICATION, NO_APPLICATION),
    "promise_number": (PROMISE, NO_PROMISE),
    "phone": (PHONE, NO_PHONE),
}
FOUND = [(label, text, value) for label, (found, _) in TABLES.items() for text, value in found.items() if value]
NOT_FOUND = [(label, text) for label, (_, others) in TABLES.items() for text in others]


def values(label: str, text: str) -> list[str]:
    """Return the values of one kind that a text names."""
    return [entity.value for entity in find_entities(text, NOW) if entity.label == label]


@pytest.mark.parametrize(("label", "text", "value"), FOUND)
def test_a_number_is_found_and_normalised(label, text, value):
    """However it is written, the same normal form comes out."""
    assert value in values(label, text)


@pytest.mark.parametrize(("label", "text"), NOT_FOUND)
def test_a_look_alike_is_left_alone(label, text):
    """What only looks like it is not taken for it."""
    assert values(label, text) == []


@pytest.mark.parametrize(("label", "tables"), TABLES.items())
def test_each_kind_is_tried_often_enough(label, tables):
    """A kind has at least fifteen dresses and eight look-alikes here."""
    found, others = tables
    assert len([text for text, value in found.items() if value]) >= 15, label
    assert len(others) >= 8, label


@given(st.text(alphabet="0123456789 -.,OIlTAPm¥kKwWhH元yuan+@:/", max_size=60))
def test_any_row_of_signs_is_read_without_error(text):
    """Spans lie in the text, never empty; numbers are in their normal form."""
    for entity in find_entities(text, NOW):
        assert 0 <= entity.start < entity.end <= len(text)
        if entity.label in {"account_number", "postcode", "phone"}:
            assert re.fullmatch("[0-9]+", entity.value)
        if entity.label == "account_number":
            assert len(entity.value) == 10

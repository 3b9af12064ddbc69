"""Numbers are found however they are written, and kept in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.entities import find_entities

LABELS = {
    "account_number", "application_number", "email", "money", "phone", "postcode",
    "power", "promise_number", "reading", "ticket_number",
}  # fmt: skip


def found(text: str) -> list[tuple[str, str]]:
    """Return the numbers of a text with their kinds."""
    return [(entity.label, entity.value) for entity in find_entities(text) if entity.label in LABELS]


@pytest.mark.parametrize("text", ["1234567890", "12 3456 7890", "123-456-7890", "I2345 6789O", "acct:1234567890."])
def test_account_numbers_in_every_dress(text):
    """Spaces, dashes and letters that look like digits do not matter."""
    assert found(text) == [("account_number", "1234567890")]


@pytest.mark.parametrize("text", ["310001", "310 001", "31OOO1", "postcode is 310-001!"])
def test_postcodes_in_every_dress(text):
    """Six digits are a postcode."""
    assert found(text) == [("postcode", "310001")]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("T-1001", "ticket_number", "T-1001"),
        ("t 1001 is my report", "ticket_number", "T-1001"),
        ("ticket number 1001", "ticket_number", "T-1001"),
        ("application a-1002", "application_number", "A-1002"),
        ("A1002", "application_number", "A-1002"),
        ("my application is 1002", "application_number", "A-1002"),
        ("P-77", "promise_number", None),
        ("P-1003", "promise_number", "P-1003"),
        ("138 1234 5678", "phone", "13812345678"),
        ("+86 138 1234 5678", "phone", "13812345678"),
        ("021-5555 1234", "phone", "02155551234"),
        ("15 kW", "power", "15 kW"),
        ("15.5kVA", "power", "15.5 kVA"),
        ("1,200 kilowatts", "power", "1200 kW"),
        ("¥1,200.50", "money", "1200.50"),
        ("320 yuan", "money", "320"),
        ("the meter says 10430 kWh", "reading", "10430"),
        ("lin.wei@example.com", "email", "lin.wei@example.com"),
    ],
)
def test_each_kind_and_its_normal_form(text, kind, value):
    """Every kind of number has one normal form."""
    assert found(text) == ([(kind, value)] if value else [])


@pytest.mark.parametrize("text", ["12345", "1234567", "123456789", "12345678901234", "B-310001", "3.10001", "house 12"])
def test_other_numbers_are_none_of_these(text):
    """A number of another length or shape is not taken for one of ours."""
    assert found(text) == []


def test_two_numbers_in_one_sentence():
    """Account and postcode side by side are told apart."""
    assert found("8123456789 310001") == [("account_number", "8123456789"), ("postcode", "310001")]


@given(st.integers(min_value=10**9, max_value=10**10 - 1), st.sampled_from([" ", "-", ""]), st.integers(1, 9))
def test_any_account_number_survives_a_gap(number, gap, at):
    """Wherever a gap is typed, the same ten digits come out, unless it looks like a mobile number."""
    digits = str(number)
    typed = digits[:at] + gap + digits[at:]

    assert ("account_number", digits) in found(typed)


@given(st.text(max_size=300))
def test_any_text_is_read_without_error(text):
    """Whatever is typed, every entity lies inside the text."""
    assert all(0 <= entity.start < entity.end <= len(text) for entity in find_entities(text))

"""JSON to frozen dataclasses, strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backends.billing import Bill, ReadingQuality
from bot.backends.codec import DecodeError, decode, encode, parse_json
from bot.backends.outages import Outage
from tests import samples


class Colour(str, Enum):
    """An enumeration of texts."""

    RED = "red"


@dataclass(frozen=True)
class Part:
    """A nested thing."""

    amount: Decimal


@dataclass(frozen=True)
class Thing:
    """One field of every kind."""

    name: str
    count: int
    good: bool
    amount: Decimal
    day: date
    at: datetime
    colour: Colour
    quality: ReadingQuality
    parts: tuple[Part, ...]
    maybe: Part | None


THING = {
    "name": "a",
    "count": 2,
    "good": True,
    "amount": "12.30",
    "day": "2026-03-06",
    "at": "2026-03-06T10:30:00+08:00",
    "colour": "red",
    "quality": 8,
    "parts": [{"amount": "1"}, {"amount": "-0.05"}],
    "maybe": None,
}


def test_every_kind_is_read():
    """Texts become decimals, dates, aware times and enum members; lists become tuples; null becomes None."""
    thing = decode(Thing, THING)

    assert thing == Thing(
        name="a",
        count=2,
        good=True,
        amount=Decimal("12.30"),
        day=date(2026, 3, 6),
        at=datetime(2026, 3, 6, 2, 30, tzinfo=timezone.utc),
        colour=Colour.RED,
        quality=ReadingQuality.ESTIMATED,
        parts=(Part(Decimal("1")), Part(Decimal("-0.05"))),
        maybe=None,
    )
    assert str(thing.amount) == "12.30"
    assert thing.at.utcoffset() == timedelta(hours=8)


def test_optional_thing_is_read_when_it_is_there():
    """What may be null is read as what it is when it is not."""
    assert decode(Thing, THING | {"maybe": {"amount": "2"}}).maybe == Part(Decimal("2"))


def test_unknown_field_is_let_pass():
    """A system may tell more than we know."""
    assert decode(Part, {"amount": "1", "colour": "red"}) == Part(Decimal("1"))


def test_time_may_end_in_z():
    """Z is an offset like any other."""
    assert decode(datetime, "2026-03-06T02:30:00Z") == datetime(2026, 3, 6, 2, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize("field", sorted(THING))
def test_missing_field_is_named(field):
    """Every field must be there, also one that may be null."""
    with pytest.raises(DecodeError, match=rf"^\$\.{field}: .*nothing"):
        decode(Thing, {name: value for name, value in THING.items() if name != field})


WRONG = [
    ("name", 5),
    ("name", None),
    ("count", "2"),
    ("count", True),
    ("count", 2.0),
    ("good", 1),
    ("good", "true"),
    ("amount", 12.3),
    ("amount", "NaN"),
    ("amount", "Infinity"),
    ("amount", "1e999999999"),
    ("amount", "1_000"),
    ("amount", " 1"),
    ("amount", "１"),
    ("amount", "9" * 16),
    ("day", "2026-02-30"),
    ("day", 20260306),
    ("at", "2026-03-06T10:30:00"),
    ("at", "yesterday"),
    ("at", 1772764200),
    ("colour", "blue"),
    ("colour", ["red"]),
    ("quality", 1),
    ("quality", "8"),
    ("quality", 8.0),
    ("quality", False),
    ("parts", {}),
    ("parts", None),
    ("maybe", []),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_wrong_type_is_named_and_not_repeated(field, value):
    """An error names the field and what was expected, never the customer's value."""
    with pytest.raises(DecodeError) as error:
        decode(Thing, THING | {field: value})

    assert error.value.path == f"$.{field}"
    assert "yesterday" not in str(error.value)


def test_path_leads_into_lists():
    """The path of a field in a list tells which entry."""
    with pytest.raises(DecodeError, match=r"^\$\.parts\[1\]\.amount: "):
        decode(Thing, THING | {"parts": [{"amount": "1"}, {"amount": 1}]})


@pytest.mark.parametrize("data", [None, [], "text", 5])
def test_object_must_be_an_object(data):
    """Anything else in its place is an error."""
    with pytest.raises(DecodeError, match="an object"):
        decode(Thing, data)


def test_type_that_does_not_travel_is_a_fault_of_ours():
    """A field of a type nobody agreed on is found by the first test that reads it."""
    with pytest.raises(TypeError):
        decode(bytes, "a")


@pytest.mark.parametrize("thing", [*samples.BILLS, samples.OUTAGE, samples.LIN, samples.HOME_TARIFF], ids=type)
def test_what_is_written_is_read_back(thing):
    """Everything the systems tell survives the way through JSON."""
    assert decode(type(thing), parse_json(json.dumps(encode(thing)).encode())) == thing


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4))
def test_decimals_are_read_back_to_the_last_digit(amount):
    """No amount changes on its way."""
    assert str(decode(Decimal, encode(amount))) == format(amount, "f")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_is_read_or_named_wrong(data):
    """Whatever a system answers, decoding ends in a value or a DecodeError."""
    for kind in (Bill, Outage):
        with pytest.raises(DecodeError):
            decode(kind, data)


BODIES = [b"", b"<html>", b"\xff", b'{"a": NaN}', b"[Infinity]", b"[" * 100_000, b"1" * 10_000, b'{"a": 1', b"{} {}"]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:10]))
def test_what_is_no_json_is_an_error(body):
    """Broken, endless or non-finite JSON is one kind of error."""
    with pytest.raises(DecodeError):
        parse_json(body)

"""Each kind of amount, and e-mail, is found in fifteen dresses or more, and its look-alikes are left alone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.entities import find_entities
from bot.nlu.numbers import number

NOW = datetime(2026, 3, 4, 10, 0)  # noqa: DTZ001 - only its day is used

EMAIL = {
    "lin.wei@example.com": "lin.wei@example.com",
    "Lin.Wei@Example.COM": "lin.wei@example.com",
    "mail me: lin+power@example.org.": "lin+power@example.org",
    "<lin@example.cn>": "lin@example.cn",
    "my mail lin_wei@post.example, thanks": "lin_wei@post.example",
    "lin-wei@a-b.example": "lin-wei@a-b.example",
    "(lin@example.com)": "lin@example.com",
    "lin@mail.uni.example": "lin@mail.uni.example",
    "write to lin@example.com or call": "lin@example.com",
    "e-mail=lin@example.com": "lin@example.com",
    "lin1988@example.com": "lin1988@example.com",
    "LIN@EXAMPLE.COM": "lin@example.com",
    "lin@example.com?": "lin@example.com",
    "'lin@example.com'": "lin@example.com",
    "lin%40 is lin@example.com": "lin@example.com",
}
NO_EMAIL = (
    "lin@", "@example.com", "lin at example dot com", "lin@example", "@home", "5 @ 3 yuan", "a@b", "www.example.com",
)  # fmt: skip

MONEY = {
    "320 yuan": "320",
    "¥1,200.50": "1200.50",
    "￥320": "320",
    "CNY 320.5": "320.5",
    "RMB320": "320",
    "320rmb": "320",
    "fifty yuan": "50",
    "two hundred and ten yuan": "210",
    "1 200 yuan": "1200",
    "12,50 yuan": "12.50",
    "18 240,00 yuan": "18240.00",
    "3.5k yuan": "3500",
    "320元": "320",
    "100 kuai": "100",
    "I paid 89.90 yuan yesterday": "89.90",
    "a thousand yuan": "1000",
    "half a yuan": "0.5",
    "£20": "20",
}
NO_MONEY = (
    "320", "320 kWh", "yuan", "the yuan fell", "320 yuanxiao", "3 days", "8123456789", "B-320", "20 %",
    "twenty people",
)  # fmt: skip

POWER = {
    "15 kW": "15 kW",
    "15kw": "15 kW",
    "15.5 kVA": "15.5 kVA",
    "12,5 kW": "12.5 kW",
    "1,200 kilowatts": "1200 kW",
    "seven kilowatts": "7 kW",
    "630 KVA": "630 kVA",
    "0.5 MVA": "500 kVA",
    "2 MW": "2000 kW",
    "10 kWp on the roof": "10 kW",
    "a 22 kW charger": "22 kW",
    "22-kW charger": "22 kW",
    "raise it to 30kW.": "30 kW",
    "twenty two kW": "22 kW",
    "100 kilovolt amps": "100 kVA",
    "7.4kW": "7.4 kW",
}
NO_POWER = (
    "15 kWh", "15", "kW", "15 kw/h", "1.5 kwh", "10 kV line", "60 W lamp", "power of 3", "15 kwacha", "10 kilometres",
)  # fmt: skip

READING = {
    "10430 kWh": "10430",
    "the meter says 10430": "10430",
    "my reading is 10430": "10430",
    "reading 10 430": "10430",
    "meter reading: 10,430": "10430",
    "it stands at 10430": "10430",
    "counter shows 10430": "10430",
    "it reads 1O430": "10430",
    "reading 00342": "00342",
    "the register shows 7741.6": "7741.6",
    "10430 is what the meter shows": "10430",
    "the display reads 10430, thanks": "10430",
    "day 12044": "12044",
    "numbers of the meter 10430": "10430",
    "state 10430": "10430",
    "readings are 1 0 4 3 0": "10430",
    "figure is 10430": "10430",
}
NO_READING = (
    "the price of 1 kWh", "I use 180 kWh", "4000 kWh a month", "10430", "meter 55123847", "500 kWh per year",
    "310001", "my bill says 320 yuan", "T-1001 says late", "read T-1001", "reading a book", "he said 2 hours",
)  # fmt: skip

TABLES = {
    "email": (EMAIL, NO_EMAIL),
    "money": (MONEY, NO_MONEY),
    "power": (POWER, NO_POWER),
    "reading": (READING, NO_READING),
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


@given(st.decimals(min_value=0, max_value=999999, places=2))
def test_any_amount_is_kept_to_the_cent(amount):
    """With or without commas between thousands, the amount is the same."""
    assert Decimal(number(f"{amount:,}") or "-1") == Decimal(number(str(amount)) or "-1") == amount


@given(st.text(alphabet="0123456789 -.,OIlkKwWhHAaVv¥元yuanreadigs:", max_size=60))
def test_any_row_of_signs_is_read_without_error(text):
    """Every amount is a number in its normal form."""
    for entity in find_entities(text, NOW):
        if entity.label in {"money", "reading"}:
            assert Decimal(entity.value) >= 0
        if entity.label == "power":
            figure, unit = entity.value.split(" ")
            assert Decimal(figure) >= 0
            assert unit in {"kW", "kVA"}

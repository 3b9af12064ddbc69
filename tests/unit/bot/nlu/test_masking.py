"""Masking: numbers of one kind look alike to the intent model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.masking import masked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("account 3103576904 please", "account 31 0357 6904 please"),
        ("account 3103576904 please", "account 31O357-69O4 please"),
        ("postcode 200033", "postcode 201052"),
        ("my bill is 163.39", "my bill is 20"),
        ("where is T-1001", "where is t 2044"),
        ("ｆｕｌｌ width", "full width"),
    ],
)
def test_numbers_of_one_kind_are_alike(one: str, other: str) -> None:
    """What somebody wants does not hang on the number, nor on how it is spelt."""
    assert masked(one) == masked(other)


def test_kinds_stay_apart() -> None:
    """An account number, a postcode and an amount are three things."""
    assert len({masked(text) for text in ("3103576904", "200033", "163.39", "T-1001")}) == 4


@given(st.text(max_size=2000))
def test_any_text_is_masked(text: str) -> None:
    """No text makes trouble, and masking a masked text changes nothing that counts."""
    assert "\n" not in masked(text)

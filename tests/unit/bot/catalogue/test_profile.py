"""The profile: money, days and moments as its customers write them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal

import pytest

from bot.catalogue import Catalogue

NOW = datetime(2024, 3, 8, 2, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("amount", "written"),
    [("0", "¥0.00"), ("12.34", "¥12.34"), ("1234.5", "¥1,234.50"), ("-3.2", "-¥3.20"), ("1000000", "¥1,000,000.00")],
)
def test_money_is_written_to_the_cent(shipped: Catalogue, amount: str, written: str) -> None:
    """The company's own sign, separators and two digits."""
    assert shipped.profile.money(Decimal(amount)) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [(date(2024, 3, 8), "Friday 8 March"), (date(2025, 1, 2), "Thursday, 2 January 2025")],
)
def test_a_day_names_its_year_only_when_it_is_another(shipped: Catalogue, day: date, written: str) -> None:
    """The weekday and date, as short as it can be understood."""
    assert shipped.profile.day(day, date(2024, 3, 8)) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2024-03-08T06:45:00+00:00", "14:45"),
        ("2024-03-08T15:59:00+00:00", "23:59"),
        ("2024-03-08T16:00:00+00:00", "00:00 on Saturday 9 March"),
        ("2024-03-07T01:00:00+00:00", "09:00 on Thursday 7 March"),
    ],
)
def test_a_moment_is_told_in_the_customer_s_zone(shipped: Catalogue, moment: str, written: str) -> None:
    """The time alone today, the day with it on any other."""
    assert shipped.profile.moment(datetime.fromisoformat(moment), NOW) == written


def test_the_numbers_to_call_are_words_for_any_line(shipped: Catalogue) -> None:
    """Company, regulator and emergency numbers stand in one place."""
    words = shipped.profile.words
    assert (words["company_phone"], words["regulator_phone"]) == ("95598", "12398")
    assert (words["police"], words["fire"], words["ambulance"]) == ("110", "119", "120")


def test_the_profile_is_the_default_company_s(shipped: Catalogue) -> None:
    """Currency, zone and country are those of the seeded world."""
    profile = shipped.profile
    assert (profile.name, profile.currency, profile.country) == ("state_grid", "CNY", "CN")
    assert str(profile.time_zone) == "Asia/Shanghai"

"""When limits end and what a miss costs: the arithmetic, at its boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import Catalogue, Situation
from bot.catalogue.due import due, ends, payment_due
from bot.catalogue.kinds import Unit
from bot.catalogue.model import Limit, Origin, Payment, Source
from bot.clock import Calendar

CHINA = Calendar(ZoneInfo("Asia/Shanghai"), "CN", (time(8, 30), time(17, 30)))
BRITAIN = Calendar(ZoneInfo("Europe/London"), "GB", (time(7), time(19)), (time(9), time(17)))
MONDAY = datetime(2024, 3, 4, 2, tzinfo=timezone.utc)
HELD = Origin(Source("test", "A test", ""), date(2020, 1, 1), None, verified=True)
HOME = Payment(Decimal(95), Decimal(45), Limit(12, Unit.HOUR), None, HELD)
BUSINESS = replace(HOME, first=Decimal(190))
STORM = Payment(Decimal(85), Decimal(40), Limit(6, Unit.HOUR), Decimal(2000), HELD)
PACIFICORP = Payment(Decimal(50), Decimal(25), Limit(12, Unit.HOUR), None, HELD)
NEW_YORK = Payment(Decimal(0), Decimal(25), Limit(24, Unit.HOUR), None, HELD)


def hours(count: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("payment", "limit", "off", "expected"),
    [
        (HOME, 12, hours(31), 140),
        (BUSINESS, 12, hours(36), 280),
        (HOME, 12, hours(12) - timedelta(minutes=1), 0),
        (HOME, 12, hours(12), 0),
        (HOME, 12, hours(12) + timedelta(minutes=1), 95),
        (HOME, 12, hours(24) - timedelta(minutes=1), 95),
        (HOME, 12, hours(24), 140),
        (STORM, 24, hours(40), 165),
        (STORM, 48, hours(40), 0),
        (STORM, 24, hours(2400), 2000),
        (NEW_YORK, 72, hours(130), 50),
        (PACIFICORP, 24, hours(50), 100),
    ],
)
def test_money_for_a_miss(payment: Payment, limit: int, off: timedelta, expected: int) -> None:
    """First for passing the limit, further for each whole period beyond, never above the cap."""
    assert payment_due(payment, off - hours(limit)) == expected


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        (Limit(45, Unit.MINUTE), "2024-03-04T10:45:00+08:00"),
        (Limit(2, Unit.HOUR), "2024-03-04T12:00:00+08:00"),
        (Limit(7, Unit.DAY), "2024-03-11T10:00:00+08:00"),
        (Limit(5, Unit.WORKING_DAY), "2024-03-11T17:30:00+08:00"),
        (Limit(9, Unit.SERVICE_HOUR), "2024-03-05T10:00:00+08:00"),
    ],
)
def test_each_unit_reads_its_own_clock(limit: Limit, end: str) -> None:
    """Minutes and hours are true time, days keep the time of day, the rest waits for staff to be there."""
    assert ends(limit, MONDAY, CHINA) == datetime.fromisoformat(end)


def test_notice_is_counted_backwards() -> None:
    """Seven days' notice of Monday's work is due the Monday before."""
    assert ends(Limit(7, Unit.DAY), MONDAY, CHINA, before=True) == MONDAY - timedelta(days=7)
    assert ends(Limit(24, Unit.HOUR), MONDAY, CHINA, before=True) == MONDAY - timedelta(days=1)


@settings(deadline=None)
@given(
    minutes=st.integers(0, 60 * 24 * 1000),
    later=st.integers(0, 60 * 24 * 5),
    amount=st.integers(1, 60),
    unit=st.sampled_from(Unit),
    calendar=st.sampled_from([CHINA, BRITAIN]),
)
def test_limits_are_monotone_and_after_the_start(
    minutes: int, later: int, amount: int, unit: Unit, calendar: Calendar
) -> None:
    """No limit ends at or before its start, and one that starts later does not end sooner."""
    start = datetime(2023, 6, 1, tzinfo=timezone.utc) + timedelta(minutes=minutes)
    first = ends(Limit(amount, unit), start, calendar).astimezone(timezone.utc)
    second = ends(Limit(amount, unit), start + timedelta(minutes=later), calendar).astimezone(timezone.utc)
    assert start < first <= second


def test_an_average_has_a_due_time_for_the_record_only(shipped: Catalogue) -> None:
    """The target of an average can be measured, though no card tells it as a time for one customer."""
    arrival = shipped.service("fault_repair").pledge("arrival")
    situation = Situation("residential", "rural", MONDAY, MONDAY)
    assert due(arrival, situation, CHINA) == MONDAY + timedelta(minutes=90)
    assert due(arrival, replace(situation, area=""), CHINA) is None


def test_a_clock_that_stops_for_the_customer_has_no_due_time(shipped: Catalogue) -> None:
    """Six working days of our own steps are no date: the customer's steps lie between them."""
    pledge = shipped.service("new_connection_low_voltage_business").pledge("connection")
    assert due(pledge, Situation("small_business", "urban", MONDAY, MONDAY), CHINA) is None


def test_an_unverified_standard_has_no_due_time(shipped: Catalogue) -> None:
    """What is not told is not counted either."""
    pledge = shipped.service("telephone_and_chat_service").pledge("complaint_answer")
    assert due(pledge, Situation("residential", "urban", MONDAY, MONDAY), CHINA) is None

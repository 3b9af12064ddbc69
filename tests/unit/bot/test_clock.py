"""The clock: spans that end when people would say they end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import (
    Calendar,
    SystemClock,
    calendar_days_after,
    elapsed_after,
    is_open,
    next_opening,
    service_time_after,
    working_days_after,
    working_days_between,
)

CHINA = Calendar(ZoneInfo("Asia/Shanghai"), "CN", (time(8, 30), time(17, 30)))
BRITAIN = Calendar(ZoneInfo("Europe/London"), "GB", (time(7), time(19)), (time(9), time(17)))
ALL_DAY = Calendar(ZoneInfo("Europe/London"), "GB", (time.min, time.min), (time.min, time.min))

moments = st.integers(0, 60 * 24 * 365 * 4 - 60 * 24 * 30).map(
    lambda minutes: datetime(2023, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=minutes)
)
calendars = st.sampled_from([CHINA, BRITAIN, ALL_DAY])
spans = st.integers(0, 60 * 24 * 10).map(lambda minutes: timedelta(minutes=minutes))


def china(*parts: int) -> datetime:
    """Return a moment on the wall clock of Shanghai."""
    return datetime(*parts, tzinfo=CHINA.zone)  # type: ignore[misc,arg-type]


def britain(*parts: int) -> datetime:
    """Return a moment on the wall clock of London."""
    return datetime(*parts, tzinfo=BRITAIN.zone)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (china(2024, 3, 4, 9), 5, date(2024, 3, 11)),  # a plain week
        (china(2024, 2, 8, 16), 1, date(2024, 2, 9)),
        (china(2024, 2, 9, 16), 1, date(2024, 2, 18)),  # spring festival 10-17 February; Sunday 18 is worked
        (china(2024, 2, 8, 16), 5, date(2024, 2, 21)),
        (china(2025, 1, 27, 10), 2, date(2025, 2, 6)),  # 28 January to 4 February off
        (china(2026, 2, 13, 10), 2, date(2026, 2, 24)),  # Saturday 14 worked, then 15-23 off
        (china(2024, 9, 30, 12), 1, date(2024, 10, 8)),  # the national day week
        (china(2024, 3, 9, 12), 1, date(2024, 3, 11)),  # a Saturday
    ],
)
def test_working_days_skip_weekends_and_holidays(start: datetime, days: int, due: date) -> None:
    """Working days end at closing time, holidays skipped, exchanged weekend days counted."""
    assert working_days_after(start, days, CHINA) == datetime.combine(due, time(17, 30), tzinfo=CHINA.zone)


def test_days_of_the_customer_zone_count() -> None:
    """Late evening in UTC is already the next day in Shanghai."""
    assert working_days_after(datetime(2024, 3, 4, 17, tzinfo=timezone.utc), 1, CHINA).date() == date(2024, 3, 6)


def test_fewer_than_one_working_day_is_refused() -> None:
    """Zero working days would end before it starts."""
    with pytest.raises(ValueError, match="1 or more"):
        working_days_after(china(2024, 3, 4), 0, CHINA)


def test_a_naive_moment_is_refused() -> None:
    """A moment without a time zone is an error, not a guess."""
    with pytest.raises(ValueError, match="aware"):
        elapsed_after(datetime(2024, 3, 4), timedelta(hours=1), CHINA)  # noqa: DTZ001


def test_elapsed_time_is_true_time_over_the_change_of_clocks() -> None:
    """Two hours over the spring change show three hours later on the wall; in autumn one."""
    assert elapsed_after(britain(2024, 3, 31, 0, 30), timedelta(hours=2), BRITAIN).hour == 3
    assert elapsed_after(britain(2024, 10, 27, 0, 30), timedelta(hours=2), BRITAIN).hour == 1


def test_calendar_days_keep_the_time_of_day_over_the_change_of_clocks() -> None:
    """Seven days before 09:00 is 09:00, in summer time as in winter time."""
    moved = calendar_days_after(britain(2024, 4, 2, 9), -7, BRITAIN)
    assert (moved.date(), moved.time(), moved.utcoffset()) == (date(2024, 3, 26), time(9), timedelta(0))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (britain(2024, 3, 4, 7), britain(2024, 3, 4, 7)),
        (britain(2024, 3, 4, 6, 59), britain(2024, 3, 4, 7)),
        (britain(2024, 3, 4, 18, 59), britain(2024, 3, 4, 18, 59)),
        (britain(2024, 3, 4, 19), britain(2024, 3, 5, 7)),
        (britain(2024, 3, 9, 8), britain(2024, 3, 9, 9)),  # Saturday
        (britain(2024, 12, 25, 8), britain(2024, 12, 25, 9)),  # a holiday has the hours of a weekend
        (china(2024, 2, 9, 17, 30), china(2024, 2, 18, 8, 30)),
    ],
)
def test_outside_service_hours_the_next_opening_is_told(moment: datetime, opening: datetime) -> None:
    """Service is open from its opening time up to, not at, its closing time."""
    calendar = CHINA if moment.tzinfo is CHINA.zone else BRITAIN
    assert next_opening(moment, calendar) == opening
    assert is_open(moment, calendar) is (opening == moment)


def test_service_time_runs_only_while_open() -> None:
    """Three hours from 18:00 on a weekday end at 09:00 the next."""
    assert service_time_after(britain(2024, 3, 4, 18), timedelta(hours=3), BRITAIN) == britain(2024, 3, 5, 9)
    assert service_time_after(britain(2024, 3, 8, 18), timedelta(hours=3), BRITAIN) == britain(2024, 3, 9, 11)


def test_a_service_that_never_closes_counts_true_time() -> None:
    """Midnight to midnight is open all day, also on the day that has 23 hours."""
    start = britain(2024, 3, 30, 12)
    assert service_time_after(start, timedelta(hours=24), ALL_DAY) == elapsed_after(start, timedelta(hours=24), ALL_DAY)


@settings(deadline=None)
@given(start=moments, days=st.integers(1, 40), calendar=calendars)
def test_working_days_never_end_before_they_start(start: datetime, days: int, calendar: Calendar) -> None:
    """The end is later than the start, and exactly that many working days on."""
    due = working_days_after(start, days, calendar)
    assert due.astimezone(timezone.utc) > start
    assert working_days_between(start, due - timedelta(minutes=1), calendar) == days


@settings(deadline=None)
@given(start=moments, later=spans, days=st.integers(1, 40), calendar=calendars)
def test_a_later_start_never_ends_sooner(start: datetime, later: timedelta, days: int, calendar: Calendar) -> None:
    """Every span is monotone in its start, and more days end later."""
    first, second = start, start + later
    assert working_days_after(first, days, calendar) <= working_days_after(second, days, calendar)
    assert working_days_after(first, days, calendar) < working_days_after(first, days + 1, calendar)
    assert elapsed_after(first, later, calendar) <= elapsed_after(second, later, calendar)


@settings(deadline=None)
@given(start=moments, one=spans, two=spans, calendar=calendars)
def test_service_time_adds_up(start: datetime, one: timedelta, two: timedelta, calendar: Calendar) -> None:
    """A span of service time in two pieces ends where it ends in one, and never before the true time."""
    whole = service_time_after(start, one + two, calendar).astimezone(timezone.utc)
    pieces = service_time_after(service_time_after(start, one, calendar), two, calendar).astimezone(timezone.utc)
    assert next_opening(pieces, calendar) == next_opening(whole, calendar)
    assert whole >= start + one + two


def test_the_system_clock_is_aware() -> None:
    """The machine's time comes with its zone, UTC."""
    assert SystemClock().now().utcoffset() == timedelta(0)

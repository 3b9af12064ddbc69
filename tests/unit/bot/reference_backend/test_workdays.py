"""Working days and the windows of visits."""

from datetime import date, datetime, timezone
from itertools import islice

from bot.reference_backend.figures import world
from bot.reference_backend.workdays import windows, working_days

CITY, VISITS = world().city, world().installations.visits


def test_weekends_and_holidays_are_no_working_days() -> None:
    """After Wednesday 30 September 2026 comes the National Day week: no working day before 8 October."""
    days = list(islice(working_days(CITY, date(2026, 9, 30)), 2))
    assert days == [date(2026, 10, 8), date(2026, 10, 9)]


def test_windows_are_local_hours_on_working_days_from_tomorrow() -> None:
    """On a Friday evening the first windows are on Monday, at nine and at two in the city."""
    friday = datetime(2026, 3, 13, 12, 0, tzinfo=timezone.utc)
    offered = windows(CITY, VISITS, friday)
    assert len(offered) == VISITS.working_days * len(VISITS.windows)
    starts = [start.astimezone(CITY.zone) for start, _ in offered]
    assert [f"{start:%a %d %H:%M}" for start in starts[:3]] == ["Mon 16 09:00", "Mon 16 14:00", "Tue 17 09:00"]
    assert starts == sorted(starts)


def test_the_citys_day_counts_not_utcs() -> None:
    """At 23:00 UTC on Sunday it is already Monday in the city, so the first window is on Tuesday."""
    late = datetime(2026, 3, 15, 23, 0, tzinfo=timezone.utc)
    assert windows(CITY, VISITS, late)[0][0].astimezone(CITY.zone).date() == date(2026, 3, 17)

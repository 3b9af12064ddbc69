"""Working days of the city, and the windows of visits on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone

import holidays

from bot.reference_backend.shapes import City, VisitFigures


def working_days(city: City, after: date) -> Iterator[date]:
    """Yield the working days after a day: Monday to Friday without the country's public holidays."""
    closed = holidays.country_holidays(city.country)
    day = after
    while True:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            yield day


def windows(city: City, visits: VisitFigures, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Return every window that can be offered at `now`, free or not, soonest first, in UTC."""
    today = now.astimezone(city.zone).date()
    days = working_days(city, today + timedelta(days=visits.first_after_days - 1))
    return tuple(
        (_moment(city, day, start), _moment(city, day, end))
        for day, _ in zip(days, range(visits.working_days), strict=False)
        for start, end in visits.windows
    )


def _moment(city: City, day: date, at: time) -> datetime:
    return datetime.combine(day, at, city.zone).astimezone(timezone.utc)

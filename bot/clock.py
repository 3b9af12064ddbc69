"""What time it is, said by a clock that tests can hold still; and when a span of working days or service hours ends.

Every moment that goes in must be aware; every moment that comes out is aware, in the calendar's time zone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from holidays import country_holidays

Hours = tuple[time, time]


class Clock(ABC):
    """The port of time."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class SystemClock(Clock):
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Calendar:
    """A company's days: its time zone, its country's public holidays, and when its staff work.

    Hours are local `(opens, closes)`; closing at 00:00 means midnight at the end of that day; None means closed.
    """

    zone: ZoneInfo
    country: str
    working_day_hours: Hours
    other_day_hours: Hours | None = None
    _years: dict[int, tuple[frozenset[date], frozenset[date], frozenset[int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def is_working_day(self, day: date) -> bool:
        """Say whether a day counts as a working day; a weekend day worked in exchange for a holiday does."""
        off, worked, weekend = self._year(day.year)
        return day in worked or (day.weekday() not in weekend and day not in off)

    def _year(self, year: int) -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
        # python-holidays fills itself while it is read, which two threads must not watch: we keep finished years.
        if year not in self._years:
            found = country_holidays(self.country, years=(year - 1, year, year + 1), expand=False)
            self._years[year] = (frozenset(found), frozenset(found.weekend_workdays), frozenset(found.weekend))
        return self._years[year]

    def window(self, day: date) -> tuple[datetime, datetime] | None:
        """Return when service opens and closes on a day, in UTC, or None when it is closed all day."""
        hours = self.working_day_hours if self.is_working_day(day) else self.other_day_hours
        if hours is None:
            return None
        opens, closes = hours
        last_day = day + timedelta(days=1) if closes == time.min else day
        return self._utc(day, opens), self._utc(last_day, closes)

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in this calendar's time zone; raise ValueError for a naive one."""
        if moment.utcoffset() is None:
            raise ValueError(f"{moment!r} has no time zone; give an aware moment")
        return moment.astimezone(self.zone)

    def _utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(timezone.utc)


def elapsed_after(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """Return the moment when `span` has truly passed, whatever the clocks on the wall did meanwhile."""
    return calendar.local(calendar.local(start).astimezone(timezone.utc) + span)


def calendar_days_after(start: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the same local time of day `days` days later (earlier when negative)."""
    local = calendar.local(start)
    moved = datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=calendar.zone)
    # there and back: a local time that daylight saving skips becomes a real one
    return calendar.local(moved.astimezone(timezone.utc))


def working_days_after(start: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the close of the `days`-th working day after the day of `start`; `days` is at least 1."""
    if days < 1:
        raise ValueError(f"{days} working days is no span; give 1 or more")
    day = calendar.local(start).date()
    while days:
        day += timedelta(days=1)
        days -= calendar.is_working_day(day)
    opens_closes = calendar.window(day)
    assert opens_closes is not None  # noqa: S101 - a working day always has hours
    return calendar.local(opens_closes[1])


def working_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Count the working days after the day of `start`, up to and with the day of `end`; 0 when `end` is not later."""
    day, last = calendar.local(start).date(), calendar.local(end).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += calendar.is_working_day(day)
    return count


def is_open(moment: datetime, calendar: Calendar) -> bool:
    """Say whether service is open: from opening time on, no longer at closing time."""
    return next_opening(moment, calendar) == moment


def next_opening(moment: datetime, calendar: Calendar) -> datetime:
    """Return `moment` when service is open then, else the next time it opens."""
    return service_time_after(moment, timedelta(0), calendar)


def service_time_after(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """Return when `span` of open service time has passed since `start`; closed hours do not count."""
    now = calendar.local(start).astimezone(timezone.utc)
    day = calendar.local(start).date()
    left = span
    while True:
        opens, closes = calendar.window(day) or (now, now)
        begin = max(now, opens)
        if begin < closes and left <= closes - begin:
            return calendar.local(begin + left)
        left -= max(closes - begin, timedelta(0))
        day += timedelta(days=1)

"""Days as customers name them, reckoned by dateutil from the moment of the message; every value is an ISO date.

A weekday by itself is the next one to come, in a sentence about the past the last one; "next Friday" is Friday of
next week. A day and month without a year is the one of this year, unless that is long past or the sentence looks back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dateutil import parser
from dateutil.relativedelta import MO, relativedelta

from bot.nlu import numbers
from bot.nlu.shapes import Reader, Sighting

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
_MISSPELT = {"wen": "wed", "thr": "thu"}
_LONG_PAST_DAYS = 90
_ORDINAL = re.compile(rf"\b(?:(twenty|thirty)[ -])?({'|'.join(numbers.ORDINALS)})\b")
# What is only a grammar word here stays in code; how far it reaches back is a clause.
_LOOKS_BACK = re.compile(
    r"\b(?:was|were|had|did|didn'?t|came|paid|sent|since|stopped|happened|called|wrote|got|received|went|gone|last|ago|"
    r"transferred|measured|showed|failed|read|posted|visited|moved|bought|signed|applied|reported|fell|broke)\b"
    r"(?! (?:to (?:be|come)|supposed|meant|going)\b)[^.;!?]{0,60}$",
    re.IGNORECASE,
)


def _on_a_day(read: Callable[[Sighting, date], date | None]) -> Reader:
    """Return a reader of days: without knowing today there are none, and a day that never was is none."""

    def reader(sighting: Sighting) -> str | None:
        if sighting.now is None:
            return None
        try:
            found = read(sighting, sighting.now.date())
        except (ValueError, OverflowError):
            return None
        return None if found is None else found.isoformat()

    return reader


def _moved(start: date, **by: Any) -> date:
    """Return another day, by dateutil's `relativedelta`: plurals move, singulars (`day=31`, the last) set."""
    moved: date = start + relativedelta(**by)
    return moved


def _written_date(sighting: Sighting, today: date) -> date | None:
    said = sighting.span.rstrip(".").replace(".", "/")
    year_first = re.match(r"\d{4}", said) is not None
    return _parsed(said, today, sighting, year_first=year_first)


def _chinese_date(sighting: Sighting, today: date) -> date | None:
    month, day = re.findall(r"\d+", sighting.span)
    return _parsed(f"{day}/{month}", today, sighting)


def _day_month(sighting: Sighting, today: date) -> date | None:
    said = sighting.span.lower().replace("febuary", "february")
    said = re.sub(r"\b[a-z]*day\b,?|\b(?:the|of)\b", " ", said)
    return _parsed(_ordinals_as_figures(said), today, sighting)


def _parsed(said: str, today: date, sighting: Sighting, *, year_first: bool = False) -> date | None:
    start = datetime(today.year, 1, 1)  # noqa: DTZ001 - only its day is used
    found: date = parser.parse(said, dayfirst=not year_first, yearfirst=year_first, default=start).date()
    if re.search(r"\b\d{4}\b|\d/\d+/\d|\d-\d+-\d", said):
        return found
    if _LOOKS_BACK.search(sighting.before):
        return found if found <= today else _moved(found, years=-1)
    return found if found >= _moved(today, days=-_LONG_PAST_DAYS) else _moved(found, years=1)


def _ordinals_as_figures(said: str) -> str:
    said = re.sub(r"(\d) ?(?:st|nd|rd|th)\b", r"\1", said)
    return _ORDINAL.sub(lambda found: str(numbers.WORDS.get(found[1], 0) + numbers.ORDINALS[found[2]]), said)


def _day_of_month(sighting: Sighting, today: date) -> date | None:
    day = int(re.findall(r"\d+", _ordinals_as_figures(sighting.span.lower()))[0])
    step = -1 if _LOOKS_BACK.search(sighting.before) else 1
    months = (_moved(today, months=step * ahead, day=day) for ahead in range(3))
    there = (found for found in months if found.day == day)
    return next((found for found in there if (found - today).days * step >= 0), None)


def _named_day(sighting: Sighting, today: date) -> date | None:
    said = sighting.span.lower()
    step = -1 if re.search(r"yes|yday|last", said) else 0 if re.search("tod|2day|tonig|tonit|this", said) else 1
    if "day before" in said:
        step = -2 if step < 0 else 0
    elif "day after" in said:
        step += 1
    return _moved(today, days=step)


def _weekday(sighting: Sighting, today: date) -> date | None:
    said = sighting.span.lower()
    names = re.findall(r"\b(mon|tue|wed|wen|thu|thr|fri|sat|sun)", said)
    wanted = WEEKDAYS.index(_MISSPELT.get(names[0], names[0]))
    this_week = _moved(_moved(today, weekday=MO(-1)), days=wanted)
    if re.search(r"\bthis\b(?! coming)", said):
        return this_week
    if re.search(r"\b(?:next|nxt)\b", said):
        return _moved(this_week, weeks=1)
    if "last week" in said:
        return _moved(this_week, weeks=-1)
    ahead = (wanted - today.weekday() - 1) % 7 + 1
    if re.search(r"\b(?:last|past)\b", said) or (not said.startswith("coming") and _LOOKS_BACK.search(sighting.before)):
        return _moved(today, days=ahead - 7 if ahead < 7 else -7)
    return _moved(today, days=ahead, weeks=int(said.endswith("day week")))


def _away(sighting: Sighting, start: date, direction: int) -> date | None:
    """Return the day some days, weeks or months from another one; None where there are parts of a day."""
    found = re.search(r"(?:in )?(.*?) ?(day|week|fortnight|month)", sighting.span.lower())
    count = Decimal(numbers.number(found[1]) or 0) if found else Decimal(0)
    if found is None or not count or count % 1:
        return None
    many = int(count) * direction
    return _moved(start, months=many) if found[2] == "month" else _moved(start, days=many * _DAYS_OF[found[2]])


def _days_ahead(sighting: Sighting, today: date) -> date | None:
    from_tomorrow = re.search(r"from t\w*m\w*r", sighting.span.lower())
    return _away(sighting, _moved(today, days=int(from_tomorrow is not None)), 1)


def _days_ago(sighting: Sighting, today: date) -> date | None:
    return _away(sighting, _moved(today, days=-int("before" in sighting.span.lower())), -1)


def _week_ahead(sighting: Sighting, today: date) -> date | None:
    return _moved(today, weeks=1, days=int("tomorrow" in sighting.span.lower()))


def _month_end(sighting: Sighting, today: date) -> date | None:
    said = sighting.span.lower()
    months = 1 if "next" in said else -1 if "last" in said else 0
    day = 1 if re.search("start|beginning", said) else 31
    return _moved(today, months=months, day=day)


READERS: dict[str, Reader] = {
    "written_date": _on_a_day(_written_date),
    "chinese_date": _on_a_day(_chinese_date),
    "day_month": _on_a_day(_day_month),
    "day_of_month": _on_a_day(_day_of_month),
    "named_day": _on_a_day(_named_day),
    "weekday": _on_a_day(_weekday),
    "days_ahead": _on_a_day(_days_ahead),
    "days_ago": _on_a_day(_days_ago),
    "week_ahead": _on_a_day(_week_ahead),
    "month_end": _on_a_day(_month_end),
}

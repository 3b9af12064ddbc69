"""Times of day and spans of time: `14:00`, `14:00/16:00`, `15:00/`, `/12:00`; durations in ISO 8601, `PT2H`."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu import numbers
from bot.nlu.shapes import Reader, Sighting

_CLOCK = re.compile(
    r"(?P<part>half past |half |(?:a )?quarter past |(?:a )?quarter to )?"
    r"(?:(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?|(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve)\b|(?P<named>noon|midday|midnight))(?: ?(?P<half>[ap])\.?m\b| ?o'?clock)?"
)
_NAMED = {"noon": 12, "midday": 12, "midnight": 24}
_PARTS = {"half past": 30, "half": 30, "quarter past": 15, "quarter to": -15}
_OPENS = re.compile(r"(?:after|from|later than|not before|past|any ?time after)\b")
_CLOSES = re.compile(r"(?:before|by|until|till?|no later than|not after)\b")
# An hour said without am or pm is one at which people are up: 1 to 6 is in the afternoon.
_FIRST_MORNING_HOUR = 7
_NOON, _DAY = 12 * 60, 24 * 60
_UNITS = {"mi": "T{}M", "h": "T{}H", "d": "{}D", "w": "{}W", "mo": "{}M", "y": "{}Y", "f": "{}W"}
_SMALLER = {"h": ("T{}M", 60), "d": ("T{}H", 24), "w": ("T{}H", 168), "y": ("{}M", 12)}


def time_window(sighting: Sighting) -> str | None:
    """Return the time or the window that was said, on a clock of 24 hours; None where there is no such time."""
    said = sighting.span.lower()
    found = list(_CLOCK.finditer(said))[:2]
    times = [_minutes(clock, _half(clock, said, found)) for clock in found]
    if not times or None in times:
        return None
    first, *rest = [time for time in times if time is not None]
    if rest:
        last = rest[0] + _NOON if rest[0] <= first and rest[0] + _NOON <= _DAY else rest[0]
        return f"{_written(first)}/{_written(last)}" if first < last else None
    if _CLOSES.match(said):
        return f"/{_written(first)}"
    return f"{_written(first)}/" if _OPENS.match(said) else _written(first)


def _half(clock: re.Match[str], said: str, all_clocks: list[re.Match[str]]) -> str:
    """Return `a` or `p` where it is said at this time, at the other one or beside them."""
    if clock["half"]:
        return clock["half"]
    if "morning" in said:
        return "a"
    if re.search("afternoon|evening|night", said):
        return "p"
    last = all_clocks[-1]
    if clock is not last and last["half"] and not clock["word"] and clock["hour"] and last["hour"]:
        return last["half"] if int(clock["hour"]) % 12 < int(last["hour"]) % 12 else ""
    return ""


def _minutes(clock: re.Match[str], half: str) -> int | None:
    """Return the minutes since midnight; a quarter *to* ten is earlier than ten."""
    if clock["named"]:
        return _NAMED[clock["named"]] * 60
    hour = int(clock["hour"]) if clock["hour"] else int(numbers.WORDS[clock["word"]])
    minute = int(clock["minute"] or 0) + _PARTS.get((clock["part"] or "").removeprefix("a ").strip(), 0)
    if hour > 24 or (half and hour > 12 and half == "a"):
        return None
    as_written = bool(clock["hour"]) and (clock["hour"].startswith("0") or hour > 12)
    if half == "a":
        hour %= 12
    elif hour < 12 and not as_written and (half == "p" or hour < _FIRST_MORNING_HOUR):
        hour += 12
    total = hour * 60 + minute
    return total if 0 <= total <= _DAY else None


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def duration(sighting: Sighting) -> str | None:
    """Return a span of time in ISO 8601; parts of a unit are told in the next smaller one: `PT60H`."""
    said = sighting.span.lower().replace("fortnight", "2 weeks").replace("a 2 weeks", "2 weeks")
    found = re.search(r"(.*?)[ -]*(minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|years?|yrs?)\b(.*)", said)
    count = numbers.number(f"{found[1]}") if found else None
    if found is None or count is None:
        return None
    many = Decimal(count) + (Decimal("0.5") if "half" in found[3] or _and_a_half(found[1]) else 0)
    unit = "mi" if found[2].startswith("mi") else "mo" if found[2].startswith("mo") else found[2][0]
    shape, times = _UNITS[unit], Decimal(1)
    if many % 1 and unit in _SMALLER:
        shape, times = _SMALLER[unit][0], Decimal(_SMALLER[unit][1])
    many *= times
    return "P" + shape.format(int(many)) if many == int(many) and many else None


def _and_a_half(said: str) -> bool:
    return bool(re.search(r"\d and a half", said))


READERS: dict[str, Reader] = {"time_window": time_window, "duration": duration}

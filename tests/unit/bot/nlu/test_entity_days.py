"""Days, times of day, spans of time and addresses: fifteen ways to say each, and what only looks like it."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.entities import find_entities

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""

DATE = {
    "today": "2026-03-04",
    "tomorrow": "2026-03-05",
    "tommorow please": "2026-03-05",
    "tmrw": "2026-03-05",
    "yesterday": "2026-03-03",
    "the day after tomorrow": "2026-03-06",
    "the day before yesterday": "2026-03-02",
    "tonight": "2026-03-04",
    "this evening": "2026-03-04",
    "on Wednesday": "2026-03-11",
    "Friday": "2026-03-06",
    "on fri": "2026-03-06",
    "this Friday": "2026-03-06",
    "next Friday": "2026-03-13",
    "next Tuesday afternoon": "2026-03-10",
    "Friday week": "2026-03-13",
    "Monday next week": "2026-03-09",
    "last Monday": "2026-03-02",
    "I paid on Monday": "2026-03-02",
    "off since Sunday": "2026-03-01",
    "he was to come on Friday": "2026-03-06",
    "in two days": "2026-03-06",
    "in 10 days": "2026-03-14",
    "in a week": "2026-03-11",
    "a week from today": "2026-03-11",
    "in a month": "2026-04-04",
    "three days ago": "2026-03-01",
    "a fortnight ago": "2026-02-18",
    "on the 3rd": "2026-04-03",
    "by the 10th": "2026-03-10",
    "I paid on the 3rd": "2026-03-03",
    "3 May": "2026-05-03",
    "May 3rd": "2026-05-03",
    "the third of May": "2026-05-03",
    "3rd of May 2027": "2027-05-03",
    "Sunday 3 May": "2026-05-03",
    "2 January": "2026-01-02",
    "2 November I paid": "2026-11-02",
    "I paid on 2 November": "2025-11-02",
    "2026-05-03": "2026-05-03",
    "03/05/2026": "2026-05-03",
    "3.5.2026": "2026-05-03",
    "on 3/5": "2026-05-03",
    "5月3日": "2026-05-03",
    "the end of the month": "2026-03-31",
    "28 Feb": "2026-02-28",
    "29 February 2028": "2028-02-29",
}
NO_DATE = (
    "24/7", "10/10", "may I ask", "the sun is out", "we sat in the dark", "march in the street", "31/02/2026",
    "on the 3rd floor", "30 February", "in 3/4 of the rooms", "the second bill", "a one day", "mon ami", "8123456789",
    "12:30", "1/2 of it", "friendly",
)  # fmt: skip

TIME = {
    "at 14:00": "14:00",
    "at 2 pm": "14:00",
    "2.30pm": "14:30",
    "at half past ten": "10:30",
    "quarter to nine": "08:45",
    "at nine": "09:00",
    "at 5 tomorrow": "17:00",
    "at 8 o'clock": "08:00",
    "noon": "12:00",
    "after 3 pm": "15:00/",
    "before noon": "/12:00",
    "by 5": "/17:00",
    "between 2 and 4": "14:00/16:00",
    "tomorrow between 10 and 12": "10:00/12:00",
    "from 10 to 2 pm": "10:00/14:00",
    "from 1 to 4 pm": "13:00/16:00",
    "8am-12pm": "08:00/12:00",
    "08:30 to 16:30": "08:30/16:30",
    "Friday 9-11": "09:00/11:00",
    "between eight and nine in the morning": "08:00/09:00",
    "between seven and nine in the evening": "19:00/21:00",
    "next Tuesday afternoon": "afternoon",
    "in the morning": "morning",
    "this evening": "evening",
}
NO_TIME = (
    "good morning", "Good afternoon all", "every evening", "at 14 Mill Road", "at 30 kW", "between 2 and 4 yuan",
    "24/7", "from 180 to 290 yuan", "flat 3", "25:00", "at 8 yuan", "9-11", "T-1001", "I am fine", "two of them",
    "99:99",
)  # fmt: skip

DURATION = {
    "two hours": "PT2H",
    "31 hours": "PT31H",
    "48h": "PT48H",
    "2 hrs": "PT2H",
    "half an hour": "PT30M",
    "an hour": "PT1H",
    "an hour and a half": "PT90M",
    "1.5 hours": "PT90M",
    "45 min": "PT45M",
    "ten minutes": "PT10M",
    "3 days": "P3D",
    "two and a half days": "PT60H",
    "one day": "P1D",
    "a couple of days": "P2D",
    "a fortnight": "P2W",
    "three weeks": "P3W",
    "6 months": "P6M",
    "for a week": "P1W",
    "it takes a month": "P1M",
    "two years": "P2Y",
    "within 5 working days or 5 days": "P5D",
}
NO_DURATION = (
    "200 yuan a month", "twice a week", "per day", "every hour", "in two days", "three days ago", "24/7",
    "hours of service", "day and night", "the last days", "h", "2 houses", "weekend", "10 o'clock",
)  # fmt: skip

ADDRESS = {
    "14 Mill Road": "14 Mill Road",
    "we live at 12 willow lane": "12 willow lane",
    "Willow Lane 12": "Willow Lane 12",
    "12 Willow Lane, Riverside": "12 Willow Lane, Riverside",
    "flat 3b, 12 Willow Lane": "flat 3b, 12 Willow Lane",
    "12 Willow Lane, flat 3b, 310001": "12 Willow Lane, flat 3b",
    "Mill Road 140, ground floor": "Mill Road 140, ground floor",
    "no. 7 Station Rd": "no. 7 Station Rd",
    "Building 3, Room 502, 12 Willow Lane": "Building 3, Room 502, 12 Willow Lane",
    "221b Pearl Street": "221b Pearl Street",
    "12-14 Garden Street is dark": "12-14 Garden Street",
    "no light at 9 Harbour View, Harbour": "9 Harbour View, Harbour",
    "Old Town Square 5": "Old Town Square 5",
    "5 St John's Avenue": "5 St John's Avenue",
    "wire down in Mill Road": "Mill Road",
    "West Gate Industrial Park, Hall 7": "West Gate Industrial Park, Hall 7",
    "my place is Cedar Avenue 61, Far Pines": "Cedar Avenue 61, Far Pines",
    "２ Temple Road": "2 Temple Road",
}
NO_ADDRESS = (
    "5 minutes down the road", "3 houses in our street", "the whole street is dark", "2 people in the lane",
    "close my account", "the view from here", "I am on the road 3 days", "a way to pay 20 yuan", "310001",
    "drive 20 km", "half of our road", "close 3 accounts", "no way", "in 2 places", "the road",
)  # fmt: skip

TABLES = {
    "date": (DATE, NO_DATE),
    "time_window": (TIME, NO_TIME),
    "duration": (DURATION, NO_DURATION),
    "address": (ADDRESS, NO_ADDRESS),
}
FOUND = [(label, text, value) for label, (found, _) in TABLES.items() for text, value in found.items() if value]
NOT_FOUND = [(label, text) for label, (_, others) in TABLES.items() for text in others]


def values(label: str, text: str, now: datetime | None = NOW) -> list[str]:
    """Return the values of one kind that a text names."""
    return [entity.value for entity in find_entities(text, now) if entity.label == label]


@pytest.mark.parametrize(("label", "text", "value"), FOUND)
def test_it_is_found_and_normalised(label, text, value):
    """However it is said, the same normal form comes out, reckoned from the moment it was written."""
    assert values(label, text) == [value]


@pytest.mark.parametrize(("label", "text"), NOT_FOUND)
def test_a_look_alike_is_left_alone(label, text):
    """What only looks like it is not taken for it."""
    assert values(label, text) == []


def test_without_now_there_are_no_days():
    """Days hang on the day they are said; nobody looks at a clock for them."""
    assert values("date", "tomorrow or 3 May", None) == []


def test_the_day_is_the_companys():
    """Late in the evening in London it is already tomorrow where the company is."""
    late = datetime(2026, 3, 4, 20, 0, tzinfo=ZoneInfo("Europe/London")).astimezone(ZoneInfo("Asia/Shanghai"))
    assert values("date", "today", late) == ["2026-03-05"]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_any_written_day_is_read(day):
    """A day in figures, year first or last, is that day."""
    assert values("date", f"on {day.isoformat()}") == [day.isoformat()]
    assert values("date", f"on {day.day}/{day.month}/{day.year}") == [day.isoformat()]
    assert values("date", f"on {day.day} {day:%B} {day.year}") == [day.isoformat()]


WORDS = """
on in at the next last this from to and of between week day days month Monday fri may 3 31 2nd tomorrow ago a half two
past 14:00 pm noon hour morning 2026-13-45 29/02/2027 0 99
"""


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=12), st.datetimes(timezones=st.just(ZoneInfo("Asia/Shanghai")))
)
def test_any_row_of_such_words_is_read_without_error(words, now):
    """Every day is a real one, every window one of the forms, every span ISO 8601, at any moment."""
    for entity in find_entities(" ".join(words), now):
        if entity.label == "date":
            date.fromisoformat(entity.value)
        if entity.label == "time_window":
            clock = r"(?:[01]\d|2[0-4]):[0-5]\d"
            assert re.fullmatch(rf"morning|afternoon|evening|{clock}|{clock}/|/{clock}|{clock}/{clock}", entity.value)
        if entity.label == "duration":
            assert re.fullmatch(r"P(?:\d+[DWMY]|T\d+[HM])", entity.value)

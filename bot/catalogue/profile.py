"""The company this house speaks for: its name, numbers, money, days and wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from babel.numbers import format_currency, get_currency_symbol

from bot.catalogue.kinds import Area, Level, PromiseKind, Unit
from bot.clock import Calendar


@dataclass(frozen=True)
class Wording:
    """The card's own words, from `wording/<language>.yml`: labels, and a sentence for each kind of promise."""

    labels: Mapping[str, str]
    line: str
    joint: str
    either: str
    moment: str
    units: Mapping[Unit, tuple[str, str]]
    areas: Mapping[Area, str]
    kinds: Mapping[PromiseKind, str]
    because: str
    no_estimate: str
    due: str
    due_passed: str
    not_covered: str
    peer: str
    peer_differs: str
    brief: str
    titles: Mapping[Level, str]
    not_open: str
    own_source: str
    peer_source: str
    never_say: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """A company's profile. `emergency` maps `police`, `fire` and `ambulance` to numbers; `currency` is an ISO code."""

    name: str
    company: str
    company_phone: str
    regulator: str
    regulator_phone: str
    emergency: Mapping[str, str]
    currency: str
    currency_symbol: str
    locale: str
    calendar: Calendar
    wording: Wording = field(repr=False)

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which customers are told times."""
        return self.calendar.zone

    @property
    def country(self) -> str:
        """The ISO code of the country whose public holidays count."""
        return self.calendar.country

    @property
    def words(self) -> dict[str, str]:
        """The words any line may take: `company`, `company_phone`, `regulator`, …, `police`, `fire`, `ambulance`."""
        return {
            "company": self.company,
            "company_phone": self.company_phone,
            "regulator": self.regulator,
            "regulator_phone": self.regulator_phone,
            **self.emergency,
        }

    def money(self, amount: Decimal) -> str:
        """Return an amount in the profile's currency, to the cent: `¥1,234.50`."""
        written: str = format_currency(amount, self.currency, locale=self.locale)
        return written.replace(get_currency_symbol(self.currency, locale=self.locale), self.currency_symbol)

    def day(self, day: date, today: date) -> str:
        """Return a day in words; the year only when it is not today's: `Friday 8 March`."""
        skeleton = "MMMMEEEEd" if day.year == today.year else "yMMMMEEEEd"
        written: str = format_skeleton(skeleton, day, locale=self.locale)
        return written

    def moment(self, moment: datetime, now: datetime) -> str:
        """Return an aware moment in words, in the profile's zone: `14:45`, or `14:45 on Friday 8 March` another day."""
        local, today = self.calendar.local(moment), self.calendar.local(now).date()
        at: str = format_time(local, "short", tzinfo=self.time_zone, locale=self.locale)
        if local.date() == today:
            return at
        return self.wording.moment.format(time=at, day=self.day(local.date(), today))

"""Money, days, numbers and accounts as customers read them, in the profile's language and time zone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent

if TYPE_CHECKING:
    from bot.catalogue.profile import Profile

SHOWN_DIGITS = 4


class Words:
    """Writes figures for one turn: `now` decides which day is today."""

    def __init__(self, profile: Profile, now: datetime) -> None:
        self._profile = profile
        self._now = now

    def money(self, amount: Decimal) -> str:
        """Return an amount to the cent: `¥123.74`."""
        return self._profile.money(amount)

    def price(self, amount: Decimal) -> str:
        """Return a price with all its digits, at least to the cent: `¥0.538`."""
        written: str = format_decimal(amount, format="#,##0.00####", locale=self._profile.locale)
        return f"{self._profile.currency_symbol}{written}"

    def share(self, part: Decimal) -> str:
        """Return a share of one in per cent: `6%`."""
        written: str = format_percent(part, format="#,##0.##%", locale=self._profile.locale)
        return written

    def number(self, value: Decimal | int) -> str:
        """Return a number with no needless digits: `1,230.5`."""
        written: str = format_decimal(value, locale=self._profile.locale)
        return written

    def figure(self, value: object) -> str:
        """Return a bare number or text: what is not a number stays as it is."""
        return self.number(value) if isinstance(value, (Decimal, int)) else str(value)

    def day(self, day: date) -> str:
        """Return a day: `Friday 8 March`, with the year only when it is not this one."""
        return self._profile.day(day, self._profile.calendar.local(self._now).date())

    def moment(self, moment: datetime) -> str:
        """Return a moment in the customer's time zone: `14:45`, with the day when it is not today."""
        return self._profile.moment(moment, self._now)


def masked(number: str) -> str:
    """Return the end of an account number: enough to know it by, too little to use it."""
    return number[-SHOWN_DIGITS:]


def joined(things: list[str], last: str) -> str:
    """Return things as one lists them when speaking: `a, b and c`, where `last` is the `and`."""
    return f" {last} ".join([", ".join(things[:-1]), things[-1]] if len(things) > 1 else things)


def listed(things: list[str]) -> str:
    """Return lines one under another."""
    return "\n".join(f"• {thing}" for thing in things)

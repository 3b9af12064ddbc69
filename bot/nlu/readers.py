"""How each kind of shape is brought to its one normal form."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu import dates, times
from bot.nlu.numbers import digits, number
from bot.nlu.shapes import NOTHING, Reader, Sighting

# A row of letters that could be figures is a number only when at least half of it is figures.
_LEAST = 0.5
_COUNTRY = re.compile(r"^(?:00|\+)? ?86(?=\d{10,11}$)")
_MEGA = Decimal(1000)


def _nothing(sighting: Sighting) -> str | None:
    return ""


def _digits(sighting: Sighting) -> str | None:
    """Return the digits of a number of which at least half were typed as such."""
    said = re.sub(r"[\s.,-]", "", sighting.span)
    typed = sum(letter.isascii() and letter.isdigit() for letter in said)
    return digits(said) if typed >= _LEAST * len(said) else None


def _account(sighting: Sighting) -> str | None:
    """Return ten digits; a letter that stands apart from the figures is a word."""
    return None if re.match(r"[OoIl][ .-]|.*[ .-][OoIl]$", sighting.span) else _digits(sighting)


def _postcode(sighting: Sighting) -> str | None:
    return _account(sighting)


def _id(sighting: Sighting) -> str | None:
    said = sighting.span.lstrip("TtAaPp #-")
    return f"{sighting.shape.letter}-{digits(said)}" if digits(said) else None


def _amount(sighting: Sighting) -> str | None:
    said = re.sub(r"(?:yuan|rmb|cny|kuai|bucks?|pounds?|dollars?|euros?|[¥￥$€£元块])s?", " ", sighting.span.lower())
    return number(said)


def _power(sighting: Sighting) -> str | None:
    """Return the figure and `kW` or `kVA`; MW and MVA are told in these."""
    found = re.fullmatch(r"(.*?)[ -]*(kwp|kw|kva|mva|mw|kilo ?v.*|kilo.*|mega.*)", sighting.span.lower())
    value = number(found[1]) if found else None
    if found is None or value is None:
        return None
    unit = "kVA" if "v" in found[2] else "kW"
    if found[2].startswith("m"):
        value = format((Decimal(value) * _MEGA).normalize(), "f")
    return f"{value} {unit}"


def _reading(sighting: Sighting) -> str | None:
    """Return the register's number as one number, its leading zeros kept."""
    said = re.sub(r"\s*k.*$", "", sighting.span.lower())
    if re.fullmatch(r"\d+[.,]\d{1,2}|\d+\.\d+", said):
        return said.replace(",", ".")
    whole, dot, rest = said.partition(".")
    return digits(whole) + dot + rest if digits(whole) else None


def _phone(sighting: Sighting) -> str | None:
    """Return the digits without the country's code."""
    said = digits(sighting.span)
    return _COUNTRY.sub("", said)


def _email(sighting: Sighting) -> str | None:
    return sighting.span.lower()


def _text(sighting: Sighting) -> str | None:
    return " ".join(sighting.span.split())


READERS: dict[str, Reader] = {
    NOTHING: _nothing,
    "digits": _digits,
    "account": _account,
    "postcode": _postcode,
    "id": _id,
    "amount": _amount,
    "power": _power,
    "reading": _reading,
    "phone": _phone,
    "email": _email,
    "text": _text,
    **dates.READERS,
    **times.READERS,
}

"""Numbers as customers write them, in figures or words, each brought to one form that `Decimal` reads."""

from __future__ import annotations

import re
from decimal import Decimal

_TYPED_FOR = str.maketrans("OoQIl", "00011")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIRST = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
WORDS = {
    **{word: Decimal(n) for n, word in enumerate(_ONES)},
    **{word: Decimal(10 * n) for n, word in enumerate(_TENS, 2)},
    **dict.fromkeys(("a", "an"), Decimal(1)),
    "half": Decimal("0.5"),
    "couple": Decimal(2),
    "dozen": Decimal(12),
}
ORDINALS = {
    **{word: n for n, word in enumerate((*_FIRST, "twelfth"), 1)},
    **{f"{word}th": n for n, word in enumerate(_ONES[13:], 13)},
    **{f"{word[:-1]}ieth": 10 * n for n, word in enumerate(_TENS, 2)},
}
_POWERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_GROUPED = re.compile(r"\d{1,3}(?:[ ,']\d{3})+(?:[.,]\d{1,2})?")
_THOUSANDS = {"k": Decimal(1000), "": Decimal(1)}


def digits(text: str) -> str:
    """Return the digits of a number; the letters O, I and l typed for 0 and 1 count as such."""
    return re.sub(r"[^0-9]", "", text.translate(_TYPED_FOR))


def number(text: str) -> str | None:
    """Return a number's normal form (`1,240.00` → `1240.00`, `12,5` → `12.5`, `two and a half` → `2.5`), or None."""
    text = text.strip().lower()
    value = _figures(text) if re.search("[0-9]", text) else _words(text)
    return None if value is None else format(value, "f")


def _figures(text: str) -> Decimal | None:
    found = re.fullmatch(r"(.*?)\s*(k?)", text.translate(_TYPED_FOR))
    assert found is not None  # noqa: S101 - the pattern fits any text of one line
    figures, power = found.groups()
    if _GROUPED.fullmatch(figures):
        figures = re.sub(r"[ ,'](?=\d{3})", "", figures)
    figures = figures.replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", figures):
        return None
    value = Decimal(figures) * _THOUSANDS[power]
    return value if power == "" or value != value.to_integral_value() else value.quantize(Decimal(1))


def _words(text: str) -> Decimal | None:
    total, part = Decimal(0), Decimal(0)
    words = [word for word in re.findall(r"[a-z]+", text) if word not in {"and", "of"}]
    for at, word in enumerate(words):
        if word in _POWERS:
            part = (part or Decimal(1)) * _POWERS[word]
            if _POWERS[word] > 100:
                total, part = total + part, Decimal(0)
        elif word in {"a", "an"} and any(later in WORDS or later in _POWERS for later in words[at + 1 : at + 2]):
            continue  # "two and a half", "a hundred", "half an hour": the article adds nothing
        elif word in {"a", "an"} and at:
            continue
        elif word in WORDS:
            part += WORDS[word]
        else:
            return None
    return total + part if words else None

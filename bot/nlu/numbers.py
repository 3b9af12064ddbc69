"""Numbers as customers write them, with spaces, dashes and the letter O, each normalised once."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZERO = str.maketrans("OoQIl", "00011")


@dataclass(frozen=True)
class NumberPattern:
    """One kind of number: how it looks, and how it is kept (`digits`, `id`, `amount` or `text`)."""

    label: str
    looks: str
    keep: str
    letter: str = ""


@dataclass(frozen=True)
class FoundNumber:
    """A number in a text: its kind, its normal form and where it stands."""

    label: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class NumberFinder:
    """Looks for every kind in order; what an earlier kind took, a later one does not see."""

    patterns: tuple[NumberPattern, ...]

    def find(self, text: str) -> list[FoundNumber]:
        """Return the numbers of a text in the order they stand in it, never overlapping."""
        found: list[FoundNumber] = []
        for pattern in self.patterns:
            for match in re.finditer(pattern.looks, text, re.IGNORECASE):
                start, end = match.span(1)
                if all(end <= other.start or other.end <= start for other in found):
                    found.append(FoundNumber(pattern.label, normal(match.group(1), pattern), start, end))
        return sorted(found, key=lambda number: number.start)


def normal(raw: str, pattern: NumberPattern) -> str:
    """Return the normal form of a number as it was written."""
    if pattern.keep == "digits":
        return re.sub(r"\D", "", raw.translate(_ZERO))
    if pattern.keep == "id":
        return f"{pattern.letter}-{re.sub(r'[^0-9A-Z]', '', raw.upper())}"
    if pattern.keep == "amount":
        return re.sub(r"[^\d.]", "", raw.translate(_ZERO).replace(",", ""))
    return raw.strip()

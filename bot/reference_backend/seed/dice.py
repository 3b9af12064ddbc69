"""Dice that fall the same way every time; every account has its own, so that one change moves nothing else."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

Choice = TypeVar("Choice")


class Dice:
    """A seeded source of chance."""

    def __init__(self, seed: int, *names: object) -> None:
        # No secret hangs on these numbers: they must come out the same every time.
        self._random = random.Random(":".join(str(part) for part in (seed, *names)))  # noqa: S311

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return self._random.randint(low, high)

    def chance(self, share: Decimal) -> bool:
        """Return True in this share of all throws."""
        return self._random.random() < float(share)

    def around(self, middle: Decimal, spread: Decimal) -> Decimal:
        """Return a whole number evenly between middle × (1 − spread) and middle × (1 + spread), never below zero."""
        factor = 1 + spread * Decimal(f"{self._random.uniform(-1, 1):.6f}")
        return max((middle * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP), Decimal(0))

    def pick(self, weights: Mapping[Choice, int]) -> Choice:
        """Return one of the keys, as often as its weight says."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """Return one of the choices."""
        return self._random.choice(choices)

    def some(self, choices: Sequence[Choice], count: int) -> list[Choice]:
        """Return so many different ones."""
        return self._random.sample(choices, count)

    def day(self, start: date, days: tuple[int, int]) -> date:
        """Return a day so many days after start."""
        return start + timedelta(days=self.between(*days))


def months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before the day's month."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)

"""What an account owes, from its bills and payments: pure; money pays the bill that fell due first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Owing:
    """What is owed (below zero: credit), how much of it is past its day, and the first day an unpaid bill falls due."""

    owed: Decimal
    overdue: Decimal
    due_on: date | None


def owing(bills: Iterable[tuple[date, Decimal]], paid: Decimal, today: date) -> Owing:
    """Return what is owed `today` over bills `(due_on, total)` after `paid` was received."""
    owed, overdue, due_on = -paid, Decimal("0.00"), None
    left = paid
    for due, amount in sorted(bills):
        owed += amount
        unpaid = amount - min(left, amount)
        left -= min(left, amount)
        if unpaid > 0:
            due_on = due_on or due
            overdue += unpaid if due < today else Decimal(0)
    return Owing(owed, overdue, due_on)

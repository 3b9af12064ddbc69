"""What an account owes, by hand and by property."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.reference_backend.balances import owing

TODAY = date(2026, 3, 15)
MONEY = st.decimals(0, 10_000, places=2)
BILLS = st.lists(st.tuples(st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=30)), MONEY), max_size=8)


def test_money_pays_the_bill_that_fell_due_first() -> None:
    """With the first of three bills paid and half the second, the rest of the second is overdue, the third is not."""
    bills = [
        (date(2026, 3, 20), Decimal("30.00")),
        (date(2026, 1, 20), Decimal("10.00")),
        (date(2026, 2, 20), Decimal("20.00")),
    ]
    now = owing(bills, Decimal("20.00"), TODAY)
    assert (now.owed, now.overdue, now.due_on) == (Decimal("40.00"), Decimal("10.00"), date(2026, 2, 20))


def test_a_bill_is_not_overdue_on_its_day() -> None:
    """The due day itself is still in time; the day after is not."""
    bill = [(TODAY, Decimal("5.00"))]
    assert owing(bill, Decimal(0), TODAY).overdue == 0
    assert owing(bill, Decimal(0), TODAY + timedelta(days=1)).overdue == Decimal("5.00")


def test_too_much_paid_is_credit() -> None:
    """Whoever paid more than was billed owes less than nothing, and no day is named."""
    now = owing([(TODAY, Decimal("5.00"))], Decimal("7.50"), TODAY)
    assert (now.owed, now.overdue, now.due_on) == (Decimal("-2.50"), Decimal(0), None)


@given(BILLS, MONEY)
def test_what_is_owed_is_bills_less_payments(bills: list[tuple[date, Decimal]], paid: Decimal) -> None:
    """The balance is the plain difference, the overdue part lies within it, and a debt has a due day."""
    now = owing(bills, paid, TODAY)
    assert now.owed == sum(amount for _, amount in bills) - paid
    assert 0 <= now.overdue <= max(now.owed, Decimal(0))
    assert (now.due_on is None) == (now.owed <= 0)

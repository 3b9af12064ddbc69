"""From kWh to the lines of a bill, by hand and by property."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reference_backend.figures import world
from bot.reference_backend.shapes import Tariff
from bot.reference_backend.tariffing import Line, bill_lines, priced, prompt_payment_discount, to_cents, total

TARIFFS = st.sampled_from(world().tariffs.tariffs)
STEPPED = st.sampled_from([tariff for tariff in world().tariffs.tariffs if len(tariff.tiers) > 1])
KWH = st.decimals(0, 500_000, places=1)
DAYS = st.integers(1, 92)


def lines_of(tariff: Tariff, kwh: Decimal, days: int) -> tuple[Line, ...]:
    """Return the lines of a bill of the sample world."""
    figures = world()
    return bill_lines(tariff, kwh, days, "CNY", figures.tariffs.notes, figures.tariffs.units)


def energy(tariff: Tariff, kwh: Decimal) -> list[Line]:
    """Return the energy lines alone."""
    return [line for line in lines_of(tariff, kwh, 30) if line.kind == "energyUsageFee"]


@given(TARIFFS, KWH, DAYS)
def test_every_line_is_its_quantity_at_its_price(tariff: Tariff, kwh: Decimal, days: int) -> None:
    """Where quantity and price stand, the amount is their product to the cent."""
    for line in lines_of(tariff, kwh, days):
        if line.quantity is not None:
            assert line.unit_price is not None
            assert line.amount == to_cents(line.quantity * line.unit_price)
        assert line.amount == to_cents(line.amount)


@given(TARIFFS, KWH, DAYS)
def test_the_total_is_the_sum_of_the_lines_and_tax_stands_on_all_before_it(
    tariff: Tariff, kwh: Decimal, days: int
) -> None:
    """Nothing is charged that no line shows, and tax is taken once, on energy and standing charge."""
    lines = lines_of(tariff, kwh, days)
    charged = [line.amount for line in lines if line.kind in {"energyUsageFee", "administrativeFee"}]
    assert total(lines) == sum(charged) + to_cents(sum(charged) * tariff.tax_rate)


@given(TARIFFS, KWH)
def test_no_kwh_is_lost_or_billed_twice(tariff: Tariff, kwh: Decimal) -> None:
    """The quantities of the energy lines add up to the kWh used."""
    assert sum(line.quantity or 0 for line in energy(tariff, kwh)) == kwh


@given(TARIFFS, KWH, KWH)
def test_more_use_never_costs_less(tariff: Tariff, one: Decimal, other: Decimal) -> None:
    """A bill grows with its kWh, save for half a cent of rounding a line."""
    low, high = sorted((one, other))
    slack = Decimal("0.02") * 3
    assert total(lines_of(tariff, low, 30)) <= total(lines_of(tariff, high, 30)) + slack


@given(STEPPED, KWH)
def test_steps_are_filled_from_below(tariff: Tariff, kwh: Decimal) -> None:
    """A step is used only when the one below it is full, and each is dearer than the one below."""
    lines = energy(tariff, kwh)
    below = Decimal(0)
    for line, tier in zip(lines[:-1], tariff.tiers, strict=False):
        assert tier.up_to_kwh is not None
        assert line.quantity == tier.up_to_kwh - below
        below = tier.up_to_kwh
    prices = [line.unit_price for line in lines]
    assert prices == sorted(prices)


@pytest.mark.parametrize(
    ("kwh", "expected"),
    [("240", ["129.12"]), ("241", ["129.12", "0.59"]), ("500", ["129.12", "94.08", "83.80"]), ("0", ["0.00"])],
)
def test_steps_by_hand(kwh: str, expected: list[str]) -> None:
    """The home tariff's steps at 0.5380, 0.5880 and 0.8380 give what a pencil gives."""
    tariff = world().tariffs.named("home-steps-2")
    assert [str(line.amount) for line in energy(tariff, Decimal(kwh))] == expected


def test_half_a_cent_goes_up() -> None:
    """0.005 is a cent, also where a computer's half would go to the even side."""
    assert priced("tax", "Tax", Decimal("0.25"), "CNY", Decimal("0.10")).amount == Decimal("0.03")
    assert priced("tax", "Tax", Decimal("0.45"), "CNY", Decimal("0.10")).amount == Decimal("0.05")


def test_the_discount_is_offered_and_not_taken_on_the_bill() -> None:
    """A pay-on-time bill tells the discount in a line of 0.00 and is the same whether or not it is paid in time."""
    tariff = world().tariffs.named("home-pay-on-time")
    lines = lines_of(tariff, Decimal(205), 31)
    offer = lines[-1]
    assert (offer.kind, offer.amount) == ("information", Decimal("0.00"))
    assert "10 days" in offer.note
    assert "3 %" in offer.note
    assert total(lines) == Decimal("123.91")
    assert prompt_payment_discount(tariff, total(lines)) == Decimal("3.72")

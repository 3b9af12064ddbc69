"""From kWh and days to the lines of a bill: pure, exact, rounded half up to the cent line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.reference_backend.shapes import Tariff

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One line; where quantity and unit_price stand, amount is their product rounded half up to the cent."""

    kind: str
    note: str
    amount: Decimal
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def priced(kind: str, note: str, quantity: Decimal, unit: str, unit_price: Decimal) -> Line:
    """Return the line of a quantity at a price."""
    return Line(kind, note, to_cents(quantity * unit_price), quantity, unit, unit_price)


def total(lines: Iterable[Line]) -> Decimal:
    """Return the sum of the lines."""
    return sum((line.amount for line in lines), Decimal("0.00"))


def bill_lines(
    tariff: Tariff, kwh: Decimal, days: int, currency: str, notes: Mapping[str, str], units: Mapping[str, str]
) -> tuple[Line, ...]:
    """Return the lines of a bill over `kwh` and `days`: energy, standing charge, tax on both, the discount on offer.

    The steps of a tariff count for one bill as they stand, however many days it has. The discount is offered in an
    information line of 0.00; whoever pays in time is credited beside the payment, so that a bill never depends on it.
    """
    energy = (
        _tier_lines(tariff, kwh, notes["tier"], units["energy"])
        if tariff.tiers
        else _band_lines(tariff, kwh, notes["band"], units["energy"])
    )
    standing = priced("administrativeFee", notes["standing"], Decimal(days), units["day"], tariff.standing_charge)
    before_tax = (*energy, standing) if tariff.standing_charge else energy
    lines = (*before_tax, tax_line(tariff, before_tax, currency, notes))
    if not tariff.prompt_payment_discount:
        return lines
    percent = format((tariff.prompt_payment_discount * 100).normalize(), "f")
    offer = notes["discount"].format(days=tariff.prompt_payment_days, percent=percent)
    return (*lines, Line("information", offer, Decimal("0.00")))


def tax_line(tariff: Tariff, lines: Iterable[Line], currency: str, notes: Mapping[str, str]) -> Line:
    """Return the tax on lines."""
    return priced("tax", notes["tax"], total(lines), currency, tariff.tax_rate)


def prompt_payment_discount(tariff: Tariff, bill_total: Decimal) -> Decimal:
    """Return what is credited when a bill is paid in time; zero without such a tariff."""
    return to_cents(bill_total * tariff.prompt_payment_discount)


def _tier_lines(tariff: Tariff, kwh: Decimal, note: str, unit: str) -> tuple[Line, ...]:
    lines = []
    below = Decimal(0)
    for number, tier in enumerate(tariff.tiers, start=1):
        top = kwh if tier.up_to_kwh is None else min(kwh, tier.up_to_kwh)
        if top > below or number == 1:
            lines.append(priced("energyUsageFee", note.format(n=number), top - below, unit, tier.price))
            below = top
    return tuple(lines)


def _band_lines(tariff: Tariff, kwh: Decimal, note: str, unit: str) -> tuple[Line, ...]:
    return tuple(
        priced("energyUsageFee", note.format(name=band.name, hours=band.hours), kwh * band.share, unit, band.price)
        for band in tariff.bands
    )

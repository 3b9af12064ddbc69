"""Two bills side by side: what changed between them. Pure arithmetic on what the billing system told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bot.backends.billing import Bill, LineItemKind

ENERGY = {LineItemKind.USAGE_FEE, LineItemKind.GENERATION_FEE, LineItemKind.DELIVERY_FEE}
Cause = tuple[str, dict[str, object]]


def same_place(bills: Iterable[Bill]) -> tuple[Bill, Bill] | None:
    """Return the newest bill and the one before it for the same meter; None when there are not two."""
    newest: dict[str, Bill] = {}
    for bill in bills:
        if bill.meter_number in newest:
            return newest[bill.meter_number], bill
        newest[bill.meter_number] = bill
    return None


def causes(new: Bill, old: Bill) -> Sequence[Cause]:
    """Return what changed, each as the name of a sentence and its figures; never empty."""
    return [*_changes(new, old)] or [("utter_cause_nothing", {})]


def _changes(new: Bill, old: Bill) -> Iterator[Cause]:
    if new.kwh != old.kwh:
        name = "utter_cause_more_use" if new.kwh > old.kwh else "utter_cause_less_use"
        yield name, {"new": new.kwh, "old": old.kwh, "change": abs(new.kwh - old.kwh)}
    if days(new) != days(old):
        yield "utter_cause_days", {"new": days(new), "old": days(old)}
    daily = per_day(new), per_day(old)
    if days(new) != days(old) and daily[0] != daily[1]:
        yield "utter_cause_use_per_day", {"new": daily[0], "old": daily[1]}
    new_price, old_price = energy_price(new), energy_price(old)
    if new_price is not None and old_price is not None and new_price != old_price:
        name = "utter_cause_price_up" if new_price > old_price else "utter_cause_price_down"
        yield name, {"new_price": new_price, "old_price": old_price}
    if new.estimated:
        yield "utter_cause_new_estimated", {}
    if old.estimated:
        yield "utter_cause_old_estimated", {}


def days(bill: Bill) -> int:
    """Return the days a bill covers; its last day is the first of the next bill."""
    return (bill.period_end - bill.period_start).days


def per_day(bill: Bill) -> Decimal:
    """Return the kWh a day, to one digit."""
    return (bill.kwh / max(days(bill), 1)).quantize(Decimal("0.1"))


def energy_price(bill: Bill) -> Decimal | None:
    """Return what a kWh cost on average on a bill's energy lines, to four digits; None without use."""
    if bill.kwh <= 0:
        return None
    energy = sum((line.amount for line in bill.lines if line.kind in ENERGY), Decimal(0))
    return (energy / bill.kwh).quantize(Decimal("0.0001"))

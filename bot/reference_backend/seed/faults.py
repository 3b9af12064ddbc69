"""Bills made wrong on purpose: their lines add up, and do not follow from meter and tariff."""

from __future__ import annotations

from decimal import Decimal

from bot.reference_backend.figures import World
from bot.reference_backend.shapes import Tariff, Tier
from bot.reference_backend.tariffing import Line, bill_lines, tax_line


def lines_of(world: World, tariff: Tariff, kwh: Decimal, days: int) -> tuple[Line, ...]:
    """Return the right lines."""
    return bill_lines(tariff, kwh, days, world.city.currency, world.tariffs.notes, world.tariffs.units)


def wrong_lines(world: World, fault: str, tariff: Tariff, kwh: Decimal, days: int) -> tuple[Decimal, tuple[Line, ...]]:
    """Return the kWh charged and the lines of a bill wrong in this way; raise KeyError for an unknown way."""
    return {"misread": _misread, "top_tier": _top_tier, "extra_days": _extra_days, "tax_twice": _tax_twice}[fault](
        world, tariff, kwh, days
    )


def can_be_wrong(fault: str, tariff: Tariff) -> bool:
    """Say whether this way to be wrong shows on a bill of this tariff."""
    if fault == "top_tier":
        return len(tariff.tiers) > 1
    return fault != "extra_days" or bool(tariff.standing_charge)


def _misread(world: World, tariff: Tariff, kwh: Decimal, days: int) -> tuple[Decimal, tuple[Line, ...]]:
    charged = kwh + world.customers.misread_kwh
    return charged, lines_of(world, tariff, charged, days)


def _top_tier(world: World, tariff: Tariff, kwh: Decimal, days: int) -> tuple[Decimal, tuple[Line, ...]]:
    dearest = Tier(up_to_kwh=None, price=tariff.tiers[-1].price)
    return kwh, lines_of(world, tariff.copy(update={"tiers": (dearest,)}), kwh, days)


def _extra_days(world: World, tariff: Tariff, kwh: Decimal, days: int) -> tuple[Decimal, tuple[Line, ...]]:
    return kwh, lines_of(world, tariff, kwh, days + world.customers.extra_days)


def _tax_twice(world: World, tariff: Tariff, kwh: Decimal, days: int) -> tuple[Decimal, tuple[Line, ...]]:
    right = lines_of(world, tariff, kwh, days)
    taxed = [line for line in right if line.kind not in {"tax", "information"}]
    position = next(number for number, line in enumerate(right) if line.kind == "tax") + 1
    return kwh, (
        *right[:position],
        tax_line(tariff, taxed, world.city.currency, world.tariffs.notes),
        *right[position:],
    )

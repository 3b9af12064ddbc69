"""How customers paid their bills: promptly, in time, late, not yet, or too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.reference_backend.figures import World
from bot.reference_backend.seed.customers import Person
from bot.reference_backend.seed.dice import Dice
from bot.reference_backend.shapes import Tariff
from bot.reference_backend.tariffing import prompt_payment_discount


@dataclass(frozen=True)
class Owed:
    """A bill as its payer sees it."""

    issued_on: date
    due_on: date
    total: Decimal
    tariff: Tariff


@dataclass(frozen=True)
class Received:
    """A payment before it has its number."""

    account_number: str
    amount: Decimal
    currency: str
    received_on: date
    method: str


def payments_for(world: World, person: Person, bills: list[Owed], today: date) -> list[Received]:
    """Return what came in from a person until today, oldest first."""
    dice = Dice(world.customers.seed, "payments", person.number)
    behaviour = world.customers.behaviours[person.behaviour]
    method = dice.one_of(world.customers.methods)
    owed = sorted(bills, key=lambda bill: bill.issued_on)
    unpaid = behaviour.unpaid_newest * len(person.places)
    received: list[Received] = []
    for bill in owed[: len(owed) - unpaid]:
        start, days = (
            (bill.issued_on, behaviour.after_issue) if behaviour.after_issue else (bill.due_on, behaviour.after_due)
        )
        paid_on = dice.day(start, days or (0, 0))
        if paid_on <= today:
            received += _pay(world, person.number, bill, paid_on, method)
    if behaviour.overpaid and received:
        newest = received[-1]
        received.append(_received(world, person.number, behaviour.overpaid, newest.received_on, method))
    return received


def _pay(world: World, number: str, bill: Owed, paid_on: date, method: str) -> list[Received]:
    in_time = paid_on <= bill.issued_on + timedelta(days=bill.tariff.prompt_payment_days)
    discount = prompt_payment_discount(bill.tariff, bill.total) if in_time else Decimal(0)
    paid = [_received(world, number, bill.total - discount, paid_on, method)]
    if discount:
        paid.append(_received(world, number, discount, paid_on, world.customers.discount_method))
    return [payment for payment in paid if payment.amount]


def _received(world: World, number: str, amount: Decimal, paid_on: date, method: str) -> Received:
    return Received(number, amount, world.city.currency, paid_on, method)

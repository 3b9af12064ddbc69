"""The seeded world: whole, consistent, and wrong only where it was made wrong."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.database import begin, open_engine
from bot.reference_backend import tables
from bot.reference_backend.balances import owing
from bot.reference_backend.billing_queries import account, balance, bills_of
from bot.reference_backend.figures import world
from bot.reference_backend.samples import sample_accounts, wrong_bills
from bot.reference_backend.seed import seed_world
from bot.reference_backend.tariffing import bill_lines
from tests.integration.reference_backend.conftest import NOW, empty_database

TODAY = NOW.date()
ALL = 1000


@pytest.fixture(scope="module")
def told(seeded: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every account's bills as the billing system tells them."""
    engine = open_engine(f"sqlite:///{seeded}")
    with begin(engine) as connection:
        numbers = [row.number for row in connection.execute(sa.select(tables.accounts.c.number))]
        return {number: bills_of(connection, number, ALL) for number in numbers}


def recomputed(bill: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lines a bill must have: from its readings, its days and its tariff alone."""
    figures = world()
    kwh = bill["end_reading"]["kwh"] - bill["start_reading"]["kwh"]
    days = (bill["period_end"] - bill["period_start"]).days
    tariff = figures.tariffs.named(bill["tariff_id"])
    return [vars(line) for line in bill_lines(tariff, kwh, days, "CNY", figures.tariffs.notes, figures.tariffs.units)]


def kind_of(now: dict[str, Any]) -> str:
    """Return how an account stands."""
    if now["overdue"]:
        return "overdue"
    return "clear" if now["owed"] == 0 else "open" if now["owed"] > 0 else "credit"


def test_exactly_the_marked_bills_are_wrong(seeded: Path, told: dict[str, list[dict[str, Any]]]) -> None:
    """Recomputing all bills to the cent finds the bills made wrong on purpose, all of them, and no other."""
    bills = [bill for bills in told.values() for bill in bills]
    found = {bill["id"] for bill in bills if recomputed(bill) != bill["lines"]}
    marked = wrong_bills(open_engine(f"sqlite:///{seeded}"))
    assert found == set(marked)
    assert Counter(marked.values()) == world().customers.wrong_bills
    assert len(bills) > 3000


def test_every_bill_adds_up_even_a_wrong_one(told: dict[str, list[dict[str, Any]]]) -> None:
    """The total is the sum of the lines and each line its quantity at its price; a wrong bill is not nonsense."""
    for bill in (bill for bills in told.values() for bill in bills):
        assert bill["total"] == sum(line["amount"] for line in bill["lines"])
        assert bill["kwh"] >= 0
        for line in bill["lines"]:
            if line["quantity"] is not None:
                exact = line["quantity"] * line["unit_price"]
                assert abs(exact - line["amount"]) <= Decimal("0.005")


def test_a_wrong_bill_differs_in_money(told: dict[str, list[dict[str, Any]]], seeded: Path) -> None:
    """Each wrong bill charges another total than the right one: it can be found by what it costs."""
    marked = wrong_bills(open_engine(f"sqlite:///{seeded}"))
    wrong = [bill for bills in told.values() for bill in bills if bill["id"] in marked]
    assert all(bill["total"] != sum(line["amount"] for line in recomputed(bill)) for bill in wrong)


def test_bills_follow_each_other_without_a_gap(told: dict[str, list[dict[str, Any]]]) -> None:
    """A meter's bills hang together: each begins with the reading and on the day the one before ended."""
    for bills in told.values():
        for meter in {bill["meter_number"] for bill in bills}:
            mine = [bill for bill in bills if bill["meter_number"] == meter]
            assert len(mine) == world().customers.months
            for newer, older in zip(mine, mine[1:], strict=False):
                assert newer["start_reading"] == older["end_reading"]
                assert newer["period_start"] == older["period_end"]


def test_the_newest_bill_is_recent_and_none_is_of_tomorrow(told: dict[str, list[dict[str, Any]]]) -> None:
    """Every account has a bill of the last five weeks; some bills were late, each after its day."""
    usual = timedelta(days=world().customers.billing.issued_after_days)
    late = 0
    for bills in told.values():
        assert TODAY - timedelta(days=35) <= bills[0]["issued_on"]
        for bill in bills:
            assert bill["issued_on"] <= TODAY
            assert bill["late"] == (bill["issued_on"] > bill["period_end"] + usual)
            late += bill["late"]
    assert late > 30


def test_some_readings_are_estimated_and_trued_up_after(seeded: Path) -> None:
    """Estimates carry code 8, never two in a row, and the register never runs backwards."""
    table = tables.readings
    with begin(open_engine(f"sqlite:///{seeded}")) as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.meter_number, table.c.at)).all()
    qualities = Counter(row.quality for row in rows)
    assert qualities[8] > 100
    assert set(qualities) == {0, 7, 8, 17, 18}
    for older, newer in zip(rows, rows[1:], strict=False):
        if older.meter_number == newer.meter_number:
            assert older.kwh <= newer.kwh
            assert (older.quality, newer.quality) != (8, 8)


def test_balances_are_bills_less_payments(seeded: Path, told: dict[str, list[dict[str, Any]]]) -> None:
    """What is owed is what was billed less what came in; some owe nothing, some are overdue, some have credit."""
    kinds: Counter[str] = Counter()
    with begin(open_engine(f"sqlite:///{seeded}")) as connection:
        for number, bills in told.items():
            table = tables.payments
            received = connection.execute(sa.select(table.c.amount).where(table.c.account_number == number))
            paid = sum((row.amount for row in received), Decimal(0))
            now = balance(connection, world(), number, TODAY)
            expected = owing([(bill["due_on"], bill["total"]) for bill in bills], paid, TODAY)
            assert (now["owed"], now["overdue"], now["due_on"]) == (expected.owed, expected.overdue, expected.due_on)
            assert now["owed"] == sum(bill["total"] for bill in bills) - paid
            kinds[
                "overdue" if now["overdue"] else "credit" if now["owed"] < 0 else "open" if now["owed"] else "clear"
            ] += 1
    assert min(kinds[kind] for kind in ("overdue", "credit", "open", "clear")) >= 5


def test_all_segments_live_in_all_areas(seeded: Path) -> None:
    """240 accounts, every segment, every area; some have a shop and a home."""
    with begin(open_engine(f"sqlite:///{seeded}")) as connection:
        joined = sa.select(tables.accounts.c.number, tables.accounts.c.segment, tables.premises.c.area).join(
            tables.premises, tables.premises.c.account_number == tables.accounts.c.number
        )
        rows = connection.execute(joined).all()
        several = [number for number, count in Counter(row.number for row in rows).items() if count > 1]
        assert {len(account(connection, number)["premises"]) for number in several} == {2}
    assert len({row.number for row in rows}) == 240
    assert len({row.segment for row in rows}) == 6
    homes = {row.area for row in rows if row.segment == "residential"}
    assert homes == {row.area for row in rows} == {"urban", "rural", "remote"}
    assert len(several) == 25


def test_pay_on_time_brings_its_discount_beside_the_payment(seeded: Path) -> None:
    """Whoever is on such a tariff and pays in time has the discount credited on the day of the payment."""
    table = tables.payments
    with begin(open_engine(f"sqlite:///{seeded}")) as connection:
        rows = connection.execute(sa.select(table)).all()
    method = world().customers.discount_method
    discounts = [row for row in rows if row.method == method]
    assert len(discounts) > 100
    paid = {(row.account_number, row.received_on) for row in rows if row.method != method}
    assert {(row.account_number, row.received_on) for row in discounts} <= paid


def test_the_same_day_gives_the_same_world(seeded: Path, tmp_path: Path) -> None:
    """The seed is fixed: a second seeding writes the very same rows; a third into the same database writes nothing."""
    again = empty_database(tmp_path / "again.db")
    assert seed_world(again, TODAY, NOW)
    assert not seed_world(again, TODAY, NOW)
    first = open_engine(f"sqlite:///{seeded}")
    for table in tables.metadata.sorted_tables:
        with begin(first) as one, begin(again) as other:
            query = sa.select(table).order_by(*table.primary_key.columns)
            assert one.execute(query).all() == other.execute(query).all()


def test_the_samples_are_what_is_said_of_them(seeded: Path, told: dict[str, list[dict[str, Any]]]) -> None:
    """The telling accounts are seven different ones, and each shows what it is shown for."""
    engine = open_engine(f"sqlite:///{seeded}")
    samples = {item["says"]: item["account_number"] for item in sample_accounts(engine, TODAY)}
    names = world().customers.samples
    assert list(samples) == list(names.values())
    assert len(set(samples.values())) == len(names)
    marked = wrong_bills(engine)
    higher = told[samples[names["higher"]]]
    assert higher[0]["total"] > higher[1]["total"] * world().customers.higher_by
    assert told[samples[names["estimated"]]][0]["end_reading"]["quality"] == 8
    assert not any(bill["id"] in marked for name in ("ordinary", "higher") for bill in told[samples[names[name]]])
    with begin(engine) as connection:
        assert balance(connection, world(), samples[names["overdue"]], TODAY)["overdue"] > 0
        assert len(account(connection, samples[names["several"]])["premises"]) == 2
        assert account(connection, samples[names["factory"]])["segment"] == "industrial"

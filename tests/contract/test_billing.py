"""The billing exam: the same for the HTTP client before the reference backend and for the fake."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest

from bot.backends.billing import Account, Billing, Segment
from bot.backends.errors import NotFound, Unavailable
from bot.backends.http_billing import HttpBilling
from bot.reference_backend.samples import sample_accounts
from tests import samples
from tests.contract.conftest import Sitting
from tests.fakes import FakeBilling

ALL = 100
NOBODY = "9999999999"


@dataclass(frozen=True)
class Known:
    """A customer of the system with several bills, and another one."""

    number: str
    postcode: str
    other: str
    other_postcode: str


@pytest.fixture
def sitting(sit) -> Sitting[Billing]:
    """The candidate."""
    return sit("billing", HttpBilling, FakeBilling)


@pytest.fixture
def billing(sitting) -> Billing:
    """The candidate's port."""
    return sitting.port


@pytest.fixture
def known(sitting, request) -> Known:
    """Customers this candidate's system knows."""
    if sitting.is_fake:
        return Known(samples.LIN.number, samples.HOME.postcode, samples.CHEN.number, samples.SHOP.postcode)
    listed = sample_accounts(request.getfixturevalue("reference").engine, samples.NOW.date())
    one, other = [sample for sample in listed if sample["segment"] == "residential"][:2]
    return Known(one["account_number"], one["postcode"], other["account_number"], other["postcode"])


async def test_right_pair_is_verified(billing, known):
    """An account and the postcode of one of its premises belong together."""
    assert await billing.verify(known.number, known.postcode) is True


async def test_wrong_pair_is_not_verified(billing, known):
    """Another's postcode, an unknown account and nonsense are all just not verified."""
    wrong = [
        (known.number, known.other_postcode),
        (known.number, "000000"),
        (NOBODY, known.postcode),
        (known.number, "nonsense"),
        (known.number, ""),
        ("nonsense", known.postcode),
        ("../tariffs", known.postcode),
        ("", ""),
    ]

    assert [await billing.verify(number, postcode) for number, postcode in wrong] == [False] * len(wrong)


async def test_account_has_its_premises_and_meters(billing, known):
    """An account comes with its places and the meters there, and no name in the clear."""
    account = await billing.account(known.number)

    assert isinstance(account, Account)
    assert account.number == known.number
    assert known.postcode in {place.postcode for place in account.premises}
    assert {meter.premises_id for meter in account.meters} <= {place.id for place in account.premises}
    assert "*" in account.name
    assert "*" in account.phone_masked


async def test_bills_come_newest_first_and_are_the_accounts_own(billing, known):
    """The newest bill is the first; none is another account's."""
    bills = await billing.bills(known.number, ALL)
    ends = [bill.period_end for bill in bills]

    assert len(bills) >= 2
    assert ends == sorted(ends, reverse=True)
    assert {bill.account_number for bill in bills} == {known.number}


async def test_limit_gives_the_newest(billing, known):
    """A limit cuts at the old end."""
    bills = await billing.bills(known.number, ALL)
    payments = await billing.payments(known.number, ALL)

    assert await billing.bills(known.number, 1) == bills[:1]
    assert await billing.payments(known.number, 1) == payments[:1]


async def test_bills_add_up_to_the_cent(billing, known):
    """Lines sum to the total, each line is quantity times price, and the kWh are what the readings say."""
    for bill in await billing.bills(known.number, ALL):
        assert sum(line.amount for line in bill.lines) == bill.total
        assert bill.kwh == bill.end_reading.kwh - bill.start_reading.kwh
        for line in bill.lines:
            if line.quantity is not None and line.unit_price is not None:
                product = (line.quantity * line.unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)
                assert line.amount == product


async def test_one_bill_is_the_listed_one(billing, known):
    """A bill asked for by its id is the bill of the list."""
    newest = (await billing.bills(known.number, 1))[0]

    assert await billing.bill(known.number, newest.id) == newest


async def test_another_accounts_bill_is_not_found(billing, known):
    """Knowing a bill's id does not open another's bill."""
    newest = (await billing.bills(known.number, 1))[0]
    with pytest.raises(NotFound):
        await billing.bill(known.other, newest.id)


async def test_balance_is_bills_less_payments(billing, known):
    """What is owed is what was billed less what was paid; something owed falls due on a day."""
    balance = await billing.balance(known.number)
    bills, payments = await billing.bills(known.number, ALL), await billing.payments(known.number, ALL)

    assert balance.account_number == known.number
    assert balance.owed == sum(bill.total for bill in bills) - sum(payment.amount for payment in payments)
    assert balance.currency == bills[0].currency
    assert (balance.due_on is not None) == (balance.owed > 0)
    assert balance.overdue <= max(balance.owed, Decimal(0))
    assert balance.last_payment in {*payments, None}


async def test_payments_come_newest_first(billing, known):
    """The newest payment is the first."""
    days = [payment.received_on for payment in await billing.payments(known.number, ALL)]

    assert days != []
    assert days == sorted(days, reverse=True)


async def test_readings_come_newest_first_with_aware_times(billing, known):
    """The newest reading is the first, the register only grows, and every time has its offset."""
    meter = (await billing.account(known.number)).meters[0]
    readings = await billing.readings(meter.number, ALL)
    times = [reading.at for reading in readings]

    assert times == sorted(times, reverse=True)
    assert all(time.utcoffset() is not None for time in times)
    assert {reading.meter_number for reading in readings} == {meter.number}
    assert await billing.readings(meter.number, 2) == readings[:2]


async def test_tariff_of_a_bill_can_be_read(billing, known):
    """The tariff a bill names exists, in tiers or bands, never both, and with its source."""
    tariff = await billing.tariff((await billing.bills(known.number, 1))[0].tariff_id)

    assert bool(tariff.tiers) != bool(tariff.bands)
    assert tariff.source


async def test_tariffs_are_those_of_the_segment(billing):
    """A segment is shown its own tariffs, at least one for a home."""
    tariffs = await billing.tariffs(Segment.RESIDENTIAL)

    assert {tariff.segment for tariff in tariffs} == {Segment.RESIDENTIAL}
    assert await billing.tariff(tariffs[0].id) == tariffs[0]


def questions(billing: Billing, number: str) -> dict[str, object]:
    """Return one call of each look-up, by name, not yet made."""
    return {
        "account": lambda: billing.account(number),
        "balance": lambda: billing.balance(number),
        "bills": lambda: billing.bills(number),
        "bill": lambda: billing.bill(number, "B-0"),
        "payments": lambda: billing.payments(number),
        "readings": lambda: billing.readings("M0"),
        "tariff": lambda: billing.tariff("NO-SUCH"),
    }


@pytest.mark.parametrize("number", [NOBODY, "12", "nonsense", "..", ""])
@pytest.mark.parametrize("question", sorted(questions(FakeBilling(), "")))
async def test_what_is_not_there_is_not_found(billing, number, question):
    """An unknown or impossible number is NotFound, whatever is asked."""
    with pytest.raises(NotFound) as error:
        await questions(billing, number)[question]()

    assert error.value.system == "billing"


async def test_stopped_system_is_unavailable_and_back_without_a_restart_of_ours(sitting, billing, known):
    """While the system is down every call says so; when it is back the same client is answered."""
    await billing.balance(known.number)
    await sitting.stop()
    everything = questions(billing, known.number) | {
        "verify": lambda: billing.verify(known.number, known.postcode),
        "tariffs": lambda: billing.tariffs(Segment.RESIDENTIAL),
    }
    for ask in everything.values():
        with pytest.raises(Unavailable) as error:
            await ask()
        assert error.value.system == "billing"
    await sitting.start()

    assert (await sitting.eventually(lambda: billing.balance(known.number))).account_number == known.number
    assert await billing.verify(known.number, known.postcode)

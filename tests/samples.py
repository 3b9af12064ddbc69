"""Two readable customers, an outage, planned work: what the fakes know."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from bot.backends.billing import (
    Account,
    Area,
    Bill,
    LineItem,
    LineItemKind,
    Meter,
    Payment,
    Premises,
    Reading,
    ReadingQuality,
    Segment,
    Tariff,
    TariffTier,
)  # fmt: skip
from bot.backends.installations import Application, ApplicationRequest, Stage, StageStatus, Turn
from bot.backends.outages import CrewStatusKind, Ert, ErtConfidenceKind, Outage, OutageStatusKind, PlannedWork

NOW = datetime(2026, 3, 6, 10, 30, tzinfo=timezone(timedelta(hours=8)))
HOUR = timedelta(hours=1)

HOME = Premises("P-1", "Willow Lane 12, Riverside", "310001", Area.URBAN)
SHOP = Premises("P-2", "Market Street 5, Old Town", "310002", Area.RURAL)

HOME_METER = Meter("M-1", "P-1")
LIN = Account("1000000001", "L** W**", Segment.RESIDENTIAL, "138****1234", "RES-STEP", (HOME,), (HOME_METER,))
CHEN = Account(
    "1000000002", "C** M**", Segment.SMALL_BUSINESS, "139****5678", "BIZ-FLAT", (SHOP,), (Meter("M-2", "P-2"),)
)

HOME_TARIFF = Tariff(
    id="RES-STEP",
    name="Household, stepped",
    currency="CNY",
    segment=Segment.RESIDENTIAL,
    standing_charge=Decimal("0"),
    tax_rate=Decimal("0"),
    tiers=(TariffTier(Decimal("230"), Decimal("0.538")), TariffTier(None, Decimal("0.588"))),
    bands=(),
    prompt_payment_discount=Decimal("0"),
    prompt_payment_days=0,
    valid_from=date(2026, 1, 1),
    source="Sample price list 2026",
)


def reading(month: int, kwh: str, quality: ReadingQuality = ReadingQuality.VALID) -> Reading:
    """Return a reading of the home's meter on the first of a month of 2026."""
    return Reading("M-1", datetime(2026, month, 1, tzinfo=NOW.tzinfo), Decimal(kwh), quality)


READINGS = (reading(3, "10430"), reading(2, "10150", ReadingQuality.ESTIMATED), reading(1, "9950"))


def bill(month: int, end: Reading, start: Reading, lines: tuple[LineItem, ...]) -> Bill:
    """Return the home's bill of a month of 2026; the total is summed, the kWh are the readings' difference."""
    return Bill(
        id=f"B-2026-{month:02}",
        account_number=LIN.number,
        premises_id=HOME.id,
        meter_number="M-1",
        tariff_id=HOME_TARIFF.id,
        period_start=start.at.date(),
        period_end=end.at.date(),
        issued_on=end.at.date() + timedelta(days=2),
        due_on=end.at.date() + timedelta(days=20),
        currency="CNY",
        kwh=end.kwh - start.kwh,
        start_reading=start,
        end_reading=end,
        lines=lines,
        total=sum((line.amount for line in lines), Decimal("0.00")),
        late=False,
    )


def usage(kwh: str, price: str, amount: str) -> LineItem:
    """Return a line for energy used."""
    return LineItem(LineItemKind.USAGE_FEE, f"Energy at {price}", Decimal(amount), Decimal(kwh), "kWh", Decimal(price))


BILLS = (
    bill(2, READINGS[0], READINGS[1], (usage("230", "0.538", "123.74"), usage("50", "0.588", "29.40"))),
    bill(1, READINGS[1], READINGS[2], (usage("200", "0.538", "107.60"),)),
)
PAYMENTS = (Payment("PAY-1", LIN.number, Decimal("107.60"), "CNY", date(2026, 2, 10), "bank transfer"),)

ERTS = (
    Ert(NOW + 2 * HOUR, NOW - HOUR, "predicted", ErtConfidenceKind.LOW, "first estimate"),
    Ert(NOW + 3 * HOUR, NOW - HOUR / 2, "crew", ErtConfidenceKind.HIGH, "a cable must be changed"),
)
OUTAGE = Outage(
    id="OUT-1",
    status=OutageStatusKind.CONFIRMED,
    planned=False,
    cause="cable damaged by digging",
    crew_status=CrewStatusKind.ARRIVED,
    area_name="Riverside",
    postcodes=(HOME.postcode,),
    customers_affected=120,
    started_at=NOW - HOUR,
    restored_at=None,
    ert=ERTS[-1],
    ert_history=ERTS,
    next_update_at=NOW + HOUR,
)
PLANNED = PlannedWork(
    id="PW-1",
    area_name="Old Town",
    postcodes=(SHOP.postcode,),
    reason="a transformer is replaced",
    notified_at=NOW - timedelta(days=7),
    start=NOW + timedelta(days=2),
    end=NOW + timedelta(days=2, hours=6),
)


def application(request: ApplicationRequest, number: int) -> Application:
    """Return what the installation system would open for a request: accepted, survey next."""
    return Application(
        id=f"A-{number}",
        supply_class=request.supply_class,
        postcode=request.postcode,
        address=request.address,
        area=Area.URBAN,
        capacity_kw=request.capacity_kw,
        applied_at=NOW,
        stages=(
            Stage("accepted", "Application accepted", Turn.COMPANY, StageStatus.DONE, NOW, NOW),
            Stage("survey", "Site survey", Turn.COMPANY, StageStatus.ACTIVE, NOW, None),
            Stage("connect", "Meter and supply", Turn.COMPANY, StageStatus.WAITING, None, None),
        ),
        turn=Turn.COMPANY,
        papers_missing=(),
    )

"""Accounts, meters, tariffs, bills and payments, as the billing system tells them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


class Segment(str, Enum):
    """Who the customer is, for service rules."""

    RESIDENTIAL = "residential"
    SMALL_BUSINESS = "small_business"
    INDUSTRIAL = "industrial"
    AGRICULTURAL = "agricultural"
    VULNERABLE = "vulnerable"
    ESSENTIAL = "essential"


class Area(str, Enum):
    """Where the premises lies, for service rules."""

    URBAN = "urban"
    RURAL = "rural"
    REMOTE = "remote"


class ReadingQuality(int, Enum):
    """Green Button / ESPI quality of reading."""

    VALID = 0
    EDITED = 7
    ESTIMATED = 8
    INTERPOLATED = 9
    SUSPECT = 10
    DERIVED = 11
    PROJECTED = 12
    MIXED = 13
    RAW = 14
    NORMALISED = 15
    VALIDATED = 17
    VERIFIED = 18
    REVENUE = 19


class LineItemKind(str, Enum):
    """Green Button line-item kinds, with the two a bill of ours needs besides."""

    GENERATION_FEE = "energyGenerationFee"
    DELIVERY_FEE = "energyDeliveryFee"
    USAGE_FEE = "energyUsageFee"
    ADMINISTRATIVE_FEE = "administrativeFee"
    TAX = "tax"
    GENERATION_CREDIT = "energyGenerationCredit"
    DELIVERY_CREDIT = "energyDeliveryCredit"
    ADMINISTRATIVE_CREDIT = "administrativeCredit"
    PAYMENT = "payment"
    INFORMATION = "information"


@dataclass(frozen=True)
class Premises:
    """A place with a supply."""

    id: str
    address: str
    postcode: str
    area: Area


@dataclass(frozen=True)
class Meter:
    """A meter at a premises."""

    number: str
    premises_id: str


@dataclass(frozen=True)
class Account:
    """A customer's account; `name` and `phone_masked` come already masked (`L** W**`, `138****1234`)."""

    number: str
    name: str
    segment: Segment
    phone_masked: str
    tariff_id: str
    premises: tuple[Premises, ...]
    meters: tuple[Meter, ...]


@dataclass(frozen=True)
class Reading:
    """A meter's register at one moment, in kWh."""

    meter_number: str
    at: datetime
    kwh: Decimal
    quality: ReadingQuality


@dataclass(frozen=True)
class LineItem:
    """One line of a bill; quantity × unit_price, rounded half up to the cent, is amount wherever both stand."""

    kind: LineItemKind
    note: str
    amount: Decimal
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None


@dataclass(frozen=True)
class Bill:
    """One bill; `total` is the sum of its lines; `late` says that it was issued after its day."""

    id: str
    account_number: str
    premises_id: str
    meter_number: str
    tariff_id: str
    period_start: date
    period_end: date
    issued_on: date
    due_on: date
    currency: str
    kwh: Decimal
    start_reading: Reading
    end_reading: Reading
    lines: tuple[LineItem, ...]
    total: Decimal
    late: bool

    @property
    def estimated(self) -> bool:
        """True where either reading is not a measured one."""
        measured = {
            ReadingQuality.VALID,
            ReadingQuality.VERIFIED,
            ReadingQuality.REVENUE,
            ReadingQuality.RAW,
            ReadingQuality.VALIDATED,
        }
        return not {self.start_reading.quality, self.end_reading.quality} <= measured


@dataclass(frozen=True)
class Payment:
    """Money received."""

    id: str
    account_number: str
    amount: Decimal
    currency: str
    received_on: date
    method: str


@dataclass(frozen=True)
class Balance:
    """What is owed now over all bills and payments; `due_on` is None when nothing is owed."""

    account_number: str
    currency: str
    owed: Decimal
    overdue: Decimal
    due_on: date | None
    last_payment: Payment | None


@dataclass(frozen=True)
class TariffTier:
    """A price step: kWh of a month up to `up_to_kwh` (None = all the rest) at `price` per kWh."""

    up_to_kwh: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class TariffBand:
    """A time band of a tariff: `hours` as `HH:MM-HH:MM` pieces, at `price` per kWh; `share` of use billed to it."""

    name: str
    hours: str
    price: Decimal
    share: Decimal


@dataclass(frozen=True)
class Tariff:
    """A price list: tiers or bands, never both; `standing_charge` is per day; tax is a share of the lines before it."""

    id: str
    name: str
    currency: str
    segment: Segment
    standing_charge: Decimal
    tax_rate: Decimal
    tiers: tuple[TariffTier, ...]
    bands: tuple[TariffBand, ...]
    prompt_payment_discount: Decimal
    prompt_payment_days: int
    valid_from: date
    source: str


class Billing(ABC):
    """The port of the billing system. Every method may raise Unavailable; look-ups raise NotFound."""

    @abstractmethod
    async def account(self, number: str) -> Account:
        """Return the account with its premises and meters."""

    @abstractmethod
    async def verify(self, number: str, postcode: str) -> bool:
        """Say whether the account exists and has a premises with this postcode; never which of the two failed."""

    @abstractmethod
    async def balance(self, number: str) -> Balance:
        """Return what the account owes now."""

    @abstractmethod
    async def bills(self, number: str, limit: int = 13) -> tuple[Bill, ...]:
        """Return the newest bills of the account, newest first, all its premises together."""

    @abstractmethod
    async def bill(self, number: str, bill_id: str) -> Bill:
        """Return one bill of the account."""

    @abstractmethod
    async def payments(self, number: str, limit: int = 13) -> tuple[Payment, ...]:
        """Return the newest payments of the account, newest first."""

    @abstractmethod
    async def readings(self, meter_number: str, limit: int = 14) -> tuple[Reading, ...]:
        """Return the newest readings of the meter, newest first."""

    @abstractmethod
    async def tariff(self, tariff_id: str) -> Tariff:
        """Return one tariff."""

    @abstractmethod
    async def tariffs(self, segment: Segment) -> tuple[Tariff, ...]:
        """Return the tariffs open to a segment."""

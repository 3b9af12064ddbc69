"""Applications for supply, their stages and visits."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from bot.backends.billing import Area


class SupplyClass(str, Enum):
    """What kind of supply is asked for; it decides stages, papers and who pays."""

    HOUSEHOLD = "household"
    LOW_VOLTAGE_BUSINESS = "low_voltage_business"
    HIGH_VOLTAGE_SINGLE = "high_voltage_single"
    HIGH_VOLTAGE_DUAL = "high_voltage_dual"
    TEMPORARY = "temporary"


class StageStatus(str, Enum):
    """Where a stage of an application stands."""

    WAITING = "waiting"
    ACTIVE = "active"
    DONE = "done"


class Turn(str, Enum):
    """Whose turn a stage is: the clock of our standards runs only in ours."""

    COMPANY = "company"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Stage:
    """One step of an application."""

    code: str
    name: str
    turn: Turn
    status: StageStatus
    started_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True)
class ApplicationRequest:
    """What an applicant tells."""

    supply_class: SupplyClass
    postcode: str
    address: str
    capacity_kw: Decimal
    applicant_name: str
    phone: str


@dataclass(frozen=True)
class Application:
    """An application for a new connection; `turn` says who must act next, None when all is done."""

    id: str
    supply_class: SupplyClass
    postcode: str
    address: str
    area: Area
    capacity_kw: Decimal
    applied_at: datetime
    stages: tuple[Stage, ...]
    turn: Turn | None
    papers_missing: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """A visit booked for an application; `window_end` is exclusive."""

    id: str
    application_id: str
    window_start: datetime
    window_end: datetime
    purpose: str


class Installations(ABC):
    """The port of the installation system. Every method may raise Unavailable; look-ups raise NotFound."""

    @abstractmethod
    async def apply(self, request: ApplicationRequest, key: str) -> Application:
        """Open an application; the same key twice is one application. Raises Refused with the reason's code."""

    @abstractmethod
    async def application(self, application_id: str, postcode: str) -> Application:
        """Return an application; a wrong postcode is NotFound, like a wrong id."""

    @abstractmethod
    async def visit_windows(self, application_id: str) -> tuple[tuple[datetime, datetime], ...]:
        """Return the free windows for a visit, soonest first."""

    @abstractmethod
    async def book_visit(self, application_id: str, window_start: datetime, purpose: str, key: str) -> Visit:
        """Book one of the free windows; the same key twice is one visit. Raises Refused when it was taken meanwhile."""

    @abstractmethod
    async def visits(self, application_id: str) -> tuple[Visit, ...]:
        """Return the visits of an application, soonest first."""

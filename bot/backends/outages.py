"""Outages, planned work and trouble tickets, in the words of CIM (IEC 61968-3)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.backends.billing import Premises


class OutageStatusKind(str, Enum):
    """CIM OutageStatusKind."""

    PREDICTED = "predicted"
    CONFIRMED = "confirmed"
    PARTIALLY_RESTORED = "partiallyRestored"
    RESTORED = "restored"
    CLOSED = "closed"


class CrewStatusKind(str, Enum):
    """CIM CrewStatusKind."""

    AWAITING = "awaitingCrewAssignment"
    ASSIGNED = "assigned"
    EN_ROUTE = "enroute"
    ARRIVED = "arrived"
    FIELD_COMPLETE = "fieldComplete"


class ErtConfidenceKind(str, Enum):
    """CIM ERTConfidenceKind."""

    HIGH = "high"
    LOW = "low"


class TroubleScope(str, Enum):
    """How much is without power at the reporter's place."""

    WHOLE_HOME = "whole_home"
    PART = "part"
    NEIGHBOURS_TOO = "neighbours_too"


@dataclass(frozen=True)
class Ert:
    """One estimated restoration time: when it was made, on what ground, and how sure; never a promise."""

    ert: datetime
    made_at: datetime
    source: str
    confidence: ErtConfidenceKind
    reason: str


@dataclass(frozen=True)
class Outage:
    """One outage; `ert` is the newest estimate, None while there is none; `ert_history` is oldest first."""

    id: str
    status: OutageStatusKind
    planned: bool
    cause: str | None
    crew_status: CrewStatusKind
    area_name: str
    postcodes: tuple[str, ...]
    customers_affected: int
    started_at: datetime
    restored_at: datetime | None
    ert: Ert | None
    ert_history: tuple[Ert, ...]
    next_update_at: datetime | None


@dataclass(frozen=True)
class PlannedWork:
    """Announced work that will cut supply."""

    id: str
    area_name: str
    postcodes: tuple[str, ...]
    reason: str
    notified_at: datetime
    start: datetime
    end: datetime


@dataclass(frozen=True)
class TicketRequest:
    """What a customer reports; premises_id where it is known, else postcode and address as told."""

    premises_id: str | None
    postcode: str
    address: str
    scope: TroubleScope
    hazard: str | None
    callback_phone: str | None
    note: str


@dataclass(frozen=True)
class TroubleTicket:
    """CIM TroubleTicket, as taken; `outage_id` names the outage it was grouped into, if any."""

    id: str
    premises_id: str | None
    postcode: str
    address: str
    scope: TroubleScope
    hazard: str | None
    reported_at: datetime
    outage_id: str | None
    resolved_at: datetime | None


class Outages(ABC):
    """The port of the outage system. Every method may raise Unavailable; look-ups by id raise NotFound."""

    @abstractmethod
    async def premises(self, postcode: str) -> tuple[Premises, ...]:
        """Return the premises with this postcode (addresses only, no customer); empty when there are none."""

    @abstractmethod
    async def outages(self, postcode: str) -> tuple[Outage, ...]:
        """Return the outages at a postcode that are not closed, newest first."""

    @abstractmethod
    async def outage(self, outage_id: str) -> Outage:
        """Return one outage."""

    @abstractmethod
    async def planned_work(self, postcode: str) -> tuple[PlannedWork, ...]:
        """Return planned work at a postcode that has not ended, soonest first."""

    @abstractmethod
    async def report(self, request: TicketRequest, key: str) -> TroubleTicket:
        """Take a report; the same key twice is one ticket. Raises Refused when the place is not ours."""

    @abstractmethod
    async def ticket(self, ticket_id: str) -> TroubleTicket:
        """Return one ticket."""

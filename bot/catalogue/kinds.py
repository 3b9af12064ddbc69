"""The names the catalogue sorts things by."""

from __future__ import annotations

from enum import Enum


class Part(str, Enum):
    """The four parts of power supply service."""

    SERVICE_SUPPORT = "service_support"
    BUSINESS_SERVICE = "business_service"
    SATISFACTION = "satisfaction"
    QUALITY = "quality"


class Business(str, Enum):
    """The seven business services."""

    FAULT_REPAIR = "fault_repair"
    OUTAGE_SERVICE = "outage_service"
    TELEPHONE_SERVICE = "telephone_service"
    INSPECTION = "inspection"
    CONNECTION = "connection"
    DEMAND_SIDE = "demand_side"
    FEE_VERIFICATION = "fee_verification"


class Level(str, Enum):
    """What a customer expects of a service: taken for granted, rising with spend, or beyond what is owed."""

    BASIC = "basic"
    PRICE_RELATED = "price_related"
    EXCEEDING = "exceeding"


class PromiseKind(str, Enum):
    """How much a stated time binds us."""

    GUARANTEE = "guarantee"
    TARGET_AVERAGE = "target_average"
    ESTIMATE = "estimate"
    NO_COMMITMENT = "no_commitment"


class PeerKind(str, Enum):
    """What another company's figure is: like ours, or only what it once measured."""

    GUARANTEE = "guarantee"
    TARGET_AVERAGE = "target_average"
    MEASURED = "measured"


class ClockKind(str, Enum):
    """What passes while a limit runs."""

    ELAPSED = "elapsed"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    SERVICE_HOURS = "service_hours"


class Unit(str, Enum):
    """What a limit is counted in; the unit decides the clock."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working day"
    SERVICE_HOUR = "service hour"

    @property
    def clock(self) -> ClockKind:
        """The clock this unit is read from."""
        return {
            Unit.DAY: ClockKind.CALENDAR_DAYS,
            Unit.WORKING_DAY: ClockKind.WORKING_DAYS,
            Unit.SERVICE_HOUR: ClockKind.SERVICE_HOURS,
        }.get(self, ClockKind.ELAPSED)


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


class RemedyKind(str, Enum):
    """What follows a miss."""

    PAYMENT = "payment"
    ACTION = "action"


class RemedyRoute(str, Enum):
    """Whether a remedy comes by itself or must be asked for."""

    AUTOMATIC = "automatic"
    CLAIM = "claim"

"""The shapes of `world/*.yml`: every figure of the sample world, typed and frozen."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

AreaName = Literal["urban", "rural", "remote"]
Status = Literal["predicted", "confirmed", "partiallyRestored", "restored", "closed"]
Crew = Literal["awaitingCrewAssignment", "assigned", "enroute", "arrived", "fieldComplete"]


class Figures(BaseModel):
    """Frozen, and a key we do not know is an error."""

    class Config:
        """How pydantic reads it."""

        extra = "forbid"
        allow_mutation = False


class District(Figures):
    """A part of the city."""

    name: str
    area: AreaName
    postcodes: tuple[str, ...]


class City(Figures):
    """The place itself."""

    time_zone: str
    country: str
    currency: str
    districts: tuple[District, ...]
    streets: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        """Return the city's time zone."""
        return ZoneInfo(self.time_zone)

    def district(self, postcode: str) -> District:
        """Return the district of a postcode of ours."""
        return next(district for district in self.districts if postcode in district.postcodes)


class Population(Figures):
    """How many accounts of a segment."""

    count: int
    spare_premises: int


class Usage(Figures):
    """How much a segment uses."""

    month_kwh: int
    spread: Decimal
    year: str


class ReadingFigures(Figures):
    """How meters are read."""

    estimated_share: Decimal
    estimate_off: Decimal
    other_qualities: dict[int, Decimal]
    hour: int


class BillingFigures(Figures):
    """When bills go out and fall due, in days."""

    issued_after_days: int
    due_after_days: int
    late_share: Decimal
    late_by_days: tuple[int, int]


class Behaviour(Figures):
    """How a customer pays, in days after issue or after the due day."""

    weight: int
    after_issue: tuple[int, int] | None
    after_due: tuple[int, int] | None
    unpaid_newest: int = 0
    overpaid: Decimal = Decimal(0)


class Customers(Figures):
    """Who lives in the world."""

    seed: int
    months: int
    accounts: dict[str, Population]
    spare_segment: str
    area_weights: dict[AreaName, int]
    usage: dict[str, Usage]
    years: dict[str, tuple[Decimal, ...]]
    noise: Decimal
    readings: ReadingFigures
    billing: BillingFigures
    behaviours: dict[str, Behaviour]
    methods: tuple[str, ...]
    discount_method: str
    wrong_bills: dict[str, int]
    misread_kwh: int
    extra_days: int
    samples: dict[str, str]
    higher_by: Decimal


class Tier(Figures):
    """A price step."""

    up_to_kwh: Decimal | None
    price: Decimal


class Band(Figures):
    """A time band."""

    name: str
    hours: str
    price: Decimal
    share: Decimal


class Tariff(Figures):
    """A price list as the file tells it."""

    id: str
    name: str
    segment: str
    weight: int = 0
    since_months: int
    until_months: int | None
    then: str | None
    standing_charge: Decimal
    tax_rate: Decimal
    tiers: tuple[Tier, ...] = ()
    bands: tuple[Band, ...] = ()
    prompt_payment_discount: Decimal = Decimal(0)
    prompt_payment_days: int = 0


class Tariffs(Figures):
    """All price lists and the words of bill lines."""

    source: str
    notes: dict[str, str]
    units: dict[str, str]
    tariffs: tuple[Tariff, ...]

    def named(self, tariff_id: str) -> Tariff:
        """Return the tariff with this id."""
        return next(tariff for tariff in self.tariffs if tariff.id == tariff_id)


class Step(Figures):
    """What happens in an outage's story at a minute of it; what is None stays as it was."""

    at: int
    status: Status | None
    crew: Crew | None
    cause: str | None
    left: Decimal | None
    ert: int | None
    confidence: Literal["high", "low"] = "low"
    source: str = ""
    reason: str = ""


class Scene(Figures):
    """An outage to seed."""

    story: str
    minutes_ago: int = 0
    postcodes: tuple[str, ...]
    customers: int


class PlannedFigures(Figures):
    """Planned work to seed."""

    postcodes: tuple[str, ...]
    reason: str
    notified_days_ago: int
    in_days: int
    start: time = Field(alias="from")
    end: time = Field(alias="to")


class Outages(Figures):
    """Stories and scenes."""

    update_every_minutes: int
    group_window_minutes: int
    tickets_to_open: int
    fresh_hours: int
    story_of_tickets: str
    customers_of_tickets: int
    stories: dict[str, tuple[Step, ...]]
    running: tuple[Scene, ...]
    simulated: tuple[Scene, ...]
    planned: tuple[PlannedFigures, ...]


class StageFigures(Figures):
    """A stage: its name, whose turn it is, and how many days it lasts in a simulation."""

    name: str
    turn: Literal["company", "customer"]
    days: int


class VisitFigures(Figures):
    """When visits can be had."""

    first_after_days: int
    working_days: int
    windows: tuple[tuple[time, time], ...]
    crews: dict[str, int]


class SeededApplication(Figures):
    """An application to seed."""

    supply_class: str
    postcode: str
    address: str
    capacity_kw: Decimal
    done: int
    days_ago: int


class Installations(Figures):
    """Classes of supply, their stages and visits."""

    papers: dict[str, tuple[str, ...]]
    largest_kw: dict[str, Decimal]
    smallest_kw: Decimal
    stage_names: dict[str, StageFigures]
    stages: dict[str, tuple[str, ...]]
    visits: VisitFigures
    seeded: tuple[SeededApplication, ...]

"""What we offer and what we pledge, as frozen types; nothing here reads a file or knows the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bot.catalogue.kinds import (
    Area,
    Business,
    ClockKind,
    Level,
    Part,
    PeerKind,
    PromiseKind,
    RemedyKind,
    RemedyRoute,
    Segment,
    Unit,
)


@dataclass(frozen=True)
class Situation:
    """The customer now. An empty `segment` or `area` means that we do not know it.

    `start` is the event a pledge counts from (a report, a complete application, the start of planned work).
    `classes` are further facts that rules turn on (`below_160_kw`, `severe_weather_1`).
    Raises ValueError for a name we do not know and for a moment without a time zone.
    """

    segment: str
    area: str
    now: datetime
    start: datetime | None = None
    classes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.segment:
            Segment(self.segment)
        if self.area:
            Area(self.area)
        for moment in (self.now, self.start):
            if moment is not None and moment.utcoffset() is None:
                raise ValueError(f"{moment!r} has no time zone; give an aware moment")


@dataclass(frozen=True)
class Scope:
    """For whom something holds; an empty set means for all."""

    segments: frozenset[Segment] = frozenset()
    areas: frozenset[Area] = frozenset()
    classes: frozenset[str] = frozenset()

    def fits(self, situation: Situation) -> bool:
        """Say whether it surely holds for this customer: what we do not know does not fit a rule about it."""
        return (
            (not self.segments or situation.segment in {s.value for s in self.segments})
            and (not self.areas or situation.area in {a.value for a in self.areas})
            and (not self.classes or bool(self.classes & situation.classes))
        )

    def may_fit(self, situation: Situation) -> bool:
        """Say whether it could hold for this customer, as far as we know."""
        return (
            (not situation.segment or not self.segments or situation.segment in {s.value for s in self.segments})
            and (not situation.area or not self.areas or situation.area in {a.value for a in self.areas})
            and (not self.classes or bool(self.classes & situation.classes))
        )


@dataclass(frozen=True)
class Source:
    """Where a figure was read."""

    key: str
    text: str
    url: str


@dataclass(frozen=True)
class Origin:
    """What stands behind a figure; `valid_to` is the last day it holds, None while it is in force."""

    source: Source
    valid_from: date
    valid_to: date | None
    verified: bool

    def in_force(self, day: date) -> bool:
        """Say whether the figure holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Line:
    """One line of wording, for whom it holds, and what stands behind it when it names a figure."""

    text: str
    scope: Scope = Scope()
    origin: Origin | None = None

    def shown_to(self, situation: Situation, day: date) -> bool:
        """Say whether this customer sees the line: it fits, and its figure is verified and in force."""
        backed = self.origin is None or (self.origin.verified and self.origin.in_force(day))
        return backed and self.scope.fits(situation)


@dataclass(frozen=True)
class Limit:
    """An amount of time."""

    amount: int
    unit: Unit


@dataclass(frozen=True)
class LimitFor:
    """A limit and for whom it holds."""

    limit: Limit
    scope: Scope = Scope()


@dataclass(frozen=True)
class Standard:
    """Our own standard in one of its versions; the first limit that fits a customer is theirs."""

    version: str
    origin: Origin
    limits: tuple[LimitFor, ...]


@dataclass(frozen=True)
class Peer:
    """The best of another company we know of; `differs` names what stops a plain comparison, empty when nothing."""

    holder: str
    says: str
    kind: PeerKind
    clock: ClockKind
    differs: str
    origin: Origin
    scope: Scope = Scope()


@dataclass(frozen=True)
class Payment:
    """Money for a miss: `first`, then `further` for every whole `every` beyond the limit, never above `cap`."""

    first: Decimal
    further: Decimal
    every: Limit | None
    cap: Decimal | None
    origin: Origin
    scope: Scope = Scope()


@dataclass(frozen=True)
class Remedy:
    """What follows a miss; `claim_within` counts from the miss, None when it comes by itself."""

    id: str
    text: str
    kind: RemedyKind
    route: RemedyRoute
    claim_within: Limit | None = None
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True)
class Pledge:
    """One thing we say about time.

    `says` is a clause with `{limit}` in it (`a crew reaches you within {limit} of your report`), for an estimate the
    clause with the fact named by `estimate`, for no commitment the reason or nothing. `before` turns the clock round:
    notice ahead of an event. `pauses` names what stops the clock; where it can stop, no due time can be told.
    """

    id: str
    says: str
    kind: PromiseKind
    starts: str
    stops: str
    pauses: str
    before: bool
    estimate: str
    standards: tuple[Standard, ...]
    peers: tuple[Peer, ...]
    exclusions: tuple[Line, ...]
    remedy: Remedy
    scope: Scope = Scope()

    def standard(self, day: date) -> Standard | None:
        """Return the newest of our standards in force on a day, verified or not."""
        current = [s for s in self.standards if s.origin.in_force(day)]
        return max(current, key=lambda s: s.origin.valid_from, default=None)


@dataclass(frozen=True)
class Next:
    """A next step the customer can press; `payload` is an intent (`/report_outage`)."""

    title: str
    payload: str
    scope: Scope = Scope()


@dataclass(frozen=True)
class Hazard:
    """What to say at once to somebody in danger, and what happens then.

    Advice that keeps people away from danger is always said, verified or not: `origin.verified` is for reviewers.
    """

    id: str
    say: tuple[str, ...]
    then: str
    origin: Origin


@dataclass(frozen=True)
class Service:
    """One service of the catalogue; `id` is its file's name. `facts` are the words its lines may take from backends."""

    id: str
    title: str
    part: Part
    business: Business | None
    level: Level
    levels: Mapping[Segment, Level]
    who: str
    scope: Scope
    in_short: str
    will: tuple[Line, ...]
    will_not: tuple[Line, ...]
    bring: tuple[Line, ...]
    who_pays: tuple[Line, ...]
    steps: tuple[Line, ...]
    pledges: tuple[Pledge, ...]
    remedy: Remedy
    next: tuple[Next, ...]
    facts: frozenset[str] = frozenset()
    hazards: Mapping[str, Hazard] = field(default_factory=dict)

    def level_for(self, situation: Situation) -> Level:
        """Return the expectation level of this service for this customer."""
        return self.levels.get(Segment(situation.segment), self.level) if situation.segment else self.level

    def pledge(self, pledge_id: str) -> Pledge:
        """Return one pledge; raises KeyError when the service has none of that name."""
        return {p.id: p for p in self.pledges}[pledge_id]

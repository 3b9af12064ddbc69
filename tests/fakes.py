"""The ports in memory: they sit the same exam as the real clients (tests/contract)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from bot.backends.billing import Account, Balance, Bill, Billing, Payment, Premises, Reading, Segment, Tariff
from bot.backends.errors import NotFound, Refused, Unavailable
from bot.backends.installations import Application, ApplicationRequest, Installations, SupplyClass, Visit
from bot.backends.outages import Outage, Outages, PlannedWork, TicketRequest, TroubleTicket
from bot.clock import Clock
from tests import samples

T = TypeVar("T")


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = samples.NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self._now

    def advance(self, **by: float) -> None:
        """Move on, by what timedelta takes: `advance(minutes=5)`."""
        self._now += timedelta(**by)


class _Fake:
    """Fails while `down`, and does a write once for each key."""

    system = ""

    def __init__(self) -> None:
        self.down = False
        self._done: dict[str, tuple[object, object]] = {}

    def _up(self) -> None:
        if self.down:
            raise Unavailable(self.system, "down on purpose")

    def _one(self, things: dict[str, T], name: str) -> T:
        self._up()
        if name not in things:
            raise NotFound(self.system)
        return things[name]

    def _once(self, key: str, asked: object, work: Callable[[], T]) -> T:
        self._up()
        if key not in self._done:
            self._done[key] = (asked, work())
        first, result = self._done[key]
        if first != asked:
            raise Refused(self.system, "key_reused")
        return result  # type: ignore[return-value]  # the same key holds the same kind of deed


class FakeBilling(_Fake, Billing):
    """Lin with two bills, one paid; Chen with none. `verifications` counts how often somebody was verified."""

    system = "billing"

    def __init__(self) -> None:
        super().__init__()
        self.accounts = {account.number: account for account in (samples.LIN, samples.CHEN)}
        self.all_bills: tuple[Bill, ...] = samples.BILLS
        self.all_payments: tuple[Payment, ...] = samples.PAYMENTS
        self.all_tariffs = {samples.HOME_TARIFF.id: samples.HOME_TARIFF}
        self.verifications = 0

    async def account(self, number: str) -> Account:
        """Return the account."""
        return self._one(self.accounts, number)

    async def verify(self, number: str, postcode: str) -> bool:
        """Say whether both belong together."""
        self._up()
        self.verifications += 1
        account = self.accounts.get(number)
        return account is not None and postcode in {place.postcode for place in account.premises}

    async def balance(self, number: str) -> Balance:
        """Return bills less payments; the newest bill's due date."""
        bills, payments = await self.bills(number), await self.payments(number)
        owed = sum((b.total for b in bills), Decimal("0.00")) - sum((p.amount for p in payments), Decimal("0.00"))
        due = bills[0].due_on if owed > 0 else None
        return Balance(number, "CNY", owed, Decimal("0.00"), due, payments[0] if payments else None)

    async def bills(self, number: str, limit: int = 13) -> tuple[Bill, ...]:
        """Return the account's bills."""
        self._one(self.accounts, number)
        return tuple(bill for bill in self.all_bills if bill.account_number == number)[:limit]

    async def bill(self, number: str, bill_id: str) -> Bill:
        """Return one of the account's own bills."""
        return self._one({bill.id: bill for bill in await self.bills(number)}, bill_id)

    async def payments(self, number: str, limit: int = 13) -> tuple[Payment, ...]:
        """Return the account's payments."""
        self._one(self.accounts, number)
        return tuple(payment for payment in self.all_payments if payment.account_number == number)[:limit]

    async def readings(self, meter_number: str, limit: int = 14) -> tuple[Reading, ...]:
        """Return the meter's readings."""
        meters = {meter.number: account for account in self.accounts.values() for meter in account.meters}
        self._one(meters, meter_number)
        return tuple(reading for reading in samples.READINGS if reading.meter_number == meter_number)[:limit]

    async def tariff(self, tariff_id: str) -> Tariff:
        """Return one tariff."""
        return self._one(self.all_tariffs, tariff_id)

    async def tariffs(self, segment: Segment) -> tuple[Tariff, ...]:
        """Return the segment's tariffs."""
        self._up()
        return tuple(tariff for tariff in self.all_tariffs.values() if tariff.segment == segment)


class FakeOutages(_Fake, Outages):
    """An outage at Lin's home, planned work at Chen's shop; `tickets` holds what was reported."""

    system = "outages"

    def __init__(self) -> None:
        super().__init__()
        self.places: tuple[Premises, ...] = (samples.HOME, samples.SHOP)
        self.all_outages: tuple[Outage, ...] = (samples.OUTAGE,)
        self.all_planned: tuple[PlannedWork, ...] = (samples.PLANNED,)
        self.tickets: dict[str, TroubleTicket] = {}

    async def premises(self, postcode: str) -> tuple[Premises, ...]:
        """Return the places with the postcode."""
        self._up()
        return tuple(place for place in self.places if place.postcode == postcode)

    async def outages(self, postcode: str) -> tuple[Outage, ...]:
        """Return the outages at the postcode."""
        self._up()
        return tuple(outage for outage in self.all_outages if postcode in outage.postcodes)

    async def outage(self, outage_id: str) -> Outage:
        """Return one outage."""
        return self._one({outage.id: outage for outage in self.all_outages}, outage_id)

    async def planned_work(self, postcode: str) -> tuple[PlannedWork, ...]:
        """Return planned work at the postcode."""
        self._up()
        return tuple(work for work in self.all_planned if postcode in work.postcodes)

    async def report(self, request: TicketRequest, key: str) -> TroubleTicket:
        """Take a report for a place we serve."""
        return self._once(key, request, lambda: self._ticket(request))

    async def ticket(self, ticket_id: str) -> TroubleTicket:
        """Return one ticket."""
        return self._one(self.tickets, ticket_id)

    def _ticket(self, request: TicketRequest) -> TroubleTicket:
        places = {place.id for place in self.places if place.postcode == request.postcode}
        if not places or request.premises_id not in {None, *places}:
            raise Refused(self.system, "place_not_served")
        outage = next((outage.id for outage in self.all_outages if request.postcode in outage.postcodes), None)
        ticket = TroubleTicket(
            id=f"T-{len(self.tickets) + 1}",
            premises_id=request.premises_id,
            postcode=request.postcode,
            address=request.address,
            scope=request.scope,
            hazard=request.hazard,
            reported_at=samples.NOW,
            outage_id=outage,
            resolved_at=None,
        )
        self.tickets[ticket.id] = ticket
        return ticket


class FakeInstallations(_Fake, Installations):
    """Serves the two sample postcodes; a household may ask for up to `household_kw`."""

    system = "installations"

    def __init__(self) -> None:
        super().__init__()
        self.household_kw = Decimal("50")
        self.applications: dict[str, Application] = {}
        self.all_visits: dict[str, Visit] = {}
        days = (samples.NOW.replace(hour=9, minute=0) + timedelta(days=day) for day in (3, 4, 5))
        self.windows = {start: start + 3 * samples.HOUR for start in days}

    async def apply(self, request: ApplicationRequest, key: str) -> Application:
        """Open an application."""
        return self._once(key, request, lambda: self._open(request))

    async def application(self, application_id: str, postcode: str) -> Application:
        """Return an application to one who knows its postcode."""
        found = {app.id: app for app in self.applications.values() if app.postcode == postcode}
        return self._one(found, application_id)

    async def visit_windows(self, application_id: str) -> tuple[tuple[datetime, datetime], ...]:
        """Return the windows nobody booked."""
        self._one(self.applications, application_id)
        taken = {visit.window_start for visit in self.all_visits.values()}
        return tuple((start, end) for start, end in sorted(self.windows.items()) if start not in taken)

    async def book_visit(self, application_id: str, window_start: datetime, purpose: str, key: str) -> Visit:
        """Book a free window."""
        self._one(self.applications, application_id)
        asked = (application_id, window_start, purpose)
        return self._once(key, asked, lambda: self._book(application_id, window_start, purpose))

    async def visits(self, application_id: str) -> tuple[Visit, ...]:
        """Return the application's visits."""
        self._one(self.applications, application_id)
        mine = (visit for visit in self.all_visits.values() if visit.application_id == application_id)
        return tuple(sorted(mine, key=lambda visit: visit.window_start))

    def _open(self, request: ApplicationRequest) -> Application:
        if request.postcode not in {samples.HOME.postcode, samples.SHOP.postcode}:
            raise Refused(self.system, "place_not_served")
        if request.supply_class is SupplyClass.HOUSEHOLD and request.capacity_kw > self.household_kw:
            raise Refused(self.system, "capacity_too_high")
        application = samples.application(request, len(self.applications) + 1)
        self.applications[application.id] = application
        return application

    def _book(self, application_id: str, start: datetime, purpose: str) -> Visit:
        if start not in self.windows:
            raise Refused(self.system, "no_such_window")
        if start in {visit.window_start for visit in self.all_visits.values()}:
            raise Refused(self.system, "window_taken")
        visit = Visit(f"V-{len(self.all_visits) + 1}", application_id, start, self.windows[start], purpose)
        self.all_visits[visit.id] = visit
        return visit

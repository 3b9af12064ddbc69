"""The outage system over HTTP."""

from __future__ import annotations

from bot.backends.billing import Premises
from bot.backends.http import Call, HttpSystem
from bot.backends.outages import Outage, Outages, PlannedWork, TicketRequest, TroubleTicket


class HttpOutages(Outages):
    """The outages port, asked over HTTP (docs/api/outages.yaml)."""

    def __init__(self, system: HttpSystem) -> None:
        self._system = system

    async def premises(self, postcode: str) -> tuple[Premises, ...]:
        """Return the premises with this postcode."""
        return await self._system.items(Call("GET", "/premises", query={"postcode": postcode}), Premises)

    async def outages(self, postcode: str) -> tuple[Outage, ...]:
        """Return the outages at a postcode that are not closed, newest first."""
        return await self._system.items(Call("GET", "/outages", query={"postcode": postcode}), Outage)

    async def outage(self, outage_id: str) -> Outage:
        """Return one outage."""
        return await self._system.request(Call("GET", "/outages/{outage_id}", {"outage_id": outage_id}), Outage)

    async def planned_work(self, postcode: str) -> tuple[PlannedWork, ...]:
        """Return planned work at a postcode that has not ended, soonest first."""
        return await self._system.items(Call("GET", "/planned-work", query={"postcode": postcode}), PlannedWork)

    async def report(self, request: TicketRequest, key: str) -> TroubleTicket:
        """Take a report; the same key twice is one ticket."""
        return await self._system.request(Call("POST", "/trouble-tickets", body=request, key=key), TroubleTicket)

    async def ticket(self, ticket_id: str) -> TroubleTicket:
        """Return one ticket."""
        call = Call("GET", "/trouble-tickets/{ticket_id}", {"ticket_id": ticket_id})
        return await self._system.request(call, TroubleTicket)

"""The outage system's face: premises, outages, planned work and trouble tickets."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.clock import Clock
from bot.reference_backend import outage_queries as queries
from bot.reference_backend import tickets
from bot.reference_backend.figures import World
from bot.reference_backend.http import answer, items, query, query_postcode, read_body
from bot.reference_backend.idempotency import key_of, once
from bot.reference_backend.store import Store

ROOT = "/outages/v1"


class OutagesFace:
    """Answers for the outage system."""

    def __init__(self, store: Store, clock: Clock, world: World, pace: float) -> None:
        self._store = store
        self._ask = store.ask
        self._clock = clock
        self._world = world
        self._pace = pace

    def routes(self) -> list[web.RouteDef]:
        """Return every route of the face."""
        return [
            web.get(f"{ROOT}/premises", self.premises),
            web.get(f"{ROOT}/outages", self.outages),
            web.get(f"{ROOT}/outages/{{outage_id:[0-9A-Za-z-]{{1,16}}}}", self.outage),
            web.get(f"{ROOT}/planned-work", self.planned_work),
            web.post(f"{ROOT}/trouble-tickets", self.report),
            web.get(f"{ROOT}/trouble-tickets/{{ticket_id:[0-9A-Za-z-]{{1,16}}}}", self.ticket),
        ]

    async def premises(self, request: web.Request) -> web.Response:
        """GET /premises?postcode=."""
        return answer(items(await self._ask(queries.premises_at, query_postcode(request))))

    async def outages(self, request: web.Request) -> web.Response:
        """GET /outages?postcode=."""
        postcode, now = query_postcode(request), self._clock.now()
        return answer(items(await self._ask(queries.outages_at, self._world, postcode, now, self._pace)))

    async def outage(self, request: web.Request) -> web.Response:
        """GET /outages/{id}."""
        query(request)
        outage_id, now = request.match_info["outage_id"], self._clock.now()
        return answer(await self._ask(queries.outage, self._world, outage_id, now, self._pace))

    async def planned_work(self, request: web.Request) -> web.Response:
        """GET /planned-work?postcode=."""
        return answer(items(await self._ask(queries.planned_at, query_postcode(request), self._clock.now())))

    async def report(self, request: web.Request) -> web.Response:
        """POST /trouble-tickets: 201 and the ticket; 200 and the same ticket for the same key."""
        key, body, now = key_of(request), await read_body(request, tickets.TicketBody), self._clock.now()
        status, ticket = await asyncio.to_thread(
            once, self._store.engine, "outages", key, body.dict(), lambda c: tickets.take(c, self._world, body, now)
        )
        return answer(ticket, status)

    async def ticket(self, request: web.Request) -> web.Response:
        """GET /trouble-tickets/{id}."""
        query(request)
        return answer(await self._ask(tickets.ticket, request.match_info["ticket_id"]))

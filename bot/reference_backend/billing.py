"""The billing system's face: accounts, meters, tariffs, bills and payments."""

from __future__ import annotations

from aiohttp import web

from bot.clock import Clock
from bot.reference_backend import billing_queries as queries
from bot.reference_backend.figures import World
from bot.reference_backend.http import Body, Postcode, answer, items, query, query_limit, read_body
from bot.reference_backend.problems import bad_request
from bot.reference_backend.store import Store

ROOT = "/billing/v1"
USUAL_BILLS = 13
USUAL_READINGS = 14


class VerifyBody(Body):
    """What an account is checked against."""

    postcode: Postcode


class BillingFace:
    """Answers for the billing system; reads only."""

    def __init__(self, store: Store, clock: Clock, world: World) -> None:
        self._ask = store.ask
        self._clock = clock
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Return every route of the face."""
        account, meter = f"{ROOT}/accounts/{{number:[0-9]{{10}}}}", f"{ROOT}/meters/{{number:[0-9A-Za-z-]{{1,16}}}}"
        return [
            web.get(account, self.account),
            web.post(f"{account}/verify", self.verify),
            web.get(f"{account}/balance", self.balance),
            web.get(f"{account}/bills", self.bills),
            web.get(f"{account}/bills/{{bill_id:[0-9A-Za-z-]{{1,16}}}}", self.bill),
            web.get(f"{account}/payments", self.payments),
            web.get(f"{meter}/readings", self.readings),
            web.get(f"{ROOT}/tariffs", self.tariffs),
            web.get(f"{ROOT}/tariffs/{{tariff_id:[0-9A-Za-z-]{{1,40}}}}", self.tariff),
        ]

    async def account(self, request: web.Request) -> web.Response:
        """GET /accounts/{number}."""
        query(request)
        return answer(await self._ask(queries.account, request.match_info["number"]))

    async def verify(self, request: web.Request) -> web.Response:
        """POST /accounts/{number}/verify; an unknown account is not verified, like a wrong postcode."""
        body = await read_body(request, VerifyBody)
        number = request.match_info["number"]
        return answer({"verified": await self._ask(queries.verify, number, body.postcode)})

    async def balance(self, request: web.Request) -> web.Response:
        """GET /accounts/{number}/balance."""
        query(request)
        today = self._clock.now().astimezone(self._world.city.zone).date()
        return answer(await self._ask(queries.balance, self._world, request.match_info["number"], today))

    async def bills(self, request: web.Request) -> web.Response:
        """GET /accounts/{number}/bills?limit=."""
        number, limit = request.match_info["number"], query_limit(request, USUAL_BILLS)
        return answer(items(await self._ask(queries.bills_of, number, limit)))

    async def bill(self, request: web.Request) -> web.Response:
        """GET /accounts/{number}/bills/{bill_id}."""
        query(request)
        return answer(await self._ask(queries.bill, request.match_info["number"], request.match_info["bill_id"]))

    async def payments(self, request: web.Request) -> web.Response:
        """GET /accounts/{number}/payments?limit=."""
        number, limit = request.match_info["number"], query_limit(request, USUAL_BILLS)
        return answer(items(await self._ask(queries.payments_of, number, limit)))

    async def readings(self, request: web.Request) -> web.Response:
        """GET /meters/{number}/readings?limit=."""
        number, limit = request.match_info["number"], query_limit(request, USUAL_READINGS)
        return answer(items(await self._ask(queries.readings_of, number, limit)))

    async def tariff(self, request: web.Request) -> web.Response:
        """GET /tariffs/{id}."""
        query(request)
        return answer(await self._ask(queries.tariff, request.match_info["tariff_id"]))

    async def tariffs(self, request: web.Request) -> web.Response:
        """GET /tariffs?segment=."""
        segment = query(request, "segment")["segment"]
        if segment not in self._world.customers.accounts:
            raise bad_request("segment is not one of ours.")
        return answer(items(await self._ask(queries.tariffs_for, segment)))

"""Every call of every client before a system that answers nonsense: Unavailable, in bounded time, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.backends.billing import Segment
from bot.backends.errors import Unavailable
from bot.backends.http import MAX_ANSWER_BYTES, HttpSystem
from bot.backends.http_billing import HttpBilling
from bot.backends.http_installations import HttpInstallations
from bot.backends.http_outages import HttpOutages
from bot.backends.installations import ApplicationRequest, SupplyClass
from bot.backends.outages import TicketRequest, TroubleScope
from tests import samples

Ask = Callable[[HttpSystem], Awaitable[object]]

REPORT = TicketRequest(None, "310001", "Willow Lane 12", TroubleScope.PART, None, None, "")
APPLICATION = ApplicationRequest(SupplyClass.HOUSEHOLD, "310001", "Willow Lane 12", Decimal(8), "Lin Wei", "138")
CALLS: dict[str, Ask] = {
    "account": lambda system: HttpBilling(system).account("1"),
    "verify": lambda system: HttpBilling(system).verify("1", "310001"),
    "balance": lambda system: HttpBilling(system).balance("1"),
    "bills": lambda system: HttpBilling(system).bills("1"),
    "bill": lambda system: HttpBilling(system).bill("1", "B-1"),
    "payments": lambda system: HttpBilling(system).payments("1"),
    "readings": lambda system: HttpBilling(system).readings("M1"),
    "tariff": lambda system: HttpBilling(system).tariff("RES"),
    "tariffs": lambda system: HttpBilling(system).tariffs(Segment.RESIDENTIAL),
    "premises": lambda system: HttpOutages(system).premises("310001"),
    "outages": lambda system: HttpOutages(system).outages("310001"),
    "outage": lambda system: HttpOutages(system).outage("OUT-1"),
    "planned_work": lambda system: HttpOutages(system).planned_work("310001"),
    "report": lambda system: HttpOutages(system).report(REPORT, "message-1:report"),
    "ticket": lambda system: HttpOutages(system).ticket("T-1"),
    "apply": lambda system: HttpInstallations(system).apply(APPLICATION, "message-1:apply"),
    "application": lambda system: HttpInstallations(system).application("A-1", "310001"),
    "visit_windows": lambda system: HttpInstallations(system).visit_windows("A-1"),
    "book_visit": lambda system: HttpInstallations(system).book_visit("A-1", samples.NOW, "survey", "message-1:book"),
    "visits": lambda system: HttpInstallations(system).visits("A-1"),
}


async def silence() -> web.Response:
    """Say nothing for longer than any test lasts."""
    await asyncio.sleep(600)
    return web.Response()


async def say(text: str, content_type: str = "application/json") -> web.Response:
    """Answer with a text."""
    return web.Response(text=text, content_type=content_type)


NONSENSE = {
    "a login page": lambda: say("<html>Sign in</html>", "text/html"),
    "broken": lambda: say('{"items": ['),
    "null": lambda: say("null"),
    "a list": lambda: say("[]"),
    "an empty object": lambda: say("{}"),
    "items of the wrong type": lambda: say('{"items": [5], "verified": "yes"}'),
    "a huge body": lambda: say('"' + "a" * MAX_ANSWER_BYTES + '"'),
    "silence": silence,
}


@pytest.fixture(params=NONSENSE)
async def nonsense(request):
    """A system that answers every call with one kind of nonsense."""

    async def handle(_request: web.Request) -> web.Response:
        return await NONSENSE[request.param]()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0)
    yield str(server.make_url("/"))
    await server.close()


@pytest.mark.parametrize("call", CALLS)
async def test_nonsense_is_unavailable(nonsense, session, call):
    """Whatever a system answers, the customer is told that it cannot be seen now."""
    system = HttpSystem(session, nonsense, "", 0.2, "a-system")
    with pytest.raises(Unavailable):
        await asyncio.wait_for(CALLS[call](system), 30)

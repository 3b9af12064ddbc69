"""The whole service as one aiohttp application: three systems behind one door."""

from __future__ import annotations

import hmac
from http import HTTPStatus

import sqlalchemy as sa
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.clock import Clock
from bot.reference_backend.billing import BillingFace
from bot.reference_backend.figures import world
from bot.reference_backend.http import MAX_BODY, answer, items
from bot.reference_backend.installations import InstallationsFace
from bot.reference_backend.outages import OutagesFace
from bot.reference_backend.problems import Problem, problems
from bot.reference_backend.runner import simulation
from bot.reference_backend.samples import choose
from bot.reference_backend.store import Store

OPEN_PATHS = frozenset({"/healthz", "/sample-accounts"})


def make_app(engine: sa.engine.Engine, *, token: str, clock: Clock, simulate: float = 0.0) -> web.Application:
    """Return the service over a migrated database; an empty `token` leaves the door open.

    `simulate` is how many times faster than written outages and applications live on; 0 holds them still.
    """
    store, figures = Store(engine), world()
    app = web.Application(client_max_size=MAX_BODY, middlewares=[problems, _door(token)])
    app.add_routes(BillingFace(store, clock, figures).routes())
    app.add_routes(OutagesFace(store, clock, figures, simulate or 1.0).routes())
    app.add_routes(InstallationsFace(store, clock, figures).routes())

    async def healthz(_request: web.Request) -> web.Response:
        await store.ask(lambda connection: connection.execute(sa.select(1)).scalar())
        return answer({"status": "ok"})

    async def samples(_request: web.Request) -> web.Response:
        today = clock.now().astimezone(figures.city.zone).date()
        return answer(items(await store.ask(choose, figures, today)))

    app.add_routes([web.get("/healthz", healthz), web.get("/sample-accounts", samples)])
    if simulate:
        app.cleanup_ctx.append(simulation(store, clock, figures, simulate))
    return app


def _door(token: str) -> Middleware:
    expected = f"Bearer {token}".encode()

    @web.middleware
    async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode(errors="surrogateescape")
        if token and request.path not in OPEN_PATHS and not hmac.compare_digest(given, expected):
            raise Problem(
                HTTPStatus.UNAUTHORIZED,
                "unauthorized",
                "Send the bearer token of this system.",
                {"WWW-Authenticate": "Bearer"},
            )
        return await handler(request)

    return door

"""The installation system's face: applications, their stages, windows and visits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import sqlalchemy as sa
from aiohttp import web

from bot.clock import Clock
from bot.reference_backend import applications, visits
from bot.reference_backend.figures import World
from bot.reference_backend.http import answer, items, query, query_postcode, read_body
from bot.reference_backend.idempotency import key_of, once
from bot.reference_backend.store import Store

ROOT = "/installations/v1"


class InstallationsFace:
    """Answers for the installation system."""

    def __init__(self, store: Store, clock: Clock, world: World) -> None:
        self._store = store
        self._ask = store.ask
        self._clock = clock
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Return every route of the face."""
        application = f"{ROOT}/applications/{{application_id:[0-9A-Za-z-]{{1,16}}}}"
        return [
            web.post(f"{ROOT}/applications", self.apply),
            web.get(application, self.application),
            web.get(f"{application}/visit-windows", self.visit_windows),
            web.post(f"{application}/visits", self.book_visit),
            web.get(f"{application}/visits", self.visits),
        ]

    async def apply(self, request: web.Request) -> web.Response:
        """POST /applications: 201 and the application; 200 and the same one for the same key."""
        key, body, now = key_of(request), await read_body(request, applications.ApplicationBody), self._clock.now()
        return await self._once(key, body.dict(), lambda c: applications.apply(c, self._world, body, now))

    async def application(self, request: web.Request) -> web.Response:
        """GET /applications/{id}?postcode=; a wrong postcode is 404, like a wrong id."""
        application_id, postcode = request.match_info["application_id"], query_postcode(request)
        return answer(await self._ask(applications.application, self._world, application_id, postcode))

    async def visit_windows(self, request: web.Request) -> web.Response:
        """GET /applications/{id}/visit-windows."""
        query(request)
        application_id, now = request.match_info["application_id"], self._clock.now()
        return answer(items(await self._ask(visits.free_windows, self._world, application_id, now)))

    async def book_visit(self, request: web.Request) -> web.Response:
        """POST /applications/{id}/visits: 201 and the visit; 200 and the same one for the same key."""
        key, body, now = key_of(request), await read_body(request, visits.VisitBody), self._clock.now()
        application_id = request.match_info["application_id"]
        said = {"application_id": application_id, **body.dict()}
        return await self._once(key, said, lambda c: visits.book(c, self._world, application_id, body, now))

    async def visits(self, request: web.Request) -> web.Response:
        """GET /applications/{id}/visits."""
        query(request)
        return answer(items(await self._ask(visits.visits_of, request.match_info["application_id"])))

    async def _once(self, key: str, said: object, write: Callable[[sa.engine.Connection], object]) -> web.Response:
        status, told = await asyncio.to_thread(once, self._store.engine, "installations", key, said, write)
        return answer(told, status)

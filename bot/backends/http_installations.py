"""The installation system over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.backends.http import Call, HttpSystem
from bot.backends.installations import Application, ApplicationRequest, Installations, Visit


@dataclass(frozen=True)
class _Window:
    start: datetime
    end: datetime


class HttpInstallations(Installations):
    """The installations port, asked over HTTP (docs/api/installations.yaml)."""

    def __init__(self, system: HttpSystem) -> None:
        self._system = system

    async def apply(self, request: ApplicationRequest, key: str) -> Application:
        """Open an application; the same key twice is one application."""
        return await self._system.request(Call("POST", "/applications", body=request, key=key), Application)

    async def application(self, application_id: str, postcode: str) -> Application:
        """Return an application; a wrong postcode is NotFound, like a wrong id."""
        call = Call("GET", "/applications/{id}", {"id": application_id}, {"postcode": postcode})
        return await self._system.request(call, Application)

    async def visit_windows(self, application_id: str) -> tuple[tuple[datetime, datetime], ...]:
        """Return the free windows for a visit, soonest first."""
        call = Call("GET", "/applications/{id}/visit-windows", {"id": application_id})
        return tuple((window.start, window.end) for window in await self._system.items(call, _Window))

    async def book_visit(self, application_id: str, window_start: datetime, purpose: str, key: str) -> Visit:
        """Book one of the free windows; the same key twice is one visit."""
        body = {"window_start": window_start, "purpose": purpose}
        call = Call("POST", "/applications/{id}/visits", {"id": application_id}, body=body, key=key)
        return await self._system.request(call, Visit)

    async def visits(self, application_id: str) -> tuple[Visit, ...]:
        """Return the visits of an application, soonest first."""
        return await self._system.items(Call("GET", "/applications/{id}/visits", {"id": application_id}), Visit)

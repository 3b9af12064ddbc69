"""The one composition root: settings in, a Desk out, with everything an action may ask."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp

from bot import catalogue
from bot.backends.billing import Billing
from bot.backends.http import HttpSystem
from bot.backends.http_billing import HttpBilling
from bot.backends.http_installations import HttpInstallations
from bot.backends.http_outages import HttpOutages
from bot.backends.installations import Installations
from bot.backends.outages import Outages
from bot.catalogue import Catalogue, CatalogueError
from bot.clock import Clock, SystemClock
from bot.database import open_engine
from bot.identity import Identity
from bot.identity_limits import read_limits
from bot.settings import Settings, StartError


@dataclass(frozen=True)
class Desk:
    """What stands on the desk of one who answers customers; `close` it when the day is over."""

    settings: Settings
    clock: Clock
    catalogue: Catalogue
    billing: Billing
    outages: Outages
    installations: Installations
    identity: Identity
    opened: AsyncExitStack = field(default_factory=AsyncExitStack, repr=False, compare=False)

    async def close(self) -> None:
        """Close what opening it opened; closing twice does no harm."""
        await self.opened.aclose()


async def open_desk(settings: Settings, clock: Clock | None = None) -> Desk:
    """Build the desk; raise StartError where a profile's file is missing or wrong. No system needs to be up for it.

    The schema of our database is brought up to date by those who own it, not here. `clock` defaults to the machine's.
    """
    profile = settings.profile_dir()
    clock = clock or SystemClock()
    try:
        known, limits = catalogue.load(profile), read_limits(profile)
    except CatalogueError as error:
        raise StartError(str(error)) from error
    async with AsyncExitStack() as stack:
        engine = open_engine(settings.our_database())
        stack.callback(engine.dispose)
        # No cookies: an answer to one customer must leave nothing behind for the next.
        session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
        billing = HttpBilling(_system(session, settings, "billing"))
        return Desk(
            settings=settings,
            clock=clock,
            catalogue=known,
            billing=billing,
            outages=HttpOutages(_system(session, settings, "outages")),
            installations=HttpInstallations(_system(session, settings, "installations")),
            identity=Identity(engine, billing, clock, limits),
            opened=stack.pop_all(),
        )


def _system(session: aiohttp.ClientSession, settings: Settings, name: str) -> HttpSystem:
    token = settings.backend_token.get_secret_value()
    return HttpSystem(session, settings.system_url(name), token, settings.backend_timeout, name)

"""The one place where everything is put together."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.backends.errors import BackendError, Unavailable
from bot.catalogue import Catalogue
from bot.database import open_engine
from bot.messages import migrate
from bot.settings import Settings, StartError
from bot.wiring import Desk, open_desk
from tests.fakes import FakeBilling, FakeInstallations, FakeOutages, FixedClock


@pytest.fixture
def settings(tmp_path):
    """Settings of a house in an empty folder, with nobody listening where the systems should be."""
    return Settings(data_dir=tmp_path, backend_port=unused_port(), backend_token="secret-token", backend_timeout=2)


async def test_desk_opens_without_any_system_and_says_so(settings):
    """No system needs to be up for the house to start; asking one is Unavailable."""
    desk = await open_desk(settings)
    try:
        assert isinstance(desk.catalogue, Catalogue)
        assert desk.clock.now().utcoffset() is not None
        for question in (
            desk.billing.balance("1000000001"),
            desk.outages.outages("310001"),
            desk.installations.visits("A-1"),
        ):
            with pytest.raises(Unavailable):
                await question
    finally:
        await desk.close()


async def test_each_port_asks_its_own_system_with_the_token(settings):
    """The three systems are asked at their own addresses, with the token of the settings."""
    seen = []

    async def note(request: web.Request) -> web.Response:
        seen.append((request.path, request.headers["Authorization"]))
        return web.json_response({"code": "not_found"}, status=404)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", note)
    async with TestServer(app, port=settings.backend_port):
        desk = await open_desk(settings)
        for question in (desk.billing.account("1"), desk.outages.outage("OUT-1"), desk.installations.visits("A-1")):
            with pytest.raises(BackendError):
                await question
        await desk.close()

    assert seen == [
        ("/billing/v1/accounts/1", "Bearer secret-token"),
        ("/outages/v1/outages/OUT-1", "Bearer secret-token"),
        ("/installations/v1/applications/A-1/visits", "Bearer secret-token"),
    ]


async def test_identity_stands_on_our_migrated_database(settings):
    """What the migrations make is what identity needs, with the profile's figures."""
    migrate(open_engine(settings.our_database()))
    desk = await open_desk(settings)
    try:
        with pytest.raises(Unavailable):
            await desk.identity.prove("c1", "1000000001", "310001")
        assert await desk.identity.proved_account("c1") is None
        await desk.identity.forget_old()
    finally:
        await desk.close()


async def test_closed_desk_leaves_no_session_open(settings):
    """Closing closes what opening opened, and closing twice does no harm."""
    desk = await open_desk(settings)
    await desk.close()
    await desk.close()

    with pytest.raises(RuntimeError, match="closed"):
        await desk.billing.balance("1000000001")


async def test_desk_of_fakes_closes_nothing(settings):
    """A desk put together by hand, as tests do, needs no opening."""
    real = await open_desk(settings)
    desk = Desk(
        settings=settings,
        clock=FixedClock(),
        catalogue=real.catalogue,
        billing=FakeBilling(),
        outages=FakeOutages(),
        installations=FakeInstallations(),
        identity=real.identity,
    )
    await desk.close()

    assert (await desk.billing.account("1000000001")).number == "1000000001"
    await real.close()


async def test_broken_profile_is_one_line(settings, tmp_path):
    """A profile that cannot be read keeps the program from starting, with a line that names the file."""
    before = asyncio.all_tasks()
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "profile.yml").write_text("company: [")
    with pytest.raises(StartError) as error:
        await open_desk(settings.copy(update={"profile": str(folder)}))

    assert "broken/" in str(error.value)
    assert "\n" not in str(error.value)
    assert asyncio.all_tasks() <= before

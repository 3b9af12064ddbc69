"""The installations exam: the same for the HTTP client before the reference backend and for the fake."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.backends.errors import NotFound, Refused, Unavailable
from bot.backends.http_installations import HttpInstallations
from bot.backends.installations import ApplicationRequest, Installations, StageStatus, SupplyClass
from bot.reference_backend.figures import world
from tests import samples
from tests.contract.conftest import Sitting
from tests.fakes import FakeInstallations

NOT_OURS = "999999"


@pytest.fixture
def sitting(sit) -> Sitting[Installations]:
    """The candidate."""
    return sit("installations", HttpInstallations, FakeInstallations)


@pytest.fixture
def installations(sitting) -> Installations:
    """The candidate's port."""
    return sitting.port


@pytest.fixture
def request_(sitting) -> ApplicationRequest:
    """An ordinary application for a home at a postcode this candidate's system serves."""
    postcode = samples.HOME.postcode if sitting.is_fake else world().city.districts[0].postcodes[0]
    return ApplicationRequest(
        supply_class=SupplyClass.HOUSEHOLD,
        postcode=postcode,
        address="Willow Lane 12",
        capacity_kw=Decimal("8.5"),
        applicant_name="Lin Wei",
        phone="13800000000",
    )


async def test_application_is_what_was_asked_for(installations, request_):
    """An application repeats what was asked, has an area and an aware time, and can be read again."""
    application = await installations.apply(request_, "message-1:apply")

    assert (application.supply_class, application.postcode) == (request_.supply_class, request_.postcode)
    assert (application.address, application.capacity_kw) == (request_.address, request_.capacity_kw)
    assert application.applied_at.utcoffset() is not None
    assert await installations.application(application.id, request_.postcode) == application


async def test_application_says_whose_turn_it_is(installations, request_):
    """The stages go done, active, waiting; the turn is that of the active one."""
    application = await installations.apply(request_, "message-1:apply")
    order = [list(StageStatus).index(stage.status) for stage in application.stages]
    active = [stage.turn for stage in application.stages if stage.status is StageStatus.ACTIVE]

    assert order == sorted(order, reverse=True)
    assert [application.turn] == active


@pytest.mark.parametrize("supply_class", SupplyClass)
async def test_every_class_can_be_applied_for(installations, request_, supply_class):
    """Each kind of supply has its stages."""
    application = await installations.apply(replace(request_, supply_class=supply_class), "message-1:apply")

    assert application.supply_class is supply_class
    assert application.stages != ()


async def test_same_key_is_one_application(installations, request_):
    """An application sent twice is one; another key is another."""
    one, again = [await installations.apply(request_, "message-1:apply") for _ in range(2)]
    racing = await asyncio.gather(*(installations.apply(request_, "message-2:apply") for _ in range(4)))

    assert again.id == one.id
    assert len({application.id for application in racing} | {one.id}) == 2


async def test_key_for_another_application_is_refused(installations, request_):
    """A key that was used for something else is a mistake."""
    await installations.apply(request_, "message-1:apply")
    with pytest.raises(Refused) as error:
        await installations.apply(replace(request_, capacity_kw=Decimal("9")), "message-1:apply")

    assert error.value.code == "key_reused"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"postcode": NOT_OURS}, "place_not_served"), ({"capacity_kw": Decimal("5000")}, "capacity_too_high")],
)
async def test_what_cannot_be_had_is_refused_with_its_reason(installations, request_, change, code):
    """A place outside our area and a capacity too high for the class are refused, each by its code."""
    with pytest.raises(Refused) as error:
        await installations.apply(replace(request_, **change), "message-1:apply")

    assert (error.value.system, error.value.code) == ("installations", code)


async def test_wrong_postcode_is_not_found_like_a_wrong_id(installations, request_):
    """Nobody learns from an id alone that an application exists."""
    application = await installations.apply(request_, "message-1:apply")
    for application_id, postcode in [
        (application.id, NOT_OURS),
        ("A-0", request_.postcode),
        ("nonsense", request_.postcode),
        ("..", request_.postcode),
        ("", request_.postcode),
    ]:
        with pytest.raises(NotFound):
            await installations.application(application_id, postcode)


async def test_free_window_can_be_booked(installations, request_):
    """Windows lie ahead, soonest first; a booked one is a visit of the application."""
    application = await installations.apply(request_, "message-1:apply")
    windows = await installations.visit_windows(application.id)
    start, end = windows[0]
    visit = await installations.book_visit(application.id, start, "survey", "message-2:book")

    assert list(windows) == sorted(windows)
    assert samples.NOW < start < end
    assert (visit.application_id, visit.window_start, visit.window_end) == (application.id, start, end)
    assert visit.purpose == "survey"
    assert await installations.visits(application.id) == (visit,)


async def test_same_key_is_one_visit(installations, request_):
    """A booking sent twice is one visit."""
    application = await installations.apply(request_, "message-1:apply")
    start = (await installations.visit_windows(application.id))[0][0]
    visits = [await installations.book_visit(application.id, start, "survey", "message-2:book") for _ in range(2)]

    assert visits[0] == visits[1]
    assert len(await installations.visits(application.id)) == 1


async def test_visits_come_soonest_first(installations, request_):
    """Visits are told in the order in which they will happen, whatever the order of booking."""
    application = await installations.apply(request_, "message-1:apply")
    windows = await installations.visit_windows(application.id)
    for number in (1, 0):
        await installations.book_visit(application.id, windows[number][0], "survey", f"message-{number}:book")

    starts = [visit.window_start for visit in await installations.visits(application.id)]
    assert starts == [windows[0][0], windows[1][0]]


async def test_window_that_is_full_is_refused(installations, request_):
    """A window is booked only as often as there are crews; then it is taken and no longer offered."""
    application = await installations.apply(request_, "message-1:apply")
    start = (await installations.visit_windows(application.id))[0][0]
    code = await book_until_refused(installations, application.id, start)

    assert code == "window_taken"
    assert start not in {free for free, _ in await installations.visit_windows(application.id)}


async def book_until_refused(installations: Installations, application_id: str, start: datetime) -> str:
    """Book one window again and again, each time anew; return the refusal's code, or nothing after fifty times."""
    for number in range(50):
        try:
            await installations.book_visit(application_id, start, "survey", f"message-{number}:book")
        except Refused as refusal:
            return refusal.code
    return ""


async def test_window_that_was_never_offered_is_refused(installations, request_):
    """A time of the customer's own choosing is no window."""
    application = await installations.apply(request_, "message-1:apply")
    start = (await installations.visit_windows(application.id))[0][0] + timedelta(minutes=7)
    with pytest.raises(Refused) as error:
        await installations.book_visit(application.id, start, "survey", "message-2:book")

    assert error.value.code == "no_such_window"


@pytest.mark.parametrize("bad", ["A-0", "nonsense", "..", ""])
async def test_visits_of_no_application_are_not_found(installations, bad):
    """An unknown or impossible id is NotFound."""
    for ask in (
        lambda: installations.visit_windows(bad),
        lambda: installations.visits(bad),
        lambda: installations.book_visit(bad, samples.NOW, "survey", "message-1:book"),
    ):
        with pytest.raises(NotFound):
            await ask()


async def test_stopped_system_is_unavailable_and_back_without_a_restart_of_ours(sitting, installations, request_):
    """While the system is down every call says so; an application sent then and again later is one."""
    await sitting.stop()
    for ask in (
        lambda: installations.apply(request_, "message-1:apply"),
        lambda: installations.application("A-1", request_.postcode),
        lambda: installations.visit_windows("A-1"),
        lambda: installations.visits("A-1"),
        lambda: installations.book_visit("A-1", samples.NOW, "survey", "message-2:book"),
    ):
        with pytest.raises(Unavailable) as error:
            await ask()
        assert error.value.system == "installations"
    await sitting.start()
    application = await sitting.eventually(lambda: installations.apply(request_, "message-1:apply"))

    assert await installations.apply(request_, "message-1:apply") == application

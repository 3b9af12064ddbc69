"""The outages exam: the same for the HTTP client before the reference backend and for the fake."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.backends.errors import NotFound, Refused, Unavailable
from bot.backends.http_outages import HttpOutages
from bot.backends.outages import Outages, OutageStatusKind, TicketRequest, TroubleScope
from bot.reference_backend.figures import world
from tests import samples
from tests.contract.conftest import Sitting
from tests.fakes import FakeOutages

NOT_OURS = "999999"


@dataclass(frozen=True)
class Known:
    """Postcodes of the system: one without power, one with work announced."""

    out: str
    planned: str


@pytest.fixture
def sitting(sit) -> Sitting[Outages]:
    """The candidate."""
    return sit("outages", HttpOutages, FakeOutages)


@pytest.fixture
def outages(sitting) -> Outages:
    """The candidate's port."""
    return sitting.port


@pytest.fixture
def known(sitting) -> Known:
    """Postcodes this candidate's system knows."""
    if sitting.is_fake:
        return Known(out=samples.HOME.postcode, planned=samples.SHOP.postcode)
    figures = world().outages
    return Known(out=figures.running[0].postcodes[0], planned=figures.planned[0].postcodes[0])


def request_at(postcode: str, **changes: object) -> TicketRequest:
    """Return an ordinary report."""
    ordinary = TicketRequest(
        premises_id=None,
        postcode=postcode,
        address="Willow Lane 12",
        scope=TroubleScope.WHOLE_HOME,
        hazard=None,
        callback_phone=None,
        note="",
    )
    return replace(ordinary, **changes)


async def test_premises_are_those_of_the_postcode(outages, known):
    """A postcode of ours has places, each with this postcode."""
    places = await outages.premises(known.planned)

    assert {place.postcode for place in places} == {known.planned}
    assert len({place.id for place in places}) == len(places)


async def test_strange_postcode_has_nothing(outages):
    """A postcode that is not ours is empty, not an error."""
    assert await outages.premises(NOT_OURS) == ()
    assert await outages.outages(NOT_OURS) == ()
    assert await outages.planned_work(NOT_OURS) == ()


async def test_outage_is_listed_where_it_is(outages, known):
    """An outage at a postcode is open, names the postcode, and is the one its id gives."""
    found = await outages.outages(known.out)

    assert found != ()
    for outage in found:
        assert known.out in outage.postcodes
        assert outage.status is not OutageStatusKind.CLOSED
        assert await outages.outage(outage.id) == outage


async def test_outages_come_newest_first(outages, known):
    """The newest outage is the first; all times have their offset."""
    starts = [outage.started_at for outage in await outages.outages(known.out)]

    assert starts == sorted(starts, reverse=True)
    assert all(start.utcoffset() is not None for start in starts)


async def test_estimate_is_the_newest_of_its_history(outages, known):
    """Estimates are kept oldest first; one that is told is the last, and lies ahead."""
    for outage in await outages.outages(known.out):
        made = [estimate.made_at for estimate in outage.ert_history]
        assert made == sorted(made)
        assert outage.ert in {None, *outage.ert_history[-1:]}
        assert outage.ert is None or outage.ert.ert > samples.NOW


async def test_planned_work_lies_ahead_and_was_told_before(outages, known):
    """Announced work names the postcode, ends after it begins, and was told first."""
    works = await outages.planned_work(known.planned)

    assert works != ()
    for work in works:
        assert known.planned in work.postcodes
        assert work.notified_at < work.start < work.end
        assert work.end > samples.NOW


async def test_report_becomes_a_ticket(outages, known):
    """What was reported stands in the ticket, and the ticket can be read again."""
    place = (await outages.premises(known.planned))[0]
    request = request_at(
        known.planned,
        premises_id=place.id,
        address=place.address,
        scope=TroubleScope.NEIGHBOURS_TOO,
        hazard="sparks",
        callback_phone="13800000000",
        note="since this morning",
    )
    ticket = await outages.report(request, "message-1:report")

    assert (ticket.premises_id, ticket.postcode, ticket.address) == (place.id, known.planned, place.address)
    assert (ticket.scope, ticket.hazard) == (TroubleScope.NEIGHBOURS_TOO, "sparks")
    assert ticket.resolved_at is None
    assert await outages.ticket(ticket.id) == ticket


async def test_report_in_a_known_outage_is_grouped(outages, known):
    """A report from a place without power names the outage it belongs to."""
    ticket = await outages.report(request_at(known.out), "message-1:report")

    assert ticket.outage_id in {outage.id for outage in await outages.outages(known.out)}


async def test_same_key_is_one_ticket(outages, known):
    """A report sent again, later or at the same moment, is the same ticket; another key is another one."""
    request = request_at(known.planned)
    first = await outages.report(request, "message-1:report")
    again = await asyncio.gather(*(outages.report(request, "message-1:report") for _ in range(4)))
    other = await outages.report(request, "message-2:report")

    assert {ticket.id for ticket in again} == {first.id}
    assert other.id != first.id


async def test_same_key_at_once_is_one_ticket(outages, known):
    """Two sendings that race are one ticket."""
    request = request_at(known.planned)
    tickets = await asyncio.gather(*(outages.report(request, "message-1:report") for _ in range(5)))

    assert len({ticket.id for ticket in tickets}) == 1


async def test_key_for_another_report_is_refused(outages, known):
    """A key that was used for something else is a mistake, not a second ticket."""
    await outages.report(request_at(known.planned), "message-1:report")
    with pytest.raises(Refused) as error:
        await outages.report(request_at(known.planned, hazard="smoke"), "message-1:report")

    assert error.value.code == "key_reused"


async def test_place_that_is_not_ours_is_refused(outages):
    """A report from outside our area is refused with the reason's code."""
    with pytest.raises(Refused) as error:
        await outages.report(request_at(NOT_OURS), "message-1:report")

    assert (error.value.system, error.value.code) == ("outages", "place_not_served")


async def test_refusal_leaves_the_key_free(outages, known):
    """A corrected report under the same key is taken."""
    with pytest.raises(Refused):
        await outages.report(request_at(NOT_OURS), "message-1:report")

    assert (await outages.report(request_at(known.planned), "message-1:report")).postcode == known.planned


@pytest.mark.parametrize("bad", ["OUT-0", "T-0", "nonsense", "..", ""])
async def test_what_is_not_there_is_not_found(outages, bad):
    """An unknown or impossible id is NotFound."""
    with pytest.raises(NotFound):
        await outages.outage(bad)
    with pytest.raises(NotFound):
        await outages.ticket(bad)


async def test_stopped_system_is_unavailable_and_back_without_a_restart_of_ours(sitting, outages, known):
    """While the system is down every call says so; a report sent then and again later is one ticket."""
    request = request_at(known.planned)
    await sitting.stop()
    for ask in (
        lambda: outages.premises(known.out),
        lambda: outages.outages(known.out),
        lambda: outages.outage("OUT-1"),
        lambda: outages.planned_work(known.planned),
        lambda: outages.report(request, "message-1:report"),
        lambda: outages.ticket("T-1"),
    ):
        with pytest.raises(Unavailable) as error:
            await ask()
        assert error.value.system == "outages"
    await sitting.start()
    ticket = await sitting.eventually(lambda: outages.report(request, "message-1:report"))

    assert await outages.ticket(ticket.id) == ticket
    assert await outages.report(request, "message-1:report") == ticket

"""Tickets, applications and visits: written once, grouped, refused with a code."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient

from bot.database import begin
from bot.reference_backend import tables
from bot.reference_backend.figures import world
from tests.integration.reference_backend.conftest import NOW, HeldClock

Caller = TestClient[Any, Any]
QUIET, RUNNING = "200011", "200012"
TICKET = {
    "premises_id": None,
    "postcode": QUIET,
    "address": "Willow Lane 1",
    "scope": "whole_home",
    "hazard": None,
    "callback_phone": "138 0000 0000",
    "note": "since eight",
}
APPLICATION = {
    "supply_class": "household",
    "postcode": QUIET,
    "address": "Lotus Street 2",
    "capacity_kw": "8",
    "applicant_name": "Wei L",
    "phone": "138 0000 0000",
}


async def post(client: Caller, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
    """Write, and return status and answer."""
    response = await client.post(path, json=body, headers={"Idempotency-Key": key})
    return response.status, await response.json()


async def report(client: Caller, key: str, **changes: Any) -> tuple[int, dict[str, Any]]:
    """Report trouble."""
    return await post(client, "/outages/v1/trouble-tickets", {**TICKET, **changes}, key)


async def apply(client: Caller, key: str, **changes: Any) -> tuple[int, dict[str, Any]]:
    """Apply for a supply."""
    return await post(client, "/installations/v1/applications", {**APPLICATION, **changes}, key)


def count(engine: sa.engine.Engine, table: Any) -> int:
    """Return how many rows a table has."""
    with begin(engine) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


async def test_the_same_key_twice_is_one_ticket(client: Caller, engine: sa.engine.Engine) -> None:
    """The second time the first ticket is answered, with 200, and no second one is written."""
    first, second = await report(client, "k"), await report(client, "k")
    assert (first[0], second[0]) == (201, 200)
    assert first[1] == second[1]
    assert count(engine, tables.tickets) == 1


async def test_the_same_key_with_another_body_is_refused(client: Caller, engine: sa.engine.Engine) -> None:
    """A key stands for one body; another one under it is 409 key_reused and writes nothing."""
    await report(client, "k")
    status, told = await report(client, "k", note="something else")
    assert (status, told["code"]) == (409, "key_reused")
    assert count(engine, tables.tickets) == 1


async def test_the_same_key_at_the_same_moment_is_one_ticket(client: Caller, engine: sa.engine.Engine) -> None:
    """Ten at once with one key: one is 201, nine are 200, all tell the same ticket."""
    answers = await asyncio.gather(*(report(client, "k") for _ in range(10)))
    assert sorted(status for status, _ in answers) == [200] * 9 + [201]
    assert len({told["id"] for _, told in answers}) == 1
    assert count(engine, tables.tickets) == 1


async def test_a_refused_write_does_not_use_its_key_up(client: Caller) -> None:
    """After a refusal the same key may carry the mended body."""
    assert (await report(client, "k", postcode="999999"))[0] == 409
    assert (await report(client, "k"))[0] == 201


async def test_two_systems_do_not_share_keys(client: Caller) -> None:
    """A key used for a ticket is free for an application."""
    assert (await report(client, "k"))[0] == 201
    assert (await apply(client, "k"))[0] == 201


async def test_a_ticket_joins_the_running_outage(client: Caller) -> None:
    """At a postcode where power is known to be out, the ticket is grouped into that outage."""
    running = await (await client.get(f"/outages/v1/outages?postcode={RUNNING}")).json()
    _, told = await report(client, "k", postcode=RUNNING)
    assert told["outage_id"] == running["items"][0]["id"]
    assert await (await client.get(f"/outages/v1/trouble-tickets/{told['id']}")).json() == told


async def test_two_tickets_open_a_predicted_outage(client: Caller) -> None:
    """One ticket alone opens nothing; the second from the same postcode opens an outage that holds both."""
    _, first = await report(client, "k1")
    assert first["outage_id"] is None
    assert (await (await client.get(f"/outages/v1/outages?postcode={QUIET}")).json())["items"] == []
    _, second = await report(client, "k2", address="Willow Lane 3")
    (outage,) = (await (await client.get(f"/outages/v1/outages?postcode={QUIET}")).json())["items"]
    assert outage["id"] == second["outage_id"]
    assert (outage["status"], outage["crew_status"], outage["ert"]) == ("predicted", "awaitingCrewAssignment", None)
    assert datetime.fromisoformat(outage["next_update_at"]) > NOW
    again = await (await client.get(f"/outages/v1/trouble-tickets/{first['id']}")).json()
    assert again["outage_id"] == outage["id"]


async def test_tickets_far_apart_are_not_one_outage(client: Caller, clock: HeldClock) -> None:
    """A ticket of yesterday does not make an outage with one of today."""
    await report(client, "k1")
    clock.move(timedelta(days=1))
    assert (await report(client, "k2"))[1]["outage_id"] is None


async def test_a_hazard_is_kept(client: Caller) -> None:
    """What the customer said of danger stands in the ticket, word for word."""
    _, told = await report(client, "k", hazard="A wire lies on the ground")
    assert told["hazard"] == "A wire lies on the ground"


async def test_premises_are_found_by_postcode_and_taken_in_a_ticket(client: Caller) -> None:
    """The premises of a postcode carry no customer, and one of them can be named in a ticket."""
    places = (await (await client.get(f"/outages/v1/premises?postcode={QUIET}")).json())["items"]
    assert set(places[0]) == {"id", "address", "postcode", "area"}
    status, told = await report(client, "k", premises_id=places[0]["id"])
    assert (status, told["premises_id"]) == (201, places[0]["id"])


@pytest.mark.parametrize("supply_class", sorted(world().installations.stages))
async def test_an_application_has_the_stages_of_its_class(client: Caller, supply_class: str) -> None:
    """Stages, whose turn and missing papers come from the class; only the right postcode shows it again."""
    status, told = await apply(client, "k", supply_class=supply_class)
    assert status == 201
    assert [stage["code"] for stage in told["stages"]] == list(world().installations.stages[supply_class])
    assert told["turn"] == "customer"
    assert told["papers_missing"] == list(world().installations.papers[supply_class])
    path = f"/installations/v1/applications/{told['id']}"
    assert await (await client.get(f"{path}?postcode={QUIET}")).json() == told
    assert (await client.get(f"{path}?postcode={RUNNING}")).status == 404


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"postcode": "999999"}, (409, "place_not_served")),
        ({"capacity_kw": "50.001"}, (409, "capacity_too_high")),
        ({"capacity_kw": "0"}, (422, "invalid")),
        ({"capacity_kw": "-5"}, (422, "invalid")),
        ({"capacity_kw": "NaN"}, (422, "invalid")),
        ({"capacity_kw": "1e999"}, (422, "invalid")),
        ({"supply_class": "castle"}, (422, "invalid")),
        ({"applicant_name": ""}, (422, "invalid")),
        ({"phone": "1" * 31}, (422, "invalid")),
    ],
)
async def test_an_application_we_cannot_take(
    client: Caller, engine: sa.engine.Engine, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    """It is refused with its reason's code, and nothing is written."""
    before = count(engine, tables.applications)
    status, told = await apply(client, "k", **changes)
    assert (status, told["code"]) == expected
    assert count(engine, tables.applications) == before


async def test_a_window_is_booked_once_for_each_crew(client: Caller) -> None:
    """Where there is one crew, the second to book a window hears window_taken, and it is offered no more."""
    paths = []
    for number in range(2):
        _, told = await apply(client, f"a{number}", postcode="202061")
        paths.append(f"/installations/v1/applications/{told['id']}")
    window = (await (await client.get(f"{paths[0]}/visit-windows")).json())["items"][0]
    wanted = {"window_start": window["start"], "purpose": "survey"}
    status, visit = await post(client, f"{paths[0]}/visits", wanted, "v1")
    assert status == 201
    assert (visit["window_start"], visit["window_end"]) == (window["start"], window["end"])
    assert await post(client, f"{paths[0]}/visits", wanted, "v1") == (200, visit)
    status, told = await post(client, f"{paths[1]}/visits", wanted, "v2")
    assert (status, told["code"]) == (409, "window_taken")
    left = (await (await client.get(f"{paths[1]}/visit-windows")).json())["items"]
    assert window not in left
    assert (await (await client.get(f"{paths[0]}/visits")).json())["items"] == [visit]


async def test_many_booking_one_window_get_as_many_as_there_are_crews(client: Caller) -> None:
    """Six at the same moment for a rural window with two crews: two visits, four times window_taken."""
    ids = [(await apply(client, f"a{number}", postcode="201041"))[1]["id"] for number in range(6)]
    windows = await (await client.get(f"/installations/v1/applications/{ids[0]}/visit-windows")).json()
    wanted = {"window_start": windows["items"][3]["start"], "purpose": "survey"}
    answers = await asyncio.gather(
        *(post(client, f"/installations/v1/applications/{one}/visits", wanted, f"v{one}") for one in ids)
    )
    crews = world().installations.visits.crews["rural"]
    assert sorted(status for status, _ in answers) == [201] * crews + [409] * (6 - crews)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-21T09:00:00+08:00", (409, "no_such_window")),
        ("2026-03-17T09:30:00+08:00", (409, "no_such_window")),
        ("2026-03-17T09:00:00", (422, "invalid")),
        ("tomorrow", (422, "invalid")),
        ("1773709200", (422, "invalid")),
    ],
)
async def test_only_an_offered_window_can_be_booked(client: Caller, start: str, expected: tuple[int, str]) -> None:
    """A weekend, an odd hour, a time without its offset or no time at all is no window."""
    path = "/installations/v1/applications/A-1001/visits"
    status, told = await post(client, path, {"window_start": start, "purpose": "survey"}, "v")
    assert (status, told["code"]) == expected


async def test_a_window_may_be_named_in_local_time(client: Caller) -> None:
    """The same moment with another offset is the same window."""
    path = "/installations/v1/applications/A-1001/visits"
    status, told = await post(client, path, {"window_start": "2026-03-17T09:00:00+08:00", "purpose": "survey"}, "v")
    assert status == 201
    assert datetime.fromisoformat(told["window_start"]) == datetime.fromisoformat("2026-03-17T09:00:00+08:00")


async def test_a_finished_application_is_offered_no_visit(client: Caller) -> None:
    """The seeded application whose power is on has nobody's turn and no windows."""
    told = await (await client.get("/installations/v1/applications/A-1004?postcode=202071")).json()
    assert told["turn"] is None
    windows = await (await client.get("/installations/v1/applications/A-1004/visit-windows")).json()
    assert windows["items"] == []

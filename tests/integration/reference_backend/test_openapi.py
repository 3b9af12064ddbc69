"""The OpenAPI files tell the truth: every route stands in one, and every real answer has the shape it says."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator, FormatChecker, RefResolver
from openapi_spec_validator import validate_spec
from ruamel.yaml import YAML

from bot.backends import billing, installations, outages
from bot.database import begin
from bot.reference_backend import tables
from bot.reference_backend.app import make_app
from tests.integration.reference_backend.conftest import HeldClock

Caller = TestClient[Any, Any]
FOLDER = Path(__file__).parents[3] / "docs" / "api"
FILES = {name: YAML(typ="safe").load(FOLDER / f"{name}.yaml") for name in ("billing", "outages", "installations")}
METHODS = {"get", "post"}


def operations() -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Return every operation of the files: method and full path, to the file's name and the operation."""
    found = {}
    for name, document in FILES.items():
        for path, item in document["paths"].items():
            base = item.get("servers", document["servers"])[0]["url"].rstrip("/")
            found.update({(method, base + path): (name, item[method]) for method in METHODS & set(item)})
    return found


def check(name: str, schema: dict[str, Any], value: object) -> None:
    """Fail where a value is not as a schema of a file says."""
    resolver = RefResolver.from_schema(FILES[name])
    Draft202012Validator(schema, resolver=resolver, format_checker=FormatChecker()).validate(value)


def response_of(name: str, operation: dict[str, Any], status: int) -> dict[str, Any]:
    """Return what a file says of an answer; fail where it does not foresee its status."""
    assert str(status) in operation["responses"], f"{status} is not foreseen"
    response: dict[str, Any] = operation["responses"][str(status)]
    if "$ref" in response:
        response = FILES[name]["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    return response


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", sorted(FILES))
def test_the_file_is_openapi(name: str) -> None:
    """Each file is valid OpenAPI 3.1."""
    assert FILES[name]["openapi"].startswith("3.1")
    validate_spec(FILES[name])


def test_every_route_stands_in_a_file_and_every_entry_is_a_route(engine: sa.engine.Engine, clock: HeldClock) -> None:
    """The service has exactly the operations the files describe."""
    app = make_app(engine, token="", clock=clock)
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert routes == set(operations())


def answers_to_get(engine: sa.engine.Engine) -> dict[str, str]:
    """Return a real path for each path that can be read."""
    with begin(engine) as connection:
        bill = connection.execute(sa.select(tables.bills).where(tables.bills.c.tariff_id == "shop-hours-2")).first()
    account = f"/billing/v1/accounts/{bill.account_number}"
    return {
        "/billing/v1/accounts/{number}": account,
        "/billing/v1/accounts/{number}/balance": f"{account}/balance",
        "/billing/v1/accounts/{number}/bills": f"{account}/bills?limit=100",
        "/billing/v1/accounts/{number}/bills/{bill_id}": f"{account}/bills/{bill.id}",
        "/billing/v1/accounts/{number}/payments": f"{account}/payments",
        "/billing/v1/meters/{number}/readings": f"/billing/v1/meters/{bill.meter_number}/readings",
        "/billing/v1/tariffs": "/billing/v1/tariffs?segment=residential",
        "/billing/v1/tariffs/{tariff_id}": "/billing/v1/tariffs/home-steps-1",
        "/outages/v1/premises": "/outages/v1/premises?postcode=200011",
        "/outages/v1/outages": "/outages/v1/outages?postcode=200012",
        "/outages/v1/outages/{outage_id}": "/outages/v1/outages/OUT-1002",
        "/outages/v1/planned-work": "/outages/v1/planned-work?postcode=201041",
        "/outages/v1/trouble-tickets/{ticket_id}": "/outages/v1/trouble-tickets/T-1001",
        "/installations/v1/applications/{application_id}": "/installations/v1/applications/A-1003?postcode=201051",
        "/installations/v1/applications/{application_id}/visit-windows": (
            "/installations/v1/applications/A-1003/visit-windows"
        ),
        "/installations/v1/applications/{application_id}/visits": "/installations/v1/applications/A-1003/visits",
        "/healthz": "/healthz",
        "/sample-accounts": "/sample-accounts",
    }


BODIES = {
    "/billing/v1/accounts/{number}/verify": {"postcode": "200011"},
    "/outages/v1/trouble-tickets": {"postcode": "200012", "address": "x 1", "scope": "part", "hazard": "sparks"},
    "/installations/v1/applications": {
        "supply_class": "temporary",
        "postcode": "200011",
        "address": "x 1",
        "capacity_kw": "20.5",
        "applicant_name": "A",
        "phone": "1",
    },
    "/installations/v1/applications/{application_id}/visits": {
        "window_start": "2026-03-17T01:00:00+00:00",
        "purpose": "survey",
    },
}


async def test_every_real_answer_has_the_shape_its_file_says(client: Caller, engine: sa.engine.Engine) -> None:
    """Each operation is asked once for real, writes first; bodies and answers keep to their schemas."""
    reads, asked = answers_to_get(engine), set()
    for (method, path), (name, operation) in sorted(operations().items(), reverse=True):
        if method == "post":
            check(name, operation["requestBody"]["content"]["application/json"]["schema"], BODIES[path])
            url = path.format(number="3100000000", application_id="A-1003")
            response = await client.post(url, json=BODIES[path], headers={"Idempotency-Key": path})
        else:
            response = await client.get(reads[path])
        assert response.status in {200, 201}, path
        content = response_of(name, operation, response.status)["content"][response.content_type]
        check(name, content["schema"], await response.json())
        asked.add((method, path))
    assert asked == set(operations())


@pytest.mark.parametrize(
    ("method", "path", "concrete"),
    [
        ("get", "/billing/v1/accounts/{number}", "/billing/v1/accounts/9999999999"),
        ("get", "/billing/v1/tariffs", "/billing/v1/tariffs?segment=royal"),
        ("get", "/outages/v1/outages", "/outages/v1/outages"),
        ("post", "/outages/v1/trouble-tickets", "/outages/v1/trouble-tickets"),
        ("post", "/installations/v1/applications", "/installations/v1/applications"),
    ],
)
async def test_a_refusal_has_the_shape_its_file_says(client: Caller, method: str, path: str, concrete: str) -> None:
    """Problems are foreseen in the file, with their status and their shape."""
    name, operation = operations()[method, path]
    response = await client.request(method, concrete)
    assert response.status >= 400
    content = response_of(name, operation, response.status)["content"][response.content_type]
    check(name, content["schema"], await response.json())


SHAPES = [
    *(("billing", kind) for kind in (billing.Account, billing.Premises, billing.Meter, billing.Reading, billing.Bill)),
    *(("billing", kind) for kind in (billing.LineItem, billing.Payment, billing.Balance, billing.Tariff)),
    *(("billing", kind) for kind in (billing.TariffTier, billing.TariffBand)),
    *(("outages", kind) for kind in (outages.Ert, outages.Outage, outages.PlannedWork)),
    *(("outages", kind) for kind in (outages.TicketRequest, outages.TroubleTicket)),
    *(("installations", kind) for kind in (installations.Stage, installations.ApplicationRequest)),
    *(("installations", kind) for kind in (installations.Application, installations.Visit)),
]


@pytest.mark.parametrize(("name", "kind"), SHAPES, ids=lambda value: getattr(value, "__name__", value))
def test_the_schemas_are_the_clients_types(name: str, kind: Any) -> None:
    """A schema has exactly the fields of the type its answer becomes on the other side."""
    schema = FILES[name]["components"]["schemas"][kind.__name__]
    assert set(schema["properties"]) == {field.name for field in dataclasses.fields(kind)}
    assert schema["additionalProperties"] is False

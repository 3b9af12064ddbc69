"""Applications for a supply: opened, and told with their stages."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.engine import Connection

from bot.reference_backend.figures import World
from bot.reference_backend.http import Body, Phone, Postcode, Short, Text
from bot.reference_backend.ids import next_id
from bot.reference_backend.problems import invalid, not_found, refused
from bot.reference_backend.stages import Stages, StageState, papers_missing, plan, turn_of
from bot.reference_backend.tables import applications, postcodes, stages

Json = dict[str, Any]
_TOLD = ("id", "supply_class", "postcode", "address", "area", "capacity_kw", "applied_at")


class ApplicationBody(Body):
    """What an applicant tells."""

    supply_class: Literal["household", "low_voltage_business", "high_voltage_single", "high_voltage_dual", "temporary"]
    postcode: Postcode
    address: Text
    capacity_kw: Decimal = Field(max_digits=9, decimal_places=3)
    applicant_name: Short
    phone: Phone


def apply(connection: Connection, world: World, body: ApplicationBody, now: datetime) -> Json:
    """Open an application and return it; raise a problem with the reason's code when it cannot be had."""
    figures = world.installations
    area = connection.execute(sa.select(postcodes.c.area).where(postcodes.c.postcode == body.postcode)).scalar()
    if area is None:
        raise refused("place_not_served", "This postcode is not in our supply area.")
    if body.capacity_kw < figures.smallest_kw:
        raise invalid(f"capacity_kw: the least is {figures.smallest_kw}")
    if body.capacity_kw > figures.largest_kw[body.supply_class]:
        raise refused("capacity_too_high", f"The most for this class is {figures.largest_kw[body.supply_class]} kW.")
    application_id = open_application(connection, body, area, plan(figures, body.supply_class, now), now)
    return application(connection, world, application_id)


def open_application(connection: Connection, body: ApplicationBody, area: str, planned: Stages, now: datetime) -> str:
    """Write an application with its stages and return its id."""
    application_id = next_id(connection, "A")
    connection.execute(applications.insert().values(id=application_id, area=area, applied_at=now, **body.dict()))
    connection.execute(
        stages.insert(),
        [
            {"application_id": application_id, "position": position, **vars(stage)}
            for position, stage in enumerate(planned)
        ],
    )
    return application_id


def application(connection: Connection, world: World, application_id: str, postcode: str | None = None) -> Json:
    """Return an application, where `postcode` is given only with this one; raise the problem `not_found`."""
    columns = [applications.c[name] for name in _TOLD]
    row = connection.execute(sa.select(*columns).where(applications.c.id == application_id)).first()
    if row is None or postcode not in {None, row.postcode}:
        raise not_found("application")
    its_stages = stages_of(connection, application_id)
    return {
        **row._mapping,
        "stages": [{**vars(stage), "status": stage.status} for stage in its_stages],
        "turn": turn_of(its_stages),
        "papers_missing": list(papers_missing(world.installations, row.supply_class, its_stages)),
    }


def stages_of(connection: Connection, application_id: str) -> Stages:
    """Return the stages of an application in their order."""
    query = sa.select(stages).where(stages.c.application_id == application_id).order_by(stages.c.position)
    return tuple(
        StageState(row.code, row.name, row.turn, row.started_at, row.done_at) for row in connection.execute(query)
    )


def save_stages(connection: Connection, application_id: str, later: Stages) -> None:
    """Keep where the stages of an application stand."""
    for position, stage in enumerate(later):
        mine = (stages.c.application_id == application_id) & (stages.c.position == position)
        connection.execute(stages.update().where(mine).values(started_at=stage.started_at, done_at=stage.done_at))

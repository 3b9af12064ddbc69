"""Trouble tickets: taken, kept with their hazard, and grouped into outages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.reference_backend.figures import World
from bot.reference_backend.http import Body, Note, Phone, Postcode, Text
from bot.reference_backend.ids import next_id
from bot.reference_backend.lifecycle import RUNNING
from bot.reference_backend.outage_store import at_postcode, begin_story, is_served, load, open_outage
from bot.reference_backend.problems import not_found, refused
from bot.reference_backend.tables import outages, premises, tickets

Json = dict[str, Any]
_TOLD = ("id", "premises_id", "postcode", "address", "scope", "hazard", "reported_at", "outage_id", "resolved_at")


class TicketBody(Body):
    """What a customer reports."""

    premises_id: Text | None = None
    postcode: Postcode
    address: Text
    scope: Literal["whole_home", "part", "neighbours_too"]
    hazard: Text | None = None
    callback_phone: Phone | None = None
    note: Note = Note("")


def take(connection: Connection, world: World, body: TicketBody, now: datetime) -> Json:
    """Take a ticket and return it, grouped into a running outage at its postcode or opening one with its neighbours."""
    if not is_served(connection, body.postcode):
        raise refused("place_not_served", "This postcode is not in our supply area.")
    if body.premises_id is not None:
        _must_be_there(connection, body.premises_id, body.postcode)
    ticket_id = next_id(connection, "T")
    connection.execute(tickets.insert().values(id=ticket_id, reported_at=now, **body.dict()))
    _group(connection, world, body.postcode, now)
    return ticket(connection, ticket_id)


def ticket(connection: Connection, ticket_id: str) -> Json:
    """Return one ticket; raise the problem `not_found`."""
    columns = [tickets.c[name] for name in _TOLD]
    row = connection.execute(sa.select(*columns).where(tickets.c.id == ticket_id)).first()
    if row is None:
        raise not_found("ticket")
    return dict(row._mapping)


def _must_be_there(connection: Connection, premises_id: str, postcode: str) -> None:
    here = (premises.c.id == premises_id) & (premises.c.postcode == postcode)
    if connection.execute(sa.select(premises.c.id).where(here)).first() is None:
        raise refused("premises_unknown", "There are no such premises at this postcode.")


def _group(connection: Connection, world: World, postcode: str, now: datetime) -> None:
    figures = world.outages
    since = now - timedelta(minutes=figures.group_window_minutes)
    single = (
        (tickets.c.postcode == postcode)
        & tickets.c.outage_id.is_(None)
        & tickets.c.resolved_at.is_(None)
        & (tickets.c.reported_at >= since)
    )
    running = load(connection, at_postcode(postcode) & outages.c.status.in_(RUNNING))
    if running:
        outage_id = running[0].id
    elif connection.execute(sa.select(sa.func.count()).where(single)).scalar_one() >= figures.tickets_to_open:
        life = begin_story(world, figures.story_of_tickets, figures.customers_of_tickets, now)
        outage_id = open_outage(connection, world, figures.story_of_tickets, [postcode], life, sample=False).id
    else:
        return
    connection.execute(tickets.update().where(single).values(outage_id=outage_id))

"""Accounts with their premises and meters, and the price lists they are on."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.reference_backend.figures import World
from bot.reference_backend.seed.dice import Dice, months_before
from bot.reference_backend.shapes import District, Tariff
from bot.reference_backend.tables import accounts, meters, premises, tariffs


@dataclass(frozen=True)
class Place:
    """A premises with its one meter; `segment` says how power is used there and `tariff` how it is billed now."""

    id: str
    address: str
    postcode: str
    area: str
    meter: str
    segment: str
    tariff: str


@dataclass(frozen=True)
class Person:
    """An account of the sample world."""

    number: str
    name: str
    segment: str
    phone_masked: str
    behaviour: str
    read_day: int
    places: tuple[Place, ...]


def make(world: World) -> tuple[Person, ...]:
    """Return every account of the world."""
    addresses = _addresses(world)
    people: list[Person] = []
    for segment, population in world.customers.accounts.items():
        for position in range(population.count):
            people.append(_person(world, segment, position, len(people), addresses))
    return tuple(people)


def _person(
    world: World, segment: str, position: int, index: int, addresses: Iterator[tuple[District, str, str]]
) -> Person:
    dice = Dice(world.customers.seed, "account", index)
    spare = position < world.customers.accounts[segment].spare_premises
    segments = (segment, world.customers.spare_segment) if spare else (segment,)
    letters = string.ascii_uppercase
    name = " ".join(dice.one_of(letters) + "*" * dice.between(2, 4) for _ in range(2))
    return Person(
        number=f"31{index:03d}{dice.between(10000, 99999)}",
        name=name,
        segment=segment,
        phone_masked=f"13{dice.between(0, 9)}****{dice.between(0, 9999):04d}",
        behaviour=dice.pick({name: figures.weight for name, figures in world.customers.behaviours.items()}),
        read_day=dice.between(1, 25),
        places=tuple(
            _place(world, dice, f"{index:03d}{number}", used_as, next(addresses))
            for number, used_as in enumerate(segments, start=1)
        ),
    )


def _place(world: World, dice: Dice, code: str, segment: str, where: tuple[District, str, str]) -> Place:
    district, postcode, address = where
    choices = {tariff.id: tariff.weight for tariff in world.tariffs.tariffs if tariff.segment == segment}
    return Place(
        f"P-{code}", address, postcode, district.area, f"40{code}{dice.between(10, 99)}", segment, dice.pick(choices)
    )


def _addresses(world: World) -> Iterator[tuple[District, str, str]]:
    # Dealt like cards, so that every area and postcode has its people and no address stands twice.
    dice = Dice(world.customers.seed, "addresses")
    by_area = {area: [d for d in world.city.districts if d.area == area] for area in world.customers.area_weights}
    dealt: dict[str, int] = {}
    while True:
        district = dice.one_of(by_area[dice.pick(world.customers.area_weights)])
        number = dealt[district.name] = dealt.get(district.name, -1) + 1
        street = world.city.streets[number % len(world.city.streets)]
        postcode = district.postcodes[number % len(district.postcodes)]
        yield district, postcode, f"{street} {number + 1}, {district.name}"


def write(connection: sa.engine.Connection, world: World, people: tuple[Person, ...], today: date) -> None:
    """Write accounts, premises, meters and tariffs."""
    connection.execute(tariffs.insert(), [_tariff_row(world, tariff, today) for tariff in world.tariffs.tariffs])
    columns = ("number", "name", "segment", "phone_masked")
    connection.execute(
        accounts.insert(),
        [{**{name: getattr(p, name) for name in columns}, "tariff_id": p.places[0].tariff} for p in people],
    )
    places = [(person, place) for person in people for place in person.places]
    columns = ("id", "address", "postcode", "area")
    connection.execute(
        premises.insert(),
        [
            {**{name: getattr(place, name) for name in columns}, "account_number": person.number}
            for person, place in places
        ],
    )
    connection.execute(meters.insert(), [{"number": place.meter, "premises_id": place.id} for _, place in places])


def _tariff_row(world: World, tariff: Tariff, today: date) -> dict[str, Any]:
    terms = {
        "id": tariff.id,
        "name": tariff.name,
        "currency": world.city.currency,
        "segment": tariff.segment,
        "standing_charge": str(tariff.standing_charge),
        "tax_rate": str(tariff.tax_rate),
        "tiers": [
            {"up_to_kwh": tier.up_to_kwh and str(tier.up_to_kwh), "price": str(tier.price)} for tier in tariff.tiers
        ],
        "bands": [
            {"name": b.name, "hours": b.hours, "price": str(b.price), "share": str(b.share)} for b in tariff.bands
        ],
        "prompt_payment_discount": str(tariff.prompt_payment_discount),
        "prompt_payment_days": tariff.prompt_payment_days,
        "valid_from": months_before(today, tariff.since_months).isoformat(),
        "source": world.tariffs.source,
    }
    return {"id": tariff.id, "segment": tariff.segment, "open": tariff.until_months is None, "terms": terms}

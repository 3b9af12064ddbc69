"""What scripts may name of the seeded world: read from the systems over HTTP, written as a customer reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import sqlalchemy as sa

from bot.reference_backend.figures import world
from bot.reference_backend.tables import applications

Facts = Mapping[str, Mapping[str, str]]
ZONE = ZoneInfo("Asia/Shanghai")
WORDS = "words"


def money(amount: str) -> str:
    """Write an amount as customers read it; a credit without its sign."""
    return f"¥{abs(Decimal(amount)):,.2f}"


def day(iso: str | None) -> str:
    """Write a day of this year as customers read it."""
    if iso is None:
        return ""
    then = date.fromisoformat(iso)
    return f"{then:%A} {then.day} {then:%B}"


def clock_time(iso: str | None) -> str:
    """Write the time of day where the customers are."""
    return f"{datetime.fromisoformat(iso.replace('Z', '+00:00')).astimezone(ZONE):%H:%M}" if iso else ""


def moment(iso: str) -> str:
    """Write time and day where the customers are."""
    local = datetime.fromisoformat(iso.replace("Z", "+00:00")).astimezone(ZONE)
    return f"{local:%H:%M} on {local:%A} {local.day} {local:%B}"


async def read_facts(session: aiohttp.ClientSession, engine: sa.engine.Engine) -> Facts:
    """Return every fact by name and field: `overdue.account`, `storm.cause`, `planned.postcode` …"""

    async def get(path: str, **query: str) -> Any:
        async with session.get(path, params=query) as reply:
            assert reply.status == 200, await reply.text()
            return await reply.json()

    facts: dict[str, dict[str, str]] = {}
    names = {says: name for name, says in world().customers.samples.items()}
    for sample in (await get("/sample-accounts"))["items"]:
        facts[names[sample["says"]]] = await _account(get, sample["account_number"])
    for outage in world().outages.running:
        facts[outage.story] = await _outage(get, outage.postcodes[0])
    facts["planned"] = await _planned(get, world().outages.planned[0].postcodes[0])
    with engine.connect() as connection:
        row = connection.execute(sa.select(applications).order_by(applications.c.id)).first()
    facts["application"] = {"id": row.id, "postcode": row.postcode, "address": row.address}
    return facts


async def _account(get: Any, number: str) -> dict[str, str]:
    base = f"/billing/v1/accounts/{number}"
    account, balance = await get(base), await get(f"{base}/balance")
    bills = (await get(f"{base}/bills"))["items"]
    new = bills[0]
    old = next(bill for bill in bills[1:] if bill["meter_number"] == new["meter_number"])
    told = {
        "account": number,
        "ends": number[-4:],
        "owed": money(balance["owed"]),
        "overdue": money(balance["overdue"]),
        "due": day(balance["due_on"]),
        "paid": money(balance["last_payment"]["amount"]),
        "paid_on": day(balance["last_payment"]["received_on"]),
        "bill": money(new["total"]),
        "bill_due": day(new["due_on"]),
        "bill_start": day(new["period_start"]),
        "bill_end": day(new["period_end"]),
        "bill_before": money(old["total"]),
        "difference": money(str(Decimal(new["total"]) - Decimal(old["total"]))),
    }
    for line, item in enumerate(new["lines"], 1):
        told |= {f"line_{line}": money(item["amount"]), f"note_{line}": item["note"]}
    for number_of, place in enumerate(account["premises"], 1):
        end = "" if number_of == 1 else f"_{number_of}"
        told |= _place(place, end)
    return told


def _place(place: Mapping[str, str], end: str = "") -> dict[str, str]:
    return {
        f"premises{end}": place["id"],
        f"postcode{end}": place["postcode"],
        f"address{end}": place["address"],
        f"street{end}": place["address"].split(",")[0],
    }


async def _outage(get: Any, postcode: str) -> dict[str, str]:
    outage = (await get("/outages/v1/outages", postcode=postcode))["items"][0]
    place = (await get("/outages/v1/premises", postcode=postcode))["items"][0]
    return {
        **_place(place),
        "id": outage["id"],
        "area": outage["area_name"],
        "cause": outage["cause"] or "",
        "affected": str(outage["customers_affected"]),
        "since": clock_time(outage["started_at"]),
        "estimate": clock_time((outage["ert"] or {}).get("ert")),
        "next_update": clock_time(outage["next_update_at"]),
    }


async def _planned(get: Any, postcode: str) -> dict[str, str]:
    work = (await get("/outages/v1/planned-work", postcode=postcode))["items"][0]
    return {"postcode": postcode, "reason": work["reason"], "start": moment(work["start"]), "end": moment(work["end"])}

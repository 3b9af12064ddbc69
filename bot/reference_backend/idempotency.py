"""Writes that are done once: the same key twice is one write, also when both come at the same moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from aiohttp import web

from bot.database import begin
from bot.reference_backend.http import to_json
from bot.reference_backend.problems import bad_request, refused
from bot.reference_backend.tables import idempotency

MAX_KEY = 200
CREATED, REPLAYED = 201, 200

Write = Callable[[sa.engine.Connection], object]


def key_of(request: web.Request) -> str:
    """Return the Idempotency-Key; raise a problem when there is none that can be kept."""
    keys = request.headers.getall("Idempotency-Key", [])
    if len(keys) != 1 or not 1 <= len(keys[0]) <= MAX_KEY or not (keys[0].isascii() and keys[0].isprintable()):
        raise bad_request(f"Send one Idempotency-Key of 1 to {MAX_KEY} printable ASCII characters.")
    return keys[0]


def once(engine: sa.engine.Engine, system: str, key: str, body: object, write: Write) -> tuple[int, Any]:
    """Write in one transaction with the key; return (201, answer), or (200, the first answer) for a key seen before.

    Raises the problem `key_reused` when the key was seen with another body. A refused write does not use its key up.
    """
    fingerprint = hashlib.sha256(json.dumps(json.loads(to_json(body)), sort_keys=True).encode()).hexdigest()
    try:
        with begin(engine) as connection:
            earlier = _earlier(connection, system, key, fingerprint)
            if earlier is not None:
                return REPLAYED, earlier
            # The key goes in before the work, so that on PostgreSQL a second writer waits here for the first.
            connection.execute(
                idempotency.insert().values(system=system, key=key, fingerprint=fingerprint, answer="null")
            )
            answer = to_json(write(connection))
            mine = (idempotency.c.system == system) & (idempotency.c.key == key)
            connection.execute(idempotency.update().where(mine).values(answer=answer))
            return CREATED, json.loads(answer)
    except sa.exc.IntegrityError:
        with begin(engine) as connection:
            earlier = _earlier(connection, system, key, fingerprint)
        if earlier is None:
            raise
        return REPLAYED, earlier


def _earlier(connection: sa.engine.Connection, system: str, key: str, fingerprint: str) -> Any:
    query = sa.select(idempotency.c.fingerprint, idempotency.c.answer)
    row = connection.execute(query.where(idempotency.c.system == system, idempotency.c.key == key)).first()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise refused("key_reused", "This Idempotency-Key was used for another body.")
    return json.loads(row.answer)

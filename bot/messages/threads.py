"""For async callers: run a function over the record in a thread, so that a slow database blocks nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from bot.database import begin

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Verb = Callable[Concatenate[sa.engine.Connection, _P], _R]


async def write(engine: sa.engine.Engine, verb: _Verb[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Run `verb(connection, …)` in one transaction."""

    def work() -> _R:
        with begin(engine) as connection:
            return verb(connection, *args, **kwargs)

    return await asyncio.to_thread(work)


async def read(engine: sa.engine.Engine, verb: _Verb[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Run `verb(connection, …)` that only reads; under SQLite it waits for no writer."""

    def work() -> _R:
        with engine.connect() as connection:
            return verb(connection, *args, **kwargs)

    return await asyncio.to_thread(work)

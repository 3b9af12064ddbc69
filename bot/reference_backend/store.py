"""The way from async handlers to the tables: one transaction in a thread beside the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from bot.database import begin

Result = TypeVar("Result")
Rest = ParamSpec("Rest")


class Store:
    """Runs blocking work over one engine."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self.engine = engine

    async def ask(
        self, work: Callable[Concatenate[sa.engine.Connection, Rest], Result], *given: Rest.args, **named: Rest.kwargs
    ) -> Result:
        """Run `work(connection, …)` in one transaction."""

        def run() -> Result:
            with begin(self.engine) as connection:
                return work(connection, *given, **named)

        return await asyncio.to_thread(run)

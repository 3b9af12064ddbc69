"""Options of the whole suite, and the assistant as it really is, opened once for all who talk with it."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from bot.turns.model import prepare_process

if TYPE_CHECKING:
    from tests.conversations.assistant import Assistant


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a person may choose for a run."""
    group = parser.getgroup("plainwatt")
    group.addoption("--model", default="", help="a trained model to talk with; empty: the one for the present inputs")
    group.addoption("--pictures", action="store_true", help="draw the pictures of docs/pictures anew")


@pytest.fixture(scope="session")
def rasa_ready() -> None:
    """Prepare the process as the worker does; the test may import what needs rasa."""
    prepare_process()
    policy = asyncio.get_event_loop_policy()
    importlib.import_module("rasa.core.agent")
    # sanic, which rasa brings, changes the policy under the loop that is already running
    asyncio.set_event_loop_policy(policy)


@pytest.fixture(scope="session")
async def assistant(
    rasa_ready: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Assistant]:
    """Return gateway, worker with the trained model, and reference backend, all running on loopback."""
    from tests.conversations.assistant import open_assistant

    async with open_assistant(tmp_path_factory.mktemp("assistant"), request.config.getoption("--model")) as running:
        yield running

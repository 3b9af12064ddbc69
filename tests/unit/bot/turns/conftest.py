"""Rasa brought in once, quietly."""

from __future__ import annotations

import asyncio
import importlib

import pytest

from bot.turns.model import prepare_process


@pytest.fixture(scope="session")
def rasa_ready() -> None:
    """Prepare the process as the worker does; the test may import what needs rasa."""
    prepare_process()
    policy = asyncio.get_event_loop_policy()
    importlib.import_module("rasa.core.agent")
    # sanic, which rasa brings, changes the policy under the loop that is already running
    asyncio.set_event_loop_policy(policy)

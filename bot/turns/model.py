"""Which model is used, and how Rasa is brought into this process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import StartError, quiet_environment

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import TrackerStore
    from rasa.utils.endpoints import EndpointConfig


def newest_model(models_dir: Path) -> Path:
    """Return the newest trained model; raise StartError naming the folder and the remedy when there is none."""
    found = sorted(models_dir.glob("plainwatt-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise StartError(f"{models_dir}: no trained model is here. Run `make train`.")
    return found[-1]


def prepare_process() -> None:
    """Switch off telemetry, chatter and needless threads; call it before rasa is imported."""
    os.environ.update(quiet_environment())


def load_agent(model: Path, store: TrackerStore | None = None, actions: EndpointConfig | None = None) -> Agent:
    """Load a model; raise StartError when it is no model of this Rasa."""
    from rasa.core.agent import Agent

    agent = Agent(tracker_store=store, action_endpoint=actions)
    if store is not None:
        # Agent wraps every store in one that goes on without a database and forgets; ours must fail instead
        agent.tracker_store = store
    try:
        agent.load_model(model)
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        raise StartError(f"{model}: cannot be loaded ({reason}). Delete it and run `make train`.") from error
    return agent

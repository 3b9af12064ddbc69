"""Actions are found, given the desk and run in this process; what goes wrong in them is not passed over."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.settings import StartError
from bot.wiring import Desk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("rasa_ready")]
DESK = cast(Desk, object())
SOURCE = """
from abc import ABC, abstractmethod
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

class Base(Action):
    def __init__(self, desk=None):
        self.desk = desk

class AbstractOne(Base, ABC):
    @abstractmethod
    def answer(self): ...

class Greets(Base):
    def name(self):
        return "action_greet"
    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"hello {tracker.sender_id}")
        return [SlotSet("desk", id(self.desk))]

class Breaks(Base):
    def name(self):
        return "action_break"
    async def run(self, dispatcher, tracker, domain):
        raise ValueError("SECRET")

class Rejects(Base):
    def name(self):
        return "action_reject"
    async def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection("action_reject", "not now")
"""


@pytest.fixture
def package(tmp_path: Path) -> Iterator[str]:
    """Return the name of a package that holds the sample actions."""
    name = f"sample_actions_{tmp_path.name}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    (tmp_path / name / "topic.py").write_text(SOURCE)
    sys.path.insert(0, str(tmp_path))
    importlib.invalidate_caches()
    yield name
    sys.path.remove(str(tmp_path))


def _call(action: str) -> dict[str, Any]:
    tracker = {"sender_id": "c1", "slots": {}, "latest_message": {}, "events": [], "active_loop": {}}
    return {"next_action": action, "sender_id": "c1", "tracker": tracker, "domain": {}}


async def test_an_action_runs_with_the_desk(package: str) -> None:
    """Abstract classes and bases are left aside; the others speak and set slots, and hold the given desk."""
    from bot.turns.house_actions import HouseActions, find_actions

    executor = find_actions(DESK, package)
    assert set(executor.actions) == {"action_greet", "action_break", "action_reject"}
    result = await HouseActions(executor, lambda *_: None).request(json=_call("action_greet"))
    assert result["responses"][0]["text"] == "hello c1"
    assert result["events"][0]["value"] == id(DESK)


@pytest.mark.parametrize(("action", "part"), [("action_break", "ValueError"), ("action_none", "ActionNotFound")])
async def test_a_broken_action_fails_its_turn(package: str, action: str, part: str) -> None:
    """An error in an action, or an action that does not exist, is reported by its kind without its words."""
    from rasa.shared.exceptions import RasaException

    from bot.turns.house_actions import HouseActions, find_actions

    failed: list[tuple[str, str]] = []
    actions = HouseActions(find_actions(DESK, package), lambda *what: failed.append(what))
    with pytest.raises(RasaException):
        await actions.request(json=_call(action))
    ((conversation, what),) = failed
    assert conversation == "c1"
    assert what.startswith(f"{action}: {part}")
    assert "SECRET" not in what


async def test_a_rejection_is_what_rasa_expects(package: str) -> None:
    """An action that rejects its run comes back as the 400 from which Rasa predicts another; nothing has failed."""
    from rasa.utils.endpoints import ClientResponseError

    from bot.turns.house_actions import HouseActions, find_actions

    failed: list[tuple[str, str]] = []
    actions = HouseActions(find_actions(DESK, package), lambda *what: failed.append(what))
    with pytest.raises(ClientResponseError) as caught:
        await actions.request(json=_call("action_reject"))
    assert caught.value.status == 400
    assert json.loads(caught.value.text) == {"action_name": "action_reject", "error": "not now"}
    assert failed == []


def test_twins_and_gaps_are_found_at_the_start(package: str, tmp_path: Path) -> None:
    """Two actions of one name, and an action that only domain.yml knows, each are one line before any customer."""
    from rasa.shared.core.domain import Domain

    from bot.turns.house_actions import check_actions, find_actions

    executor = find_actions(DESK, package)
    check_actions(Domain.from_dict({"actions": ["action_greet"], "responses": {"utter_x": [{"text": "x"}]}}), executor)
    with pytest.raises(StartError, match="action_gap"):
        check_actions(Domain.from_dict({"actions": ["action_greet", "action_gap"]}), executor)
    (tmp_path / package / "twin.py").write_text(SOURCE)
    importlib.invalidate_caches()
    with pytest.raises(StartError, match="two classes"):
        find_actions(DESK, package)


def test_results_are_still_checked(package: str) -> None:
    """The prepared schema refuses what Rasa's own check refuses, and passes what it passes."""
    from jsonschema import ValidationError
    from rasa.core.actions.action import RemoteAction

    from bot.turns.house_actions import check_results_quickly

    check_results_quickly()
    action = RemoteAction("action_greet", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "hi"}]})
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": [{"event": "no such thing"}], "responses": []})

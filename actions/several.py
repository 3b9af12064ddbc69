"""More than one thing asked: what waits its turn, when it is taken up, and how that is said.

What was asked beside the first request waits in the slot `waiting`, and is started by itself once the first is done:
the customer has asked for it already, and a question whether they still want it would only be one turn more.
It is offered with buttons instead where going on might be wrong: after a danger, after a failure, and when another
task was put aside meanwhile. Nothing leaves the slot without a word about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import EventType, FollowupAction
from ruamel.yaml import YAML

from actions.words import joined
from bot.settings import ROOT

if TYPE_CHECKING:
    from actions.turn import Button, Turn

WAITING, TAKEN_UP, OFFERED = "waiting", "taken_up", "waiting_offered"
SLOTS = (WAITING, TAKEN_UP, OFFERED)
RULES = ROOT / "data" / "rules"

Waiting = list[dict[str, Any]]


def hear(turn: Turn) -> bool:
    """Let what a new message asks besides wait; say whether there was something new.

    What the message asks first waits no longer, whoever put it there.
    """
    if _heard(turn) == _message(turn):
        return False
    before = waiting(turn)
    asked = [
        {"intent": each["name"], "entities": each.get("entities") or []}
        for each in turn.message.get("other_intents") or []
        if first_action(each["name"]) and is_named(turn, each["name"])
    ]
    fresh = [each for each in asked if each["intent"] not in {one["intent"] for one in before}]
    left = [each for each in [*before, *fresh] if each["intent"] != turn.intent]
    if fresh or len(left) != len(before):
        _keep(turn, left)
    if fresh:
        turn.set(TAKEN_UP, {"message": _message(turn)})
        turn.forget((OFFERED,))
    return bool(fresh)


def go_on(turn: Turn, new: bool, *, safe: bool) -> list[EventType]:
    """Take up what waits, now that a task is done; offer it where it is not `safe` to start."""
    if not waiting(turn):
        return []
    if safe and turn.slot(OFFERED) is None:
        return start(turn, "utter_also_asked" if new else "utter_now_next")
    offer(turn)
    return []


def start(turn: Turn, name: str) -> list[EventType]:
    """Say what comes now, and hand over to it."""
    task, *left = waiting(turn)
    _keep(turn, left)
    turn.set(TAKEN_UP, {"message": _message(turn), **task})
    turn.say(name, task=task_words(turn, task["intent"]))
    return [FollowupAction(_first_actions()[task["intent"]])]


def offer(turn: Turn) -> None:
    """Name what waits, with a button for each; after the second time it waits no longer."""
    left = waiting(turn)
    turn.say("utter_offer_next", buttons(turn), tasks=named(turn, left))
    if turn.slot(OFFERED):
        turn.forget(SLOTS)
    else:
        turn.set(OFFERED, "yes")


def acknowledge(turn: Turn) -> None:
    """Say that what was asked besides comes next."""
    turn.say("utter_comes_next", tasks=named(turn, waiting(turn)))


def drop(turn: Turn) -> str:
    """Let nothing wait any longer; return the words for what waited, or nothing."""
    words = named(turn, waiting(turn))
    turn.forget(SLOTS)
    return words


def waiting(turn: Turn) -> Waiting:
    """Return what waits, the first first."""
    return list(turn.tracker.slots.get(WAITING) or [])


def buttons(turn: Turn) -> list[Button]:
    """Return a button for each thing that waits."""
    from actions.turn import choice

    return [choice(turn.phrase("utter_button_go_on", task=task_words(turn, each["intent"])), each["intent"])
            for each in waiting(turn)]  # fmt: skip


def named(turn: Turn, tasks: Iterable[Mapping[str, Any]]) -> str:
    """Return tasks in plain words, as one would list them when speaking."""
    return joined([task_words(turn, each["intent"]) for each in tasks], turn.phrase("utter_and"))


def is_named(turn: Turn, intent: str) -> bool:
    """Say whether there are plain words for what an intent asks for."""
    return turn.knows(f"utter_task_{intent}")


def task_words(turn: Turn, intent: str) -> str:
    """Return what an intent asks for, in plain words."""
    return turn.phrase(f"utter_task_{intent}" if is_named(turn, intent) else "utter_task_unknown")


@lru_cache(maxsize=1)
def _first_actions() -> dict[str, str]:
    """Return which action begins the answer to an intent, as the rules say it."""
    found: dict[str, str] = {}
    for path in sorted(RULES.glob("*.yml")):
        for rule in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["rules"]:
            first, *then = rule["steps"]
            action = next((step["action"] for step in then if "action" in step), None)
            for step in first.get("or", [first]):
                if "intent" in step and action:
                    found[step["intent"]] = action
    return found


def first_action(intent: str) -> str | None:
    """Return the action or form that begins the answer to an intent; None when no rule answers it."""
    return _first_actions().get(intent)


def _keep(turn: Turn, left: Waiting) -> None:
    turn.set(WAITING, left or None)


def _message(turn: Turn) -> str:
    return turn.key(TAKEN_UP)


def _heard(turn: Turn) -> str:
    return str((turn.tracker.slots.get(TAKEN_UP) or {}).get("message") or "")

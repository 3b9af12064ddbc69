"""Conversations written down: YAML files of cases, each a list of turns with what the reply must hold.

A step of a case is one of
    customer: what is typed                 press: the title of a button
    backend: down | up
and a step that speaks may say what must come back:
    says: [texts in the reply]              never: [texts that are nowhere in it]
    buttons: [titles]                       card: {service, kind, full, has: [parts], will: [texts], …}
    ticket: none | {facts of the one report made in this conversation}      application: likewise
    again: true                             the same message is sent twice at the same time
`meanwhile` holds steps of a second customer who talks at the same time.
`{overdue.account}` and the like are facts of the seeded world (tests/conversations/world.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conversations.world import Facts

FOLDER = Path(__file__).parent
PARTS = ("will", "will_not", "by_when", "if_missed")
_FACT = re.compile(r"\{([a-z_]+)\.([a-z0-9_]+)\}")
_ACTS = ("customer", "press", "backend")
_LISTS = ("says", "never", "buttons")
_KEYS = {*_ACTS, *_LISTS, "card", "ticket", "application", "again"}
_CARD = {"service", "kind", "full", "has", *PARTS}


class ScriptError(Exception):
    """A script is wrong; the message names file, case and step."""


@dataclass(frozen=True)
class Step:
    """One step: who does what, and what must follow."""

    act: str
    what: str
    expected: Mapping[str, Any]

    @property
    def again(self) -> bool:
        """True where the message is sent twice."""
        return bool(self.expected.get("again"))


@dataclass(frozen=True)
class Case:
    """One conversation; `situation` is its folder and `topic` its file."""

    situation: str
    topic: str
    name: str
    steps: tuple[Step, ...]
    meanwhile: tuple[Step, ...] = field(default=())

    @property
    def id(self) -> str:
        """Return what a test of this case is called."""
        return f"{self.situation}/{self.topic}: {self.name}"


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """Return every case of every script, in a fixed order; raise ScriptError."""
    cases = [case for path in sorted(folder.glob("*/*.yml")) for case in _cases_of(path)]
    names = [case.id for case in cases]
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise ScriptError(f"two cases have one name: {', '.join(sorted(twins))}")
    return cases


def _cases_of(path: Path) -> Iterator[Case]:
    for entry in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
        where = f"{path.parent.name}/{path.name}: {entry.get('name')}"
        if not entry.keys() <= {"name", "turns", "meanwhile"} or not entry.get("name") or not entry.get("turns"):
            raise ScriptError(f"{where}: a case has `name`, `turns` and perhaps `meanwhile`")
        steps, meanwhile = (
            tuple(_step(raw, f"{where}, step {number}") for number, raw in enumerate(entry.get(key, ()), 1))
            for key in ("turns", "meanwhile")
        )
        yield Case(path.parent.name, path.stem, entry["name"], steps, meanwhile)


def _step(raw: Mapping[str, Any], where: str) -> Step:
    acts = [act for act in _ACTS if act in raw]
    if len(acts) != 1:
        raise ScriptError(f"{where}: say one of {', '.join(_ACTS)}")
    unknown = raw.keys() - _KEYS | {f"card.{key}" for key in raw.get("card", {}).keys() - _CARD}
    if unknown:
        raise ScriptError(f"{where}: unknown {', '.join(sorted(unknown))}")
    for key in _LISTS:
        if not isinstance(raw.get(key, []), list):
            raise ScriptError(f"{where}: {key} is a list")
    if acts[0] == "backend" and raw["backend"] not in ("down", "up"):
        raise ScriptError(f"{where}: the backend is down or up")
    return Step(acts[0], str(raw[acts[0]]), {key: value for key, value in raw.items() if key not in _ACTS})


def filled(value: Any, facts: Facts) -> Any:
    """Return texts, lists and mappings with the world's facts put in; raise ScriptError for one there is not."""
    if isinstance(value, str):
        return _FACT.sub(lambda found: _fact(facts, *found.groups()), value)
    if isinstance(value, list):
        return [filled(each, facts) for each in value]
    if isinstance(value, Mapping):
        return {key: filled(each, facts) for key, each in value.items()}
    return value


def _fact(facts: Facts, thing: str, name: str) -> str:
    try:
        return facts[thing][name]
    except KeyError:
        raise ScriptError(f"the seeded world has no {{{thing}.{name}}}") from None

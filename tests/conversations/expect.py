"""Whether an answer is as the script says; each finding is one line for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from bot.reference_backend.tables import applications, stages, tickets
from tests.conversations.script import PARTS
from tests.conversations.talk import PROFILE, Answer, read_profile

NEVER = ("Traceback", "Exception", "Error:", "utter_", "action_", "127.0.0.1", "/inform", "None", "went wrong")
"""What no customer may ever read, whatever happens."""
Rows = list[dict[str, Any]]


def findings(answer: Answer, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is missing, too much or wrong in an answer, as the web page and as plain lines show it."""
    if not answer.messages or not all(each["text"] for each in answer.messages):
        yield "silence"
    lines = "\n".join(answer.lines)
    whole = f"{answer.text}\n{json.dumps(answer.cards, ensure_ascii=False)}\n{lines}"
    for text in expected.get("says", ()):
        if text not in answer.text or text not in lines:
            yield f"it does not say: {text}"
    yield from (f"it must not say: {text}" for text in expected.get("never", ()) if text in whole)
    yield from (f"no customer may read: {text}" for text in NEVER if text in whole)
    titles = [each["title"] for each in answer.buttons]
    yield from (f"no button: {title}" for title in expected.get("buttons", ()) if title not in titles)
    if "card" in expected:
        yield from _on_card(answer, expected["card"])
        yield from (f"in plain lines, {problem}" for problem in _on_lines(answer, expected["card"]))


def _on_card(answer: Answer, wanted: Mapping[str, Any]) -> Iterator[str]:
    if not answer.cards:
        yield "no card"
        return
    card = answer.cards[-1]
    found = {**card, "kind": card["by_when"]["kind"]}
    for key in ("service", "kind", "full"):
        if key in wanted and found[key] != wanted[key]:
            yield f"the card's {key} is {found[key]}, not {wanted[key]}"
    read = {part: _text(card[part]) for part in PARTS}
    yield from _parts(read, wanted)


def _on_lines(answer: Answer, wanted: Mapping[str, Any]) -> Iterator[str]:
    wording = read_profile(PROFILE).wording
    if not wanted.get("full", True):
        return
    labels = {f"  {wording.labels[part]}: ": part for part in PARTS}
    read = {part: line[len(start) :] for line in answer.lines for start, part in labels.items()
            if line.startswith(start)}  # fmt: skip
    yield from _parts(read, wanted)
    opening = _opening(wording.kinds, str(wanted.get("kind", "")))
    if not read.get("by_when", "").startswith(opening):
        yield f"the time is not told as {wanted['kind']}: {read.get('by_when')}"


def _opening(kinds: Mapping[Any, str], kind: str) -> str:
    sentences = {getattr(name, "value", name): sentence for name, sentence in kinds.items()}
    return sentences[kind].split("{")[0].removesuffix(".") if kind in sentences else ""


def _parts(read: Mapping[str, str], wanted: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"the card has no {part}" for part in wanted.get("has", ()) if not read.get(part))
    for part in PARTS:
        for text in wanted.get(part, ()):
            if text not in read.get(part, ""):
                yield f"the card's {part} lacks: {text}"


def _text(part: Any) -> str:
    if isinstance(part, list):
        return " ".join(part)
    return str(part["text"]) if isinstance(part, dict) else str(part or "")


def recorded(engine: sa.engine.Engine) -> dict[str, Rows]:
    """Return the reports and applications the systems hold, an application with its stages."""
    with engine.connect() as connection:
        told = [dict(row._mapping) for row in connection.execute(sa.select(tickets))]
        asked = [dict(row._mapping) for row in connection.execute(sa.select(applications))]
        for each in asked:
            mine = sa.select(stages).where(stages.c.application_id == each["id"]).order_by(stages.c.position)
            each["stages"] = [row.code for row in connection.execute(mine)]
    return {"ticket": told, "application": asked}


def deeds(before: Rows, after: Rows, wanted: Any, kind: str) -> Iterator[str]:
    """Yield what is wrong with what a conversation left behind in a system: exactly one with these facts, or none."""
    known = {row["id"] for row in before}
    new = [row for row in after if row["id"] not in known]
    if wanted == "none":
        yield from (f"a {kind} was made: {row['id']}" for row in new)
        return
    if len(new) != 1:
        yield f"{len(new)} instead of 1 {kind}: {_ids(new)}"
        return
    for key, value in wanted.items():
        if _plain(new[0][key]) != _plain(value):
            yield f"the {kind}'s {key} is {new[0][key]}, not {value}"


def _ids(rows: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(row["id"] for row in rows) or "none"


def _plain(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else str(value)

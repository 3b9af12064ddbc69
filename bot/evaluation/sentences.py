"""Labelled sentences from Rasa's NLU files, and whether two sets of them are truly apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from ruamel.yaml import YAML

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote and what they wanted; `tier` is far, near or traps for what is out of scope."""

    text: str
    intent: str
    tier: str | None = None


OTHER_EXAMS = {"entities.yml", "multi.yml"}
"""Held-out files that test something else than the intent of one sentence."""


def read_sentences(folder: Path) -> list[Sentence]:
    """Return the labelled sentences of every NLU file in a folder; entity marks are taken off."""
    paths = (path for path in sorted(folder.glob("*.yml")) if path.name not in OTHER_EXAMS)
    return [sentence for path in paths for sentence in _read(path)]


def _read(path: Path) -> Iterator[Sentence]:
    found = re.match(r"out_of_scope_(\w+)$", path.stem)
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    for block in content.get("nlu", []):
        if "intent" not in block:
            continue
        for line in block["examples"].splitlines():
            if line.strip().startswith("- "):
                yield Sentence(plain(line.strip()[2:]), block["intent"], found.group(1) if found else None)


def plain(example: str) -> str:
    """Return an example without Rasa's entity marks: `[at Elm]{"entity": "address"}` is `at Elm`."""
    return re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", example).strip()


def normalised(text: str) -> str:
    """Return a text as two writers of the same sentence would share it: case, accents and punctuation gone."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(one for one in folded if not unicodedata.combining(one))))


def shared(ours: Iterable[Sentence], theirs: Iterable[Sentence]) -> list[str]:
    """Return the normalised sentences that stand in both sets."""
    return sorted({normalised(one.text) for one in ours} & {normalised(one.text) for one in theirs})


def near_copies(
    ours: Iterable[Sentence], theirs: Iterable[Sentence], likeness: float = 0.9
) -> list[tuple[str, str, float]]:
    """Return pairs of four words or more, one of each set, that are nearly the same sentence, likest first."""
    by_word: dict[str, set[str]] = {}
    for one in {normalised(sentence.text) for sentence in ours}:
        for word in set(one.split()):
            by_word.setdefault(word, set()).add(one)
    pairs = []
    for theirs_one in {normalised(sentence.text) for sentence in theirs}:
        words = set(theirs_one.split())
        if len(words) < 4:
            continue
        rarest = sorted((by_word.get(word, set()) for word in words), key=len)[:4]
        for ours_one in set().union(*rarest):
            if len(words & set(ours_one.split())) < 0.7 * len(words):
                continue
            ratio = SequenceMatcher(None, ours_one, theirs_one, autojunk=False).ratio()
            if ratio >= likeness:
                pairs.append((ours_one, theirs_one, ratio))
    return sorted(pairs, key=lambda pair: -pair[2])

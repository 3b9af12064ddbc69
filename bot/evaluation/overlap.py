"""Whether two sets of sentences are truly apart: an exam whose answers were taught measures nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from bot.evaluation.sentences import Sentence

SHORTEST = 4
"""A near copy has four words or more; shorter ones are alike by nature ("yes please", "hello there")."""


def normalised(text: str) -> str:
    """Return a text as two writers of the same sentence would share it: case, accents and punctuation gone."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(one for one in folded if not unicodedata.combining(one))))


def shared(ours: Iterable[Sentence], theirs: Iterable[Sentence]) -> list[str]:
    """Return the normalised sentences that stand in both sets; one without any letter is compared as it is."""
    return sorted(_forms(ours) & _forms(theirs))


def _forms(sentences: Iterable[Sentence]) -> set[str]:
    return {normalised(one.text) or one.text.strip() for one in sentences}


def near_copies(
    ours: Iterable[Sentence], theirs: Iterable[Sentence], likeness: float = 0.9
) -> list[tuple[str, str, float]]:
    """Return (ours, theirs, likeness 0–1) for pairs that are nearly the same sentence, likest first."""
    by_word: dict[str, set[str]] = defaultdict(set)
    for one in _forms(ours):
        for word in set(one.split()):
            by_word[word].add(one)
    pairs = [
        (one, other, ratio)
        for other in _forms(theirs)
        for one in _candidates(other, by_word)
        if (ratio := SequenceMatcher(None, one, other, autojunk=False).ratio()) >= likeness
    ]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[:2]))


def _candidates(sentence: str, by_word: dict[str, set[str]]) -> Iterator[str]:
    """Yield the sentences that share a rare word and most words with this one."""
    words = set(sentence.split())
    if len(words) < SHORTEST:
        return
    rarest = sorted((by_word.get(word, set()) for word in words), key=len)[:SHORTEST]
    for one in set().union(*rarest):
        if len(words & set(one.split())) >= 0.7 * len(words):
            yield one

"""Typing errors mended before meaning is sought: "wil teh lihgts cmoe bakc" is "will the lights come back"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

from symspellpy import SymSpell, Verbosity

COMMON_WORDS = 40_000
"""How many of English's commonest words are taken for right beside our own."""
VERY_COMMON = 20_000
"""How many of them may be as short as three letters."""
OWN_WEIGHT = 10_000_000
"""How much one use in our training sentences counts beside the dictionary's counts, which come from a web corpus."""
FAMILIAR = 4
"""How often a word must stand in our training sentences to be right whatever the dictionary says."""
SHORT, LONG = 3, 6
"""Words below the first are left alone; from the second on, two errors are mended instead of one."""

_WORD = re.compile(r"[A-Za-z][A-Za-z']+")


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words of our own sentences, by lower case."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


class Speller:
    """Mends words that neither we nor English know; among equally near ones, those our customers use come first."""

    def __init__(self, own: Mapping[str, int]) -> None:
        self.own = dict(own)
        english = _english()
        self._right = set(english) | {word for word, count in self.own.items() if count >= FAMILIAR}
        self._symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word in self._right:
            weight = english.get(word, 0) + OWN_WEIGHT * self.own.get(word, 0)
            self._symspell.create_dictionary_entry(word, weight)

    def mended(self, text: str) -> str:
        """Return the text with its words in lower case and its unknown ones replaced by the nearest known."""
        return _WORD.sub(lambda found: self._word(found.group().lower()), text)

    def _word(self, word: str) -> str:
        if len(word) < SHORT or "'" in word or word in self._right:
            return word
        distance = 2 if len(word) >= LONG else 1
        nearest = self._symspell.lookup(word, Verbosity.TOP, max_edit_distance=distance, include_unknown=True)
        return str(nearest[0].term)


def _english() -> dict[str, int]:
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    counted = [line.split() for line in path.read_text(encoding="utf-8-sig").splitlines()[:COMMON_WORDS]]
    # A rare short word ("bil") is a slip more often than it is meant.
    return {word: int(count) for row, (word, count) in enumerate(counted) if len(word) > SHORT or row < VERY_COMMON}

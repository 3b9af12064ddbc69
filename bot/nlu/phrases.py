"""Phrases of the pattern files, found by spaCy matchers; each is only looked for where its words stand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

FINDER = "phrase_finder"
STOPS = (".", "!", "?", ";", "\n")
_Words = frozenset[str]


_Token = dict[str, Any]
_GAP = re.compile(r"\{0,(\d+)\}")


@dataclass(frozen=True)
class _Phrase:
    """A phrase as parts with gaps between; `gaps` are the most words that may stand before each part but the first."""

    label: str
    value: str
    needs: tuple[_Words, ...]
    parts: tuple[Matcher, ...]
    gaps: tuple[int, ...]

    def find(self, doc: Doc, stops: frozenset[int]) -> Iterable[tuple[int, int]]:
        """Return first and last (not with) word of each place, for each last the longest; no gap spans a stop."""
        found: dict[int, int] = {}
        for at, (matcher, gap) in enumerate(zip(self.parts, self.gaps, strict=True)):
            here = sorted((start, end) for _, start, end in matcher(doc))
            found = _places(here) if at == 0 else _joined(found, here, gap, stops)
        return ((start, end) for end, start in found.items())


def _places(here: Iterable[tuple[int, int]]) -> dict[int, int]:
    return {end: start for start, end in reversed([*here])}


def _joined(found: Mapping[int, int], here: list[tuple[int, int]], gap: int, stops: frozenset[int]) -> dict[int, int]:
    """Return the earliest start by end of what was found, lengthened by the parts that begin within the gap."""
    joined: dict[int, int] = {}
    for start, end in here:
        for before in range(start, max(start - gap, 0) - 1, -1):
            if before in found:
                joined[end] = min(joined.get(end, start), found[before])
            if before - 1 in stops:
                break
    return joined


class PhraseFinder:
    """Adds the spans of its phrases to a document, under its own name; a drop-in for spaCy's span ruler.

    spaCy tries every pattern at every word; with hundreds of phrases that is most of the time a message takes.
    So a phrase is handed to its matcher only where each of the words it cannot do without stands in the message.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self._nlp = nlp
        self._name = name
        self._phrases: list[_Phrase] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._prefixes: set[str] = set()
        self._lengths: list[int] = []

    def add_patterns(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Learn phrases, given as the span ruler takes them: label, id and pattern; each needs a word of its own."""
        for row in rows:
            parts, gaps = in_parts(row["pattern"])
            needs = tuple(needed_words(row["pattern"]))
            for word in min(needs, key=len):
                self._by_word[word].append(len(self._phrases))
            self._phrases.append(_Phrase(row["label"], row["id"], needs, self._matchers(parts), gaps))
            self._prefixes |= {word for need in needs for word in need if word.endswith("*")}
        self._lengths = sorted({len(prefix) - 1 for prefix in self._prefixes})

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its spans; their label and id are those of the phrase."""
        words = self._words(doc)
        stops = frozenset(token.i for token in doc if token.text in STOPS)
        maybe = sorted({at for word in words for at in self._by_word.get(word, ())})
        doc.spans[self._name] = [
            Span(doc, start, end, phrase.label, span_id=phrase.value)
            for phrase in (self._phrases[at] for at in maybe)
            if not any(words.isdisjoint(need) for need in phrase.needs)
            for start, end in phrase.find(doc, stops)
        ]
        return doc

    def _matchers(self, parts: Iterable[list[_Token]]) -> tuple[Matcher, ...]:
        matchers = []
        for part in parts:
            matcher = Matcher(self._nlp.vocab)
            matcher.add(self._name, [part])
            matchers.append(matcher)
        return tuple(matchers)

    def _words(self, doc: Doc) -> set[str]:
        """Return the words of a document, and as `wor*` those beginnings that some phrase asks for."""
        words = {token.lower_ for token in doc}
        starts = {f"{word[:length]}*" for word in words for length in self._lengths if len(word) >= length}
        return words | (starts & self._prefixes)


def in_parts(tokens: Iterable[_Token]) -> tuple[list[list[_Token]], tuple[int, ...]]:
    """Cut a spaCy pattern at its gaps; return the parts, and before each the words that may stand between (first 0).

    spaCy follows every way of skipping words in a gap, 2⁸ of them for eight, so gaps are ours to bridge.
    """
    parts: list[list[_Token]] = []
    gaps: list[int] = []
    gap, part = 0, list[_Token]()
    for token in [*tokens, {"OP": "{0,0}"}]:
        words = _GAP.fullmatch(str(token.get("OP", "")))
        if words is None:
            part.append(token)
            continue
        if all("OP" in each for each in part):
            gap += len(part)  # nothing that must stand there: as good as a longer gap
        else:
            parts.append(part)
            gaps.append(gap if gaps else 0)
            gap = 0
        gap, part = gap + int(words[1]), []
    return parts, tuple(gaps)


def needed_words(tokens: Iterable[_Token]) -> Iterator[_Words]:
    """Yield, for each token of a spaCy pattern that must stand there, the words it may be; `wor*` begins so."""
    for token in tokens:
        lower = token.get("LOWER")
        if lower is None or "OP" in token:
            continue
        if isinstance(lower, str):
            yield frozenset({lower})
        elif "IN" in lower:
            yield frozenset(lower["IN"])
        elif "REGEX" in lower:
            yield frozenset(
                re.sub(r"\\w\*$", "*", word) for word in lower["REGEX"][len("^(?:") : -len(")$")].split("|")
            )


@Language.factory(FINDER)
def _make(nlp: Language, name: str) -> PhraseFinder:
    return PhraseFinder(nlp, name)

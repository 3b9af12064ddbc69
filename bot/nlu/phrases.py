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
_Words = frozenset[str]


@dataclass(frozen=True)
class _Phrase:
    label: str
    value: str
    needs: tuple[_Words, ...]
    matcher: Matcher


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
            matcher = Matcher(self._nlp.vocab)
            matcher.add(self._name, [row["pattern"]], greedy="LONGEST")
            needs = tuple(needed_words(row["pattern"]))
            for word in min(needs, key=len):
                self._by_word[word].append(len(self._phrases))
            self._phrases.append(_Phrase(row["label"], row["id"], needs, matcher))
            self._prefixes |= {word for need in needs for word in need if word.endswith("*")}
        self._lengths = sorted({len(prefix) - 1 for prefix in self._prefixes})

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its spans; their label and id are those of the phrase."""
        words = self._words(doc)
        maybe = sorted({at for word in words for at in self._by_word.get(word, ())})
        doc.spans[self._name] = [
            Span(doc, start, end, phrase.label, span_id=phrase.value)
            for phrase in (self._phrases[at] for at in maybe)
            if not any(words.isdisjoint(need) for need in phrase.needs)
            for _, start, end in phrase.matcher(doc)
        ]
        return doc

    def _words(self, doc: Doc) -> set[str]:
        """Return the words of a document, and as `wor*` those beginnings that some phrase asks for."""
        words = {token.lower_ for token in doc}
        starts = {f"{word[:length]}*" for word in words for length in self._lengths if len(word) >= length}
        return words | (starts & self._prefixes)


def needed_words(tokens: Iterable[Mapping[str, Any]]) -> Iterator[_Words]:
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

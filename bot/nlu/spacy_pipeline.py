"""The spaCy pipeline, built in code from the pattern files: nothing to download, no path kept in the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from ruamel.yaml import YAML
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer

from bot.nlu.phrases import FINDER, STOPS
from bot.nlu.shapes import Shape, shapes_of

PATTERNS = Path(__file__).with_name("patterns")
LONGEST_WORD = 100
_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
GAPS = {"..": 3, "...": 8}


@lru_cache(maxsize=4)
def pipeline(patterns: Path = PATTERNS) -> Language:
    """Return the pipeline: tokens, and the words of each pattern file as its group of spans."""
    nlp = spacy.blank("en")
    # As customers type it, a slash or a bar parts two words.
    infixes = [*(nlp.Defaults.infixes or ()), r"[/;|…]"]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    nlp.tokenizer = PatientTokenizer(tokenizer)
    nlp.max_length = 100_000
    for path in sorted(patterns.glob("*.yml")):
        finder: Any = nlp.add_pipe(FINDER, name=path.stem)
        finder.add_patterns(phrase_patterns(path, nlp))
    return nlp


class PatientTokenizer(DummyTokenizer):
    """spaCy's tokenizer, which takes seconds over thousands of signs without a space; such rows are cut in pieces."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """Return the tokens of a text; they make up the text again."""
        if not _ENDLESS.search(text):
            doc: Doc = self._tokenizer(text)
            return doc
        cuts = [cut for row in _ENDLESS.finditer(text) for cut in range(row.start(), row.end(), LONGEST_WORD)]
        pieces = [self._tokenizer(text[start:end]) for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        tokens = [token for piece in pieces for token in piece]
        return Doc(
            self._tokenizer.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens]
        )


@lru_cache(maxsize=4)
def shapes(patterns: Path = PATTERNS) -> tuple[Shape, ...]:
    """Return the looks of everything that is found by its looks, files in the order of their names."""
    files = [read(path) for path in sorted(patterns.glob("*.yml"))]
    shared = {
        name: looks for content in files if "shapes" not in content for name, looks in content.get("parts", {}).items()
    }
    return tuple(
        shape
        for content in files
        if "shapes" in content
        for shape in shapes_of(content["shapes"], {**shared, **content.get("parts", {})})
    )


def read(path: Path) -> dict[str, Any]:
    """Return what a YAML file of patterns holds."""
    found: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found


def phrase_patterns(path: Path, nlp: Language) -> Iterator[dict[str, Any]]:
    """Yield the phrase finder's patterns of a file's `phrases`: label → value → list of phrases."""
    for label, values in read(path).get("phrases", {}).items():
        for value, phrases in values.items():
            for phrase in (each for written in phrases for each in either_way(written)):
                yield {"label": label, "id": value, "pattern": token_pattern(phrase, nlp)}


def either_way(phrase: str) -> list[str]:
    """Return `a & b` as `a ... b` and `b ... a`; any other phrase by itself."""
    one, both, other = phrase.partition(" & ")
    return [f"{one} ... {other}", f"{other} ... {one}"] if both else [phrase]


def token_pattern(phrase: str, nlp: Language) -> list[dict[str, Any]]:
    """Turn a phrase into spaCy tokens, always by lower case.

    `a|b` either word · `word?` may be missing · `word~` one letter may be wrong · `wor*` begins so ·
    `..` up to three words of any kind, never past the end of a sentence · `...` up to eight.
    """
    return [token for piece in phrase.lower().split() for token in _tokens(piece, nlp)]


def _tokens(piece: str, nlp: Language) -> list[dict[str, Any]]:
    if piece in GAPS:
        return [{"TEXT": {"NOT_IN": [*STOPS]}, "OP": f"{{0,{GAPS[piece]}}}"}]
    optional = {"OP": "?"} if piece.endswith("?") else {}
    words = piece.rstrip("?").split("|")
    if words[0].endswith("~"):
        return [{"LOWER": {"FUZZY1": words[0][:-1]}, **optional}]
    if any("*" in word for word in words):
        any_of = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
        return [{"LOWER": {"REGEX": f"^(?:{any_of})$"}, **optional}]
    if len(words) == 1:
        return [{"LOWER": word.lower_, **optional} for word in nlp.make_doc(words[0])]
    return [{"LOWER": {"IN": words}, **optional}]

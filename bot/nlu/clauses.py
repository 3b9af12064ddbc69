"""A message cut where one thing said ends and another may begin. Pure: it knows no intents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"(?:[.!?]{1,9}[\"')\]]{0,3}(?=\s|$)|[。！？；;…\n\r]+|\s[-–—]+\s)")
_JOIN = re.compile(
    r"(?:^|[\s,(])(?:(?:oh,?\s+)?and|also|plus|oh|btw|by the way|as well as|besides|furthermore|moreover|additionally"
    r"|in addition|one more thing|another thing|on top of that|while (?:you(?:'re| are)|i(?:'m| am)) at it"
    r"|secondly|at the same time|&)(?=[\s,:.)]|$)"
    r"|,(?=\s+(?:how|what|what's|when|where|who|why|can|could|do|does|is|are|i|i'm|my|please|pls)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[ \t]*>.*$|\"[^\"\n]{8,}\"|“[^”\n]{8,}”|«[^»\n]{8,}»", re.MULTILINE)
_GREETING = re.compile(
    r"^(?:(?:hi+|hiya|hello+|hullo|hey+|howdy|greetings|good (?:morning|afternoon|evening|day)"
    r"|morning|dear|nihao|ni hao)"
    r"(?:\s+(?:there|all|again|everyone|everybody|team|sir|madam|or|and|bot|friends?|people|folks|plainwatt|you|to))*\b"
    r"[\s,.!:-]*)+",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:(?:many |a lot of )?thanks(?: (?:so much|a lot|in advance|again|very much))?"
    r"|thank you(?: (?:so much|very much|in advance|again|kindly))?|thx|tks|ty|cheers|please|pls|bye|goodbye"
    r"|(?:kind |best |warm )?regards|best wishes|have a (?:nice|good) (?:day|evening|one))[\s,.!:-]*$",
    re.IGNORECASE,
)
_BARE = " \t\n\r,.:;!-–—()\"'…。！；"  # not "?": it says that something is asked
_ASKS = re.compile(
    r"\?|\b(?:please|pls|plz|kindly|can|could|may i|would|will you|want|wish|need|like to|how|what|when|where|why"
    r"|who|which|is there|are there|do i|am i|send|tell|give|let me|help|request|require|ask)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w[\w'’]*")


@dataclass(frozen=True)
class Clause:
    """A piece of a message and where it stands there."""

    text: str
    start: int
    end: int


def cut(text: str, shortest: int) -> list[list[Clause]]:
    """Return the sentences of a message, each as itself and, where it has joints, its pieces.

    Quoted text is left out, unless there is nothing else; greetings and thanks at the edges are taken off.
    Nothing of fewer than `shortest` words is returned. Positions are those of `text`.
    """
    open_text = _QUOTED.sub(lambda found: "\n" * len(found.group()), text)
    if not words(open_text):
        open_text = text
    found = []
    for start, end in _spans(open_text, _SENTENCE_END, 0, len(open_text)):
        sentence = _bare(open_text, start, end)
        if len(words(sentence.text)) < shortest:
            continue
        pieces = [_bare(open_text, *span) for span in _spans(open_text, _JOIN, sentence.start, sentence.end)]
        pieces = [piece for piece in pieces if len(words(piece.text)) >= shortest and piece != sentence]
        found.append([sentence, *pieces])
    return found


def asks(text: str) -> bool:
    """Say whether a text has the form of a question or a wish, as against telling what happened."""
    return bool(_ASKS.search(text))


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(text)


def _spans(text: str, joint: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in joint.finditer(text, start, end):
        # an end mark belongs to what it ends: "?" says that something is asked
        yield start, found.end() if joint is _SENTENCE_END else found.start()
        start = found.end()
    yield start, end


def _bare(text: str, start: int, end: int) -> Clause:
    """Return a piece without blanks, stops, greetings in front and thanks behind."""
    start, end = _trimmed(text, start, end)
    greeting = _GREETING.match(text[start:end])
    if greeting:
        start, end = _trimmed(text, start + greeting.end(), end)
    while thanks := _THANKS.search(text[start:end]):
        start, end = _trimmed(text, start, start + thanks.start())
    return Clause(text[start:end], start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BARE:
        start += 1
    while start < end and text[end - 1] in _BARE:
        end -= 1
    return start, end

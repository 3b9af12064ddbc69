"""Numbers made alike: what somebody wants does not hang on which account number they type."""

from __future__ import annotations

import re
import unicodedata

_DIGIT = r"[0-9oO]"
_MASKS = (
    (re.compile(r"\b[TAPBV][- ]?\d{3,}[A-Z0-9]*\b", re.IGNORECASE), " refnumber "),
    (re.compile(rf"\b\d(?:[ .-]?{_DIGIT}){{8,}}\b"), " longnumber "),
    (re.compile(r"\b\d{6}\b"), " sixnumber "),
    (re.compile(r"\d+(?:[.,:]\d+)*"), " 7 "),
)


def masked(text: str) -> str:
    """Return a text for the intent model: compatibility forms folded, numbers replaced by their kind, spaces single."""
    text = unicodedata.normalize("NFKC", text)
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return " ".join(text.split())

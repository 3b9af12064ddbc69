"""Finding a place of ours in what somebody typed: by house number and the words of its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.backends.billing import Premises

OTHER = "other"
MOST_SHOWN = 8


def matching(text: str, places: Iterable[Premises]) -> Sequence[Premises]:
    """Return the places whose address has most words in common with a text; none that lacks its house number."""
    said = _words(text)
    best, found = 0, list[Premises]()
    for place in places:
        address = _words(place.address)
        numbers = {word for word in said if word[0].isdigit()} - {place.postcode}
        common = len(said & address)
        if not common or not numbers <= address:
            continue
        if common > best:
            best, found = common, []
        if common == best:
            found.append(place)
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))

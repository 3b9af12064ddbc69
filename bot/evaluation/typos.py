"""One slip of the thumb in a sentence, the same one every time."""

from __future__ import annotations

import random

SEED = 7
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TRIES = 20


def mistyped(text: str, seed: int = SEED) -> str:
    """Return a text with one wrong letter: two swapped, one dropped, doubled, or the next key hit.

    The same text and seed give the same slip. A text without Latin letters is returned as it is.
    """
    dice = random.Random(f"{seed}:{text}")  # noqa: S311 -- seeded dice, no secret
    places = [place for place, letter in enumerate(text) if letter.lower() in NEIGHBOURS]
    if not places:
        return text
    for _ in range(TRIES):
        slip = dice.choice((_swap, _drop, _double, _neighbour))
        wrong = slip(text, dice.choice(places), dice)
        if wrong not in {text, ""}:
            return wrong
    return text


def _neighbours() -> dict[str, str]:
    """Return, for each letter, the letters left and right of it and on the row below and above."""
    found = {letter: "" for row in KEYBOARD for letter in row}
    for number, row in enumerate(KEYBOARD):
        for column, letter in enumerate(row):
            found[letter] += row[max(column - 1, 0) : column] + row[column + 1 : column + 2]
            for other in KEYBOARD[max(number - 1, 0) : number] + KEYBOARD[number + 1 : number + 2]:
                found[letter] += other[column : column + 1]
    return found


NEIGHBOURS = _neighbours()


def _swap(text: str, place: int, _: random.Random) -> str:
    pair = text[place : place + 2]
    return text[:place] + pair[::-1] + text[place + 2 :] if pair.isalpha() else text


def _drop(text: str, place: int, _: random.Random) -> str:
    return text[:place] + text[place + 1 :]


def _double(text: str, place: int, _: random.Random) -> str:
    return text[: place + 1] + text[place:]


def _neighbour(text: str, place: int, dice: random.Random) -> str:
    letter = text[place]
    other = dice.choice(NEIGHBOURS[letter.lower()])
    return text[:place] + (other.upper() if letter.isupper() else other) + text[place + 1 :]

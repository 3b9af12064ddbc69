"""The intent model: learns from few sentences, says how sure it is, and comes back from disk as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.intent_model import IntentModel, Recipe, softmax

BILL = ["what do I owe", "how much is my bill", "tell me my balance", "my bill please", "what must I pay", "amount due"]
OUT = [
    "my power is out",
    "the lights are off",
    "no power here",
    "we have no light",
    "power cut here",
    "lights went off",
]
JOKE = ["tell me a joke", "sing me a song", "who won the match", "what is love", "play some music", "bake a cake"]
TEXTS, INTENTS = [*BILL, *OUT, *JOKE], ["bill"] * 6 + ["out"] * 6 + ["joke"] * 6


class Letters:
    """An encoder as small as can be: how often each vowel stands in a sentence."""

    size = 5
    fingerprint = "letters"

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one row of five counts a sentence."""
        return np.array([[sentence.count(vowel) / 9 for vowel in "aeiou"] for sentence in sentences], dtype=np.float32)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """A model of eighteen sentences."""
    return IntentModel.fit(TEXTS, INTENTS, Letters(), Recipe())


@pytest.mark.parametrize(("text", "intent"), [("how much do I owe", "bill"), ("the power is off", "out")])
def test_a_new_sentence_is_understood(model: IntentModel, text: str, intent: str) -> None:
    """Words it knows in an order it never saw are enough."""
    assert model.rank(text)[0][0] == intent


def test_a_typing_error_changes_nothing(model: IntentModel) -> None:
    """A slip is mended before meaning is sought."""
    assert model.rank("my pwoer is out") == model.rank("my power is out")


def test_chances_add_up_to_one(model: IntentModel) -> None:
    """A ranking names every intent once, the likeliest first, and shares out one whole."""
    ranked = model.rank("whatever this may be")

    assert {name for name, _ in ranked} == {"bill", "out", "joke"}
    assert sum(chance for _, chance in ranked) == pytest.approx(1)
    assert [chance for _, chance in ranked] == sorted((chance for _, chance in ranked), reverse=True)


def test_it_comes_back_from_disk_as_it_was(model: IntentModel, tmp_path: Path) -> None:
    """A model read again gives the chances of the one that was saved."""
    model.save(tmp_path)
    again = IntentModel.load(tmp_path, Letters())

    assert again.labels == model.labels
    assert again.chances(TEXTS) == pytest.approx(model.chances(TEXTS), abs=1e-6)


def test_another_encoder_is_refused(model: IntentModel, tmp_path: Path) -> None:
    """Vectors of another encoder would mean nothing to it: that is told, with the remedy."""
    model.save(tmp_path)

    with pytest.raises(ValueError, match="make train"):
        IntentModel.load(tmp_path, None)


def test_the_same_sentences_give_the_same_model() -> None:
    """Training twice is training once."""
    first, second = (IntentModel.fit(TEXTS, INTENTS, None, Recipe()) for _ in range(2))

    assert first.rank("lights and bill") == second.rank("lights and bill")


def test_softmax_stands_any_margin() -> None:
    """Huge margins overflow nothing."""
    assert softmax(np.array([[1e4, 0.0]])).tolist() == [[1.0, 0.0]]

"""The sentence encoder: the official weights, drawn as a graph of our own, give meanings that lie right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.build_encoder import build, is_built, weights_folder
from bot.nlu.encoder import Encoder, EncoderError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built encoder."""
    target = tmp_path_factory.mktemp("models") / "encoder"
    build(target)
    return target


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    """The encoder, open."""
    return Encoder(folder)


def test_near_meanings_lie_near(encoder: Encoder) -> None:
    """Two ways to say one thing are nearer than two things said alike."""
    owe, bill, out = encoder.encode(["what do I owe", "how much is my bill", "my power is out"])

    assert owe @ bill > 2 * max(owe @ out, bill @ out)


def test_vectors_are_of_length_one(encoder: Encoder) -> None:
    """Each sentence gives 384 numbers whose squares add up to one."""
    vectors = encoder.encode(["hello", "a " * 500, ""])

    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-4)


def test_neighbours_do_not_matter(encoder: Encoder) -> None:
    """A sentence has the same vector alone and in company."""
    alone = encoder.encode(["my meter shows a wrong figure"])[0]
    company = encoder.encode(["hi", "my meter shows a wrong figure", "a long story " * 20])[1]

    assert np.array_equal(alone, company)


def test_it_is_built_once(folder: Path) -> None:
    """Building again where it stands touches nothing."""
    before = (folder / "model.onnx").stat().st_mtime_ns
    build(folder)

    assert is_built(folder)
    assert (folder / "model.onnx").stat().st_mtime_ns == before


def test_the_weights_are_the_official_ones() -> None:
    """The folder of the weights is found without importing its package, and its sum is right."""
    assert (weights_folder() / "model.safetensors").exists()


def test_a_folder_without_an_encoder_is_told(tmp_path: Path) -> None:
    """What is missing where, and what to do."""
    with pytest.raises(EncoderError, match=r"model\.onnx.*ENCODER"):
        Encoder(tmp_path)

"""Which intent a sentence has, and how sure we may be: linear margins over meanings and letters, calibrated.

Why this and not another: docs/decisions/0004-intents.md, with the figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.encoder import Encoder
from bot.nlu.masking import masked

Array = npt.NDArray[np.float64]

WORDS: dict[str, Any] = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\w+"}
PIECES: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5)}
COMMON: dict[str, Any] = {"min_df": 2, "sublinear_tf": True, "lowercase": True, "dtype": np.float32}


@dataclass(frozen=True)
class Recipe:
    """What the model is made with; all of it can be set in config.yml."""

    penalty: float = 0.5
    """LinearSVC's C: how hard each training sentence pulls."""
    meaning_weight: float = 1.0
    """How much the encoder's unit vector counts beside the two unit vectors of words and pieces of words."""
    folds: int = 5
    """Over how many parts confidence is calibrated."""
    seed: int = 42


class IntentModel:
    """A fitted model; `rank` gives every intent a probability, the likeliest first."""

    def __init__(
        self,
        labels: Sequence[str],
        vectorizers: Sequence[TfidfVectorizer],
        weights: tuple[Array, Array],
        temperature: float,
        encoder: Encoder | None,
        meaning_weight: float,
    ) -> None:
        self.labels = tuple(labels)
        self.temperature = temperature
        self._vectorizers = tuple(vectorizers)
        self._coefficients, self._intercepts = weights
        self._encoder = encoder
        self._meaning_weight = meaning_weight

    @classmethod
    def fit(cls, texts: Sequence[str], intents: Sequence[str], encoder: Encoder | None, recipe: Recipe) -> IntentModel:
        """Fit on labelled texts; the same texts and recipe give the same model. Needs two intents or more."""
        clean = [masked(text) for text in texts]
        vectorizers = [TfidfVectorizer(**kind, **COMMON).fit(clean) for kind in (WORDS, PIECES)]
        features = _features(clean, vectorizers, encoder, recipe.meaning_weight)
        truth = np.asarray(intents)
        temperature = _temperature(features, truth, recipe)
        fitted = _machine(recipe).fit(features, truth)
        weights = (fitted.coef_.astype(np.float32), fitted.intercept_)
        return cls(fitted.classes_, vectorizers, weights, temperature, encoder, recipe.meaning_weight)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return (intent, probability) for every intent, the likeliest first; probabilities add up to one."""
        features = _features([masked(text)], self._vectorizers, self._encoder, self._meaning_weight)
        margins = np.asarray(features @ self._coefficients.T)[0] + self._intercepts
        chances = softmax(margins[None, :] / self.temperature)[0]
        return [(self.labels[index], float(chances[index])) for index in np.argsort(-chances)]

    def save(self, folder: Path) -> None:
        """Write the model as arrays and JSON; nothing in it is code."""
        frequencies = {f"frequencies_{i}": one.idf_ for i, one in enumerate(self._vectorizers)}
        np.savez_compressed(
            folder / "weights.npz", coefficients=self._coefficients, intercepts=self._intercepts, **frequencies
        )
        about = {
            "labels": self.labels,
            "temperature": self.temperature,
            "meaning_weight": self._meaning_weight,
            "encoder": self._encoder.fingerprint if self._encoder else None,
            "vocabularies": [_ordered(one) for one in self._vectorizers],
        }
        (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, encoder: Encoder | None) -> IntentModel:
        """Read a saved model; raise ValueError when it was fitted with another encoder than the one given."""
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        given = encoder.fingerprint if encoder else None
        if about["encoder"] != given:
            raise ValueError(f"the model was trained with encoder {about['encoder']}, not {given}; run `make train`")
        arrays = np.load(folder / "weights.npz")
        vectorizers = []
        for index, kind in enumerate((WORDS, PIECES)):
            pieces = {piece: column for column, piece in enumerate(about["vocabularies"][index])}
            vectorizer = TfidfVectorizer(**kind, **COMMON, vocabulary=pieces)
            vectorizer.idf_ = arrays[f"frequencies_{index}"]
            vectorizers.append(vectorizer)
        weights = (arrays["coefficients"], arrays["intercepts"])
        return cls(about["labels"], vectorizers, weights, about["temperature"], encoder, about["meaning_weight"])


def softmax(margins: Array) -> Array:
    """Turn rows of margins into rows of probabilities."""
    raised = np.exp(margins - margins.max(axis=1, keepdims=True))
    shares: Array = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _machine(recipe: Recipe) -> LinearSVC:
    return LinearSVC(C=recipe.penalty, random_state=recipe.seed, max_iter=3000)


def _features(
    texts: Sequence[str], vectorizers: Sequence[TfidfVectorizer], encoder: Encoder | None, weight: float
) -> sp.csr_matrix:
    blocks = [one.transform(texts) for one in vectorizers]
    if encoder:
        blocks.insert(0, sp.csr_matrix(encoder.encode(texts) * np.float32(weight)))
    return sp.hstack(blocks, format="csr", dtype=np.float32)


def _temperature(features: sp.csr_matrix, truth: npt.NDArray[Any], recipe: Recipe) -> float:
    """Return the divisor of margins under which sentences the machine did not see are least surprising."""
    labels = np.unique(truth)
    margins = np.zeros((len(truth), len(labels)))
    parts = StratifiedKFold(recipe.folds, shuffle=True, random_state=recipe.seed)
    for seen, unseen in parts.split(features, truth):
        machine = _machine(recipe).fit(features[seen], truth[seen])
        margins[np.ix_(unseen, np.searchsorted(labels, machine.classes_))] = machine.decision_function(features[unseen])
    column = np.searchsorted(labels, truth)

    def surprise(log_temperature: float) -> float:
        chances = softmax(margins / np.exp(log_temperature))
        return float(-np.log(chances[np.arange(len(truth)), column] + 1e-12).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4, 2), method="bounded").x))


def _ordered(vectorizer: TfidfVectorizer) -> list[str]:
    return [piece for piece, _ in sorted(vectorizer.vocabulary_.items(), key=lambda item: item[1])]

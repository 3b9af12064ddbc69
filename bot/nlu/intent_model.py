"""Which intent a sentence has, and how sure we may be: linear margins, calibrated.

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
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.encoder import Encoder
from bot.nlu.features import Features

Array = npt.NDArray[Any]

WEIGHTS, ABOUT = "weights.npz", "model.json"


@dataclass(frozen=True)
class Recipe:
    """What the model is made with; all of it can be set in config.yml."""

    penalty: float = 0.5
    """LinearSVC's C: how hard each training sentence pulls."""
    meaning_weight: float = 1.0
    """How much the encoder's unit vector counts beside the two unit vectors of words and pieces of words."""
    folds: int = 3
    """Over how many parts confidence is calibrated."""
    seed: int = 42


class IntentModel:
    """A fitted model; `rank` gives every intent a probability, the likeliest first."""

    def __init__(self, labels: Sequence[str], features: Features, weights: tuple[Array, Array], temperature: float):
        self.labels = tuple(labels)
        self.temperature = temperature
        self._features = features
        self._coefficients, self._intercepts = weights

    @classmethod
    def fit(cls, texts: Sequence[str], intents: Sequence[str], encoder: Encoder | None, recipe: Recipe) -> IntentModel:
        """Fit on labelled texts; the same texts and recipe give the same model. Needs three intents or more."""
        features, truth = Features.fit(texts, encoder, recipe.meaning_weight), np.asarray(intents)
        rows = features.of(texts)
        fitted = _machine(recipe).fit(rows, truth)
        weights = (fitted.coef_.astype(np.float32), fitted.intercept_)
        return cls(fitted.classes_, features, weights, _temperature(rows, truth, recipe))

    def chances(self, texts: Sequence[str]) -> Array:
        """Return one row a text, one probability an intent, in the order of `labels`."""
        margins = np.asarray(self._features.of(texts) @ self._coefficients.T) + self._intercepts
        return softmax(margins / self.temperature)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return (intent, probability) for every intent, the likeliest first; probabilities add up to one."""
        chances = self.chances([text])[0]
        return [(self.labels[index], float(chances[index])) for index in np.argsort(-chances)]

    def save(self, folder: Path) -> None:
        """Write the model as arrays and JSON; nothing in it is code."""
        about, arrays = self._features.state()
        about = {**about, "labels": self.labels, "temperature": self.temperature}
        (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        weights = {"coefficients": self._coefficients, "intercepts": self._intercepts}
        np.savez_compressed(folder / WEIGHTS, **weights, **arrays)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder | None) -> IntentModel:
        """Read a saved model; raise ValueError when it was fitted with another encoder than the one given."""
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        with np.load(folder / WEIGHTS) as kept:
            arrays = dict(kept)
        features = Features.restored(about, arrays, encoder)
        return cls(about["labels"], features, (arrays["coefficients"], arrays["intercepts"]), about["temperature"])


def softmax(margins: Array) -> Array:
    """Turn rows of margins into rows of probabilities."""
    raised = np.exp(margins - margins.max(axis=1, keepdims=True))
    shares: Array = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _machine(recipe: Recipe) -> LinearSVC:
    return LinearSVC(C=recipe.penalty, random_state=recipe.seed, max_iter=3000)


def _temperature(rows: sp.csr_matrix, truth: Array, recipe: Recipe) -> float:
    """Return the divisor of margins under which sentences the machine did not see are least surprising."""
    labels = np.unique(truth)
    margins = np.zeros((len(truth), len(labels)))
    parts = StratifiedKFold(recipe.folds, shuffle=True, random_state=recipe.seed)
    for seen, unseen in parts.split(rows, truth):
        machine = _machine(recipe).fit(rows[seen], truth[seen])
        margins[np.ix_(unseen, np.searchsorted(labels, machine.classes_))] = machine.decision_function(rows[unseen])
    column = np.searchsorted(labels, truth)

    def surprise(log_temperature: float) -> float:
        chances = softmax(margins / np.exp(log_temperature))
        return float(-np.log(chances[np.arange(len(truth)), column] + 1e-12).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4, 2), method="bounded").x))

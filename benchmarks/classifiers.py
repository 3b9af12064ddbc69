"""Linear classifiers over meanings, over words, and over both: the same sentences, the same exam."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

from bot.evaluation.metrics import Prediction, Thresholds, calibration_error, macro_f1, out_of_scope_recall
from bot.evaluation.sentences import Sentence
from bot.evaluation.thresholds import best_threshold
from bot.nlu.encoder import Encoder
from bot.nlu.features import Features
from bot.nlu.intent_model import softmax

SEED, FOLDS, TIMED = 42, 3, 100
LOGISTIC, SVC = "LogisticRegression", "LinearSVC, calibrated"


@dataclass(frozen=True)
class Row:
    """How one classifier does over one kind of features; `milliseconds` is the median of one twelve-word message.

    Seconds are of processor, on one thread.
    """

    features: str
    classifier: str
    macro_f1: float
    ece: float
    out_of_scope_recall: dict[str, float]
    threshold: float
    training_seconds: float
    milliseconds: float


def row(features: str, classifier: str, predictions: Sequence[Prediction], seconds: float, milliseconds: float) -> Row:
    """Return a row; out-of-scope recall is told at the highest threshold that refuses 5 % of ours or less."""
    threshold = best_threshold(predictions, ambiguity=0.0)
    refused = out_of_scope_recall(predictions, Thresholds(threshold, 0.0))
    return Row(
        features,
        classifier,
        macro_f1(predictions),
        calibration_error(predictions),
        refused,
        threshold,
        seconds,
        milliseconds,
    )


@dataclass(frozen=True)
class Kind:
    """One way to turn texts into rows of numbers."""

    name: str
    features: Features
    columns: slice

    def of(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return one row a text."""
        return self.features.of(texts)[:, self.columns]


def kinds(texts: Sequence[str], encoder: Encoder) -> Iterator[Kind]:
    """Yield meanings alone, words and pieces of words alone, and both, as our own model sees them."""
    both = Features.fit(texts, encoder, meaning_weight=1.0)
    yield Kind("dense", both, slice(0, encoder.size))
    yield Kind("sparse", Features.fit(texts, None, meaning_weight=1.0), slice(None))
    yield Kind("both", both, slice(None))


def compare(
    training: Sequence[Sentence], held_out: Sequence[Sentence], timed: Sequence[str], encoder: Encoder
) -> Iterator[Row]:
    """Yield a row for each classifier over each kind of features."""
    texts, truth = [one.text for one in training], np.array([one.intent for one in training])
    for kind in kinds(texts, encoder):
        began = time.process_time()
        seen = kind.of(texts)
        made = time.process_time() - began
        unseen = kind.of([one.text for one in held_out])
        for name, fit in ((LOGISTIC, _logistic), (SVC, _svc)):
            began = time.process_time()
            machine, temperature = fit(seen, truth)
            seconds = made + time.process_time() - began
            chances = _chances(machine, temperature, unseen)
            predictions = [_prediction(*each, machine.classes_) for each in zip(held_out, chances, strict=True)]
            yield row(kind.name, name, predictions, seconds, _milliseconds(kind, machine, temperature, timed))


def _logistic(rows: sp.csr_matrix, truth: Any) -> tuple[Any, float]:
    """Fit what Rasa's LogisticRegressionClassifier fits, with its defaults."""
    return LogisticRegression(max_iter=100, class_weight="balanced", tol=1e-4, random_state=SEED).fit(rows, truth), 1.0


def _svc(rows: sp.csr_matrix, truth: Any) -> tuple[Any, float]:
    machine = LinearSVC(C=1.0, random_state=SEED, max_iter=3000)
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    margins = cross_val_predict(machine, rows, truth, cv=parts, method="decision_function")
    column = np.searchsorted(np.unique(truth), truth)

    def surprise(log_temperature: float) -> float:
        right = softmax(margins / np.exp(log_temperature))[np.arange(len(truth)), column]
        return float(-np.log(right + 1e-12).mean())

    found = minimize_scalar(surprise, bounds=(-4, 2), method="bounded").x
    return machine.fit(rows, truth), float(np.exp(found))


def _chances(machine: Any, temperature: float, rows: sp.csr_matrix) -> Any:
    return softmax(machine.decision_function(rows) / temperature)


def _prediction(sentence: Sentence, chances: Any, labels: Any) -> Prediction:
    second, first = np.argsort(chances)[-2:]
    return Prediction(sentence, str(labels[first]), float(chances[first]), float(chances[second]))


def _milliseconds(kind: Kind, machine: Any, temperature: float, timed: Sequence[str]) -> float:
    times = []
    for text in timed[:TIMED]:
        began = time.perf_counter()
        _chances(machine, temperature, kind.of([text]))
        times.append(time.perf_counter() - began)
    return median(times) * 1000

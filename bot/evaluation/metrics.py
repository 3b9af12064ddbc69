"""The figures: pure functions from predictions to numbers between 0 and 1."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.sentences import OUT_OF_SCOPE, Sentence


@dataclass(frozen=True)
class Prediction:
    """What was understood of one sentence, and how sure it was said to be."""

    sentence: Sentence
    intent: str
    confidence: float

    def refused(self, threshold: float) -> bool:
        """Say whether the bot would answer that this is not its business, or that it did not understand."""
        return self.intent == OUT_OF_SCOPE or self.confidence < threshold


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean for one intent over `support` sentences."""

    precision: float
    recall: float
    f1: float
    support: int


def scores(predictions: Sequence[Prediction]) -> dict[str, Score]:
    """Return the scores of every intent that occurs in the truth; the top intent counts, whatever its confidence."""
    truth = Counter(one.sentence.intent for one in predictions)
    said = Counter(one.intent for one in predictions)
    right = Counter(one.intent for one in predictions if one.intent == one.sentence.intent)
    return {intent: _score(right[intent], said[intent], support) for intent, support in sorted(truth.items())}


def _score(right: int, said: int, support: int) -> Score:
    precision, recall = (right / said if said else 0.0), right / support
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Score(precision, recall, f1, support)


def macro_f1(predictions: Sequence[Prediction]) -> float:
    """Return the plain mean of the intents' F1: a rare intent counts as much as a common one."""
    found = scores(predictions)
    return sum(score.f1 for score in found.values()) / len(found)


def out_of_scope_recall(predictions: Sequence[Prediction], threshold: float) -> dict[str, float]:
    """Return, for each tier, the share of what is not our business that is refused at this threshold."""
    tiers: dict[str, list[bool]] = defaultdict(list)
    for one in predictions:
        if one.sentence.intent == OUT_OF_SCOPE:
            tiers[one.sentence.tier or "all"].append(one.refused(threshold))
    return {tier: sum(refused) / len(refused) for tier, refused in sorted(tiers.items())}


def false_fallback(predictions: Sequence[Prediction], threshold: float) -> float:
    """Return the share of sentences that are our business and are refused all the same at this threshold."""
    ours = [one.refused(threshold) for one in predictions if one.sentence.intent != OUT_OF_SCOPE]
    return sum(ours) / len(ours)


def calibration_error(predictions: Sequence[Prediction], bins: int = 15) -> float:
    """Return the expected calibration error over bins of equal width: how far confidence is from being right."""
    counted: dict[int, list[Prediction]] = defaultdict(list)
    for one in predictions:
        counted[min(int(one.confidence * bins), bins - 1)].append(one)
    gap = 0.0
    for members in counted.values():
        sure = sum(one.confidence for one in members)
        right = sum(one.intent == one.sentence.intent for one in members)
        gap += abs(sure - right)
    return gap / len(predictions)


def confusions(predictions: Sequence[Prediction]) -> list[tuple[str, str, int]]:
    """Return (truth, said, how often) for every pair that was mixed up, most often first."""
    pairs = Counter((one.sentence.intent, one.intent) for one in predictions if one.intent != one.sentence.intent)
    return [(truth, said, count) for (truth, said), count in pairs.most_common()]

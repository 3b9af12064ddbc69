"""The figures: pure functions from predictions to numbers between 0 and 1."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.sentences import HAZARD_INTENT, OUT_OF_SCOPE, Sentence


@dataclass(frozen=True)
class Thresholds:
    """Below `confidence`, or less than `ambiguity` ahead of the next intent, we say that we did not understand."""

    confidence: float
    ambiguity: float


@dataclass(frozen=True)
class Prediction:
    """What was understood of one sentence: the likeliest intent that is no fallback, and how sure it was said to be.

    `runner_up` is the next intent's confidence; `fell_back` says what the pipeline itself decided, and `offered`
    what it then asks about; `milliseconds` is what reading it took.
    """

    sentence: Sentence
    intent: str
    confidence: float
    runner_up: float = 0.0
    fell_back: bool = False
    milliseconds: float = 0.0
    offered: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Say whether the likeliest intent is the true one."""
        return self.intent == self.sentence.intent

    def refused(self, at: Thresholds | None = None) -> bool:
        """Say whether the bot would not act: it is not its business, or not understood, or it asks which was meant.

        Without thresholds the pipeline's own decision counts.
        """
        return self.intent == OUT_OF_SCOPE or (self.fell_back if at is None else self.below(at))

    def below(self, at: Thresholds) -> bool:
        """Say whether Rasa's FallbackClassifier would step in at these thresholds."""
        return self.confidence < at.confidence or self.confidence - self.runner_up < at.ambiguity


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean over `support` true cases."""

    precision: float
    recall: float
    f1: float
    support: int


def score(right: int, said: int, support: int) -> Score:
    """Return the score of something said `said` times, `right` of them rightly, that is true `support` times."""
    precision, recall = (right / said if said else 0.0), (right / support if support else 0.0)
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0, support)


def scores(predictions: Sequence[Prediction]) -> dict[str, Score]:
    """Return the scores of every intent that occurs in the truth; the top intent counts, whatever its confidence."""
    truth = Counter(one.sentence.intent for one in predictions)
    said = Counter(one.intent for one in predictions)
    right = Counter(one.intent for one in predictions if one.right)
    return {intent: score(right[intent], said[intent], support) for intent, support in sorted(truth.items())}


def macro_f1(predictions: Sequence[Prediction]) -> float:
    """Return the plain mean of the intents' F1: a rare intent counts as much as a common one."""
    found = scores(predictions)
    return sum(one.f1 for one in found.values()) / len(found)


def macro_f1_by_manner(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return the macro-F1 among the sentences of each manner that is known."""
    return {manner: macro_f1(members) for manner, members in _grouped(predictions, lambda one: one.sentence.manner)}


def out_of_scope_recall(predictions: Sequence[Prediction], at: Thresholds | None = None) -> dict[str, float]:
    """Return, for each tier, the share of what is not our business that is refused."""
    outside = [one for one in predictions if _foreign(one)]
    tiers = _grouped(outside, lambda one: one.sentence.tier or "all")
    return {tier: _share(one.refused(at) for one in members) for tier, members in tiers}


def false_fallback(predictions: Sequence[Prediction], at: Thresholds | None = None) -> float:
    """Return the share of sentences that are our business and are refused all the same."""
    return _share(one.refused(at) for one in predictions if not _foreign(one))


def asked_which(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return how often "which did you mean?" is asked, of what is ours and what is not; and how often rightly.

    `ours` and each tier: the share of these sentences; `right_offered`: of ours so asked, those with the true intent
    among the choices. A foreign sentence that is asked about counts as refused, but would be better plainly refused.
    """
    asked = [one for one in predictions if one.offered and not _foreign(one)]
    groups = _grouped(predictions, lambda one: (one.sentence.tier or "all") if _foreign(one) else "ours")
    shares = {name: _share(bool(one.offered) for one in members) for name, members in groups}
    return {**shares, "right_offered": _share(one.sentence.intent in one.offered for one in asked)}


def _foreign(prediction: Prediction) -> bool:
    return prediction.sentence.intent == OUT_OF_SCOPE


def calibration_error(predictions: Sequence[Prediction], bins: int = 15) -> float:
    """Return the expected calibration error over bins of equal width: how far confidence is from being right."""
    counted = _grouped(predictions, lambda one: min(int(one.confidence * bins), bins - 1))
    gaps = (abs(sum(one.confidence - one.right for one in members)) for _, members in counted)
    return sum(gaps) / len(predictions)


def confusions(predictions: Sequence[Prediction]) -> list[tuple[str, str, int]]:
    """Return (truth, said, how often) for every pair that was mixed up, most often first."""
    pairs = Counter((one.sentence.intent, one.intent) for one in predictions if not one.right)
    return [(truth, said, count) for (truth, said), count in sorted(pairs.items(), key=lambda pair: (-pair[1], pair))]


def hazard_recall(predictions: Sequence[Prediction]) -> float:
    """Return the share of sentences about danger that the pipeline answers as danger."""
    return _share(_alarm(one) for one in predictions if one.sentence.intent == HAZARD_INTENT)


def hazards_in_fallback(predictions: Sequence[Prediction]) -> int:
    """Return how many sentences about danger end as "we did not understand" and nothing else. It must be none."""
    return sum(one.fell_back for one in predictions if one.sentence.intent == HAZARD_INTENT)


def false_alarms(predictions: Sequence[Prediction]) -> float:
    """Return the share of harmless sentences that are answered as danger."""
    return _share(_alarm(one) for one in predictions if one.sentence.intent != HAZARD_INTENT)


def _alarm(prediction: Prediction) -> bool:
    return prediction.intent == HAZARD_INTENT and not prediction.fell_back


def _share(answers: Iterable[bool]) -> float:
    kept = list(answers)
    return sum(kept) / len(kept) if kept else 0.0


def _grouped(
    predictions: Sequence[Prediction], key: Callable[[Prediction], str | int | None]
) -> list[tuple[str, list[Prediction]]]:
    groups: dict[str, list[Prediction]] = defaultdict(list)
    for one in predictions:
        if (name := key(one)) is not None:
            groups[str(name)].append(one)
    return sorted(groups.items())

"""The intent model examined on its own training sentences, each part by a model that has not seen it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from sklearn.model_selection import StratifiedKFold

from bot.evaluation.listener import Step
from bot.evaluation.metrics import Prediction
from bot.evaluation.sentences import Sentence
from bot.nlu.encoder import Encoder, Vectors
from bot.nlu.intent_model import IntentModel, Recipe

PARTS = 5
COMPONENT = "bot.nlu.intents.PlainIntents"


class RememberingEncoder(Encoder):
    """An encoder that meets the same sentences many times and works each out once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._known: dict[str, Vectors] = {}

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return one unit vector a sentence, as `Encoder` does."""
        for sentence in sentences:
            if sentence not in self._known:
                self._known[sentence] = super().encode([sentence])[0]
        found = [self._known[sentence] for sentence in sentences]
        return np.array(found, dtype=np.float32).reshape(len(sentences), self.size)


def read_recipe(config: Path) -> Recipe:
    """Return the recipe a Rasa configuration gives our intent model."""
    pipeline = YAML(typ="safe").load(config.read_text(encoding="utf-8"))["pipeline"]
    given = next(component for component in pipeline if component["name"] == COMPONENT)
    return Recipe(**{name: given[name] for name in Recipe.__dataclass_fields__ if name in given})


def cross_validate(
    sentences: Sequence[Sentence], encoder: Encoder | None, recipe: Recipe, step: Step = lambda: None
) -> list[Prediction]:
    """Return a prediction for every sentence; five models are fitted, and `step` is called after each."""
    texts = np.array([one.text for one in sentences], dtype=object)
    intents = np.array([one.intent for one in sentences])
    found = []
    for seen, unseen in StratifiedKFold(PARTS, shuffle=True, random_state=recipe.seed).split(texts, intents):
        model = IntentModel.fit(list(texts[seen]), list(intents[seen]), encoder, recipe)
        found += [predict(model, sentences[index]) for index in unseen]
        step()
    return found


def predict(model: IntentModel, sentence: Sentence) -> Prediction:
    """Return what the intent model alone makes of a sentence."""
    (intent, confidence), (_, runner_up) = model.rank(sentence.text)[:2]
    return Prediction(sentence, intent, confidence, runner_up)

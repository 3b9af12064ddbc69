"""Our intent model as Rasa trains, keeps and asks it."""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clauses import cut
from bot.nlu.encoder import Encoder
from bot.nlu.intent_model import IntentModel, Recipe
from bot.nlu.several import CLAUSES, Ranked
from bot.settings import read_settings

log = logging.getLogger(__name__)


def open_encoder() -> Encoder | None:
    """Return the encoder the settings name, or None (said aloud) when there is none."""
    folder = read_settings().encoder_dir()
    if folder is None:
        log.warning("no sentence encoder: understanding rests on words and letters alone (see ENCODER in .env.example)")
        return None
    return Encoder(folder)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PlainIntents(GraphComponent, IntentClassifier):
    """Ranks the intents of a message and of its clauses by `IntentModel`; an empty text has no intent."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._ranking_length = int(config["ranking_length"])
        self._shortest_clause, self._most_clauses = int(config["shortest_clause"]), int(config["most_clauses"])
        self._recipe = Recipe(**{name: config[name] for name in Recipe.__dataclass_fields__})
        self._storage, self._resource, self._model = storage, resource, model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the recipe's own figures, how many intents a ranking tells, and which clauses are ranked.

        A clause needs `shortest_clause` words; of a long message the first `most_clauses` are looked at.
        """
        return {**vars(Recipe()), "ranking_length": 10, "shortest_clause": 3, "most_clauses": 120}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlainIntents:
        """Return an untrained part; Rasa calls this by name."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the training sentences and keep it."""
        examples = [each for each in training_data.intent_examples if each.get(TEXT)]
        texts, intents = [each.get(TEXT) for each in examples], [each.get(INTENT) for each in examples]
        self._model = IntentModel.fit(texts, intents, open_encoder(), self._recipe)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PlainIntents:
        """Return the trained part; raise when the encoder it was trained with is not there."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder, open_encoder()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if not text or self._model is None:
                continue
            if not any(map(str.isalnum, text)):
                # "???" says nothing that could be understood; guessing would only please nobody.
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
                message.set(CLAUSES, [])
                continue
            whole, sentences = self._rank(self._model, text)
            ranked = sorted(whole.items(), key=lambda pair: -pair[1])[: self._ranking_length]
            ranking = [{"name": name, "confidence": chance} for name, chance in ranked]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(CLAUSES, sentences)
        return messages

    def _rank(self, model: IntentModel, text: str) -> tuple[dict[str, float], list[list[Ranked]]]:
        """Rank a text and its clauses together; a text that is one clause is looked at once."""
        sentences, left = [], self._most_clauses
        for sentence in cut(text, self._shortest_clause):
            sentences.append(sentence[:left])
            left -= len(sentences[-1])
        clauses = [clause for sentence in sentences if sentence for clause in sentence]
        texts = list(dict.fromkeys([text, *(clause.text for clause in clauses)]))
        rows = (dict(zip(model.labels, map(float, row), strict=True)) for row in model.chances(texts))
        chances = dict(zip(texts, rows, strict=True))
        ranked = [[Ranked(clause, chances[clause.text]) for clause in sentence] for sentence in sentences if sentence]
        return chances[text], ranked

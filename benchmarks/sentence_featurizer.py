"""Our sentence encoder as a featurizer of Rasa's, so that DIET can be measured with it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.evaluation.cross_validation import RememberingEncoder
from bot.settings import read_settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives a message its sentence's vector, and each token the vector of that token alone."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        folder = read_settings().encoder_dir()
        if folder is None:
            raise ValueError("ENCODER is none: there is nothing to compare")
        self._encoder = RememberingEncoder(folder)

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before this component."""
        return [Tokenizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Return the component; Rasa calls this by name."""
        return cls(config, execution_context.node_name or cls.__name__)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to each message that has tokens."""
        for message in messages:
            if tokens := message.get(TOKENS_NAMES[TEXT]):
                sequence = self._encoder.encode([token.text for token in tokens])
                sentence = self._encoder.encode([message.get(TEXT)])
                self.add_features_to_message(sequence, sentence, TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every training sentence."""
        self.process(training_data.training_examples)
        return training_data

"""Our spaCy pipeline as Rasa meets it: the tokens, the entities, and danger before all else."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.entities import HAZARD, find_entities
from bot.nlu.spacy_pipeline import pipeline

_Kind = DefaultV1Recipe.ComponentType


@DefaultV1Recipe.register(_Kind.MESSAGE_TOKENIZER, is_trainable=False)
class PlainTokenizer(Tokenizer):
    """Cuts text as our spaCy pipeline does."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's own settings of a tokenizer, none of them used by us."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of one attribute of a message; a text without any word is one token."""
        text = str(message.get(attribute) or "")
        tokens = [Token(word.text, word.idx) for word in pipeline().make_doc(text) if word.text.strip()]
        return tokens or [Token(text or " ", 0)]


class _Component(GraphComponent):
    """A part that learns nothing and keeps nothing."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Return the part; Rasa calls this by name."""
        return cls()


@DefaultV1Recipe.register(_Kind.ENTITY_EXTRACTOR, is_trainable=False)
class PlainEntities(_Component):
    """Finds numbers and words by our pattern files, each with its normal form."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message."""
        for message in messages:
            found = [entity.as_dict() for entity in find_entities(str(message.get(TEXT) or ""))]
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages


@DefaultV1Recipe.register(_Kind.INTENT_CLASSIFIER, is_trainable=False)
class HazardFirst(_Component):
    """Where a word of danger stands, the intent is to report it, however sure the classifier is of another."""

    intent = "report_hazard"

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the hazard first in each message that names one; what was understood stays in the ranking."""
        for message in messages:
            if any(entity["entity"] == HAZARD for entity in message.get(ENTITIES) or []):
                first = {"name": self.intent, "confidence": 1.0}
                others = [each for each in message.get(INTENT_RANKING_KEY) or [] if each["name"] != self.intent]
                message.set(INTENT, first, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [first, *others], add_to_output=True)
        return messages

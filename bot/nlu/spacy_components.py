"""Our spaCy pipeline as Rasa meets it: the tokens, the entities, and danger before all else."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.catalogue.loader import read_profile
from bot.clock import Clock, SystemClock
from bot.nlu.entities import HAZARD, find_entities
from bot.nlu.spacy_pipeline import pipeline
from bot.settings import read_settings

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
    """A part that learns nothing and keeps nothing but its settings."""

    def __init__(self, config: dict[str, Any] | None = None) -> None:
        self.config = {**self.get_default_config(), **(config or {})}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Return the part; Rasa calls this by name."""
        return cls(config)


@DefaultV1Recipe.register(_Kind.ENTITY_EXTRACTOR, is_trainable=False)
class PlainEntities(_Component):
    """Finds numbers, days and words by our pattern files, each with its normal form."""

    def __init__(self, config: dict[str, Any] | None = None, clock: Clock | None = None) -> None:
        super().__init__(config)
        self._clock = clock or SystemClock()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return read_profile(read_settings().profile_dir()).time_zone

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message; its days are reckoned from now, where the company is."""
        now = self._clock.now().astimezone(self._zone)
        for message in messages:
            found = [entity.as_dict() for entity in find_entities(str(message.get(TEXT) or ""), now)]
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages


@DefaultV1Recipe.register(_Kind.INTENT_CLASSIFIER, is_trainable=False)
class HazardFirst(_Component):
    """Makes danger the intent: on a word of danger always, else where the classifier merely suspects it."""

    intent = "report_hazard"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the confidence from which danger is believed, and that where nothing is clear.

        Nothing is clear when no intent reaches `clear`, which is the fallback's threshold: better a needless warning
        than danger that is not understood.
        """
        return {"suspicion": 0.3, "suspicion_if_unclear": 0.1, "clear": 0.4}

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the hazard first in each message that names one; what was understood stays in the ranking."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            suspected = max((each["confidence"] for each in ranking if each["name"] == self.intent), default=0.0)
            named = any(entity["entity"] == HAZARD for entity in message.get(ENTITIES) or [])
            clear = bool(ranking) and ranking[0]["confidence"] >= self.config["clear"]
            if named or suspected >= self.config["suspicion" if clear else "suspicion_if_unclear"]:
                first = {"name": self.intent, "confidence": 1.0}
                others = [each for each in ranking if each["name"] != self.intent]
                message.set(INTENT, first, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [first, *others], add_to_output=True)
        return messages

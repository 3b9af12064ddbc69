"""What may have been meant when a message was not understood."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.spacy_components import _Component

NOT_UNDERSTOOD = "nlu_fallback"
CLOSE_INTENTS = "close_intents"
"""Where actions find the names of the intents that came near, the nearest first."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CloseIntents(_Component):
    """Names the intents that are likely enough to ask about; it stands after Rasa's FallbackClassifier."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: from which confidence on we ask, for how many intents, and for which never."""
        return {"ask_which": 0.1, "most": 3, "never": []}

    def process(self, messages: list[Message]) -> list[Message]:
        """Name what came near each message that was not understood."""
        for message in messages:
            if (message.get(INTENT) or {}).get("name") == NOT_UNDERSTOOD:
                message.set(CLOSE_INTENTS, self._near(message), add_to_output=True)
        return messages

    def _near(self, message: Message) -> list[str]:
        never = {NOT_UNDERSTOOD, *self.config["never"]}
        ranking = message.get(INTENT_RANKING_KEY) or []
        near = [each["name"] for each in ranking if each["confidence"] >= self.config["ask_which"]]
        return [name for name in near if name not in never][: self.config["most"]]

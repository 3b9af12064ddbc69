"""A trained model that reads sentences in this process, with its whole pipeline: rules, fallback and all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.evaluation.metrics import Prediction
from bot.evaluation.sentences import Sentence
from bot.turns.model import load_agent, prepare_process
from bot.turns.talker import without_command

if TYPE_CHECKING:
    from rasa.core.agent import Agent

FALLBACK_INTENT = "nlu_fallback"
CLOSE = "close_intents"
"""Where the pipeline tells what it asks about."""
WARM_UP = 5

Step = Callable[[], None]
"""Called after every sentence, for a progress bar."""


@dataclass(frozen=True)
class Listener:
    """Reads sentences as the bot does in a conversation: typed by a customer, so never a command."""

    agent: Agent

    @classmethod
    async def open(cls, model: Path) -> Listener:
        """Load a model and read a few sentences, so that nothing is measured cold; raises StartError."""
        prepare_process()
        listener = cls(load_agent(model))
        for _ in range(WARM_UP):
            await listener.parse("warming up with a sentence of some words")
        return listener

    async def parse(self, text: str) -> dict[str, Any]:
        """Return what Rasa says about a text."""
        parsed: dict[str, Any] = await self.agent.parse_message(without_command(text))
        return parsed

    async def predict(self, sentence: Sentence) -> Prediction:
        """Return what is understood of a sentence and how long that took."""
        began = time.perf_counter()
        parsed = await self.parse(sentence.text)
        return prediction(sentence, parsed, (time.perf_counter() - began) * 1000)

    async def predict_all(self, sentences: Sequence[Sentence], step: Step = lambda: None) -> list[Prediction]:
        """Return what is understood of each sentence, one after the other."""
        found = []
        for sentence in sentences:
            found.append(await self.predict(sentence))
            step()
        return found


def prediction(sentence: Sentence, parsed: dict[str, Any], milliseconds: float) -> Prediction:
    """Turn Rasa's answer into a prediction; the fallback is kept apart from the intent it covers."""
    ranking = [each for each in parsed["intent_ranking"] if each["name"] != FALLBACK_INTENT]
    first, second = [*ranking, *[{"name": "", "confidence": 0.0}] * 2][:2]
    fell_back = parsed["intent"]["name"] == FALLBACK_INTENT
    return Prediction(
        sentence,
        first["name"],
        first["confidence"],
        second["confidence"],
        fell_back,
        milliseconds,
        tuple(parsed.get(CLOSE) or ()),
    )

"""Messages that ask several things at once: is one of them answered, and danger first?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.evaluation.metrics import Prediction
from bot.evaluation.sentences import HAZARD_INTENT, Sentence


@dataclass(frozen=True)
class Several:
    """A message and everything it asks for, in the order said."""

    text: str
    intents: tuple[str, ...]

    def sentence(self) -> Sentence:
        """Return the message under the intent that must be answered first."""
        return Sentence(self.text, HAZARD_INTENT if HAZARD_INTENT in self.intents else self.intents[0])


def read_several(path: Path) -> list[Several]:
    """Return the messages of a held-out file of this kind."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return [Several(each["text"].strip(), tuple(each["intents"])) for each in content["messages"]]


def one_is_answered(messages: Sequence[Several], predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return the share of messages whose first answer is one of the things asked, and of dangers that come first."""
    pairs = list(zip(messages, predictions, strict=True))
    answered = [not said.fell_back and said.intent in message.intents for message, said in pairs]
    danger = [said.intent == HAZARD_INTENT for message, said in pairs if HAZARD_INTENT in message.intents]
    return {"one_answered": sum(answered) / len(answered), "danger_first": sum(danger) / len(danger)}

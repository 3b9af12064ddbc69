"""What the model understands in single sentences, for people who work on the training data."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any

from bot.logs import set_up_logs
from bot.settings import Settings
from bot.turns.model import load_agent, newest_model, prepare_process
from bot.turns.talker import without_command

_ENTITY_KEYS = ("entity", "value", "start", "end", "role", "group", "extractor", "confidence_entity")


async def parse_lines(settings: Settings, lines: Iterable[str]) -> AsyncIterator[dict[str, Any]]:
    """Yield text, intent, confidence, ranking and entities of each line that is not blank.

    A line is read as a customer's words, so `/intent` is no command here either. Raises StartError without a model.
    """
    set_up_logs(settings.log_level)
    model = newest_model(settings.models_dir)
    prepare_process()
    agent = load_agent(model)
    for line in lines:
        if not line.strip():
            continue
        parsed = await agent.parse_message(without_command(line))
        yield {
            "text": line,
            "intent": parsed["intent"]["name"],
            "confidence": parsed["intent"]["confidence"],
            "ranking": [{"name": each["name"], "confidence": each["confidence"]} for each in _ranking(parsed)],
            "entities": [{key: each[key] for key in _ENTITY_KEYS if key in each} for each in parsed["entities"]],
        }


def _ranking(parsed: dict[str, Any]) -> list[dict[str, Any]]:
    ranking: list[dict[str, Any]] = parsed.get("intent_ranking", [])
    return ranking

"""How Rasa's answer becomes a prediction."""

from __future__ import annotations

from typing import Any

from bot.evaluation import listener, several
from bot.evaluation.listener import prediction
from bot.evaluation.sentences import Sentence
from bot.nlu.close import CLOSE_INTENTS, NOT_UNDERSTOOD
from bot.nlu.several import OTHER_INTENTS

SENTENCE = Sentence("words", "ask_balance")


def answer(*ranking: tuple[str, float]) -> dict[str, Any]:
    """Return what Rasa says when it ranks these intents."""
    told = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return {"intent": told[0], "intent_ranking": told}


def test_the_first_two_intents_are_kept() -> None:
    """The likeliest, its confidence, and how near the next one is."""
    found = prediction(SENTENCE, answer(("ask_balance", 0.7), ("ask_tariff", 0.2), ("greet", 0.1)), 3.0)
    assert (found.intent, found.confidence, found.runner_up, found.fell_back) == ("ask_balance", 0.7, 0.2, False)
    assert found.milliseconds == 3.0


def test_a_fallback_is_kept_apart_from_what_it_covers() -> None:
    """The intent that would have been answered is still told, and that it was not."""
    found = prediction(SENTENCE, answer(("nlu_fallback", 0.25), ("ask_tariff", 0.2), ("greet", 0.1)), 1.0)
    assert (found.intent, found.runner_up, found.fell_back) == ("ask_tariff", 0.1, True)


def test_what_is_asked_about_is_kept() -> None:
    """The intents a fallback asks about are told, in their order."""
    parsed = {**answer(("nlu_fallback", 0.4), ("ask_tariff", 0.3)), "close_intents": ["ask_tariff", "greet"]}
    assert prediction(SENTENCE, parsed, 1.0).offered == ("ask_tariff", "greet")


def test_a_fallback_alone_is_no_intent() -> None:
    """Nothing was ranked: no intent, no confidence."""
    found = prediction(SENTENCE, answer(("nlu_fallback", 0.25)), 1.0)
    assert (found.intent, found.confidence, found.fell_back) == ("", 0.0, True)


def test_the_names_are_the_pipelines_own() -> None:
    """Written out here, for their modules bring Rasa in before its chatter and threads are off; yet the same."""
    assert (listener.CLOSE, listener.FALLBACK_INTENT, several.OTHERS) == (CLOSE_INTENTS, NOT_UNDERSTOOD, OTHER_INTENTS)

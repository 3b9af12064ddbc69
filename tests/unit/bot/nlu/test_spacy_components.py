"""Our pipeline as Rasa meets it."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.spacy_components import HazardFirst, PlainEntities, PlainTokenizer


def understood(text: str, *ranking: tuple[str, float]) -> Message:
    """Return a message after classifier and recognisers."""
    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message = Message({TEXT: text, INTENT: ranked[0], INTENT_RANKING_KEY: ranked})
    return HazardFirst().process(PlainEntities().process([message]))[0]


@pytest.mark.parametrize("text", ["", " ", "?", "hello there", "😀"])
def test_every_text_has_tokens(text):
    """No text is without a token: Rasa's featurizers need one."""
    tokenizer = PlainTokenizer(PlainTokenizer.get_default_config())
    tokens = tokenizer.tokenize(Message({TEXT: text}), TEXT)

    assert tokens != []


def test_a_word_of_danger_decides():
    """However sure the classifier is of something else, danger comes first; the rest stays in the ranking."""
    message = understood("a wire is down, what do I owe", ("ask_balance", 0.99), ("report_hazard", 0.001))

    assert message.get(INTENT) == {"name": "report_hazard", "confidence": 1.0}
    assert [each["name"] for each in message.get(INTENT_RANKING_KEY)] == ["report_hazard", "ask_balance"]


def test_a_suspicion_of_danger_decides():
    """Where the classifier suspects danger without being sure, danger comes first."""
    message = understood("something odd with the pole", ("report_outage", 0.5), ("report_hazard", 0.35))

    assert message.get(INTENT)["name"] == "report_hazard"


@pytest.mark.parametrize(("surest", "intent"), [(0.35, "report_hazard"), (0.45, "out_of_scope")])
def test_where_nothing_is_clear_a_hint_of_danger_is_enough(surest, intent):
    """A message about danger never ends as one that was not understood."""
    message = understood("it hums so strangely", ("out_of_scope", surest), ("report_hazard", 0.12))

    assert message.get(INTENT)["name"] == intent


def test_no_danger_no_change():
    """Any other message keeps its intent."""
    message = understood("what do I owe", ("ask_balance", 0.9), ("report_hazard", 0.01))

    assert message.get(INTENT) == {"name": "ask_balance", "confidence": 0.9}


def test_entities_say_what_rasa_wants_to_know():
    """An entity carries kind, normal form and place."""
    (found,) = PlainEntities().process([Message({TEXT: "it is 310 001"})])[0].get(ENTITIES)

    assert (found["entity"], found["value"], found["start"], found["end"]) == ("postcode", "310001", 6, 13)

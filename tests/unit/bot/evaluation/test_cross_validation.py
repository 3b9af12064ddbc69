"""Cross-validation of the intent model."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.cross_validation import PARTS, cross_validate, read_recipe
from bot.evaluation.sentences import Sentence
from bot.nlu.intent_model import Recipe

SENTENCES = [
    Sentence(f"{word} number {index} {tail}", intent)
    for intent, word in (
        ("ask_balance", "what do i owe"),
        ("greet", "hello there friend"),
        ("report_outage", "power failed in our street"),
    )
    for index, tail in enumerate(["please", "now", "today", "thanks", "again", "sir", "quick", "ok", "well", "so"])
]


def test_every_sentence_is_predicted_once_by_a_model_that_has_not_seen_it() -> None:
    """All sentences come back, each once, and three plain intents are told apart; five models are made."""
    steps: list[int] = []
    found = cross_validate(SENTENCES, None, Recipe(folds=2), lambda: steps.append(1))
    assert sorted(one.sentence.text for one in found) == sorted(one.text for one in SENTENCES)
    assert all(one.right for one in found)
    assert len(steps) == PARTS


def test_the_recipe_is_the_one_we_train_with(tmp_path: Path) -> None:
    """What config.yml sets is used, the rest is the model's own default."""
    path = tmp_path / "config.yml"
    path.write_text("pipeline:\n- name: bot.nlu.intents.PlainIntents\n  penalty: 2.5\n", encoding="utf-8")
    assert read_recipe(path) == Recipe(penalty=2.5)

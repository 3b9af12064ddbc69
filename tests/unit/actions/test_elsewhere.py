"""What cannot be done here is said plainly."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.sentences import has_sentence
from bot.settings import ROOT


def yaml(path: Path) -> dict:
    """Return what a YAML file holds."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def intents_sent_elsewhere():
    """Yield the intents of data/rules/elsewhere.yml."""
    for rule in yaml(ROOT / "data" / "rules" / "elsewhere.yml")["rules"]:
        yield from (step["intent"] for step in rule["steps"][0]["or"])


@pytest.mark.parametrize("intent", [*intents_sent_elsewhere()])
def test_each_task_has_plain_words(intent):
    """Every intent that is sent elsewhere is named in plain words."""
    assert has_sentence(f"utter_task_{intent}")


async def test_a_later_task_names_itself_and_the_phone_line(talk):
    """The customer hears what cannot be done, and who does it."""
    await talk.does("action_tell_where_else", "pay by card", "ask_ways_to_pay")

    assert "ways to pay" in talk.text
    assert "95598" in talk.text


async def test_out_of_scope_is_not_ours(talk):
    """The weather is not ours."""
    await talk.does("action_not_ours", "weather?", "out_of_scope")

    assert talk.spoken == ["utter_not_ours"]


def test_every_intent_has_a_rule():
    """No intent ends in silence: each begins a rule."""
    ruled = set()
    for path in (ROOT / "data" / "rules").glob("*.yml"):
        for rule in yaml(path)["rules"]:
            first = rule["steps"][0]
            ruled |= {step["intent"] for step in first.get("or", [first])}

    assert set(yaml(ROOT / "domain.yml")["intents"]) - ruled == set()

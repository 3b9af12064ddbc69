"""Whatever somebody types, it is read without error, in bounded time, and never as a command."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.evaluation.listener import Listener
from bot.nlu.entities import find_entities
from bot.nlu.features import Features
from bot.nlu.masking import masked
from bot.nlu.spacy_components import PlainTokenizer
from bot.settings import read_settings
from bot.turns.model import newest_model
from bot.turns.talker import without_command

LONGEST = 10_000
BOUND = timedelta(seconds=10)
"""Far more than any of these may need on a busy machine; what grows faster than its text would need hours."""

short = st.text(max_size=200)
long = st.builds(lambda piece, times: (piece * times)[:LONGEST], st.text(min_size=1, max_size=30), st.just(LONGEST))
words = st.lists(st.sampled_from(["line", "the", "smoke", "8", "O0", "-", ".", "kW", "at", "\n", "tomorrow", "☎", "a"]))
texts = st.one_of(short, long, words.map(" ".join), words.map(lambda some: (" ".join(some) + " ") * 400))
anything = texts.map(lambda text: text[:LONGEST])

hard = settings(deadline=BOUND, max_examples=30, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@hard
@given(anything)
@example("1" * LONGEST)
@example("a " * (LONGEST // 2))
@example("8 - " * (LONGEST // 4))
@example("line " * (LONGEST // 5))
@example("ﷺ" * LONGEST)
@example("\x00")
def test_entities_of_any_text_lie_inside_it(text: str) -> None:
    """Every entity stands where it says, and reading ends."""
    for entity in find_entities(text):
        assert 0 <= entity.start < entity.end <= len(text)


@hard
@given(anything)
@example("")
@example("​")
def test_any_text_has_tokens_in_order(text: str) -> None:
    """Rasa's graph never meets a message without a token, nor tokens out of order."""
    tokenizer = PlainTokenizer(PlainTokenizer.get_default_config())
    tokens = tokenizer.tokenize(Message({TEXT: text}), TEXT)
    assert tokens
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@pytest.fixture(scope="module")
def features() -> Features:
    """What the intent model sees, learned from two sentences, without an encoder."""
    return Features.fit(["what do I owe", "what do you owe me"], None, 1.0)


@hard
@given(text=anything)
@example(text="1 " * (LONGEST // 2))
@example(text="T-" * (LONGEST // 2))
def test_any_text_has_features(features: Features, text: str) -> None:
    """One row of finite numbers comes of any text; numbers are masked and spaces single."""
    row = features.of([text])
    assert row.shape[0] == 1
    assert abs(row.sum()) < float("inf")
    assert "  " not in masked(text)


intents = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
payloads = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3).map(json.dumps)
spaces = st.text(" \t\n\r\x0b\x0c\x1c\x1f\x85\xa0  　/", max_size=6)
commands = st.builds(lambda lead, name, body: f"{lead}/{name}{body}", spaces, intents, payloads | st.just(""))


@given(commands | anything.map(lambda text: "/" + text))
@example("/report_hazard@1.0{}")
@example("　//restart")
def test_no_text_is_a_command(text: str) -> None:
    """What Rasa itself would read as `/intent{…}` is read as words, and sets neither intent nor entity."""
    read = YAMLStoryReader.unpack_regex_message(Message({TEXT: without_command(text)}))
    assert read.get(INTENT) is None
    assert not read.get(ENTITIES)
    assert read.get(TEXT).strip()


@pytest.fixture(scope="module")
async def listener() -> Listener:
    """The trained model, whole."""
    return await Listener.open(newest_model(read_settings().models_dir))


@pytest.mark.slow
@settings(hard, max_examples=25)
@given(text=anything | commands)
@example(text="a " * (LONGEST // 2))
@example(text="1" * LONGEST)
@example(text="/report_hazard@1.0{}")
@example(text="")
@example(text="​")
async def test_the_whole_model_reads_any_text(listener: Listener, text: str) -> None:
    """The loaded model gives an intent for every text, from its own ranking and never from the text's say-so."""
    parsed = await listener.parse(text)
    assert 0 <= parsed["intent"]["confidence"] <= 1
    assert parsed["intent"]["name"] in {one["name"] for one in parsed["intent_ranking"]}

"""Danger and the words our forms ask for are found by rule."""

from __future__ import annotations

import time

import pytest

from bot.nlu.entities import find_entities, hazard_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a power line is down on our road", "downed_line"),
        ("LIVE WIRE ON THE GROUND", "downed_line"),
        ("a tree came down on the cables behind us", "downed_line"),
        ("i got an electric shock from the washer", "shock"),
        ("the outlet is sparking", "sparks_smoke"),
        ("burning smell from the fuse box", "sparks_smoke"),
        ("my hand tingles on the tap", "tingle"),
        ("smells of gas here", "gas"),
        ("the meter is under water", "flooded"),
        ("he needs his oxygen machine and the power is out", "life_support"),
        ("kids are playing in the substation", "exposed"),
        ("bare wires in the hallway", "exposed"),
    ],
)
def test_dangers_are_named(text, kind):
    """Each kind of danger is recognised by its words alone."""
    assert hazard_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "I was shocked by my bill",
        "that bill gave me a shock",
        "my gas bill is wrong",
        "the internet line is down",
        "no sparks, just dark",
        "smoke alarm beeps since the cut",
        "spark plugs for my mower",
        "the power is out in our street",
        "my water meter is leaking",
        "can I pay by card",
        "on which line of the bill is the tax",
    ],
)
def test_harmless_sentences_are_no_danger(text):
    """Words of danger in harmless company raise no alarm."""
    assert hazard_in(text) is None


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("the whole street is dark", "scope", "neighbours_too"),
        ("my entire house", "scope", "whole_home"),
        ("only the kitchen", "scope", "part"),
        ("my neighbours have light", "scope", "whole_home"),
        ("for my new house", "supply_class", "household"),
        ("a small shop", "supply_class", "low_voltage_business"),
        ("a factory", "supply_class", "high_voltage_single"),
        ("a factory with two feeds", "supply_class", "high_voltage_dual"),
        ("for a building site", "supply_class", "temporary"),
        ("change the phone number", "detail", "phone"),
        ("an ev charger", "device", "ev_charger"),
    ],
)
def test_words_have_the_value_the_forms_keep(text, label, value):
    """What a form asks is found in the words people use."""
    assert value in {entity.value for entity in find_entities(text) if entity.label == label}


def test_a_word_may_be_of_several_kinds():
    """A house is a class of supply and a place to correct."""
    labels = {entity.label for entity in find_entities("my house")}

    assert {"supply_class", "detail"} <= labels


def test_a_very_long_text_is_read_in_bounded_time():
    """Ten thousand words cost no more than the part that is read."""
    text = "the power is out and a wire is near the road " * 1000
    started = time.perf_counter()
    find_entities(text)

    assert time.perf_counter() - started < 10

"""Devices, premises and dangers: what people call them, and the same words where they mean something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.catalogue import load
from bot.nlu.entities import find_entities, hazard_in
from bot.nlu.spacy_pipeline import PATTERNS
from bot.settings import ROOT

DEVICE = {
    "an EV charger at home": "ev_charger",
    "I bought an electric car": "ev_charger",
    "charging point for two cars": "ev_charger",
    "a charging pile": "ev_charger",
    "install a wallbox": "ev_charger",
    "we get a heat pump": "heat_pump",
    "a heatpump, air source": "heat_pump",
    "solar panels on the roof": "solar",
    "rooftop solar": "solar",
    "PV on the barn": "solar",
    "photovoltaic system": "solar",
    "her dialysis machine": "dialysis_machine",
    "home dialysis at ours": "dialysis_machine",
    "an oxygen concentrator": "oxygen_concentrator",
    "dad has oxygen at home": "oxygen_concentrator",
    "my son's ventilator": "ventilator",
    "a breathing machine": "ventilator",
}
NO_DEVICE = (
    "my phone charger broke", "a laptop charger", "solar eclipse", "solar lamps in the garden",
    "the car is at the garage", "a pump for the well", "machine", "the heat is too much", "a solar calendar",
    "charge my account", "EVERY day",
)  # fmt: skip

PREMISES = {
    "my house is dark": "home",
    "for a new flat": "home",
    "our apartment": "home",
    "a small shop": "shop",
    "noodle shop": "shop",
    "my restaurant": "shop",
    "the bakery": "shop",
    "our factory": "factory",
    "a sawmill": "factory",
    "we have a farm": "farm",
    "greenhouse": "farm",
    "a new office": "office",
    "the school is dark": "school",
    "kindergarten without power": "school",
    "the hospital": "hospital",
    "a cold store": "warehouse",
    "our warehouse": "warehouse",
    "a building site": "construction_site",
    "construction site": "construction_site",
}
NO_PREMISES = (
    "nobody was at home", "Mill Road 14", "School Lane 3", "the post office", "your office", "office hours",
    "flat rate", "a power plant", "water the plants", "the app store", "home page", "I come home late", "bar chart",
    "house number",
)  # fmt: skip

HAZARD = {
    "a power line is down on our road": "downed_line",
    "LIVE WIRE ON THE GROUND": "downed_line",
    "wires hanging low over the lane": "downed_line",
    "a lorry knocked the pole, it leans now": "downed_line",
    "kite tangled in the power line": "downed_line",
    "cable lying across the pavement": "downed_line",
    "a branch fell and the cable is on the hedge": "downed_line",
    "I got an electric shock from the washer": "shock",
    "the fridge zapped my daughter": "shock",
    "got a jolt off the kettle": "shock",
    "the gate is live": "shock",
    "my uncle was electrocuted": "shock",
    "a dead cow under the wire": "shock",
    "my hand tingles on the tap": "tingle",
    "the sink feels prickly to touch, it tingles": "tingle",
    "the outlet is sparking": "sparks_smoke",
    "arcing in the panel": "sparks_smoke",
    "smoke comes out of the meter": "sparks_smoke",
    "burning smell from the fuse box": "sparks_smoke",
    "the socket is hot and brown": "sparks_smoke",
    "it reeks of hot plastic by the breaker": "sparks_smoke",
    "smells of gas here": "gas",
    "there's a whiff of gas in the kitchen": "gas",
    "the meter is under water": "flooded",
    "rain drips into the fuse box": "flooded",
    "cellar flooded, the switchboard is down there": "flooded",
    "he needs his oxygen machine and the power is out": "life_support",
    "no electricity and my baby's ventilator is on battery": "life_support",
    "home dialysis and no mains": "life_support",
    "bare wires in the hallway": "exposed",
    "kids are playing in the substation": "exposed",
    "my spade went through a cable, I dug too deep": "exposed",
    "the lid of the cable pit is gone": "exposed",
}
NO_HAZARD = (
    "that sparked an idea", "I was shocked by my bill", "the bill gave me a shock", "my gas bill is wrong",
    "gas company", "smoke alarm battery beeps", "the internet line is down", "my phone cable is broken",
    "no sparks, just dark", "spark plugs for my mower", "the water meter is leaking", "my water heater needs 3 kW",
    "I'm burning money", "a burning question", "which line of the bill is the tax", "a new line for my shop",
    "fire alarm test on Monday", "hot water costs too much", "he's such a live wire",
    "the power is out in our street", "register my ventilator please", "shock absorber", "culture shock",
    "does the wave of price shocks end", "switching to another provider", "a tree in the garden",
    "water and electricity bill together",
)  # fmt: skip

TABLES = {"device": (DEVICE, NO_DEVICE), "premises_type": (PREMISES, NO_PREMISES), "hazard": (HAZARD, NO_HAZARD)}


def values(label: str, text: str) -> set[str]:
    """Return the values of one kind that a text names."""
    return {entity.value for entity in find_entities(text) if entity.label == label}


@pytest.mark.parametrize(
    ("label", "text", "value"),
    [(label, text, value) for label, (found, _) in TABLES.items() for text, value in found.items()],
)
def test_a_thing_is_found_by_its_names(label, text, value):
    """Whatever people call it, it has one name here."""
    assert value in values(label, text)


@pytest.mark.parametrize(("label", "text"), [(label, text) for label, (_, others) in TABLES.items() for text in others])
def test_the_same_words_may_mean_something_else(label, text):
    """Words of a thing in other company are not that thing."""
    assert values(label, text) == set()


def test_harmless_words_do_not_hide_a_danger_beside_them():
    """A gas bill is harmless, a smell of gas in the same message is not."""
    assert hazard_in("my gas bill came, and I smell gas in the hall") == "gas"


@pytest.mark.parametrize(
    "profile", sorted(path.parent.name for path in ROOT.glob("bot/catalogue/profiles/*/profile.yml"))
)
def test_every_danger_we_hear_has_advice(profile):
    """Each kind of danger of the patterns is one the catalogue has words for."""
    kinds = YAML(typ="safe").load((PATTERNS / "hazards.yml").read_text(encoding="utf-8"))["phrases"]["hazard"]
    catalogue = load(Path(ROOT / "bot" / "catalogue" / "profiles" / profile))

    assert {catalogue.hazard(kind).id for kind in kinds} == set(kinds)


@given(st.text(max_size=200), st.sampled_from([*HAZARD, *DEVICE, *PREMISES]))
def test_any_text_around_it_is_read_without_error(text, phrase):
    """Spans lie in the text; what overlaps and shares no words is settled."""
    said = f"{text} {phrase} {text}"
    found = find_entities(said)

    assert all(0 <= entity.start < entity.end <= len(said) for entity in found)
    alone = [entity for entity in found if entity.label not in {"hazard", "scope", "supply_class", "detail"}]
    assert all(one.end <= other.start for one, other in zip(alone, alone[1:], strict=False))

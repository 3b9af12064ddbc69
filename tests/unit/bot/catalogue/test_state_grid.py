"""The shipped profile: every card for every customer keeps the rules of the house."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timezone

import pytest
from ruamel.yaml import YAML

from bot.catalogue import Card, Catalogue, Situation
from bot.catalogue.kinds import Area, Business, Level, PromiseKind, RemedyKind, Segment
from bot.catalogue.report import customer_texts
from bot.settings import ROOT

NOW = datetime(2024, 3, 4, 2, tzinfo=timezone.utc)
ANSWER = "We have your request. It has a number, and you find it here at any time."
FACTS = {
    "ticket": "T-1042",
    "application": "A-1042",
    "etr": "2024-03-05T06:30:00Z",
    "next_update": "2024-03-04T09:00:00Z",
}
PEOPLE = [(s, a) for s in ("", *(s.value for s in Segment)) for a in ("", *(a.value for a in Area))]
ISSUED = {
    "bill_enquiry",
    "bill_explanation",
    "fault_repair",
    "outage_information",
    "planned_outage_notice",
    "new_connection_household",
    "new_connection_low_voltage_business",
    "new_connection_high_voltage_single",
    "new_connection_high_voltage_dual",
    "new_connection_temporary",
    "application_status",
    "telephone_and_chat_service",
    "safety_emergency",
    "bill_copy",
    "tariff_information",
}
WORDED = {
    PromiseKind.GUARANTEE: "We guarantee that ",
    PromiseKind.TARGET_AVERAGE: "This is not a promise for your case.",
    PromiseKind.ESTIMATE: "Our estimate now: ",
    PromiseKind.NO_COMMITMENT: "give no time",
}


def all_cards(shipped: Catalogue) -> list[Card]:
    """Return every service for every customer, with and without a start and facts, in full and in short."""
    return [
        shipped.card(service, Situation(segment, area, NOW, start), ANSWER, facts, before)
        for service, (segment, area), (start, facts), before in itertools.product(
            shipped.services, PEOPLE, ((NOW, FACTS), (None, {})), (False, True)
        )
    ]


@pytest.fixture(scope="module")
def cards(shipped: Catalogue) -> list[Card]:
    """Build them once."""
    return all_cards(shipped)


def test_every_service_of_the_first_conversations_is_there(shipped: Catalogue) -> None:
    """Nothing the conversations need is missing."""
    assert set(shipped.services) >= ISSUED


def test_every_card_says_will_and_will_not_and_what_follows(cards: list[Card]) -> None:
    """No card leaves a customer without one of the four, or without a next step."""
    for card in cards:
        assert card.will, card.service
        assert card.will_not, card.service
        assert card.by_when, card.service
        assert "95598" in card.if_missed, card.service
        assert "12398" in card.if_missed, card.service
        assert card.next, card.service


def test_every_kind_is_named_in_words(cards: list[Card]) -> None:
    """A guarantee, an average, an estimate and no promise each say what they are."""
    assert {card.kind for card in cards} == set(PromiseKind)
    for card in cards:
        assert WORDED[card.kind] in card.by_when, card.by_when
        if card.kind is not PromiseKind.GUARANTEE:
            assert "guarantee" not in card.by_when


def test_every_card_fits_a_message(cards: list[Card]) -> None:
    """A whole card with its answer has at most 900 characters, a short one a third of that and a bit."""
    longest = max(cards, key=lambda card: len("\n".join(card.lines())))
    assert len("\n".join(longest.lines())) <= 900, (longest.service, len("\n".join(longest.lines())))
    assert all(len("\n".join(card.lines())) <= 450 for card in cards if not card.full)


def test_a_time_is_told_only_with_its_source(cards: list[Card]) -> None:
    """A figure in "by when" comes from a standard whose source stands on the card, or is an estimate."""
    for card in cards:
        if re.search(r"\d", card.by_when) and card.kind is not PromiseKind.ESTIMATE:
            assert any(source.startswith("Our standard of 2023") for source in card.sources), card.service
        if card.best_elsewhere:
            assert any(source.startswith("Best elsewhere") for source in card.sources), card.service


def test_nothing_is_left_unfilled(cards: list[Card]) -> None:
    """No brace, double full stop or double blank reaches a customer."""
    for card in cards:
        assert not re.search(r"[{}]|\.\.|  | \.", "\n".join([*card.lines(), card.brief])), card.lines()


def test_what_nobody_verified_is_never_told(shipped: Catalogue, cards: list[Card]) -> None:
    """The limit of 160 kW and the answer to a complaint stay unsaid until somebody checked them."""
    unsure = [
        line.text
        for service in shipped.services.values()
        for line in (*service.will, *service.bring)
        if line.origin and not line.origin.verified
    ]
    assert len(unsure) >= 2
    said = "\n".join("\n".join(card.lines()) for card in cards)
    assert not [text for text in unsure if text in said]
    assert "160" not in said
    complaint = next(card for card in cards if card.service == "telephone_and_chat_service" and card.full)
    assert complaint.by_when == "We give no time for this."


def test_guaranteed_times_are_the_same_for_every_segment(shipped: Catalogue) -> None:
    """Rights do not depend on who pays more: in one area a service has one text on time."""
    for service, area in itertools.product(shipped.services, Area):
        told = {
            shipped.card(service, Situation(segment.value, area.value, NOW, NOW), "", {}, shown_before=False).by_when
            for segment in Segment
        }
        assert len(told) == 1, service


def test_every_button_says_something_the_bot_understands(shipped: Catalogue) -> None:
    """A next step leads to an intent of the vocabulary."""
    listed = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    intents = {entry if isinstance(entry, str) else next(iter(entry)) for entry in listed}
    payloads = {step.payload.removeprefix("/") for service in shipped.services.values() for step in service.next}
    assert payloads - intents == set()


def test_no_payment_is_named(shipped: Catalogue) -> None:
    """This company pays nothing for a miss, so no remedy may pay."""
    for service in shipped.services.values():
        assert all(
            remedy.kind is RemedyKind.ACTION for remedy in (service.remedy, *(p.remedy for p in service.pledges))
        )


def test_the_source_article_s_words_are_covered(shipped: Catalogue) -> None:
    """The business services these conversations touch are each there."""
    wanted = {Business.FAULT_REPAIR, Business.OUTAGE_SERVICE, Business.TELEPHONE_SERVICE, Business.CONNECTION}
    assert wanted | {Business.FEE_VERIFICATION} <= {service.business for service in shipped.services.values()}


def test_large_users_expect_more_of_outage_service(shipped: Catalogue) -> None:
    """Repair and outage news rise with spend for industry, and are basic at home."""
    industry, home = Situation("industrial", "urban", NOW), Situation("residential", "urban", NOW)
    for name in ("fault_repair", "outage_information", "planned_outage_notice"):
        assert shipped.service(name).level_for(industry) is Level.PRICE_RELATED
        assert shipped.service(name).level_for(home) is Level.BASIC


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("downed_line", ("live", "10 metres", "95598", "110")),
        ("shock", ("Do not touch the person", "120")),
        ("sparks_smoke", ("119", "Do not touch the meter")),
        ("tingle", ("switch off at the main switch", "95598")),
        ("gas", ("Do not switch anything on or off", "From outside", "119")),
        ("flooded", ("Do not go into the water", "95598")),
        ("life_support", ("backup power", "120")),
        ("other", ("Keep away", "95598")),
        ("never_heard_of", ("Keep away", "95598")),
    ],
)
def test_each_danger_has_its_words(shipped: Catalogue, kind: str, words: tuple[str, ...]) -> None:
    """The advice keeps people away, names a number to call, and an unknown danger has advice too."""
    said = " ".join(shipped.hazard(kind).say)
    assert all(word in said for word in words)
    assert "{" not in said + shipped.hazard(kind).then


def test_gas_is_not_ours(shipped: Catalogue) -> None:
    """Nobody with a smell of gas is told to go to a switch."""
    said = " ".join(shipped.hazard("gas").say)
    assert "main switch" not in said
    assert "95598" not in said


def test_papers_and_costs_are_told_for_a_connection(shipped: Catalogue) -> None:
    """What to bring and who pays can be asked apart from the card."""
    service = shipped.service("new_connection_household")
    home = Situation("residential", "urban", NOW)
    assert shipped.lines(service.bring, home) == ("The address, your name, a phone number, and the power you need.",)
    assert shipped.lines(service.who_pays, home) == ("You pay for the wires and switches on your side of the meter.",)
    for name in shipped.services:
        assert shipped.lines(shipped.service(name).bring, home), name
        assert shipped.lines(shipped.service(name).who_pays, home), name


def sentences(text: str) -> list[list[str]]:
    """Return the words of each sentence; a line ends one too."""
    found = (re.findall(r"[A-Za-z']+", part) for part in re.split(r"(?<=[a-z0-9)])[.?!](?:\s|$)|\n", text))
    return [words for words in found if words]


def syllables(word: str) -> int:
    """Count the syllables of an English word, near enough."""
    word = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^l]e)$", lambda m: m[0][0], word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    parts = sentences(text)
    words = [word for part in parts for word in part]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_grade_tells_hard_words_from_easy_ones() -> None:
    """The measure used below is able to fail."""
    assert grade("The cat sat on the mat. It was fat.") < 2
    assert grade("Notwithstanding administrative considerations, rectification necessitates authorisation.") > 12
    assert (syllables("guarantee"), syllables("minutes"), syllables("working"), syllables("the")) == (3, 2, 2, 1)


def test_every_card_reads_at_grade_eight_or_below(cards: list[Card]) -> None:
    """Each whole card, and the advice in each danger, is plain enough for a twelve-year-old."""
    hard = {card.service: grade("\n".join(card.lines())) for card in cards if grade("\n".join(card.lines())) > 8}
    assert not hard


def test_every_text_of_its_own_reads_at_grade_nine_or_below(shipped: Catalogue) -> None:
    """No single text hides behind the easy ones around it."""
    texts = [text for service in shipped.services.values() for text in customer_texts(service) if len(text) > 60]
    assert {text: round(grade(text), 1) for text in texts if grade(text) > 9} == {}

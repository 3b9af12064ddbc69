"""The card: what one customer is told, and how surely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.catalogue import Card, Catalogue, Situation, load
from bot.catalogue.kinds import Level, PromiseKind

Spoil = Callable[[str, str, str], Path]
S = "services/meter_test.yml"
NOW = datetime(2024, 3, 4, 2, tzinfo=timezone.utc)  # Monday 10:00 in Shanghai
HOME = Situation("residential", "urban", NOW, NOW)


def told(folder: Path, situation: Situation = HOME, *, before: bool = False, **facts: str) -> Card:
    """Return the card of the small profile's one service."""
    return load(folder).card("meter_test", situation, "Yes.", facts, before)


def test_the_plain_lines_say_everything_once(folder: Path) -> None:
    """The direct answer comes first, then one line each, in the agreed order."""
    assert told(folder, ticket="T-7").lines() == [
        "Yes.",
        "You will get: A test of your meter. Your test has the number T-7.",
        "You will not get: A new meter for asking.",
        "By when: We guarantee that you have the result within 5 working days. That is by Monday 11 March. "
        "Not counted or covered: A meter we cannot reach.",
        "Best elsewhere: The best we know of is 3 working days (Best Power, 2022).",
        "If we miss it: Complain on 100.",
        "Next: Test my meter",
    ]


def test_the_structure_says_the_same(folder: Path) -> None:
    """The widget's structure carries every field of the contract."""
    assert told(folder).as_dict() == {
        "version": 1,
        "service": "meter_test",
        "title": "Meter test",
        "level": "basic",
        "answer": "Yes.",
        "will": ["A test of your meter."],
        "will_not": ["A new meter for asking."],
        "by_when": {
            "text": "We guarantee that you have the result within 5 working days. That is by Monday 11 March. "
            "Not counted or covered: A meter we cannot reach.",
            "kind": "guarantee",
            "due": "2024-03-11T17:30:00+08:00",
            "measured_from": "your request",
        },
        "best_elsewhere": {"text": "The best we know of is 3 working days (Best Power, 2022)."},
        "if_missed": "Complain on 100.",
        "next": [{"title": "Test my meter", "payload": "/request_meter_test"}],
        "sources": [{"text": "Our standard of B: Our charter"}, {"text": "Best elsewhere: Our charter"}],
        "brief": "In short: You get a test. You do not get a new meter. "
        "We guarantee that you have the result within 5 working days. That is by Monday 11 March.",
        "full": True,
    }


def test_a_card_shown_before_is_one_line(folder: Path) -> None:
    """The second time only the brief stands under the answer."""
    card = told(folder, before=True)
    assert card.lines() == ["Yes.", card.brief]
    assert card.as_dict()["full"] is False


def test_a_line_is_for_those_it_names(folder: Path) -> None:
    """An extra line for one segment is not told to another, nor to a customer we do not know."""
    call = "A call before we come."
    assert call in told(folder, replace(HOME, segment="vulnerable")).will
    assert call not in told(folder).will
    assert call not in told(folder, replace(HOME, segment="")).will


def test_a_line_whose_fact_is_missing_is_left_out(folder: Path) -> None:
    """No line is told with a gap or an empty word in it."""
    assert told(folder).will == told(folder, ticket="").will == ("A test of your meter.",)


def test_a_fact_may_hold_braces(folder: Path) -> None:
    """What a backend says is words, never a template."""
    assert "Your test has the number {company}." in told(folder, ticket="{company}").will


def test_an_unverified_line_is_never_told(folder: Path, spoil: Spoil) -> None:
    """A figure nobody has checked is left out, and told once it is."""
    assert not any("waived" in line for line in told(folder).will)
    spoil(S, "2024-01-01, verified: false", "2024-01-01, verified: true")
    assert "A fee of 20 is waived." in told(folder).will


def test_an_unverified_standard_is_never_a_guarantee(spoil: Spoil) -> None:
    """Without a checked source no time is given, no peer is shown, and the remedy is the service's own."""
    card = told(spoil(S, "2024-01-01, verified: true", "2024-01-01, verified: false"))
    assert (card.kind, card.by_when, card.due) == (PromiseKind.NO_COMMITMENT, "We give no time for this.", None)
    assert "5" not in " ".join(card.lines())


def test_an_unverified_peer_is_not_shown(spoil: Spoil) -> None:
    """Another company's figure needs a checked source as much as ours."""
    assert told(spoil(S, "2022-01-01, verified: true", "2022-01-01, verified: false")).best_elsewhere is None


def test_the_difference_to_the_peer_is_named(spoil: Spoil) -> None:
    """What stops a plain comparison stands beside the figure."""
    card = told(spoil(S, "clock: working_days", "clock: elapsed, differs: counts nights too"))
    assert card.best_elsewhere == "The best we know of is 3 working days (Best Power, 2022; counts nights too)."


@pytest.mark.parametrize(
    ("day", "limit"), [("2020-01-01", "9"), ("2023-12-31", "9"), ("2024-01-01", "5"), ("2030-06-01", "5")]
)
def test_the_standard_of_the_day_holds(folder: Path, day: str, limit: str) -> None:
    """The version in force on the day decides, in the company's time zone."""
    now = datetime.fromisoformat(f"{day}T00:30:00+08:00")
    assert f"within {limit} working days" in told(folder, Situation("residential", "urban", now)).by_when


def test_the_standard_at_the_start_holds(folder: Path) -> None:
    """A request made under an older version keeps that version."""
    start = datetime(2023, 12, 29, 2, tzinfo=timezone.utc)
    assert "within 9 working days" in told(folder, Situation("residential", "urban", NOW, start)).by_when


def test_before_any_standard_no_time_is_given(folder: Path) -> None:
    """A figure is not told before it holds."""
    now = datetime(2019, 5, 1, tzinfo=timezone.utc)
    assert told(folder, Situation("residential", "urban", now)).kind is PromiseKind.NO_COMMITMENT


def test_without_a_start_there_is_no_due_time(folder: Path) -> None:
    """The limit is told, the day is not, while the clock has not begun."""
    card = told(folder, replace(HOME, start=None))
    assert card.due is None
    assert "That is by" not in card.by_when


def test_a_due_time_that_passed_is_told_as_passed(folder: Path) -> None:
    """A day in the past is never told as one to come."""
    card = told(folder, Situation("residential", "urban", NOW, NOW - timedelta(days=30)))
    assert "That time has passed. It was Thursday 8 February." in card.by_when
    assert "That is by" not in card.by_when


def test_a_clock_that_can_pause_gives_no_day(spoil: Spoil) -> None:
    """Where the customer's own steps stop the clock, no day can be told."""
    card = told(spoil(S, "    stops: the result", "    stops: the result\n    pauses: while you decide"))
    assert card.due is None
    assert card.kind is PromiseKind.GUARANTEE


def test_an_average_is_never_told_as_a_promise(spoil: Spoil) -> None:
    """An average says that it is one, and carries no due time for this customer."""
    spoil(S, "clock: working_days", "clock: working_days, differs: a fixed limit")
    card = told(spoil(S, "kind: guarantee", "kind: target_average"))
    assert card.by_when.startswith(
        "On average, you have the result within 5 working days. This is not a promise for your case."
    )
    assert "That is by" not in card.by_when
    assert card.due is None


def test_the_level_may_differ_by_segment(folder: Path) -> None:
    """The same service is expected otherwise by another kind of customer."""
    assert told(folder).level is Level.BASIC
    assert told(folder, replace(HOME, segment="industrial")).level is Level.PRICE_RELATED


def test_an_extra_is_called_an_extra(spoil: Spoil) -> None:
    """What is beyond what is owed is labelled so."""
    assert told(spoil(S, "level: basic", "level: exceeding")).title == "Extra: Meter test"


def test_what_is_not_open_to_a_customer_is_not_offered(spoil: Spoil) -> None:
    """One who cannot have a service hears who can, and no time."""
    folder = spoil(S, "facts:", "open_to: {segments: [industrial]}\nfacts:")
    card = told(folder)
    assert card.will == ("This is not open to you. It is for: Everyone with a meter.",)
    assert card.kind is PromiseKind.NO_COMMITMENT
    assert told(folder, replace(HOME, segment="industrial")).kind is PromiseKind.GUARANTEE


def test_changing_one_figure_changes_the_card(spoil: Spoil) -> None:
    """The figure in the file is the figure in the answer."""
    card = told(spoil(S, "within: 5 working days", "within: 1 working day"))
    assert "within 1 working day. That is by Tuesday 5 March." in card.by_when


def test_an_unknown_service_is_named(folder: Path) -> None:
    """Asking for what is not there is our own mistake, and says what there is."""
    with pytest.raises(KeyError, match="no service 'meter_tset' in profile 'small': meter_test"):
        load(folder).service("meter_tset")


def arrival(shipped: Catalogue, segment: str, area: str) -> Card:
    """Return the shipped card for a power cut."""
    return shipped.card("fault_repair", Situation(segment, area, NOW, NOW), "Taken.", {}, shown_before=False)


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("urban", "a crew comes within 45 minutes, and from then power is back within 3 hours."),
        ("rural", "a crew comes within 90 minutes, and from then power is back within 4 hours."),
        ("remote", "a crew comes within 2 hours."),
        ("", "a crew comes within 45 minutes in town, 90 minutes in the country or 2 hours in remote places"),
    ],
)
def test_the_area_decides_the_average(shipped: Catalogue, area: str, said: str) -> None:
    """Each area hears its own figure; where we do not know the area, all of them."""
    card = arrival(shipped, "residential", area)
    assert said in card.by_when
    assert (card.kind, card.due) == (PromiseKind.TARGET_AVERAGE, None)


@pytest.mark.parametrize(
    ("segment", "area", "peer"),
    [
        ("residential", "urban", "10.15 minutes on average (State Grid in Binzhou, 2014; measured"),
        ("residential", "rural", "15.35 minutes on average (State Grid in Binzhou, 2014; measured"),
        ("essential", "rural", "30 minutes for important users (State Grid in Zhoukou, 2009; a fixed limit)"),
    ],
)
def test_the_peer_is_of_the_same_kind_of_place(shipped: Catalogue, segment: str, area: str, peer: str) -> None:
    """Town is compared with town, and the holder and year stand beside the figure."""
    assert peer in (arrival(shipped, segment, area).best_elsewhere or "")


def estimate(shipped: Catalogue, **facts: str) -> Card:
    """Return the shipped card for news of a power cut."""
    return shipped.card("outage_information", HOME, "It is known.", facts, shown_before=False)


def test_an_estimate_comes_from_the_backend_and_is_no_promise(shipped: Catalogue) -> None:
    """The estimate is told in the customer's time and named as one."""
    card = estimate(shipped, etr="2024-03-04T06:30:00Z")
    assert card.by_when == "Our estimate now: power is back by 14:30. It can change and is not a promise."
    assert (card.kind, card.due) == (PromiseKind.ESTIMATE, datetime(2024, 3, 4, 6, 30, tzinfo=timezone.utc))


@pytest.mark.parametrize("facts", [{}, {"etr": ""}, {"etr": "2024-03-04T01:59:00+00:00"}])
def test_no_estimate_or_a_passed_one_gives_no_time(shipped: Catalogue, facts: dict[str, str]) -> None:
    """An estimate is never in the past; without one we say so."""
    card = estimate(shipped, **facts)
    assert (card.by_when, card.kind) == ("There is no estimate, so we give no time.", PromiseKind.NO_COMMITMENT)


def test_notice_is_counted_back_from_the_work(shipped: Catalogue) -> None:
    """Notice of work on 20 March is due a week ahead, and not told once that day has gone."""
    work = datetime(2024, 3, 20, 1, tzinfo=timezone.utc)
    card = shipped.card("planned_outage_notice", replace(HOME, start=work), "Yes.", {}, shown_before=False)
    assert card.due == datetime(2024, 3, 13, 1, tzinfo=timezone.utc)
    assert "That is by Wednesday 13 March." in card.by_when
    late = shipped.card("planned_outage_notice", replace(HOME, start=NOW), "Yes.", {}, shown_before=False)
    assert "passed" not in late.by_when


def test_a_household_hears_the_day_over_the_holiday(shipped: Catalogue) -> None:
    """Five working days from the eve of the spring festival end after it."""
    start = datetime(2024, 2, 8, 2, tzinfo=timezone.utc)
    card = shipped.card(
        "new_connection_household", Situation("residential", "urban", start, start), "Taken.", {}, shown_before=False
    )
    assert "That is by Wednesday 21 February." in card.by_when

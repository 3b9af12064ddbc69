"""The stories outages live, as a pure state machine."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reference_backend.figures import world
from bot.reference_backend.lifecycle import Life, advance, begin_life, estimate_to_tell, next_update

START = datetime(2026, 3, 15, 8, 0, tzinfo=timezone.utc)
STATUSES = ["predicted", "confirmed", "partiallyRestored", "restored", "closed"]
CREWS = ["awaitingCrewAssignment", "assigned", "enroute", "arrived", "fieldComplete"]
STORIES = world().outages.stories
NAMES = st.sampled_from(sorted(STORIES))
MINUTES = st.integers(0, 500)
EVERY = timedelta(minutes=30)


def at(name: str, minutes: int, pace: float = 1.0) -> Life:
    """Return the life of a story so many minutes after its start."""
    return advance(begin_life(START, 100), STORIES[name], START + timedelta(minutes=minutes), pace)


def test_a_cable_fault_lives_from_predicted_to_closed() -> None:
    """Status, crew, customers still off and the newest estimate follow the story, minute by minute."""
    seen = [
        (life.status, life.crew_status, life.customers, len(life.estimates))
        for life in (at("cable", minutes) for minutes in (1, 10, 16, 30, 50, 80, 160, 240, 300))
    ]
    assert seen == [
        ("predicted", "awaitingCrewAssignment", 100, 0),
        ("confirmed", "awaitingCrewAssignment", 100, 1),
        ("confirmed", "assigned", 100, 1),
        ("confirmed", "enroute", 100, 1),
        ("confirmed", "arrived", 100, 1),
        ("confirmed", "arrived", 100, 2),
        ("partiallyRestored", "arrived", 30, 3),
        ("restored", "fieldComplete", 0, 3),
        ("closed", "fieldComplete", 0, 3),
    ]


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story_is_told_in_order_and_to_its_end(name: str) -> None:
    """Each story starts predicted, only goes forward in status and crew, and ends closed with nobody off."""
    lives = [at(name, minute) for minute in range(1, 500)]
    for rank, values in ((STATUSES, [life.status for life in lives]), (CREWS, [life.crew_status for life in lives])):
        ranks = [rank.index(value) for value in values]
        assert ranks == sorted(ranks)
    assert lives[0].status == "predicted"
    assert (lives[-1].status, lives[-1].customers) == ("closed", 0)
    assert lives[-1].cause


@pytest.mark.parametrize("name", sorted(STORIES))
def test_an_estimate_is_revised_before_it_passes(name: str) -> None:
    """Once there is an estimate, a running outage always has one ahead: it is revised, or power is back, in time."""
    for minute in range(1, 500):
        now = START + timedelta(minutes=minute)
        life = at(name, minute)
        if life.running and life.estimates:
            told = estimate_to_tell(life, now)
            assert told is not None, f"at minute {minute} the estimate of {name} had passed"
            assert told == life.estimates[-1]
            assert told.reason


@given(NAMES, MINUTES, MINUTES, st.sampled_from([1.0, 2.0, 60.0]))
def test_two_steps_are_one(name: str, one: int, other: int, pace: float) -> None:
    """Looking in between changes nothing that is told."""
    first, last = sorted((one, other))
    halfway = at(name, first, pace)
    twice = advance(halfway, STORIES[name], START + timedelta(minutes=last), pace)
    once = at(name, last, pace)
    assert (twice.status, twice.crew_status, twice.customers, twice.cause) == (
        once.status,
        once.crew_status,
        once.customers,
        once.cause,
    )
    assert len(twice.estimates) == len(once.estimates)
    for mine, theirs in zip(twice.estimates, once.estimates, strict=True):
        assert abs(mine.ert - theirs.ert) < timedelta(milliseconds=1)


@given(NAMES, st.integers(0, 3000), st.sampled_from([1.0, 7.5, 60.0]))
def test_nothing_told_of_a_running_outage_is_past(name: str, seconds: int, pace: float) -> None:
    """The estimate and the next update of a running outage lie ahead; one that does not run has neither."""
    now = START + timedelta(seconds=seconds)
    life = advance(begin_life(START, 100), STORIES[name], now, pace)
    ert, update = estimate_to_tell(life, now), next_update(life, now, EVERY)
    if life.running:
        assert ert is None or ert.ert > now
        assert update is not None
        assert now < update <= now + EVERY
    else:
        assert (ert, update) == (None, None)


def test_an_estimate_that_nobody_revised_is_not_told() -> None:
    """A held world may outlive its last estimate: then there is none, and the next update is still ahead."""
    life, later = at("cable", 80), START + timedelta(days=3)
    assert estimate_to_tell(life, later) is None
    update = next_update(life, later, EVERY)
    assert update is not None
    assert update > later


def test_a_faster_clock_tells_the_same_story_in_less_time() -> None:
    """At pace 60 the estimate and the repair both come in seconds where the story says minutes."""
    life = advance(begin_life(START, 100), STORIES["cable"], START + timedelta(seconds=75), 60.0)
    assert life.estimates[-1].ert == START + timedelta(seconds=260)
    restored = advance(life, STORIES["cable"], START + timedelta(seconds=240), 60.0)
    assert restored.restored_at == START + timedelta(seconds=232)


def test_time_never_goes_back() -> None:
    """A clock that was set back changes nothing."""
    life = at("storm", 100)
    assert advance(life, STORIES["storm"], START) == life

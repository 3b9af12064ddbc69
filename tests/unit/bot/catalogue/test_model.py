"""The model: for whom something holds, and what a situation may be."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.backends import billing
from bot.catalogue import Situation
from bot.catalogue.kinds import Area, Segment
from bot.catalogue.model import Scope

NOW = datetime(2024, 3, 4, tzinfo=timezone.utc)


def test_the_catalogue_and_the_billing_system_use_the_same_words() -> None:
    """Segments and areas have the same values in both, in the same order."""
    assert [segment.value for segment in Segment] == [segment.value for segment in billing.Segment]
    assert [area.value for area in Area] == [area.value for area in billing.Area]


def test_a_situation_takes_the_billing_system_s_own_words() -> None:
    """A segment read from the billing system can be handed on as it is."""
    situation = Situation(billing.Segment.INDUSTRIAL, billing.Area.RURAL, NOW)
    assert Scope(segments=frozenset({Segment.INDUSTRIAL}), areas=frozenset({Area.RURAL})).fits(situation)


@pytest.mark.parametrize(("segment", "area"), [("king", "urban"), ("residential", "moon")])
def test_an_unknown_word_is_refused(segment: str, area: str) -> None:
    """A segment or area nobody knows is a mistake, not a customer without rights."""
    with pytest.raises(ValueError, match="is not a valid"):
        Situation(segment, area, NOW)


def test_a_naive_moment_is_refused() -> None:
    """A situation without a time zone cannot be dated."""
    with pytest.raises(ValueError, match="no time zone"):
        Situation("residential", "urban", datetime(2024, 3, 4))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("situation", "fits", "may_fit"),
    [
        (Situation("vulnerable", "urban", NOW), True, True),
        (Situation("residential", "urban", NOW), False, False),
        (Situation("vulnerable", "rural", NOW), False, False),
        (Situation("", "urban", NOW), False, True),
        (Situation("vulnerable", "", NOW), False, True),
        (Situation("", "", NOW), False, True),
    ],
)
def test_what_we_do_not_know_may_fit_but_does_not(situation: Situation, fits: bool, may_fit: bool) -> None:
    """A rule about segment and area holds for those who surely are both."""
    scope = Scope(segments=frozenset({Segment.VULNERABLE}), areas=frozenset({Area.URBAN}))
    assert (scope.fits(situation), scope.may_fit(situation)) == (fits, may_fit)


def test_classes_are_further_facts_of_a_customer() -> None:
    """A rule for a class holds for a customer of that class only."""
    scope = Scope(classes=frozenset({"below_160_kw"}))
    assert scope.fits(Situation("", "", NOW, classes=frozenset({"below_160_kw", "storm"})))
    assert not scope.fits(Situation("", "", NOW))

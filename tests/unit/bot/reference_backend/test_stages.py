"""The stages of an application, as a pure state machine."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.reference_backend.figures import world
from bot.reference_backend.stages import advance, finish_active, papers_missing, plan, turn_of

FIGURES = world().installations
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize("supply_class", sorted(FIGURES.stages))
def test_a_new_application_waits_for_the_customers_papers(supply_class: str) -> None:
    """It is received at once, all papers of its class are missing, and it is the customer's turn."""
    stages = plan(FIGURES, supply_class, NOW)
    assert [stage.status for stage in stages[:3]] == ["done", "active", "waiting"]
    assert turn_of(stages) == "customer"
    assert papers_missing(FIGURES, supply_class, stages) == FIGURES.papers[supply_class]
    assert FIGURES.papers[supply_class]


@pytest.mark.parametrize("supply_class", sorted(FIGURES.stages))
def test_one_stage_is_active_until_all_are_done(supply_class: str) -> None:
    """Each finished stage starts the next at the same moment; after the last it is nobody's turn."""
    stages = plan(FIGURES, supply_class, NOW)
    for day in range(1, len(stages)):
        assert [stage.status for stage in stages].count("active") == 1
        stages = finish_active(stages, NOW + timedelta(days=day))
    assert {stage.status for stage in stages} == {"done"}
    assert turn_of(stages) is None
    assert papers_missing(FIGURES, supply_class, stages) == ()
    assert finish_active(stages, NOW) == stages


def test_a_simulation_lets_stages_last_their_days() -> None:
    """At pace 24 two days of papers are over after two hours, not a minute before."""
    stages = plan(FIGURES, "household", NOW)
    before = advance(FIGURES, stages, NOW, NOW + timedelta(minutes=119), 24)
    after = advance(FIGURES, stages, NOW, NOW + timedelta(minutes=120), 24)
    assert [stage.code for stage in before if stage.status == "active"] == ["papers"]
    assert [stage.code for stage in after if stage.status == "active"] == ["survey"]


def test_a_simulation_does_not_count_the_time_before_it() -> None:
    """An application that waited for weeks begins its stage anew when the simulation begins."""
    stages = plan(FIGURES, "household", NOW - timedelta(days=30))
    assert advance(FIGURES, stages, NOW, NOW + timedelta(hours=1), 24) == stages

"""The trained model holds every floor; the held-out sentences are held out."""

from __future__ import annotations

import pytest

from bot.evaluation.entity_exam import read_marked
from bot.evaluation.exam import HELD_OUT, Exam, check_overlap, hold
from bot.evaluation.floors import FIGURES, Floor, Measured, measured, read_floors
from bot.evaluation.report import report
from bot.evaluation.sentences import MANNERS, read_sentences
from bot.settings import read_settings
from bot.turns.model import newest_model


def test_no_sentence_is_trained_and_examined() -> None:
    """Zero overlap after normalisation: else the figures would be worth nothing."""
    assert check_overlap().shared == []


def test_every_manner_is_known() -> None:
    """In the held-out topics each sentence stands under the manner it is written in, so none is left out."""
    assert [one.text for one in read_sentences(HELD_OUT) if one.manner not in MANNERS] == []


def test_every_figure_and_entity_has_a_floor() -> None:
    """Nothing that is measured may fall unseen."""
    asked = {mark.label for one in read_marked(HELD_OUT / "entities.yml") for mark in one.marks}
    wanted = {*FIGURES, *(f"entity {label}" for label in asked)}
    assert {floor.name for floor in read_floors()} == wanted


@pytest.fixture(scope="module")
async def exam() -> Exam:
    """The exam of the trained model, held once; cross-validation is left to `make evaluate`."""
    settings = read_settings()
    return await hold(newest_model(settings.models_dir), settings, False, lambda name, steps: lambda: None)


@pytest.fixture(scope="module")
def found(exam: Exam) -> dict[str, Measured]:
    """What was measured for each floor."""
    return {one.floor.name: one for one in measured(report(exam), read_floors())}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("floor", [pytest.param(one, id=one.name) for one in read_floors()])
def test_the_floor_holds(found: dict[str, Measured], floor: Floor) -> None:
    """The figure has not fallen below what was once reached."""
    assert found[floor.name].holds, f"{floor} but measured {found[floor.name].figure:.4f}"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_threshold_curve_is_the_pipelines_own(exam: Exam) -> None:
    """What we reckon for a threshold is what Rasa's fallback does at the one in use, sentence for sentence."""
    other = [one.sentence.text for one in exam.predictions if one.below(exam.thresholds) != one.fell_back]
    assert other == []

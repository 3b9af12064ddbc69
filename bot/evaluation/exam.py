"""The whole exam: sentences nobody trained on, through the whole pipeline, and everything worth counting about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.evaluation.cross_validation import PARTS, RememberingEncoder, cross_validate, read_recipe
from bot.evaluation.entity_exam import EntityScore, Mark, Names, examine, read_marked
from bot.evaluation.listener import Listener, Step
from bot.evaluation.metrics import Prediction, Thresholds
from bot.evaluation.overlap import near_copies, shared
from bot.evaluation.sentences import Sentence, read_sentences
from bot.evaluation.several import heard, read_several, several_scores
from bot.evaluation.thresholds import read_thresholds
from bot.evaluation.typos import mistyped
from bot.nlu.entities import find_entities
from bot.settings import ROOT, Settings

TRAINING = ROOT / "data" / "nlu"
HELD_OUT = ROOT / "tests" / "nlu" / "heldout"
CONFIG = ROOT / "config.yml"

Progress = Callable[[str, int], Step]
"""Begins a stage with a name and a number of steps; returns what to call after each step."""


@dataclass(frozen=True)
class Overlap:
    """What training and held-out sentences have in common: nothing may be shared, near copies deserve a look."""

    shared: list[str]
    near_copies: list[tuple[str, str, float]]


@dataclass(frozen=True)
class Exam:
    """What was asked and what was answered."""

    training_sentences: int
    thresholds: Thresholds
    overlap: Overlap
    predictions: list[Prediction]
    mistyped: list[Prediction]
    several: dict[str, float]
    entities: dict[str, EntityScore]
    cross_validation: list[Prediction] | None


def check_overlap() -> Overlap:
    """Compare the training sentences with the held-out ones."""
    ours, theirs = read_sentences(TRAINING), read_sentences(HELD_OUT)
    return Overlap(shared(ours, theirs), near_copies(ours, theirs))


async def hold(model: Path, settings: Settings, cross_validation: bool, progress: Progress) -> Exam:
    """Hold the exam with a trained model; raises StartError when it cannot be loaded."""
    training, held_out = read_sentences(TRAINING), read_sentences(HELD_OUT)
    listener = await Listener.open(model)
    predictions = await listener.predict_all(held_out, progress("Held-out sentences", len(held_out)))
    wrong = [one.rewritten(mistyped(one.text)) for one in held_out]
    slips = await listener.predict_all(wrong, progress("The same, each with a typing error", len(wrong)))
    several = await _several(listener, progress)
    return Exam(
        training_sentences=len(training),
        thresholds=read_thresholds(CONFIG),
        overlap=check_overlap(),
        predictions=predictions,
        mistyped=slips,
        several=several,
        entities=entity_scores(),
        cross_validation=await asyncio.to_thread(_cross_validate, training, settings, progress)
        if cross_validation
        else None,
    )


async def _several(listener: Listener, progress: Progress) -> dict[str, float]:
    messages, answers = read_several(HELD_OUT / "multi.yml"), []
    step = progress("Several things at once", len(messages))
    for message in messages:
        answers.append(heard(await listener.parse(message.text)))
        step()
    return several_scores(messages, answers)


def entity_scores() -> dict[str, EntityScore]:
    """Return how well our recognisers do on the held-out sentences with entity marks."""
    names = Names.read()
    return examine(read_marked(HELD_OUT / "entities.yml"), lambda text: marks_of(text, names.written_at), names)


def marks_of(text: str, written_at: datetime) -> list[Mark]:
    """Return what our recognisers find in a text that was written at a moment."""
    return [Mark(one.label, one.value, one.start, one.end) for one in find_entities(text, written_at)]


def _cross_validate(training: Sequence[Sentence], settings: Settings, progress: Progress) -> list[Prediction]:
    folder = settings.encoder_dir()
    encoder = RememberingEncoder(folder) if folder else None
    return cross_validate(training, encoder, read_recipe(CONFIG), progress("Cross-validation", PARTS))

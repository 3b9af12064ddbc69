"""What is compared, how it is timed, and how it is told."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from benchmarks import pipelines, results_page
from benchmarks.classifiers import row
from benchmarks.side_by_side import ROUNDS, race, side
from benchmarks.train_one import Took
from bot.evaluation.metrics import Prediction
from bot.evaluation.sentences import OUT_OF_SCOPE, Sentence

PREDICTIONS = [
    Prediction(Sentence("a", "bill"), "bill", 0.9),
    Prediction(Sentence("b", "report_hazard"), "report_hazard", 0.8),
    *[
        Prediction(Sentence("c", OUT_OF_SCOPE, tier), "bill", confidence)
        for tier, confidence in (("far", 0.2), ("near", 0.5), ("traps", 0.95))
    ],
]
TIMES = [Took(milliseconds / 1000, 0.001) for milliseconds in (1, 2, 3)]


class Slow:
    """A listener that only notes what it is asked."""

    def __init__(self, name: str, log: list[tuple[str, str]]) -> None:
        self.name, self.log = name, log

    async def parse(self, text: str) -> None:
        """Note the text."""
        self.log.append((self.name, text))


async def test_messages_go_to_both_in_turn() -> None:
    """Neither has the machine to itself for long; the first round warms up and is not counted."""
    log: list[tuple[str, str]] = []
    times: Any = await race((Slow("ours", log), Slow("theirs", log)), ["one", "two"])  # type: ignore[arg-type]
    assert log[:4] == [("ours", "one"), ("theirs", "one"), ("ours", "two"), ("theirs", "two")]
    assert [len(kept) for kept in times] == [2 * ROUNDS, 2 * ROUNDS]


def test_the_fair_threshold_refuses_none_of_ours_here() -> None:
    """Out-of-scope recall is told where both sides lose equally little: up to the least sure of our own sentences."""
    found = row("sparse", "X", PREDICTIONS, 1.0, 1.0)
    assert found.threshold == pytest.approx(0.8)
    assert found.out_of_scope_recall == {"far": 1.0, "near": 1.0, "traps": 0.0}


def test_rasas_default_is_what_rasa_init_writes() -> None:
    """Both counters of words, DIET for a hundred epochs, and its thresholds; only the response selector is left out."""
    pipeline = pipelines.rasa_default()
    assert [part["name"] for part in pipeline] == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "FallbackClassifier",
    ]
    assert pipeline[5]["epochs"] == 100
    assert (pipeline[7]["threshold"], pipeline[7]["ambiguity_threshold"]) == (0.3, 0.1)


def test_a_pipeline_is_written_as_rasa_reads_it(tmp_path: Path) -> None:
    """The configuration reads back with its pipeline unchanged."""
    content = YAML(typ="safe").load(pipelines.write(pipelines.ours(), tmp_path / "ours.yml").read_text())
    assert content["recipe"] == "default.v1"
    assert content["pipeline"] == pipelines.ours()


def test_the_page_tells_both_sides_and_what_was_not_run(tmp_path: Path) -> None:
    """The ratio is theirs by ours; a part that was left out is named."""
    sides = [
        asdict(side("ours", PREDICTIONS, Took(20.0, 10.0), TIMES)),
        asdict(side("theirs", PREDICTIONS, Took(90.0, 40.0), [Took(one.wall * 4, 0.003) for one in TIMES])),
    ]
    about = {"taken_at": "2025-03-12T10:00:00", "training_sentences": 9, "held_out_sentences": 5, "intents": 3}
    about |= {"rasa": "3.6.21", "python": "3.10", "cores": 2, "load": 0.5}
    rows = [asdict(row("sparse", "DIET, 100 epochs", PREDICTIONS, 40.0, 8.0))]
    results = {"about": about, "sides": sides, "classifiers": rows, "left_out": ["DIET over dense features"]}
    results_page.write(results, tmp_path)
    page = (tmp_path / "nlu.md").read_text(encoding="utf-8")
    assert "| training, seconds of processor | 10.0 | 40.0 | 4.0 × faster |" in page
    assert "| one message of twelve words, median ms | 2.0 | 8.0 | 4.0 × faster |" in page
    assert "| the same, median ms of processor | 1.0 | 3.0 | 3.0 × faster |" in page
    assert "Not run this time: DIET over dense features." in page
    assert YAML(typ="safe").load((tmp_path / "nlu.json").read_text())["sides"] == sides


def test_a_run_that_was_stopped_leaves_what_it_has() -> None:
    """Before the whole pipelines are measured the page tells the classifiers alone."""
    about = {"taken_at": "2025-03-12T10:00:00", "training_sentences": 9, "held_out_sentences": 5, "intents": 3}
    about |= {"rasa": "3.6.21", "python": "3.10", "cores": 2, "load": 0.5}
    rows = [asdict(row("dense", "LinearSVC", PREDICTIONS, 4.0, 8.0))]
    page = "\n".join(results_page.page({"about": about, "sides": [], "classifiers": rows, "left_out": []}))
    assert "| dense | LinearSVC |" in page
    assert "## Whole pipelines" not in page

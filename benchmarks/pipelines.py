"""The pipelines that are compared, as Rasa configurations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.settings import ROOT

Pipeline = list[dict[str, Any]]

TOKENIZER: Pipeline = [{"name": "WhitespaceTokenizer"}]
SPARSE: Pipeline = [
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
DENSE: Pipeline = [{"name": "benchmarks.sentence_featurizer.SentenceFeaturizer"}]
FALLBACK: Pipeline = [{"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}]


def diet(features: Pipeline, epochs: int, seed: int) -> Pipeline:
    """Return Rasa's default pipeline over these features; the response selector, which we do not use, is left out."""
    classifier = {
        "name": "DIETClassifier",
        "epochs": epochs,
        "constrain_similarities": True,
        "random_seed": seed,
    }
    return [*TOKENIZER, *features, classifier, {"name": "EntitySynonymMapper"}, *FALLBACK]


def rasa_default(epochs: int = 100, seed: int = 42) -> Pipeline:
    """Return what `rasa init` writes (Rasa 3.6), with a fixed seed."""
    return diet(SPARSE, epochs, seed)


def ours() -> Pipeline:
    """Return the pipeline of config.yml."""
    pipeline: Pipeline = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return pipeline


def write(pipeline: Pipeline, path: Path) -> Path:
    """Write a pipeline as a Rasa configuration."""
    with path.open("w", encoding="utf-8") as out:
        YAML().dump({"recipe": "default.v1", "language": "en", "assistant_id": path.stem, "pipeline": pipeline}, out)
    return path

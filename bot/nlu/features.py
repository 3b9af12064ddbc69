"""What a sentence looks like to the intent model: its meaning, its words, and the pieces of its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.encoder import Encoder
from bot.nlu.masking import masked
from bot.nlu.spelling import Speller, count_words

_COMMON: dict[str, Any] = {"min_df": 2, "sublinear_tf": True, "lowercase": True, "dtype": np.float32}
_KINDS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\w+", **_COMMON},
    {"analyzer": "char_wb", "ngram_range": (2, 5), **_COMMON},
)

Arrays = dict[str, npt.NDArray[Any]]


class Features:
    """Turns texts into rows: the encoder's unit vector (times `meaning_weight`) and two unit vectors of tf-idf."""

    def __init__(
        self, speller: Speller, vectorizers: Sequence[TfidfVectorizer], encoder: Encoder | None, meaning_weight: float
    ) -> None:
        self._speller, self._vectorizers = speller, tuple(vectorizers)
        self._encoder, self._meaning_weight = encoder, meaning_weight

    @classmethod
    def fit(cls, texts: Sequence[str], encoder: Encoder | None, meaning_weight: float) -> Features:
        """Learn which words are ours and how rare each word and piece is."""
        speller = Speller(count_words(texts))
        clean = [speller.mended(masked(text)) for text in texts]
        return cls(speller, [TfidfVectorizer(**kind).fit(clean) for kind in _KINDS], encoder, meaning_weight)

    def of(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return one row a text, float32."""
        clean = [self._speller.mended(masked(text)) for text in texts]
        blocks = [one.transform(clean) for one in self._vectorizers]
        if self._encoder:
            blocks.insert(0, sp.csr_matrix(self._encoder.encode(clean) * np.float32(self._meaning_weight)))
        return sp.hstack(blocks, format="csr", dtype=np.float32)

    def state(self) -> tuple[dict[str, Any], Arrays]:
        """Return what `restored` needs, as JSON and as arrays; nothing in it is code."""
        about = {
            "encoder": self._encoder.fingerprint if self._encoder else None,
            "meaning_weight": self._meaning_weight,
            "own_words": self._speller.own,
            "vocabularies": [sorted(one.vocabulary_, key=one.vocabulary_.__getitem__) for one in self._vectorizers],
        }
        return about, {f"rarity_{index}": one.idf_ for index, one in enumerate(self._vectorizers)}

    @classmethod
    def restored(cls, about: dict[str, Any], arrays: Arrays, encoder: Encoder | None) -> Features:
        """Return what `state` told of; raise ValueError when it was made with another encoder than the one given."""
        given = encoder.fingerprint if encoder else None
        if about["encoder"] != given:
            raise ValueError(f"the model was trained with encoder {about['encoder']}, not {given}; run `make train`")
        vectorizers = []
        for index, kind in enumerate(_KINDS):
            pieces = {piece: column for column, piece in enumerate(about["vocabularies"][index])}
            vectorizer = TfidfVectorizer(**kind, vocabulary=pieces)
            vectorizer.idf_ = arrays[f"rarity_{index}"]
            vectorizers.append(vectorizer)
        return cls(Speller(about["own_words"]), vectorizers, encoder, about["meaning_weight"])

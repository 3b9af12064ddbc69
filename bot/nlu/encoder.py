"""The sentence encoder: a folder with an ONNX graph and a tokenizer in, unit vectors out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
LONGEST = 128

Vectors = npt.NDArray[np.float32]


class EncoderError(Exception):
    """An encoder folder cannot be used; the message names the folder and the remedy."""


class Encoder:
    """Turns sentences into unit vectors; near meanings lie near each other.

    The folder holds `model.onnx` (inputs `input_ids`, `attention_mask`, both int64 [batch, pieces]; output
    float32 [batch, size], pooled and of length 1) and the tokenizer's `tokenizer.json`.
    Sentences longer than 128 word pieces are cut there: the encoder was trained on no longer ones.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        for name in (GRAPH, TOKENIZER):
            if not (folder / name).exists():
                raise EncoderError(
                    f"{folder}: no {name} there. Run `make train`, or set ENCODER to a folder that has it."
                )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        self.size: int = self._session.get_outputs()[0].shape[-1]
        self.fingerprint: str = hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest()[:12]

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return one unit vector a sentence, float32 [sentences, size]; an empty list gives no rows.

        Each sentence goes through alone: in int8 a neighbour in the same batch would shift its vector.
        """
        found = np.empty((len(sentences), self.size), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            pieces = self._tokenizer.encode(sentence)
            inputs = {"input_ids": pieces.ids, "attention_mask": pieces.attention_mask}
            arrays = {name: np.array([ids], dtype=np.int64) for name, ids in inputs.items()}
            found[row] = self._session.run(None, arrays)[0][0]
        return found

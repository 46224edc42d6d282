"""Measure a checkpoint on the held-out items again and write its report.

python training/measure.py [--model training/runs/model] [--examples training/runs/examples.jsonl]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from evaluate import measure
from train import Coder, weights


def main() -> None:
    """Load, measure, write OUT/report.json, print."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=here / "runs" / "model")
    parser.add_argument("--examples", type=Path, default=here / "runs" / "examples.jsonl")
    parser.add_argument("--base", type=Path, default=here / "base")
    options = parser.parse_args()
    state = weights(options.model)
    layers = len({name.split(".")[2] for name in state if name.startswith("encoder.layers.")})
    model = Coder(options.base, layers)
    model.load_state_dict(state)
    with options.examples.open(encoding="utf-8") as file:
        held = [example for example in map(json.loads, file) if example["held"]]
    before = options.model / "report.json"
    known = json.loads(before.read_text("utf-8")).get("made", []) if before.exists() else []
    report = measure(model, held, torch.device("cpu")) | {"made": known}
    before.write_text(json.dumps(report, indent=1), "utf-8")
    for language, entry in report["languages"].items():
        print(language, {name: round(value, 3) for name, value in entry.items()})


if __name__ == "__main__":
    main()

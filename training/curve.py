"""The learning curve: what more items would give. Three seeds a point.

    python training/curve.py [--examples F] [--shares 0.25,0.5,1] [--seeds 1,2,3] [--epochs N] [--layers N]

Trains from the base weights on shares of the training items and prints F1 on the held-out ones, with the spread of the seeds.
A point that is done is not trained again, so that a run that was cut off goes on. On two cores a full point of twelve
layers and eight epochs takes the better part of an hour: six layers and fewer epochs show the slope in a third of that.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
GROUPS = ("de", "en", "ru", "real", "all")


def point(options: argparse.Namespace, share: float, seed: int) -> dict[str, float]:
    """F1 by group of one training run."""
    out = options.out / f"share-{share}-seed-{seed}-layers-{options.layers}-epochs-{options.epochs}"
    report = out / "report.json"
    if not report.exists():
        command = [
            sys.executable,
            str(HERE / "train.py"),
            "--examples",
            str(options.examples),
            "--out",
            str(out),
        ]
        command += ["--share", str(share), "--seed", str(seed), "--epochs", str(options.epochs)]
        subprocess.run([*command, "--layers", str(options.layers)], check=True)
    found = json.loads(report.read_text("utf-8"))["languages"]
    return {name: found[name]["f1"] for name in GROUPS if name in found}


def main() -> None:
    """Train what is missing and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=Path, default=HERE / "runs" / "examples.jsonl")
    parser.add_argument("--out", type=Path, default=HERE / "runs" / "curve")
    parser.add_argument("--shares", default="0.25,0.5,1")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--layers", type=int, default=12)
    options = parser.parse_args()
    print("| share of the items | " + " | ".join(GROUPS) + " |\n" + "|---" * (1 + len(GROUPS)) + "|")
    for share in map(float, options.shares.split(",")):
        runs = [point(options, share, seed) for seed in map(int, options.seeds.split(","))]
        cells = []
        for name in GROUPS:
            values = [run[name] for run in runs if name in run]
            spread = statistics.stdev(values) if len(values) > 1 else 0.0
            cells.append(f"{statistics.mean(values):.3f} ± {spread:.3f}" if values else "-")
        print(f"| {share:g} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()

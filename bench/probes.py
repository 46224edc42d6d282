"""Behavioural probes through the whole path: negation, plan, condition, names, order, paraphrase, quotation.

    python bench/probes.py [--files bench/probes/*.txt] [--failures] [--write docs/benchmarks.md]

The format is told in bench/probes/README.md. A probe passes when all that must be said is said and nothing that must
not. Beside each figure stands what a coder would pass that says nothing at all.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from konturen.pipeline import Pipeline
from konturen.records import Document, End, Statement
from table import put

HERE = Path(__file__).parent
KINDS = ("negation", "plan", "condition", "names", "order", "paraphrase", "quotation")
LANGUAGES = ("de", "en", "ru")

_HEAD = re.compile(r"= (?P<language>de|en|ru)-(?P<kind>\w+)-(?P<number>\w+)")
_LINE = re.compile(
    r"(?P<sign>[+-]) (?P<source>.+?) (?P<relation>[A-Z_]+|\*) (?P<arrow>[>=]) (?P<target>.+?) \| (?P<status>\w+|\*)"
    r"(?: \| by (?P<speaker>.+))?"
)


@dataclass(frozen=True)
class Line:
    """What must or must not be said."""

    wanted: bool
    source: str
    relation: str
    mutual: bool
    target: str
    status: str
    speaker: str | None

    def met(self, said: Statement) -> bool:
        """Whether a statement says it."""
        if self.relation not in ("*", said.relation) or self.status not in ("*", said.status):
            return False
        if self.speaker and not (said.speaker and _is(said.speaker, self.speaker)):
            return False
        forth = _is(said.source, self.source) and said.target is not None and _is(said.target, self.target)
        back = _is(said.source, self.target) and said.target is not None and _is(said.target, self.source)
        return forth or (back and (self.mutual or said.mutual))


@dataclass(frozen=True)
class Probe:
    """One probe."""

    id: str
    language: str
    kind: str
    text: str
    lines: tuple[Line, ...]

    def passed(self, said: Sequence[Statement]) -> bool:
        """Whether all that must be said is said and nothing that must not."""
        return all(line.wanted == any(line.met(s) for s in said) for line in self.lines)


def _is(end: End, words: str) -> bool:
    return words.casefold() in (end.surface.casefold(), end.name.casefold())


def read(path: Path) -> Iterator[Probe]:
    """The probes of a file; ValueError with file and head where one breaks the format."""
    for block in re.split(r"\n\s*\n", path.read_text("utf-8").strip()):
        head, text, *raws = block.splitlines()
        match = _HEAD.fullmatch(head)
        lines = [_LINE.fullmatch(raw) for raw in raws]
        if not match or match["kind"] not in KINDS or not lines or None in lines:
            raise ValueError(f"{path}: not a probe: {head}")
        made = tuple(
            Line(
                m["sign"] == "+",
                m["source"],
                m["relation"],
                m["arrow"] == "=",
                m["target"],
                m["status"],
                m["speaker"],
            )
            for m in lines
            if m
        )
        for line in made:
            if not all(words in text for words in (line.source, line.target)):
                raise ValueError(f"{path}: {head}: an end does not stand in the text")
        yield Probe(head[2:], match["language"], match["kind"], text, made)


def results(probes: Sequence[Probe], pipeline: Pipeline) -> Iterator[tuple[Probe, bool, list[Statement]]]:
    """Each probe with whether it passed and what was said."""
    for probe in probes:
        document = Document(probe.id, probe.text, probe.language, "text/plain", "2026-03-16", b"")
        said = list(pipeline.code(document).statements)
        yield probe, probe.passed(said), said


def table(found: Sequence[tuple[Probe, bool, list[Statement]]]) -> str:
    """Shares of passed probes by kind and language."""
    passed: Counter[tuple[str, str]] = Counter()
    count: Counter[tuple[str, str]] = Counter()
    silent: dict[str, int] = defaultdict(int)
    for probe, good, _ in found:
        for key in ((probe.kind, probe.language), (probe.kind, "all"), ("all", probe.language), ("all", "all")):
            passed[key] += good
            count[key] += 1
        silent[probe.kind] += all(not line.wanted for line in probe.lines)
        silent["all"] += all(not line.wanted for line in probe.lines)
    lines = ["| kind | de | en | ru | all | a coder that says nothing |", "|---|---|---|---|---|---|"]
    for kind in (*KINDS, "all"):
        cells = [f"{passed[kind, n]}/{count[kind, n]}" for n in (*LANGUAGES, "all")]
        lines.append(f"| {kind} | " + " | ".join(cells) + f" | {silent[kind]}/{count[kind, 'all']} |")
    return "\n".join(lines)


def main() -> None:
    """Run and print; with --failures what was said instead."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=Path, nargs="*", default=sorted((HERE / "probes").glob("*.txt")))
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    pipeline = Pipeline()
    found = list(results([probe for path in options.files for probe in read(path)], pipeline))
    if options.failures:
        for probe, good, said in found:
            if not good:
                print(f"= {probe.id}\n{probe.text}")
                for s in said:
                    target = s.target.surface if s.target else "-"
                    print(
                        f"  {s.score:.2f} {s.source.surface} {s.relation} {'=' if s.mutual else '>'} {target} | {s.status}"
                    )
    told = f"Coder `{pipeline.coder.name}`, by `python bench/probes.py`.\n\n{table(found)}"
    print(told)
    if options.write:
        put(options.write, "probes", told)


if __name__ == "__main__":
    main()

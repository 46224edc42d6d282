"""Copies of texts: how many of the pairs of `bench/copies` are found, by kind, and what is found wrongly.

    python bench/copies.py [--half develop|measure|both] [--page docs/benchmarks.md] [--show]

All texts are our own. Reports with an odd number are for developing, those with an even one for measuring, and so
are the pairs made of them. Each pair is recorded in a ledger beside all texts of its half, in both orders; what
counts is what the ledger notes of the pair. `unlike` are pairs that are no copies: two reports on one event, also
in two languages, forms filled with other names, columns with one frame, lists.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from konturen.actors.mentions import find
from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from konturen.reading.plain import recognise
from konturen.reading.sentences import split
from konturen.records import Coded, Coverage, Document
from table import prf, put

HERE = Path(__file__).parent / "copies"
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HALVES = ("develop", "measure")
KINDS = ("same", "near", "shortened", "translation")
WHEN = "2026-11-23T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the bench."""

    id: str
    language: str
    published: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A pair with what it is: a kind of copy, or unlike, with how it was made."""

    kind: str
    made: str
    half: str
    one: Source
    other: Source


def reports(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each heading and the sentences under it."""
    for block in (HERE / name).read_text("utf-8").split("= ")[1:]:
        head, *lines = block.strip().splitlines()
        yield head.split(), lines


def half_of(number: str) -> str:
    """Odd numbers are for developing."""
    return HALVES[int(number[-1]) % 2 == 0]


def items() -> Iterator[Item]:
    """All pairs."""
    base = {
        key: (Source(key, key[:2], day, "\n\n".join(lines)), lines)
        for (key, day), lines in reports("reports.txt")
    }
    edits = tomllib.loads((HERE / "edits.toml").read_text("utf-8"))
    for key, (source, lines) in base.items():
        half, day = half_of(key), source.published
        title, first = edits["agency"][key]
        shell = f"{title}\n\nShare\nTweet\n\n{' '.join(lines)}\n\nRead also:\nAll news of the day\n"
        yield Item("same", "same", half, source, Source(f"{key}-same", key[:2], day, shell))
        agency = "\n".join([title, "", first, " ".join(lines[:5]), " ".join(lines[5:])])
        yield Item("near", "agency", half, source, Source(f"{key}-agency", key[:2], day, agency))
        short = "\n".join([title, "", *(lines[n] for n in edits["shortened"][key])])
        yield Item("shortened", "shortened", half, source, Source(f"{key}-short", key[:2], day, short))
        if key in edits["edited"]:
            text = source.text
            for old, new in edits["edited"][key]:
                assert old in text, (key, old)
                text = text.replace(old, new)
            yield Item("near", "edited", half, source, Source(f"{key}-edited", key[:2], day, text))
    for (key, language, day), lines in reports("translations.txt"):
        other = Source(f"{key}-{language}", language, day, "\n\n".join(lines))
        yield Item("translation", "translation", half_of(key), base[key][0], other)
    for (key, language, day), lines in reports("others.txt"):
        other = Source(f"{key}-other", language, day, "\n\n".join(lines))
        abroad = language != key[:2]
        yield Item("unlike", "event abroad" if abroad else "event", half_of(key), base[key][0], other)
    forms = tomllib.loads((HERE / "forms.toml").read_text("utf-8"))
    for kind, rows in forms.items():
        for row in rows:
            if kind == "form":
                texts = [row["text"].format(*fill) for fill in row["fill"]]
            elif kind == "column":
                texts = [f"{row['frame'][0]}\n\n{text}\n\n{row['frame'][1]}" for text in row["texts"]]
            else:
                texts = [text.replace(". ", ".\n") for text in row["texts"]]
            one, other = (
                Source(f"{row['id']}-{n}", row["language"], None, text) for n, text in enumerate(texts)
            )
            yield Item("unlike", kind, half_of(row["id"]), one, other)


@cache
def pipeline() -> Pipeline:
    """The shipped catalog, loaded once."""
    return Pipeline()


@cache
def coded(source: Source) -> Coded:
    """A text with the mentions that the catalog finds by name: the classifier has no part in copies."""
    shell = recognise(source.text).skipped
    document = Document(
        source.id,
        source.text,
        source.language,
        "text/plain",
        "0" * 64,
        b"",
        published=source.published,
        shell=shell,
    )
    sentences = split(document)
    found = find(sentences, source.language, pipeline().catalog, date=source.published)
    mentions = tuple(m for group in found for m in group)
    return Coded(document, mentions, (), (), Coverage(len(sentences), 0, len(source.text), shell))


def noted(sources: list[Source]) -> dict[frozenset[str], str]:
    """The pairs that a ledger notes of these texts, recorded in this order, with their kinds."""
    with TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "a.sqlite"), create=True) as book:
        for source in sources:
            book.writer.record(coded(source), WHEN)
        names = {coded(source).document.id: source.id for source in sources}
        return {frozenset((names[p.later], names[p.earlier])): p.kind for p in book.reader.copies()}


def main() -> None:
    """Measure, print, and write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="develop")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    lines = ["By `python bench/copies.py --half both --page docs/benchmarks.md`.", ""]
    lines += ["| half | kind | pairs | found | P | R | F1 |", "|---|---|---|---|---|---|---|"]
    for half in HALVES if options.half == "both" else (options.half,):
        chosen = [item for item in items() if item.half == half]
        sources = list({s.id: s for item in chosen for s in (item.one, item.other)}.values())
        found = noted(sources)
        if noted(sources[::-1]) != found:
            print(f"{half}: the other order of recording gives other pairs")
        lines += table(half, chosen, found)
        if options.show:
            show(chosen, found)
    print("\n".join(lines))
    if options.page:
        put(options.page, "copies", "\n".join(lines))


def expected(chosen: list[Item]) -> dict[frozenset[str], str]:
    """What each pair of texts should be: forms of one report are copies of each other, too, of any kind."""
    return {frozenset((item.one.id, item.other.id)): item.kind for item in chosen}


def related(pair: frozenset[str]) -> bool:
    """Whether two texts that are no item come from one report of one language, or from its translation."""
    one, other = sorted(pair)
    return one.split("-")[0] == other.split("-")[0] and not any(key.endswith("-other") for key in pair)


def table(half: str, chosen: list[Item], found: dict[frozenset[str], str]) -> Iterator[str]:
    """A line for each kind. What is found beside the items counts as wrong unless both come from one report."""
    wanted = expected(chosen)
    beside = {pair: kind for pair, kind in found.items() if pair not in wanted and not related(pair)}
    for kind in KINDS:
        there = {pair for pair, own in wanted.items() if own == kind}
        said = {pair for pair, own in found.items() if own == kind and pair in wanted}
        right = len(there & said)
        of_all = len(said) + sum(own == kind for own in beside.values())
        p, r, f = prf(right, of_all, len(there))
        yield f"| {half} | {kind} | {len(there)} | {of_all} | {p:.2f} | {r:.2f} | {f:.2f} |"
    copies = {pair for pair, own in wanted.items() if own in KINDS[:3]}
    said = {pair for pair, own in found.items() if own in KINDS[:3] and (pair in wanted or pair in beside)}
    p, r, f = prf(len(copies & said), len(said), len(copies))
    yield f"| {half} | any copy | {len(copies)} | {len(said)} | {p:.2f} | {r:.2f} | {f:.2f} |"
    unlike = [pair for pair, own in wanted.items() if own == "unlike"]
    wrong = sum(pair in found for pair in unlike)
    yield f"| {half} | no copy | {len(unlike)} | {wrong} taken for one | | | |"


def show(chosen: list[Item], found: dict[frozenset[str], str]) -> None:
    """Every pair that is taken for something else."""
    wanted = expected(chosen)
    for item in chosen:
        got = found.get(frozenset((item.one.id, item.other.id)), "unlike")
        if got != item.kind:
            print(f"{item.made}: {item.one.id} {item.other.id} is {item.kind}, found {got}")
    for pair, kind in found.items():
        if pair not in wanted and not related(pair):
            print("beside the items:", *sorted(pair), kind)


if __name__ == "__main__":
    main()

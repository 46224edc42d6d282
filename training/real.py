"""Real text with stand-off labels: sampled, annotated in work files, stored without the text, read back.

    python training/real.py sample OUT [--shared ../shared]   write work files of whole documents, sentence by sentence
    python training/real.py check FILE...                     check annotated work files against the source texts
    python training/real.py store FILE...                     write training/real/*.jsonl from checked work files
    python training/real.py second FILE...                    the same for the second, independent annotation
    python training/real.py test FILE...                      the same for documents that are only measured

A work file is written by `sample` and annotated in place: marks as in FORMAT.md in each sentence, its statements
on the lines below it. What `store` keeps is the id of the document, the hash of its text, offsets and labels; the text
stays in `shared/data/train`, and reading fails where it is not the text that was annotated.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from items import Item, ItemError, Line, Mark, parse_line, plain
from konturen.actors.catalog import Catalog
from konturen.actors.mentions import find
from konturen.reading.sentences import split
from konturen.records import Document

HERE = Path(__file__).parent
SETS = {
    "de": ("text_wikinews_de", "articles.jsonl"),
    "en": ("text_current_events_en", "events.jsonl"),
    "ru": ("text_wikinews_ru", "articles.jsonl"),
}
LONGEST = 14
"""Sentences of a document that are annotated, from its beginning."""
FILE, FILES = 100, 50
"""Sentences of a work file, and work files of a language."""
ROOM, BEFORE = 700, 300
"""Characters of one training item at most, where it has more than one sentence, and of the sentences that stand
before it as context."""
ANY = 5
"""One document in this many is drawn from all, the others from those that name enough actors; a document is always
taken with all its sentences, so that those without a statement keep their share."""
ACTORS, NAMINGS = 2, 4
"""How many states, parties, persons or organisations of the catalog a document names, and how often, to count so."""

_HEAD = re.compile(r"= (?P<set>\w+)/(?P<id>\w+) \|")
_SENTENCE = re.compile(r"(?P<number>\d+) (?P<text>.+)")


@dataclass(frozen=True)
class Source:
    """A document of a text set: its text and its sentences as offsets."""

    language: str
    id: str
    date: str
    text: str
    sentences: tuple[tuple[int, int], ...]


def source(language: str, name: str, date: str, text: str) -> Source:
    """A document as far as it is annotated; sentences by the product's own splitter."""
    document = Document(name, text, language, "text/plain", "", b"")
    spans = [(s.span.start, s.span.end) for s in split(document)]
    return Source(language, name, date, text, tuple(spans[:LONGEST]))


def sources(shared: Path, language: str, wanted: frozenset[str] | None = None) -> Iterator[Source]:
    """The documents of a language's text set in the order of the file; all, or those whose ids are wanted."""
    folder, name = SETS[language]
    with (shared / "data" / "train" / folder / name).open(encoding="utf-8") as file:
        for number, raw in enumerate(file):
            found = json.loads(raw)
            identity = str(found.get("id", number)).removesuffix("_text")
            if wanted is None or identity in wanted:
                yield source(language, identity, found.get("date", ""), found["text"])


def digest(text: str) -> str:
    """The hash by which an annotated text is known again."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def political(document: Source, catalog: Catalog) -> bool:
    """Whether a document names enough actors of the catalog to be about politics."""
    text = document.text[: document.sentences[-1][1]]
    sentences = split(Document(document.id, text, document.language, "text/plain", "", b""))
    grouped = find(sentences, document.language, catalog, [() for _ in sentences], None)
    actors = [m.actor for group in grouped for m in group if m.actor in catalog]
    return len(set(actors)) >= ACTORS and len(actors) >= NAMINGS


def sample(shared: Path, out: Path) -> None:
    """Write the work files: documents drawn by chance, each whole or from its beginning."""
    out.mkdir(parents=True, exist_ok=True)
    catalog = Catalog.load()
    for language in SETS:
        drawn = [s for s in sources(shared, language) if s.sentences and not set("[]{}") & set(s.text)]
        random.Random(f"konturen {language}").shuffle(drawn)
        drawn = [s for n, s in enumerate(drawn) if n % ANY == 0 or political(s, catalog)]
        waiting = iter(drawn)
        for number in range(1, FILES + 1):
            lines, count = [], 0
            while count < FILE:
                document = next(waiting, None)
                if document is None:
                    break
                lines.append(f"= {SETS[language][0]}/{document.id} | {document.date}")
                for n, (start, end) in enumerate(document.sentences, 1):
                    lines.append(f"{n} {' '.join(document.text[start:end].split())}")
                lines.append("")
                count += len(document.sentences)
            if lines:
                (out / f"{language}-{number:02}.txt").write_text("\n".join(lines), "utf-8")


@dataclass(frozen=True)
class Annotated:
    """A document with its labels; offsets into the document's text."""

    source: Source
    marks: tuple[Mark, ...]
    dates: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]


def blocks(path: Path) -> Iterator[list[str]]:
    """The documents of a work file, as lines."""
    block: list[str] = []
    for raw in [*path.read_text("utf-8").split("\n"), ""]:
        if raw.strip():
            block.append(raw.strip())
        elif block:
            yield block
            block = []


def annotated(block: list[str], known: dict[tuple[str, str], Source]) -> Annotated:
    """A document from its annotated block; ItemError where it breaks the format or is not the source's text."""
    head = _HEAD.match(block[0])
    if not head or (head["set"], head["id"]) not in known:
        raise ItemError(f"not the head of a known document: {block[0]!r}")
    document = known[head["set"], head["id"]]
    sentences: list[tuple[str, list[str]]] = []
    for raw in block[1:]:
        match = _SENTENCE.fullmatch(raw)
        if match and int(match["number"]) == len(sentences) + 1:
            sentences.append((match["text"], []))
        elif sentences:
            sentences[-1][1].append(raw)
        else:
            raise ItemError(f"a line before the first sentence: {raw!r}")
    if len(sentences) != len(document.sentences):
        raise ItemError(f"{len(document.sentences)} sentences expected, {len(sentences)} found")
    parts = [plain(text) for text, _ in sentences]
    keys = {key for _, marks, _ in parts for mark in marks for key in mark.keys}
    marks: list[Mark] = []
    dates: list[tuple[int, int]] = []
    lines: list[Line] = []
    for (start, end), (text, own, days), (_, raws) in zip(document.sentences, parts, sentences, strict=True):
        where = _places(text, document.text, start, end)
        marks += [replace(m, start=where[m.start], end=where[m.end - 1] + 1) for m in own]
        dates += [(where[a], where[b - 1] + 1) for a, b in days]
        for raw in raws:
            line = parse_line(raw, text, keys, days)
            cue = (where[line.cue[0]], where[line.cue[1] - 1] + 1)
            when = (where[line.when[0]], where[line.when[1] - 1] + 1) if line.when else None
            lines.append(replace(line, cue=cue, when=when))
    return Annotated(document, tuple(marks), tuple(dates), tuple(lines))


def _places(text: str, original: str, start: int, end: int) -> list[int]:
    """For each character of a work file's sentence its offset in the document, whose blanks may differ."""
    if "".join(text.split()) != "".join(original[start:end].split()):
        raise ItemError(f"the sentence was changed: {text[:60]!r}")
    solid = iter([n for n in range(start, end) if not original[n].isspace()])
    places, last = [], start
    for character in text:
        if not character.isspace():
            last = next(solid)
        places.append(last)
    return places


def read(paths: list[Path], shared: Path) -> Iterator[Annotated | ItemError]:
    """The documents of annotated work files, faulty ones as errors with file and document."""
    read_blocks = [(path, block) for path in paths for block in blocks(path)]
    heads = [head for _, block in read_blocks if (head := _HEAD.match(block[0]))]
    known = {
        (name, s.id): s
        for language, (name, _) in SETS.items()
        for s in sources(shared, language, frozenset(h["id"] for h in heads if h["set"] == name))
    }
    for path, block in read_blocks:
        try:
            yield annotated(block, known)
        except ItemError as error:
            yield ItemError(f"{path}: {block[0][:50]}: {error}")


def stored(document: Annotated) -> dict[str, Any]:
    """The stand-off form of a document's labels."""
    return {
        "id": document.source.id,
        "text": digest(document.source.text),
        "sentences": [list(span) for span in document.source.sentences],
        "marks": [[m.start, m.end, "+".join(m.keys), m.type, m.form] for m in document.marks],
        "dates": [list(span) for span in document.dates],
        "lines": [
            [
                n.source,
                n.relation,
                n.mutual,
                n.target,
                n.status,
                list(n.cue),
                n.when and list(n.when),
                n.speaker,
            ]
            for n in document.lines
        ],
    }


def store(paths: list[Path], shared: Path, out: Path) -> int:
    """Add documents to one file a language, each once, the newest labels; nothing where one is faulty.

    Returns the number of faults.
    """
    found = list(read(paths, shared))
    faults = [f for f in found if isinstance(f, ItemError)]
    for fault in faults:
        print(f"FAULT {fault}")
    if faults:
        return len(faults)
    out.mkdir(exist_ok=True)
    for language, (folder, _) in SETS.items():
        path = out / f"{folder}.jsonl"
        kept = [json.loads(raw) for raw in path.read_text("utf-8").splitlines()] if path.exists() else []
        rows = {row["id"]: row for row in kept}
        rows |= {
            d.source.id: stored(d) for d in found if isinstance(d, Annotated) and d.source.language == language
        }
        if rows:
            text = "".join(
                json.dumps(d, ensure_ascii=False, separators=(",", ":")) + "\n" for d in rows.values()
            )
            path.write_text(text, "utf-8")
    return 0


def loaded(shared: Path, folder: Path = HERE / "real") -> Iterator[Annotated]:
    """The stored documents with their texts; ItemError where a text is not the one that was annotated."""
    for language, (name, _) in SETS.items():
        if not (folder / f"{name}.jsonl").exists():
            continue
        rows = [json.loads(raw) for raw in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
        known = {s.id: s for s in sources(shared, language, frozenset(row["id"] for row in rows))}
        for found in rows:
            text = known.get(found["id"])
            if text is None or digest(text.text) != found["text"]:
                raise ItemError(f"{name}/{found['id']}: not the text that was annotated")
            yield Annotated(
                replace(text, sentences=tuple((a, b) for a, b in found["sentences"])),
                tuple(
                    Mark(a, b, tuple(keys.split("+")), kind, form) for a, b, keys, kind, form in found["marks"]
                ),
                tuple((a, b) for a, b in found["dates"]),
                tuple(
                    Line(
                        source,
                        relation,
                        mutual,
                        target,
                        status,
                        (cue[0], cue[1]),
                        when and (when[0], when[1]),
                        who,
                    )
                    for source, relation, mutual, target, status, cue, when, who in found["lines"]
                ),
            )


def items(document: Annotated) -> Iterator[Item]:
    """A document as training items of neighbouring sentences, with what stands before them as context."""
    sentences = document.source.sentences
    groups: list[tuple[int, int]] = []
    for number, (_, end) in enumerate(sentences):
        if groups and end - sentences[groups[-1][0]][0] <= ROOM:
            groups[-1] = (groups[-1][0], number)
        else:
            groups.append((number, number))
    for number, (first, last) in enumerate(groups):
        focus, stop = sentences[first][0], sentences[last][1]
        begin = min((start for start, _ in sentences[: first + 1] if focus - start <= BEFORE), default=focus)
        yield _cut(
            document, f"{document.source.language}-real-{document.source.id}-{number}", begin, focus, stop
        )


def _cut(document: Annotated, name: str, begin: int, focus: int, stop: int) -> Item:
    """The item of a stretch of a document; statements only of what stands from `focus` on."""

    def moved(span: tuple[int, int]) -> tuple[int, int]:
        return span[0] - begin, span[1] - begin

    def holds(span: tuple[int, int], start: int = begin) -> bool:
        return start <= span[0] and span[1] <= stop

    return Item(
        name,
        "news",
        "-",
        document.source.text[begin:stop],
        tuple(
            replace(m, start=m.start - begin, end=m.end - begin)
            for m in document.marks
            if holds((m.start, m.end))
        ),
        tuple(moved(date) for date in document.dates if holds(date)),
        tuple(
            replace(n, cue=moved(n.cue), when=moved(n.when) if n.when else None)
            for n in document.lines
            if holds(n.cue, focus)
        ),
        focus - begin,
    )


def main() -> int:
    """One of the five commands."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["sample", "check", "store", "second", "test"])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    options = parser.parse_args()
    if options.command == "sample":
        sample(options.shared, options.files[0])
        return 0
    if options.command == "store":
        return min(1, store(options.files, options.shared, HERE / "real"))
    if options.command in ("second", "test"):
        return min(1, store(options.files, options.shared, HERE / "real" / options.command))
    found = list(read(options.files, options.shared))
    good = [d for d in found if isinstance(d, Annotated)]
    for fault in found:
        if isinstance(fault, ItemError):
            print(f"FAULT {fault}")
    count = sum(len(d.source.sentences) for d in good)
    print(f"{len(good)} documents, {count} sentences, {sum(len(d.lines) for d in good)} statements")
    return int(len(good) < len(found))


if __name__ == "__main__":
    sys.exit(main())

"""Sentences with names from the public corpora under `shared/data/train` (parts that are not test parts).

WikiGold (CC BY 4.0), UNER English EWT dev (CC BY-SA 4.0), GermEval 2014 dev (CC BY 4.0), factRuEval devset (MIT).
Only offsets and coarse kinds are taken; texts go through training and stay out of the repository.
"""

from __future__ import annotations

import gzip
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KINDS = {
    "PER": ("person",),
    "ORG": ("party", "organisation", "institution", "movement", "igo", "media", "other"),
    "LOC": ("state", "other", "place"),
}
PERSON_PARTS = {"name", "surname", "patronymic", "nickname"}
LONGEST = 600
"""Sentences of more characters are left out of this auxiliary data."""


@dataclass(frozen=True)
class NameText:
    """A sentence and its names as (start, end, types that each may have)."""

    id: str
    text: str
    names: tuple[tuple[int, int, tuple[str, ...]], ...]


def _joined(name: str, words: list[str], tags: list[str]) -> NameText:
    """A sentence from words with B-/I- or bare I- tags."""
    text, names, before = "", [], "O"
    for word, tag in zip(words, tags, strict=True):
        glue = "" if not text or re.match(r"[.,;:!?)\]%]", word) or text[-1] in "([„«" else " "
        text += glue
        start = len(text)
        text += word
        kind = tag[2:] if tag != "O" else ""
        if kind in KINDS:
            if tag[0] == "I" and before[2:] == kind and names:
                names[-1] = (names[-1][0], len(text), KINDS[kind])
            else:
                names.append((start, len(text), KINDS[kind]))
        before = tag
    return NameText(name, text, tuple(names))


def _columns(raw: str, word: int, tag: int, prefix: str) -> Iterator[NameText]:
    for number, block in enumerate(re.split(r"\n\s*\n", raw)):
        rows = [re.split(r"[\t ]", row) for row in block.split("\n") if row.strip() and not row.startswith("#")]
        rows = [row for row in rows if len(row) > max(word, tag)]
        if rows and rows[0][0] != "-DOCSTART-" and sum(len(row[word]) + 1 for row in rows) <= LONGEST:
            yield _joined(f"{prefix}-{number}", [row[word] for row in rows], [row[tag] for row in rows])


def _factrueval(archive: Path, part: str) -> Iterator[NameText]:
    with tarfile.open(archive) as tar:
        files = {m.name: m for m in tar.getmembers() if m.name.startswith(f"{part}/")}
        for name in sorted(n for n in files if n.endswith(".txt") and f"{n[:-4]}.spans" in files):

            def content(suffix: str, stem: str = name[:-4]) -> str:
                file = tar.extractfile(files[stem + suffix])
                return file.read().decode("utf-8") if file else ""

            text, spans, names = content(".txt"), {}, []
            for row in content(".spans").splitlines():
                number, kind, start, length = row.split()[:4]
                spans[number] = (kind, int(start), int(start) + int(length))
            for row in content(".objects").splitlines():
                _, kind, *members = row.split("#")[0].split()
                parts = [spans[m] for m in members if m in spans]
                wanted = PERSON_PARTS if kind == "Person" else {"org_name"} if kind == "Org" else {"loc_name"}
                inside = [part for part in parts if part[0] in wanted]
                if inside:
                    coarse = "PER" if kind == "Person" else "ORG" if kind == "Org" else "LOC"
                    names.append((min(p[1] for p in inside), max(p[2] for p in inside), KINDS[coarse]))
            yield from _lines(name, text, names)


def _lines(name: str, text: str, names: list[tuple[int, int, tuple[str, ...]]]) -> Iterator[NameText]:
    """A document as pieces that end at a stop followed by a capital, each with the names inside it."""
    start = 0
    for match in [*re.finditer(r"(?<=[.!?»])\s+(?=[А-ЯЁ«])|\n+", text), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        inside = [(a - start, b - start, kinds) for a, b, kinds in names if start <= a and b <= end]
        if 10 < len(piece) <= LONGEST:
            yield NameText(f"factrueval-{name}-{start}", piece, tuple(_longest(inside)))
        start = match.end() if match else end


def _longest(names: list[tuple[int, int, tuple[str, ...]]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Names that lie in no other name."""
    kept: list[tuple[int, int, tuple[str, ...]]] = []
    for name in sorted(names, key=lambda n: (n[0], -n[1])):
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return kept


def _unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8")


def public_names(train: Path) -> Iterator[NameText]:
    """All sentences with names for training, in a fixed order."""
    wikigold = (train / "ner_wikigold/CONLL-format/data/wikigold.conll.txt").read_text("utf-8")
    yield from _columns(wikigold, 0, 1, "wikigold")
    yield from _columns(_unpacked(train / "ner_uner_ewt/en_ewt-ud-dev.iob2.gz"), 1, 2, "ewt")
    yield from _columns(_unpacked(train / "ner_germeval2014/NER-de-dev.tsv.gz"), 1, 2, "germeval")
    yield from _factrueval(train / "ner_factrueval/factRuEval-2016.tar.gz", "devset")


def test_names(train: Path) -> dict[str, Iterator[NameText]]:
    """The test parts by language, which training never sees."""
    return {
        "en": _columns(_unpacked(train / "ner_uner_ewt/en_ewt-ud-test.iob2.gz"), 1, 2, "ewt"),
        "de": _columns(_unpacked(train / "ner_germeval2014/NER-de-test.tsv.gz"), 1, 2, "germeval"),
        "ru": _factrueval(train / "ner_factrueval/factRuEval-2016.tar.gz", "testset"),
    }

"""The corpus items: read from their text format, checked, counted. The format is told in FORMAT.md.

python training/items.py FILE...     check files, print what they hold; exit code 1 if an item is faulty
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TYPES = {
    "state": "state",
    "party": "party",
    "person": "person",
    "org": "organisation",
    "inst": "institution",
    "move": "movement",
    "igo": "igo",
    "media": "media",
    "other": "other",
}
FORMS = {
    "": "name",
    "abbr": "abbreviation",
    "adj": "adjective",
    "demonym": "demonym",
    "capital": "capital",
    "desc": "description",
    "pron": "pronoun",
}
GENRES = {"news", "commentary", "statement", "background", "furniture"}
RELATIONS = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "MEMBER_OF",
    "LEADS",
    "PART_OF",
    "ALLIED_WITH",
    "OPPOSES",
]
STATUSES = ["happened", "ongoing", "planned", "possible", "denied"]

_HEAD = re.compile(r"= (?P<id>[a-z]{2}-[\w-]+) \| (?P<genre>\w+) \| (?P<region>.+)")
_MARK = re.compile(r"\[(?P<keys>\w+(?:\+\w+)*):(?P<type>\w+)(?:/(?P<form>\w+))? (?P<words>[^\[\]{}]+)\]")
_DATE = re.compile(r"\{([^{}\[\]]+)\}")
_LINE = re.compile(
    r"(?P<source>\w+) (?P<relation>[A-Z_]+) (?P<arrow>[>=]) (?P<target>\w+|-) \| (?P<status>\w+)"
    r' \| "(?P<cue>[^"]+|[^|]+)"(?:#(?P<nth>\d))?(?P<rest>(?: \| .+)*)'
)


class ItemError(ValueError):
    """An item that breaks the format; the message says file, line and fault."""


@dataclass(frozen=True)
class Mark:
    """A marked actor: offsets into the item's plain text."""

    start: int
    end: int
    keys: tuple[str, ...]
    type: str
    form: str


@dataclass(frozen=True)
class Line:
    """A listed statement; `cue` and `when` are offsets into the item's plain text."""

    source: str
    relation: str
    mutual: bool
    target: str | None
    status: str
    cue: tuple[int, int]
    when: tuple[int, int] | None
    speaker: str | None


@dataclass(frozen=True)
class Item:
    """One annotated piece of text; what stands before the character `focus` is context without statements."""

    id: str
    genre: str
    region: str
    text: str
    marks: tuple[Mark, ...]
    dates: tuple[tuple[int, int], ...]
    lines: tuple[Line, ...]
    focus: int = 0

    @property
    def language(self) -> str:
        return self.id[:2]


def plain(marked: str) -> tuple[str, list[Mark], list[tuple[int, int]]]:
    """Plain text, actors and dates of a marked text."""
    text, marks, dates, at = "", [], [], 0
    for match in sorted([*_MARK.finditer(marked), *_DATE.finditer(marked)], key=lambda m: m.start()):
        text += marked[at : match.start()]
        start, at = len(text), match.end()
        if match.re is _DATE:
            text += match[1]
            dates.append((start, len(text)))
            continue
        text += match["words"]
        kind, form = match["type"], match["form"] or ""
        if kind not in TYPES or form not in FORMS:
            raise ItemError(f"unknown type or form in {match[0]!r}")
        marks.append(Mark(start, len(text), tuple(match["keys"].split("+")), TYPES[kind], FORMS[form]))
    text += marked[at:]
    if set("[]{}") & set(text):
        raise ItemError(
            f"stray bracket near {text[max(0, min(text.find(c) for c in '[]{}' if c in text) - 20) :][:60]!r}"
        )
    return text, marks, dates


def _find(text: str, words: str, nth: int, what: str) -> tuple[int, int]:
    """Offsets of the nth occurrence of whole `words`."""
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(found) < nth:
        raise ItemError(f"{what} {words!r} does not stand in the text as whole words")
    return found[nth - 1]


def parse_line(raw: str, text: str, keys: set[str], dates: list[tuple[int, int]]) -> Line:
    match = _LINE.fullmatch(raw)
    if not match:
        raise ItemError(f"not a statement line: {raw!r}")
    target = None if match["target"] == "-" else match["target"]
    when, speaker = None, None
    for part in filter(None, match["rest"].split(" | ")):
        if part.startswith("when {") and part.endswith("}"):
            fitting = [d for d in dates if text[slice(*d)] == part[6:-1]]
            if not fitting:
                raise ItemError(f"no date {part[5:]} is marked in the text")
            when = fitting[0]
        elif part.startswith("by "):
            speaker = part[3:]
        else:
            raise ItemError(f"unknown part {part!r}")
    for key in filter(None, [match["source"], target, speaker]):
        if key not in keys:
            raise ItemError(f"no actor {key} is marked")
    if match["relation"] not in RELATIONS or match["status"] not in STATUSES:
        raise ItemError(f"unknown relation or status in {raw!r}")
    if match["source"] == target:
        raise ItemError(f"an actor towards itself: {raw!r}")
    cue = _find(text, match["cue"], int(match["nth"] or 1), "cue")
    mutual = match["arrow"] == "="
    return Line(match["source"], match["relation"], mutual, target, match["status"], cue, when, speaker)


def parse(block: list[str]) -> Item:
    """One item from its lines; ItemError where it breaks the format."""
    head = _HEAD.fullmatch(block[0])
    if not head or head["genre"] not in GENRES:
        raise ItemError(f"not a head line: {block[0]!r}")
    if len(block) < 3:
        raise ItemError("an item has a head, a text and at least one line")
    text, marks, dates = plain(block[1])
    keys = {key for mark in marks for key in mark.keys}
    lines = [] if block[2:] == ["none"] else [parse_line(raw, text, keys, dates) for raw in block[2:]]
    return Item(head["id"], head["genre"], head["region"], text, tuple(marks), tuple(dates), tuple(lines))


def read(paths: list[Path]) -> Iterator[Item | ItemError]:
    """The items of files, faulty ones as errors with file and line."""
    seen: set[str] = set()
    for path in paths:
        block: list[str] = []
        for number, raw in enumerate([*path.read_text("utf-8").split("\n"), ""], 1):
            if raw.strip():
                block.append(raw.strip())
                continue
            if not block or block[0].startswith("#"):
                block = []
                continue
            try:
                item = parse(block)
                if item.id in seen:
                    raise ItemError("this id was used before")
                seen.add(item.id)
                yield item
            except ItemError as error:
                yield ItemError(f"{path}:{number - len(block)}: {block[0][:40]}: {error}")
            block = []


def main(names: list[str]) -> int:
    """Check files and print what they hold."""
    found = list(read([Path(name) for name in names]))
    items = [item for item in found if isinstance(item, Item)]
    faults = [error for error in found if isinstance(error, ItemError)]
    lines = [line for item in items for line in item.lines]
    print(
        f"{len(items)} items, {len(lines)} statements, {sum(not i.lines for i in items)} items without, {len(faults)} faulty"
    )
    for name, values in {
        "relation": [line.relation for line in lines],
        "status": [line.status for line in lines],
        "mutual": [line.mutual for line in lines],
        "genre": [i.genre for i in items],
        "form": [m.form for i in items for m in i.marks],
        "speaker": [bool(line.speaker) for line in lines],
    }.items():
        print(f"{name}: " + "  ".join(f"{k} {n}" for k, n in Counter(values).most_common()))
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Check the hand-written actors: keys, ids, ties, sources, dates and languages.

Run `python catalog/check_written.py [FOLDER]`; prints one line a fault and then counts, exits 1 on any fault.
A tie may point to an actor of the folder, to a state (`state-` and ISO 3166 alpha-3) or to an `igo-` id, which
the builder takes from other sources.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TYPES = {
    "party": "party",
    "person": "person",
    "inst": "institution",
    "org": "organisation",
    "mov": "movement",
    "media": "media",
}
"""Type of an actor by the first part of its id."""

REQUIRED = frozenset({"id", "type", "country", "source", "as_of", "names"})
KEYS = REQUIRED | {
    "founded", "dissolved", "gender", "surname", "abbreviations", "former", "epithets", "ids", "ties",
    "ambiguous",
}  # fmt: skip
RELATIONS = frozenset({"leads", "member_of", "part_of", "youth_wing_of", "seats_in"})
TIE_KEYS = frozenset({"relation", "actor", "title", "from", "to", "source", "as_of"})
TIE_REQUIRED = frozenset({"relation", "actor", "source", "as_of"})
LANGUAGES = frozenset({"de", "en", "ru"})
TABLES = ("names", "abbreviations", "former", "epithets")
IDS = {
    "wikidata": re.compile(r"Q[1-9]\d*"),
    "partyfacts": re.compile(r"[1-9]\d*"),
    "parlgov": re.compile(r"[1-9]\d*"),
}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
ELSEWHERE = re.compile(r"state-[a-z]{3}|igo-[a-z0-9-]+")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
LATIN_ONLY = frozenset({"media"})
"""Types whose Russian name may stand in Latin letters only."""

Entry = dict[str, Any]


def faults_of(entry: Entry, known: frozenset[str]) -> Iterator[str]:
    """What is wrong with one actor, in words."""
    missing, unknown = REQUIRED - set(entry), set(entry) - KEYS
    if missing or unknown:
        yield f"missing keys {sorted(missing)}, unknown keys {sorted(unknown)}"
        return
    prefix = entry["id"].split("-")[0]
    if TYPES.get(prefix) != entry["type"]:
        yield f"id and type {entry['type']} do not belong together"
    if not re.fullmatch(r"[a-z]+-[a-z]{3}-[a-z0-9-]+", entry["id"]):
        yield "id is not of the form kind-country-name"
    if entry.get("gender") not in ("m", "f", None) or (entry["type"] == "person" and "gender" not in entry):
        yield f"gender is {entry.get('gender')!r}"
    yield from _dates(entry, ("founded", "dissolved", "as_of"), ("founded", "dissolved"))
    for key, value in entry.get("ids", {}).items():
        if key not in IDS or not IDS[key].fullmatch(value):
            yield f"outside id {key} = {value!r}"
    yield from _texts(entry)
    for tie in entry.get("ties", ()):
        yield from _tie(tie, known)


def _texts(entry: Entry) -> Iterator[str]:
    missing = LANGUAGES - {key for key, values in entry["names"].items() if values}
    if missing and not (missing == {"ru"} and entry["type"] == "organisation"):
        yield f"no name in {sorted(missing)}"
    for table in TABLES:
        for language, values in entry.get(table, {}).items():
            if language not in LANGUAGES | {"native"}:
                yield f"{table}: unknown language {language}"
            texts = [value if isinstance(value, str) else value["text"] for value in values]
            yield from (f"{table}.{language}: bad text {text!r}" for text in texts if not text.strip("- "))
            if len(set(texts)) < len(texts):
                yield f"{table}.{language}: a text stands twice"
    russian = entry["names"].get("ru", [])
    if russian and entry["type"] not in LATIN_ONLY and not any(CYRILLIC.search(text) for text in russian):
        yield "no Russian name in Cyrillic letters" if entry["type"] == "person" else ""
    for language in ("de", "en"):
        for text in entry["names"].get(language, ()):
            if CYRILLIC.search(text) and text not in entry["names"].get("native", ()):
                yield f"names.{language}: {text!r} holds Cyrillic letters"


def _tie(tie: Entry, known: frozenset[str]) -> Iterator[str]:
    missing, unknown = TIE_REQUIRED - set(tie), set(tie) - TIE_KEYS
    if missing or unknown:
        yield f"tie: missing keys {sorted(missing)}, unknown keys {sorted(unknown)}"
        return
    if tie["relation"] not in RELATIONS:
        yield f"tie: unknown relation {tie['relation']}"
    if tie["actor"] not in known and not ELSEWHERE.fullmatch(tie["actor"]):
        yield f"tie to unknown {tie['actor']}"
    if set(tie.get("title", {})) - LANGUAGES:
        yield f"tie: title in unknown languages {sorted(tie['title'])}"
    yield from (
        f"tie to {tie['actor']}: {fault}" for fault in _dates(tie, ("from", "to", "as_of"), ("from", "to"))
    )


def _dates(values: Entry, keys: tuple[str, ...], order: tuple[str, str]) -> Iterator[str]:
    for key in keys:
        if key in values and not DATE.fullmatch(values[key]):
            yield f"{key} = {values[key]!r} is no date"
    first, last = (values.get(key) for key in order)
    if first and last and first[: len(last)] > last[: len(first)]:
        yield f"{order[0]} {first} lies behind {order[1]} {last}"


def main(folder: Path) -> int:
    """Print the faults and counts of a folder; 0 where there is no fault."""
    entries: list[tuple[str, Entry]] = []
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            entries += [(path.name, entry) for entry in tomllib.load(file).get("actor", [])]
    ids = Counter(entry.get("id") for _, entry in entries)
    known = frozenset(str(one) for one in ids)
    faults = [f"id {one}: stands {count} times" for one, count in ids.items() if count > 1]
    for name, entry in entries:
        faults += [f"{name}: {entry.get('id')}: {fault}" for fault in faults_of(entry, known) if fault]
    print(*faults, sep="\n", end="\n" if faults else "")
    types = Counter(entry.get("type") for _, entry in entries)
    ties = sum(len(entry.get("ties", ())) for _, entry in entries)
    countries = len({name for name, _ in entries})
    print(f"{len(entries)} actors of {countries} countries, {ties} ties, {len(faults)} faults; {dict(types)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "written"))

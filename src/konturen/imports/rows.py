"""Rows of the catalog in the making: checked, cleaned, told apart, and finished all or nothing.

Every importer hands what it reads to a `Collector`. It gives each actor its id (the catalog's own where an
outside id is known there), keeps the origin of each name and tie, counts what cannot be taken, and raises
`CatalogError` with file, line and field for what contradicts itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn, get_args

from konturen.dates import is_valid, precedes
from konturen.errors import CatalogError
from konturen.records import ActorType

Row = dict[str, Any]
Known = Mapping[tuple[str, str], str]
"""(scheme, value) of an outside id -> id of the catalog's actor that has it."""
NameKey = tuple[str, str, str, str | None, str | None]
"""Text, language, kind, since, until."""
Place = int | str
"""Where in a source: the number of a line, or words ("result 12")."""

TYPES = frozenset(get_args(ActorType))
KINDS = frozenset(
    "official short abbreviation adjective demonym capital former native transliteration epithet".split()
) | {"surname"}
RELATIONS = ("leads", "member_of", "part_of", "youth_wing_of", "governs", "seats_in", "succeeds")
MAX_NAME = 300
"""Characters; the longest official name of a party in Party Facts has 140."""
ORPHAN = "tie to an actor that is neither here nor in the catalog"
MAX_DATE = 20

_HINT = "Nothing was imported; repair the file and import it again."
_PLAIN = re.compile(r"[!-~À-ÿА-яЁё]+(?: [!-~À-ÿА-яЁё]+)*\Z")
"""What is clean as it is: printable ASCII, composed Latin and Russian letters, single blanks."""
_BREAKS = re.compile(r"\s+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_JOINERS = re.compile(r"(?<![^\W\d_])[\u200c\u200d]|[\u200c\u200d](?![^\W\d_])")
_MARKS = re.compile(r"[\u0300-\u036f]{9,}")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a source gave: rows of the catalog, the format it was read as, and (reason, how many) left out."""

    rows: tuple[Row, ...]
    format: str
    skipped: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class NewName:
    """A name to add. `source` and `as_of` replace those of the actor and of the whole import."""

    text: str
    language: str
    kind: str
    since: str | None = None
    until: str | None = None
    source: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie to add; `target` is the key under which the importer knows the other actor."""

    relation: str
    target: str
    title: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    source: str | None = None
    as_of: str | None = None
    column: str = "ties"
    evidence: str | None = None


@dataclass(slots=True)
class Draft:
    """An actor in the making."""

    key: str
    id: str
    type: str
    place: Place
    origin: str
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[NameKey, Row] = field(default_factory=dict)
    ties: list[tuple[str, Row, Place, str]] = field(default_factory=list)
    singles: dict[str, str] = field(default_factory=dict)


class Collector:
    """The drafts of one import. `strict`: what contradicts or is too long is an error; else it is counted."""

    def __init__(self, where: str, known: Known, as_of: str | None = None, strict: bool = False) -> None:
        self.where = where
        self.known = known
        self.as_of = as_of
        self.strict = strict
        self.outside: Callable[[str], str | None] = lambda key: None
        """Gives the catalog's id for a key that no draft has."""
        self.drafts: dict[str, Draft] = {}
        self.catalog_ids = frozenset(known.values())
        self._by_id: dict[str, Draft] = {}
        self._states = {key for (scheme, _), key in known.items() if scheme in ("iso2", "iso3")}
        self._skipped: dict[str, int] = {}

    def fault(self, what: str, place: Place, column: str, hint: str = _HINT) -> NoReturn:
        """Raise the error that names file, line and field."""
        spot = f"line {place}" if isinstance(place, int) else place
        raise CatalogError(f'field "{column}": {what}', f"{self.where}, {spot}", hint)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count something that is left out."""
        self._skipped[reason] = self._skipped.get(reason, 0) + count

    def identify(self, ids: Mapping[str, str], own: str, kind: str) -> str:
        """The catalog's id for the first outside id that it knows, else `own`.

        What has an ISO 3166 code in the catalog is a state, and nothing else gets its id: ParlGov, for one,
        numbers countries and parties alike.
        """
        found = dict.fromkeys(
            self.known[pair]
            for pair in ids.items()
            if pair in self.known and (kind == "state" or self.known[pair] not in self._states)
        )
        if len(found) > 1:
            self.skip("outside ids that belong to two actors of the catalog (the first was followed)")
        return next(iter(found), own)

    def add(self, key: str, kind: str, own: str, ids: Mapping[str, str], at: tuple[Place, str]) -> Draft:
        """The draft of `key`, new or known; `own` is its id where the catalog has none; `at` place, origin."""
        place, origin = at
        draft = self.drafts.get(key)
        if draft is None:
            final = self.identify(ids, own, kind)
            draft = self._by_id.get(final)
            if draft is not None and draft.type != kind and final != own:
                self.skip("outside id that an actor of another type has already")
                final, ids = own, {}
                draft = self._by_id.get(final)
            if draft is None:
                draft = self._by_id[final] = Draft(key, final, kind, place, origin)
            self.drafts[key] = draft
        if draft.type != kind:
            self.fault(
                f'"{key}" is of type {kind} here and {draft.type} before ({_spot(draft.place)}).', place, "type"
            )
        for scheme, value in ids.items():
            if draft.ids.setdefault(scheme, value) != value:
                self._second(f"{scheme} of {key}", scheme, value, draft.ids[scheme], place)
        return draft

    def single(self, draft: Draft, column: str, value: str | None, place: Place) -> None:
        """Set a value that an actor has once; the first stays."""
        if value and draft.singles.setdefault(column, value) != value:
            self._second(f"{column} of {draft.key}", column, value, draft.singles[column], place)

    def _second(self, what: str, column: str, value: str, before: str, place: Place) -> None:
        if self.strict:
            self.fault(f'{what} is "{value}" here and "{before}" before.', place, column)
        self.skip(f"second value of {column} (the first was kept)")

    def name(self, draft: Draft, new: NewName, place: Place, column: str = "name") -> None:
        """Add a name; a name that is there already is not added again."""
        if not new.text:
            return
        text = clean(new.text)
        if text is None:
            if self.strict:
                self.fault(f"a name has more than {MAX_NAME} characters.", place, column)
            self.skip(f"name of more than {MAX_NAME} characters")
            return
        if not any(map(str.isalnum, text)):
            if text or new.text.strip():
                self.skip("name without letters")
            return
        key = (text, new.language, new.kind, new.since, new.until)
        if key in draft.names:
            return
        entry: Row = {"text": text, "language": new.language, "kind": new.kind}
        if new.since or new.until:
            self.order(new.since, new.until, place, column)
            entry |= {"since": new.since, "until": new.until}
        entry |= {"source": new.source or draft.origin, "as_of": new.as_of or self.as_of}
        draft.names[key] = entry

    def tie(self, draft: Draft, new: NewTie, place: Place) -> None:
        """Add a tie; its other end is looked up when all is read."""
        self.order(new.since, new.until, place, "to")
        row: Row = {
            "relation": new.relation,
            "actor": "",
            "title": dict(new.title),
            "from": new.since or None,
            "to": new.until or None,
            "source": new.source or draft.origin,
            "as_of": new.as_of or self.as_of,
        }
        if new.evidence:
            row["evidence"] = new.evidence
        draft.ties.append((new.target, row, place, new.column))

    def date(self, value: str | None, place: Place, column: str) -> str | None:
        """A date as EDTF, or None for nothing; anything else is an error."""
        text = (value or "").strip()
        if not text:
            return None
        if not _is_point(text):
            self.fault(f'"{text[:40]}" is not a date (2014, 2014-05 or 2014-05-03).', place, column)
        return text

    def order(self, since: str | None, until: str | None, place: Place, column: str) -> None:
        """Refuse an end before its beginning."""
        if since and until and _over(until, since):
            self.fault(f"the end ({until}) is before its beginning ({since}).", place, column)

    def finish(self, name: str, nameless: bool = False) -> Imported:
        """All rows, or an error; `nameless` keeps actors without names, which complete what is elsewhere."""
        order = [d for d in self._by_id.values() if nameless or d.names or d.id in self.catalog_ids]
        if len(order) < len(self._by_id):
            self.skip("actor without a name", len(self._by_id) - len(order))
        kept = {draft.id for draft in order}
        rows = tuple(self._row(draft, kept) for draft in order)
        if not rows:
            told = "; ".join(f"{reason}: {count}" for reason, count in self._skipped.items())
            raise CatalogError(
                f"There is no actor in it{f' ({told})' if told else ''}.", self.where, "Check the file."
            )
        self._refuse_cycles(rows)
        return Imported(rows, name, tuple(sorted(self._skipped.items())))

    def _row(self, draft: Draft, kept: set[str]) -> Row:
        self.order(draft.singles.get("founded"), draft.singles.get("dissolved"), draft.place, "dissolved")
        ties: dict[tuple[object, ...], Row] = {}
        for target, row, place, column in draft.ties:
            other = self.drafts.get(target)
            actor = other.id if other is not None and other.id in kept else self.outside(target)
            if actor is None:
                self.skip(ORPHAN)
                continue
            if actor == draft.id:
                self.fault(f'"{draft.id}" has a tie ({row["relation"]}) to itself.', place, column)
            row["actor"] = actor
            key = (row["relation"], actor, tuple(sorted(row["title"].items())), row["from"], row["to"])
            ties.setdefault(key, row)
        return {
            "id": draft.id,
            "type": draft.type,
            "names": list(draft.names.values()),
            "country": draft.singles.get("country"),
            "ids": draft.ids,
            "ties": list(ties.values()),
            "founded": draft.singles.get("founded"),
            "dissolved": draft.singles.get("dissolved"),
            "gender": draft.singles.get("gender"),
            "origin": draft.origin,
        }

    def _refuse_cycles(self, rows: tuple[Row, ...]) -> None:
        arrows = {
            row["id"]: [tie["actor"] for tie in row["ties"] if tie["relation"] == "part_of"] for row in rows
        }
        circle = cycle(arrows)
        if circle:
            draft = self._by_id[circle[0]]
            place = next((at for _, row, at, _ in draft.ties if row["actor"] == circle[1]), draft.place)
            self.fault("these are part of one another: " + " -> ".join(circle) + ".", place, "part_of")


@lru_cache(maxsize=65_536)
def _is_point(text: str) -> bool:
    return len(text) <= MAX_DATE and "/" not in text and is_valid(text)


@lru_cache(maxsize=65_536)
def _over(until: str, since: str) -> bool:
    return precedes(until, since)


def _spot(place: Place) -> str:
    return f"line {place}" if isinstance(place, int) else place


def cycle(arrows: Mapping[str, list[str]]) -> list[str]:
    """The nodes of a circle of arrows, the first named again at the end; empty where there is none."""
    done: set[str] = set()
    for start in arrows:
        path: dict[str, Iterator[str]] = {}
        node: str | None = start
        while node is not None:
            if node in path:
                nodes = list(path)
                return [*nodes[nodes.index(node) :], node]
            if node in done or node not in arrows:
                done.add(node)
            else:
                path[node] = iter(arrows[node])
            node = _step(path, done)
    return []


def _step(path: dict[str, Iterator[str]], done: set[str]) -> str | None:
    """The next node to visit from the end of the path, whose exhausted nodes are taken off."""
    while path:
        last = next(reversed(path))
        following = next(path[last], None)
        if following is not None:
            return following
        done.add(last)
        del path[last]
    return None


def clean(text: str) -> str | None:
    """A name in NFC on one line, without control and bidi marks; None where it is too long.

    The joiners of Persian and Indic writing stay between letters.
    """
    if len(text) <= MAX_NAME and _PLAIN.match(text):
        return text
    if len(text) > 4 * MAX_NAME:
        text = text.strip()
        if len(text) > 4 * MAX_NAME:
            return None
    text = _UNSEEN.sub("", text)
    text = _JOINERS.sub("", text)
    text = _MARKS.sub(lambda found: found[0][:8], text)  # longer heaps are no writing and slow to compose
    text = unicodedata.normalize("NFC", _BREAKS.sub(" ", text)).strip()
    return text if len(text) <= MAX_NAME else None

"""The catalog of known actors: frozen values, loaded from data files, found by id or by any name.

A file holds one JSON object a line. Actors become values when they are asked for; loading reads and checks
every line and builds nothing else, so that a command that needs three actors does not pay for thousands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args

from rapidfuzz import fuzz, process

from konturen.errors import CatalogError
from konturen.names.sound import sound_key
from konturen.names.text import fold
from konturen.records import ActorType

NameKind = Literal[
    "official",
    "short",
    "abbreviation",
    "adjective",
    "demonym",
    "capital",
    "former",
    "native",
    "transliteration",
    "epithet",
    "surname",
]

_T = TypeVar("_T")
_TYPES = frozenset(get_args(ActorType))
_KINDS = frozenset(get_args(NameKind))
_DISPLAY = ("short", "official", "native", "transliteration", "former", "abbreviation")
MIN_SIMILARITY = 78.0
"""Least rapidfuzz ratio (0 to 100) at which a search answers with a name that is merely alike."""
_HINT = "Repair the line, or take the file out of the catalog; the format is told in catalog/README.md."


@dataclass(frozen=True, slots=True)
class Name:
    """One name with its language, its kind, where it was taken from and when that was true."""

    text: str
    language: str
    kind: NameKind
    source: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A surface under which texts show an actor; an ambiguous one counts only where the text supports it."""

    actor: str
    surface: str
    language: str
    kind: NameKind
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A dated role or membership: this actor `relation` the other; `title` by language; ends are EDTF or
    None."""

    relation: str
    actor: str
    title: Mapping[str, str]
    since: str | None
    until: str | None
    source: str | None
    as_of: str | None

    def holds(self, date: str | None) -> bool:
        """Whether the tie holds at a date (ISO, any precision); without a date: whether it has no end."""
        if date is None:
            return self.until is None
        begun = self.since is None or self.since[: len(date)] <= date[: len(self.since)]
        return begun and (self.until is None or date[: len(self.until)] <= self.until[: len(date)])


@dataclass(frozen=True, slots=True)
class Actor:
    """A known actor. `country` is ISO 3166-1 alpha-2; `ids` outside ids by scheme; dates are EDTF."""

    id: str
    type: ActorType
    names: tuple[Name, ...]
    forms: tuple[Form, ...]
    country: str | None
    ids: Mapping[str, str]
    ties: tuple[Tie, ...]
    founded: str | None = None
    dissolved: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of a search: the actor, how well the text fits (1 is exact), and by which name."""

    actor: Actor
    score: float
    reason: str


@dataclass(frozen=True)
class Catalog:
    """All known actors. Immutable; `derived` keeps what was computed from it (indices, automata)."""

    _rows: Mapping[str, dict[str, Any]]
    _memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, extra: Path | None = None) -> Catalog:
        """The package's catalog, and `extra` (a .jsonl file or a folder of them) on top.

        Lines with the same id complete each other; of single values the later line's counts.
        Raises CatalogError with file and line for a damaged file.
        """
        rows: dict[str, dict[str, Any]] = {}
        folder = resources.files("konturen") / "data" / "actors"
        for file in sorted(_jsonl(folder), key=lambda item: item.name):
            _read(file.name, _text(file, file.name), rows)
        for path in _extra_files(extra):
            _read(str(path), _text(path, str(path)), rows)
        return cls(rows)

    @classmethod
    def from_lines(cls, lines: Iterable[str], where: str = "given lines") -> Catalog:
        """A catalog of the given JSON lines; `where` names them in errors."""
        rows: dict[str, dict[str, Any]] = {}
        _read(where, "\n".join(lines), rows)
        return cls(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Actor]:
        return (self[key] for key in self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __getitem__(self, key: str) -> Actor:
        return self.derived(("actor", key), lambda: _actor(self._rows[key]))

    def get(self, key: str | None) -> Actor | None:
        """The actor of that id, or None."""
        return self[key] if key is not None and key in self._rows else None

    def derived(self, key: object, build: Callable[[], _T]) -> _T:
        """What `build` gives, computed once for this catalog; `build` must depend on the catalog only."""
        if key not in self._memo:
            self._memo[key] = build()
        return cast("_T", self._memo[key])

    def entries(self) -> Iterator[tuple[str, ActorType, Sequence[Any]]]:
        """All forms as their lines have them: the actor's id and type, and [surface, language, kind,
        ambiguous?].

        Nothing is built; a hundred thousand values cost as much as the rest of the loading.
        """
        for key, row in self._rows.items():
            kind = row["type"]
            for entry in row.get("forms", ()):
                yield key, kind, entry

    def of_type(self, kind: ActorType) -> Iterator[Actor]:
        """All actors of a type."""
        return (self[key] for key, row in self._rows.items() if row["type"] == kind)

    def type_of(self, key: str) -> ActorType:
        """The type of a known actor, without building it."""
        return cast("ActorType", self._rows[key]["type"])

    def country_of(self, key: str) -> str | None:
        """The country (alpha-2) of a known actor, without building it."""
        return cast("str | None", self._rows[key].get("country"))

    def name(self, actor: Actor | str, language: str) -> str:
        """The name to show: short before official, the language asked for before English before any."""
        value = self[actor] if isinstance(actor, str) else actor
        for wanted in (language, "en"):
            for kind in _DISPLAY:
                for name in value.names:
                    if name.language == wanted and name.kind == kind:
                        return name.text
        return value.names[0].text if value.names else value.id

    def states(self) -> Mapping[str, str]:
        """The id of the state of each country code."""
        return self.derived("states", self._states)

    def _states(self) -> dict[str, str]:
        return {
            row["country"]: key
            for key, row in reversed(list(self._rows.items()))
            if row["type"] == "state" and row.get("country")
        }

    def leaders(self, key: str) -> tuple[tuple[Actor, Tie], ...]:
        """Who leads that actor, of all times, with the tie that says so."""
        index = self.derived("leaders", self._leaders)
        return tuple(
            (self[person], tie)
            for person in index.get(key, ())
            for tie in self[person].ties
            if tie.relation == "leads" and tie.actor == key
        )

    def _leaders(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, dict[str, None]] = {}
        for key, row in self._rows.items():
            for tie in row.get("ties", ()):
                if tie["relation"] == "leads":
                    index.setdefault(tie["actor"], {})[key] = None
        return {key: tuple(people) for key, people in index.items()}

    def search(self, text: str, limit: int = 10) -> tuple[Found, ...]:
        """Actors whose name is `text`: exactly, else folded (case, diacritics, script), else alike."""
        found: dict[str, Found] = {}
        for key in self._by_name(str).get(text.strip(), ()):
            found.setdefault(key, Found(self[key], 1.0, "exact name"))
        folded = fold(text)
        for key in self._by_name(fold).get(folded, ()):
            found.setdefault(key, Found(self[key], 0.95, "same name in other case, accents or script"))
        for key in self._by_name(sound_key).get(sound_key(text), ()):
            found.setdefault(key, Found(self[key], 0.9, "same name in another transliteration"))
        if len(found) < limit and folded:
            alike = process.extract(
                folded,
                list(self._by_name(fold)),
                scorer=fuzz.token_sort_ratio,
                score_cutoff=MIN_SIMILARITY,
                limit=limit,
            )
            for name, ratio, _ in alike:
                for key in self._by_name(fold)[name]:
                    reason = f"name alike: {name}"
                    found.setdefault(key, Found(self[key], round(ratio / 100 * 0.85, 3), reason))
        return tuple(sorted(found.values(), key=lambda answer: -answer.score))[:limit]

    def called(self, text: str, exactly: bool = False) -> frozenset[str]:
        """The ids of the actors of whom a text is a name or form, exactly, else (if allowed) folded."""
        exact = self._by_name(str).get(text, ())
        return frozenset(exact or (() if exactly else self._by_name(fold).get(fold(text), ())))

    def sounding(self, key: str) -> frozenset[str]:
        """The ids of the actors a name of whom has that sound key."""
        return frozenset(self._by_name(sound_key).get(key, ()))

    def _by_name(self, make: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
        return self.derived(("names", make), lambda: self._index(make))

    def _index(self, make: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
        index: dict[str, dict[str, None]] = {}
        for key, row in self._rows.items():
            texts = {name["text"]: None for name in row.get("names", ())}
            if make is str:
                texts |= {entry[0]: None for entry in row.get("forms", ())}
            for text in texts:
                if made := make(text):
                    index.setdefault(made, {})[key] = None
        return {name: tuple(keys) for name, keys in index.items()}


def _jsonl(folder: Traversable) -> list[Traversable]:
    return [file for file in folder.iterdir() if file.name.endswith(".jsonl")] if folder.is_dir() else []


def _extra_files(extra: Path | None) -> list[Path]:
    if extra is None:
        return []
    if extra.is_dir():
        return sorted(extra.glob("*.jsonl"))
    if not extra.is_file():
        raise CatalogError(
            "There is no such actors' file.", str(extra), "Name a .jsonl file, or a folder that holds some."
        )
    return [extra]


def _text(file: Traversable | Path, where: str) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(
            f"The file is not UTF-8 (byte {error.start}).", where, "Save it as UTF-8."
        ) from error
    except OSError as error:
        raise CatalogError(
            f"The file cannot be read ({error.strerror}).", where, "Check its rights."
        ) from error


def _read(where: str, text: str, rows: dict[str, dict[str, Any]]) -> None:
    """Add the lines of one file to `rows`; each is checked whole, so that no later step can stumble."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.isspace():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CatalogError(f"This is not JSON ({error}).", f"{where}, line {number}", _HINT) from error
        fault = _fault(row)
        if fault:
            raise CatalogError(fault, f"{where}, line {number}", _HINT)
        known = rows.get(row["id"])
        if known is None:
            rows[row["id"]] = row
        elif known["type"] != row["type"]:
            fault = f'"{row["id"]}" is a {row["type"]} here and a {known["type"]} before.'
            raise CatalogError(fault, f"{where}, line {number}", _HINT)
        else:
            rows[row["id"]] = _completed(known, row)


def _completed(known: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    merged = {**known, **{key: value for key, value in row.items() if value is not None}}
    for key in ("names", "forms", "ties"):
        merged[key] = [*known.get(key, ()), *row.get(key, ())]
    return merged


def _fault(row: object) -> str | None:
    """What is wrong with a line, in words, or None."""
    if not isinstance(row, dict):
        return "A line must be one JSON object."
    if not isinstance(row.get("id"), str) or not row["id"]:
        return 'The field "id" is missing.'
    if row.get("type") not in _TYPES:
        return f'"{row["id"]}": "type" is {row.get("type")!r}, it must be one of {", ".join(sorted(_TYPES))}.'
    for key in ("names", "forms", "ties"):
        if not isinstance(row.get(key, []), list):
            return f'"{row["id"]}": "{key}" must be a list.'
    for name in row.get("names", ()):
        if not (isinstance(name, dict) and isinstance(name.get("text"), str) and name["text"]):
            return f'"{row["id"]}": a name has no "text".'
        if name.get("kind") not in _KINDS:
            return f'"{row["id"]}": name "{name["text"]}" is of unknown kind {name.get("kind")!r}.'
    for entry in row.get("forms", ()):
        if not (isinstance(entry, list) and len(entry) in (3, 4) and isinstance(entry[0], str) and entry[0]):
            return (
                f'"{row["id"]}": a form must be [surface, language, kind] or [surface, language, kind, true].'
            )
        if entry[2] not in _KINDS:
            return f'"{row["id"]}": form "{entry[0]}" is of unknown kind {entry[2]!r}.'
    for tie in row.get("ties", ()):
        if not (
            isinstance(tie, dict) and isinstance(tie.get("relation"), str) and isinstance(tie.get("actor"), str)
        ):
            return f'"{row["id"]}": a tie needs "relation" and "actor".'
    return None


def _actor(row: dict[str, Any]) -> Actor:
    names = tuple(
        Name(name["text"], name.get("language", ""), name["kind"], name.get("source"), name.get("as_of"))
        for name in row.get("names", ())
    )
    forms = tuple(
        Form(row["id"], entry[0], entry[1], entry[2], len(entry) > 3 and bool(entry[3]))
        for entry in row.get("forms", ())
    )
    ties = tuple(
        Tie(
            tie["relation"],
            tie["actor"],
            tie.get("title") or {},
            tie.get("from"),
            tie.get("to"),
            tie.get("source"),
            tie.get("as_of"),
        )
        for tie in row.get("ties", ())
    )
    return Actor(
        row["id"],
        row["type"],
        names,
        forms,
        row.get("country"),
        row.get("ids") or {},
        ties,
        row.get("founded"),
        row.get("dissolved"),
        row.get("gender"),
    )

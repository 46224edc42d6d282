"""The catalog of known actors: frozen values, loaded from data files, found by id or by any name.

A file holds one JSON object a line. Actors become values when they are asked for; loading reads and checks
every line and builds nothing else, so that a command that needs three actors does not pay for thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from rapidfuzz import fuzz, process

from konturen.actors.forming import forms_of
from konturen.actors.hashed import Hashed
from konturen.actors.latest import Latest, state
from konturen.actors.lines import Reader, rows_of, user_files
from konturen.actors.rows import FormCode, NameKind, Row, given, pairs
from konturen.actors.table import Form
from konturen.actors.ties import Tie, bounds, holds
from konturen.names.sound import sound_key
from konturen.names.text import fold
from konturen.records import ActorType

__all__ = ["Actor", "Catalog", "Form", "Found", "Name", "NameKind", "Tie", "Value"]

_T = TypeVar("_T")
Entry = tuple[int, str, ActorType, str, FormCode]
"""A form: place in the catalog, id and type of its actor; surface; language, kind, whether it is ambiguous."""
_DISPLAY = ("short", "official", "native", "transliteration", "former", "abbreviation")
_FULL = frozenset(_DISPLAY) - {"abbreviation"}
MIN_LETTERS = 4
"""Least letters, or sounds, of a name that a search answers with by likeness: shorter ones meet by chance."""
CODES = ("iso2", "iso3")
"""The schemes of country codes that a search knows."""
MIN_SIMILARITY = 78.0
"""Least rapidfuzz ratio (0 to 100) at which a search answers with a name that is merely alike."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name with its language, its kind, where it was taken from and when that was true; `since` and
    `until` (EDTF) tell when the actor bore it."""

    text: str
    language: str
    kind: NameKind
    source: str | None = None
    as_of: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One single value (country, founded, dissolved, gender, type, or an outside id as `ids.scheme`) and the
    file that gives it."""

    field: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A known actor. `country` is ISO 3166-1 alpha-2; `ids` outside ids by scheme; dates are EDTF.

    `values` are all single values that the files give; of one field the last is the one shown here.
    """

    id: str
    type: ActorType
    names: tuple[Name, ...]
    country: str | None
    ids: Mapping[str, str]
    ties: tuple[Tie, ...]
    founded: str | None = None
    dissolved: str | None = None
    gender: str | None = None
    values: tuple[Value, ...] = ()
    _row: Row | None = field(default=None, repr=False, compare=False)

    @property
    def forms(self) -> tuple[Form, ...]:
        """All surfaces under which texts show it, those made by rule included; made anew at each call."""
        return tuple(Form(self.id, surface, *code) for surface, code in pairs(_forms(self._row)))

    def name_at(self, date: str | None, language: str) -> str:
        """The name that the actor bore at a date (EDTF or ISO; None is now), as `Catalog.name` chooses one.

        Of names with an end those that ended first after the date come before names without one: a former
        name is known by its end, a present one mostly has no beginning. Raises DateError for what is no date.
        """
        borne = [name for name in self.names if holds(name.since, name.until, date)]
        dated = [name for name in borne if name.until is not None and name.kind in _FULL]
        if dated:
            first = min(bounds(name.until)[1] for name in dated if name.until is not None)
            return _shown([n for n in dated if n.until and bounds(n.until)[1] == first], language, self.id)
        present = [name for name in borne if name.kind != "former" or name.since is not None]
        return _shown(present or self.names, language, self.id)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of a search: the actor, how well the text fits (1 is exact), and by which name."""

    actor: Actor
    score: float
    reason: str


@dataclass(frozen=True)
class Catalog:
    """All known actors. Immutable; `derived` keeps what was computed from it (indices, tables of strings)."""

    _rows: dict[str, Row] = field(repr=False)
    _memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, extra: Path | None = None) -> Catalog:
        """The package's catalog, and `extra` (a .jsonl file or a folder of them) on top.

        Lines of several files with the same id complete each other; of single values the last is shown and
        all are kept (`Actor.values`). Raises CatalogError with file, line and field for a damaged file, a tie
        to nobody and ties that lead in a circle. The catalog loaded last is kept: as long as the same files
        are asked for and none of them changes, it is the answer.
        """
        files = user_files(extra)
        return _LOADED.of((cls, *map(state, files)), lambda: cls(rows_of(files)))

    @classmethod
    def from_lines(cls, lines: Iterable[str], where: str = "given lines") -> Catalog:
        """A catalog of the given JSON lines, as those of one file; `where` names them in errors."""
        reader = Reader()
        reader.lines(where, "\n".join(lines).split("\n"))
        return cls(reader.finish())

    def with_rows(self, rows: Iterable[Mapping[str, object]], where: str = "given rows") -> Catalog:
        """A new catalog in which further rows (objects as a line holds them) complete this one.

        `where` is their origin and names them in errors. Raises CatalogError as `load`.
        """
        reader = Reader(self._rows)
        reader.values(where, rows)
        return Catalog(reader.finish())

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Actor]:
        return map(self._built, self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __getitem__(self, key: str) -> Actor:
        return self.derived(("actor", key), lambda: self._build(key))

    def _built(self, key: str) -> Actor:
        """An actor that one look needs: kept only where it is kept already, so that a walk over all costs no
        memory."""
        known = self._memo.get(("actor", key))
        return self._build(key) if known is None else cast("Actor", known)

    def _build(self, key: str) -> Actor:
        return _actor(self._rows[key])

    def get(self, key: str | None) -> Actor | None:
        """The actor of that id, or None."""
        return self[key] if key is not None and key in self._rows else None

    def derived(self, key: object, build: Callable[[], _T]) -> _T:
        """What `build` gives, computed once for this catalog; `build` must depend on the catalog only."""
        if key not in self._memo:
            self._memo[key] = build()
        return cast("_T", self._memo[key])

    def entries(self) -> Iterator[Entry]:
        """The forms that files list, and those made by rule that not all languages look for.

        No value is built; a hundred thousand of them cost as much as the rest of the loading.
        """
        for order, row in enumerate(self._rows.values()):
            flat = row.forms + forms_of(row, local=True) if row.unformed else row.forms
            for surface, code in pairs(flat):
                yield order, row.id, row.type, surface, code

    def made(self) -> Iterator[Entry]:
        """The other forms made by rule: texts of every language are searched for them.

        They are made at each call and held nowhere: of a hundred thousand names they are a million.
        """
        for order, row in enumerate(self._rows.values()):
            if row.unformed:
                for surface, code in pairs(forms_of(row, local=False)):
                    yield order, row.id, row.type, surface, code

    def arrows(self) -> Iterator[tuple[str, str]]:
        """Of each tie the actor that has it and the other; nothing is built."""
        return ((key, tie[1]) for key, row in self._rows.items() for tie in row.ties)

    def surfaces(self, key: str) -> Sequence[str]:
        """The surfaces of all forms of a known actor, without building it."""
        return _forms(self._rows[key])[::2]

    def of_type(self, kind: ActorType) -> Iterator[Actor]:
        """All actors of a type."""
        return (self._built(key) for key, row in self._rows.items() if row.type == kind)

    def type_of(self, key: str) -> ActorType:
        """The type of a known actor, without building it."""
        return self._rows[key].type

    def country_of(self, key: str) -> str | None:
        """The country (alpha-2) of a known actor, without building it."""
        return self._rows[key].country

    def name(self, actor: Actor | str, language: str) -> str:
        """The name to show: short before official, the language asked for before English before any."""
        value = self[actor] if isinstance(actor, str) else actor
        return _shown(value.names, language, value.id)

    def states(self) -> Mapping[str, str]:
        """The id of the state of each country code."""
        return self.derived("states", self._states)

    def _states(self) -> dict[str, str]:
        return {
            row.country: key
            for key, row in reversed(list(self._rows.items()))
            if row.type == "state" and row.country
        }

    def lookup(self) -> Mapping[tuple[str, str], str]:
        """The id of the actor of each outside id: (scheme, outside id), as ("partyfacts", "3748").

        All ids that files give count, also those that a later file replaced; of two actors with one outside
        id the first is answered.
        """
        return self.derived("lookup", self._lookup)

    def ids(self) -> Iterable[str]:
        """The ids of all actors; nothing is built."""
        return self._rows.keys()

    def _lookup(self) -> dict[tuple[str, str], str]:
        index: dict[tuple[str, str], str] = {}
        for key, row in self._rows.items():
            for scheme, value in pairs(row.ids):
                index.setdefault((scheme, value), key)
        for key, row in self._rows.items():
            for name, value, _ in row.given or ():
                if name.startswith("ids."):
                    index.setdefault((name.removeprefix("ids."), value), key)
        return index

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
            for tie in row.ties:
                if tie[0] == "leads":
                    index.setdefault(tie[1], {})[key] = None
        return {key: tuple(people) for key, people in index.items()}

    def search(self, text: str, limit: int = 10) -> tuple[Found, ...]:
        """Actors whose name is `text`: exactly, else folded (case, diacritics, script), else alike.

        A code of ISO 3166-1 in capitals finds its state, too: it is no name, so texts are not searched for it.
        """
        found: dict[str, Found] = {}
        for key in self._exactly(text.strip()):
            found.setdefault(key, Found(self[key], 1.0, "exact name"))
        folded = fold(text)
        for key in self._by_name(fold).get(folded, ()):
            found.setdefault(key, Found(self[key], 0.95, "same name in other case, accents or script"))
        sound = sound_key(text)
        for key in self._by_name(sound_key).get(sound, ()) if _letters(sound) >= MIN_LETTERS else ():
            found.setdefault(key, Found(self[key], 0.9, "same name in another transliteration"))
        for scheme in CODES:
            state = self.lookup().get((scheme, text.strip()))
            if state:
                found.setdefault(state, Found(self[state], 0.9, "its code in ISO 3166-1"))
        if len(found) < limit and _letters(folded) >= MIN_LETTERS:
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
        exact = self._exactly(text)
        return frozenset(exact or (() if exactly else self._by_name(fold).get(fold(text), ())))

    def sounding(self, key: str) -> frozenset[str]:
        """The ids of the actors a name of whom has that sound key."""
        return frozenset(self._by_name(sound_key).get(key, ()))

    def _exactly(self, text: str) -> tuple[str, ...]:
        """The ids of the actors of whom a text is a name or form: those that list it first."""
        listed = self._by_name(str).get(text, ())
        rows = (self._rows[self._ids()[place]] for place in self._made_by_hash().get(text))
        made = (row.id for row in rows if text in forms_of(row)[::2])
        return tuple(dict.fromkeys((*listed, *made)))

    def _ids(self) -> tuple[str, ...]:
        return self.derived("ids", lambda: tuple(self._rows))

    def _made_by_hash(self) -> Hashed:
        """The places of the actors by the forms that rules make; empty where all forms are listed."""
        return self.derived(
            "made by hash",
            lambda: Hashed(
                (surface, order)
                for order, row in enumerate(self._rows.values())
                if row.unformed
                for surface in forms_of(row)[::2]
            ),
        )

    def _by_name(self, make: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
        return self.derived(("names", make), lambda: self._index(make))

    def _index(self, make: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
        index: dict[str, dict[str, None]] = {}
        for key, row in self._rows.items():
            texts = dict.fromkeys(row.names[::2])
            if make is str:
                texts |= dict.fromkeys(row.forms[::2])
            for text in texts:
                if made := make(text):
                    index.setdefault(made, {})[key] = None
        return {name: tuple(keys) for name, keys in index.items()}


_LOADED: Latest[Catalog] = Latest()


def _letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


def _shown(names: Sequence[Name], language: str, otherwise: str) -> str:
    """The name to show of several: short before official, the language asked for before English before any."""
    for wanted in (language, "en"):
        for kind in _DISPLAY:
            for name in names:
                if name.language == wanted and name.kind == kind:
                    return name.text
    return names[0].text if names else otherwise


def _forms(row: Row | None) -> tuple[Any, ...]:
    """The forms of a row, flat: the listed ones, then those made by rule."""
    if row is None:
        return ()
    return row.forms + forms_of(row) if row.unformed else row.forms


def _actor(row: Row) -> Actor:
    return Actor(
        row.id,
        row.type,
        tuple(Name(text, *meta) for text, meta in pairs(row.names)),
        row.country,
        dict(pairs(row.ids)),
        tuple(Tie(*tie) for tie in row.ties),
        row.founded,
        row.dissolved,
        row.gender,
        tuple(Value(*one) for one in given(row)),
        row,
    )

"""The head nouns of offices and institutions, and names that are nothing but such a noun and a country.

"Kasachische Regierung" and "МИД РК" stand as names in the catalog; in a text they are found as noun and
country, like those of countries whose institutions nobody listed. What they teach is which actor the noun
means there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from konturen.actors.catalog import Catalog
from konturen.names.text import lowered, plain
from konturen.records import ActorType


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of office (`titles` are what a holder's title may begin with) or of institution (`type`,
    `names`)."""

    kind: str
    type: ActorType
    titles: tuple[str, ...]
    names: Mapping[str, str]
    ids: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    """The countries (alpha-2) that have it; nothing where all have."""
    implied: bool = True
    """Whether the noun without a country means that of the country spoken of."""

    def is_of(self, country: str | None) -> bool:
        """Whether that country can have such an office: a republic has no king."""
        return not self.countries or country in self.countries

    @property
    def is_office(self) -> bool:
        """Whether a person holds it."""
        return bool(self.titles)


@dataclass(frozen=True, slots=True)
class Heads:
    """The head nouns of one language as one pattern over small letters; a hit's outermost group says which
    kind."""

    pattern: re.Pattern[str]
    kinds: tuple[Kind, ...]

    def find(self, text: str) -> Iterator[tuple[int, int, Kind]]:
        """Start, end and kind of all head nouns in a prepared text."""
        for match in self.pattern.finditer(lowered(text)):
            yield match.start(), match.end(), self._kind(match)

    def whole(self, text: str) -> Kind | None:
        """The kind of a prepared text that is a head noun from its beginning to its end."""
        match = self.pattern.fullmatch(lowered(text))
        return self._kind(match) if match else None

    def _kind(self, match: re.Match[str]) -> Kind:
        return self.kinds[int((match.lastgroup or "")[1:])]


def heads(catalog: Catalog, language: str) -> Heads:
    """The head nouns of a language, read once for a catalog."""
    return catalog.derived(("heads", language), lambda: _heads(language))


def _heads(language: str) -> Heads:
    file = resources.files("konturen") / "data" / "institutions.toml"
    data = tomllib.loads(file.read_text("utf-8"))
    entries: list[dict[str, Any]] = [*data["office"], *data["institution"]]
    kinds = tuple(
        Kind(
            entry["kind"],
            entry.get("type", "person"),
            tuple(entry.get("titles", ())),
            entry.get("name", {}),
            tuple(entry.get("ids", ())),
            frozenset(entry.get("countries", ())),
            entry.get("implied", True),
        )
        for entry in entries
    )
    nouns = {number: entry["words"].get(language, []) for number, entry in enumerate(entries)}
    groups = [
        f"(?P<g{number}>{'|'.join(sorted(patterns, key=len, reverse=True))})"
        for number, patterns in nouns.items()
        if patterns
    ]
    if not groups:
        return Heads(re.compile("(?!)"), kinds)
    # Most words of a text begin like no noun, and their first letters show it fast.
    begun = {pattern[:_BEGUN] for patterns in nouns.values() for pattern in patterns}
    return Heads(re.compile(rf"(?<!\w)(?={'|'.join(sorted(begun))})(?:{'|'.join(groups)})(?!\w)"), kinds)


def named(kind: str, catalog: Catalog, language: str) -> Kind:
    """The kind of that name; KeyError if data/institutions.toml has none."""
    for one in heads(catalog, language).kinds:
        if one.kind == kind:
            return one
    raise KeyError(kind)


def kind_of(surface: str, catalog: Catalog, language: str) -> Kind | None:
    """The kind that a word or a description has as its head: "the new government", "правительство"."""
    table, text = heads(catalog, language), plain(surface)
    parts = (text, text.split(" ", 1)[-1], text.rsplit(" ", 1)[-1])
    return next((kind for part in parts if (kind := table.whole(part))), None)


_BEGUN = 3
"""Letters with which a noun of data/institutions.toml must begin before any sign of a pattern."""
_LINK = re.compile(r"^(?:der|des|von|of the|of|,)\s+", re.IGNORECASE)


def composed(catalog: Catalog, language: str) -> Mapping[tuple[str, str], Kind]:
    """The forms (actor, surface) of institutions that are a head noun and their country, by kind."""
    return catalog.derived(("composed", language), lambda: _composed(catalog, language))


def _composed(catalog: Catalog, language: str) -> dict[tuple[str, str], Kind]:
    countries: dict[str, set[str]] = {}
    named: list[tuple[str, str]] = []
    for _, key, kind, surface, (spoken, name, _) in catalog.entries():
        if spoken != language or kind not in ("state", "institution"):
            continue
        if kind == "institution":
            named.append((key, surface))
        elif name != "capital":
            countries.setdefault(catalog.country_of(key) or "", set()).add(plain(surface).casefold())
    found: dict[tuple[str, str], Kind] = {}
    table = heads(catalog, language)
    for key, surface in named:
        meant = _kind_of(plain(surface), table, countries.get(catalog.country_of(key) or "", set()))
        if meant is not None:
            found[key, surface] = meant
    return found


def _kind_of(surface: str, table: Heads, of_state: set[str]) -> Kind | None:
    """The kind of the head noun that is left when the country is taken off at either end."""
    words = surface.split(" ")
    for cut in range(1, len(words)):
        first, rest = " ".join(words[:cut]), " ".join(words[cut:])
        for noun, country in ((first, _LINK.sub("", rest)), (rest, first)):
            kind = table.whole(noun) if country.casefold() in of_state else None
            if kind:
                return kind
    return None


def institutions(catalog: Catalog, language: str) -> Mapping[tuple[str, str], str]:
    """The catalog's institution of each kind and country (alpha-2)."""
    return catalog.derived(("institutions", language), lambda: _institutions(catalog, language))


def _institutions(catalog: Catalog, language: str) -> dict[tuple[str, str], str]:
    index: dict[tuple[str, str], str] = {}
    for (actor, _), kind in composed(catalog, language).items():
        country = catalog.country_of(actor)
        if country and not kind.is_office:
            index.setdefault((kind.kind, country), actor)
    for kind in heads(catalog, language).kinds:
        for ending in kind.ids:
            for known in catalog.of_type("institution"):
                if known.country and known.id.endswith(f"-{ending}"):
                    index.setdefault((kind.kind, known.country), known.id)
    return index

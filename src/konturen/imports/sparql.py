"""SPARQL 1.1 query results in JSON, as the Wikidata query service answers: `{"head": {"vars"}, "results":
{...}}`.

One result is one line of a table; results with one item complete each other. The item is the first variable
that holds items. Other variables count by name (`item` stands for the item's own):

    itemLabel, label, name           a short name            itemAltLabel, altLabel, alias   more, parted by
    commas officialName, nativeName, shortName                      names of that kind
    type, instance, class            the type, as an item of a class or as one of our words
    country                          an item or a code       iso2, iso3, countryCode         its code
    inception, founded, birth, dateOfBirth; dissolved, death, dateOfDeath                    dates
    gender                           an item, m or f
    party, memberOf; partOf; replaces                        member_of, part_of, succeeds the item
    leader, chairperson, head (and leaderLabel ...)          the person who leads
    start, end                       from and to of the ties of the result

Every other variable is counted. The service gives a year as its first of January: such a date is read as the
year.
"""

from __future__ import annotations

import re
from typing import Any

from konturen.dates import is_valid
from konturen.imports.classes import ITEM, countries, is_abbreviation, time, type_of
from konturen.imports.countries import alpha2
from konturen.imports.rows import TYPES, Collector, Draft, Imported, Known, NewName, NewTie
from konturen.imports.texts import Source, decoded

FORMAT = "wikidata-sparql"
_ENTITY = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]{0,11})\Z")
_NAMES = {
    **dict.fromkeys(("label", "name"), "short"),
    **dict.fromkeys(("altlabel", "alias"), "alias"),
    "officialname": "official",
    "nativename": "native",
    "shortname": "abbreviation",
    "abbreviation": "abbreviation",
}
_TYPE = ("type", "instance", "class")
_CODES = ("iso2", "iso3", "countrycode")
_DATES = {
    **dict.fromkeys(("inception", "founded", "foundeddate", "birth", "birthdate", "dateofbirth"), "founded"),
    **dict.fromkeys(("dissolved", "dissolveddate", "death", "deathdate", "dateofdeath"), "dissolved"),
}
_TIES = {"party": "member_of", "memberof": "member_of", "partof": "part_of", "replaces": "succeeds"}
_LEADERS = ("leader", "chairperson", "head")
_GENDERS = {"Q6581097": "m", "Q6581072": "f", "m": "m", "f": "f", "male": "m", "female": "f"}
_YEAR = re.compile(r"([0-9]{4})-01-01T")

Binding = dict[str, dict[str, str]]


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The actors of a file of results."""
    text = "".join(line for _, line in source.lines())
    return read(text, source.where, known, as_of)


def read(text: str, where: str, known: Known, as_of: str | None, default: str | None = None) -> Imported:
    """The actors of a results document; `default` is the type where the query itself asked for one."""
    if not text.lstrip().startswith("{"):
        told = "a web page" if "<html" in text[:2000].casefold() else "no SPARQL results in JSON"
        Collector(where, known).fault(
            f"this is {told}.", 1, "head", "Give the address of the query service itself."
        )
    document = decoded(text, where, 1)
    rows = Collector(where, known, as_of)
    try:
        names, bindings = document["head"]["vars"], document["results"]["bindings"]
    except (KeyError, TypeError):
        rows.fault("SPARQL results have head.vars and results.bindings.", 1, "results")
    if not isinstance(names, list) or not isinstance(bindings, list):
        rows.fault("SPARQL results have lists of variables and of bindings.", 1, "head")
    reader = _Reader(rows, [str(name) for name in names], default)
    for number, binding in enumerate(bindings, start=1):
        reader.add(f"result {number}", _checked(rows, binding, number))
    return reader.finish()


def _checked(rows: Collector, binding: Any, number: int) -> Binding:
    if not isinstance(binding, dict):
        rows.fault("a result must be an object.", f"result {number}", "results.bindings")
    for name, cell in binding.items():
        if not isinstance(cell, dict) or not isinstance(cell.get("value"), str):
            rows.fault("a binding has a type and a value.", f"result {number}", str(name)[:60])
    return binding


class _Reader:
    def __init__(self, rows: Collector, names: list[str], default: str | None) -> None:
        self.rows = rows
        self.names = names
        self.default = default
        self.codes = countries(rows.known)
        self.item: str | None = None
        rows.outside = lambda key: rows.known.get(("wikidata", key))
        self._types: dict[str, tuple[str, str]] = {}
        self._told: set[str] = set()

    def add(self, place: str, binding: Binding) -> None:
        """One result."""
        if self.item is None:
            self.item = next((n for n in self.names if _item(binding.get(n)) is not None), None)
            if self.item is None:
                self.rows.fault(f"no variable holds items ({', '.join(self.names)[:200]}).", place, "item")
            self._check_type()
        key = _item(binding.get(self.item))
        if key is None:
            self.rows.skip("result without an item")
            return
        kind = self._kind(key, binding)
        if kind is None:
            self.rows.skip("result of a class that is none of ours")
            return
        draft = self.rows.add(key, kind, f"wd-{key}", {"wikidata": key}, (place, f"Wikidata {key}"))
        start, end = (_date(binding.get(name)) for name in ("start", "end"))
        self.rows.order(start, end, place, "end")
        for name, cell in binding.items():
            if name != self.item:
                self._cell(draft, self._short(name), cell, (place, binding, (start, end)))

    def _check_type(self) -> None:
        short = {self._short(name) for name in self.names}
        if self.default is None and not short & set(_TYPE):
            told = "the results do not say what the items are."
            hint = "Let the query give ?type: an item of a class, or a word as party."
            self.rows.fault(told, "head.vars", "type", hint)

    def _short(self, name: str) -> str:
        """A variable without the item's own name: itemLabel and partyLabel are label for ?item and ?party."""
        bare = name.removeprefix(self.item or "") if name != self.item else name
        return bare.casefold()

    def _kind(self, key: str, binding: Binding) -> str | None:
        for name, cell in binding.items():
            if self._short(name) in _TYPE and name != self.item:
                item = _item(cell)
                found = type_of([item], {}) if item else cell["value"] if cell["value"] in TYPES else None
                if found is not None:
                    # Of an item of several classes, each a result, the first known one counts.
                    return self._types.setdefault(key, (found, name))[0]
        return self._types[key][0] if key in self._types else self.default

    def _cell(
        self,
        draft: Draft,
        name: str,
        cell: dict[str, str],
        told: tuple[str, Binding, tuple[str | None, str | None]],
    ) -> None:
        place, binding, dates = told
        value, language = cell["value"], cell.get("xml:lang") or "und"
        if name in _NAMES:
            self._name(draft, _NAMES[name], value, (language, place))
        elif name == "country" or name in _CODES:
            item = _item(cell)
            code = self.codes.get(item) if item else alpha2(value)
            if code is None:
                self.rows.skip("country that is not known (left empty)")
            self.rows.single(draft, "country", code, place)
        elif name in _DATES:
            date = _date(cell)
            if date is None:
                self.rows.skip("date that is unknown or before our era (left empty)")
            self.rows.single(draft, _DATES[name], date, place)
        elif name == "gender":
            self.rows.single(draft, "gender", _GENDERS.get(_item(cell) or value), place)
        elif name in _TIES or name in _LEADERS:
            self._tie(draft, name, cell, (place, binding, dates))
        elif name not in (*_TYPE, "start", "end") and not self._is_label(name):
            self.rows.skip(f"variable {name[:40]}")

    def _is_label(self, name: str) -> bool:
        return name.endswith("label") and name.removesuffix("label") in (*_LEADERS, *_TIES, *_TYPE, "country")

    def _name(self, draft: Draft, kind: str, value: str, at: tuple[str, str]) -> None:
        language, place = at
        if ITEM.match(value):
            self.rows.skip("label that is only the number of the item")
            return
        for text in value.split(", ") if kind == "alias" else [value]:
            sort = kind
            if kind == "alias":
                sort = "abbreviation" if is_abbreviation(text) else "short"
            self.rows.name(draft, NewName(text, language, sort), place)

    def _tie(
        self,
        draft: Draft,
        name: str,
        cell: dict[str, str],
        told: tuple[str, Binding, tuple[str | None, str | None]],
    ) -> None:
        place, binding, dates = told
        other = _item(cell)
        if other is None or other == draft.key:
            self.rows.skip(f"variable {name} without another item")
        elif name in _TIES:
            self.rows.tie(draft, NewTie(_TIES[name], other, {}, *dates, None, None, name), place)
        else:
            at = (place, f"Wikidata {other}")
            person = self.rows.add(other, "person", f"wd-{other}", {"wikidata": other}, at)
            label = next((c for n, c in binding.items() if n.casefold().endswith(f"{name}label")), None)
            if label is not None:
                self._name(person, "short", label["value"], (label.get("xml:lang") or "und", place))
            title = {"en": name} if name != "head" else {}
            new = NewTie("leads", draft.key, title, *dates, f"Wikidata {draft.key}", None, name)
            self.rows.tie(person, new, place)

    def finish(self) -> Imported:
        """All rows."""
        return self.rows.finish(FORMAT)


def _item(cell: dict[str, str] | None) -> str | None:
    if cell is None or cell.get("type") != "uri":
        return None
    match = _ENTITY.match(cell["value"])
    return match[1] if match else None


def _date(cell: dict[str, str] | None) -> str | None:
    if cell is None or cell.get("type") in ("uri", "bnode"):
        return None
    value = cell["value"]
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", value):
        return value if is_valid(value) else None
    return time(value, 9 if _YEAR.match(value) else 11)

"""Wikidata entities: an extract of the JSON dump (an array with an item a line, or an item a line), or the
answer of Special:EntityData (`{"entities": {...}}`).

The type follows from "instance of" (P31), up the "subclass of" (P279) that the file itself holds; an item of
no known class is counted. Labels are short names, aliases short names or abbreviations; official (P1448) and
short names (P1813), native labels (P1705) and demonyms (P1549) keep their kinds. Of the other languages only
names that German, English and Russian lack are kept. Ties, with P580 and P582 as from and to:

- P102, P463 member_of; P361, P749 part_of; P1365 succeeds;
- from the other end: P488, P6, P35, P1037, P3975 leads; P4379 youth_wing_of.

Deprecated statements are left out. Birth and death of a person stand as founded and dissolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from konturen.dates import precedes
from konturen.imports.classes import CLASSES, ITEM, countries, is_abbreviation, time, type_of
from konturen.imports.rows import ORPHAN, Collector, Draft, Imported, Known, NewName, NewTie
from konturen.imports.texts import Source, values

FORMAT = "wikidata"
_FORWARD = {
    "P102": "member_of",
    "P463": "member_of",
    "P361": "part_of",
    "P749": "part_of",
    "P1365": "succeeds",
}
_BACKWARD = {
    "P488": ("leads", "chairperson"),
    "P6": ("leads", "head of government"),
    "P35": ("leads", "head of state"),
    "P1037": ("leads", "director"),
    "P3975": ("leads", "secretary general"),
    "P4379": ("youth_wing_of", ""),
}
_TEXTS = {"P1448": "official", "P1813": "short", "P1705": "native", "P1549": "demonym"}
_DATES = {"P571": "founded", "P576": "dissolved", "P569": "founded", "P570": "dissolved"}
_GENDERS = {"Q6581097": "m", "Q6581072": "f", "Q2449503": "m", "Q1052281": "f"}
_FIRST = ("mul", "en", "de", "ru")
_UNKNOWN = "?"
"""An end of which Wikidata only says that there was one."""

Claim = dict[str, Any]


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The actors among the entities of a file."""
    reader = Reader(source.where, known, as_of)
    for line, value in values(source):
        for entity in _entities(value):
            reader.add(line, entity)
    return reader.finish()


def _entities(value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and isinstance(value.get("entities"), dict):
        yield from value["entities"].values()
    else:
        yield value


class Reader:
    """Takes entities one by one; those whose class the file explains later wait till the end."""

    def __init__(self, where: str, known: Known, as_of: str | None) -> None:
        self.rows = Collector(where, known, as_of)
        self.rows.outside = lambda key: known.get(("wikidata", key))
        self._parents: dict[str, list[str]] = {}
        self._waiting: list[tuple[int, Claim]] = []
        self._codes = countries(known)
        self._countries: list[tuple[Draft, str, int]] = []
        self._backward: list[tuple[str, str, str, tuple[str | None, str | None], int]] = []
        self._labels: dict[str, tuple[str, int]] = {}

    def add(self, line: int, entity: Any) -> None:
        """One entity."""
        if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
            self.rows.fault("an entity needs an id.", line, "id")
        key = entity["id"]
        if "missing" in entity or entity.get("type") != "item":
            self.rows.skip("entity that is no item" if "missing" not in entity else "item that is missing")
            return
        if not ITEM.match(key):
            self.rows.fault(f'"{key[:40]}" is no number of an item.', line, "id")
        for field in ("labels", "aliases", "claims"):
            if entity.get(field) and not isinstance(entity[field], dict):
                self.rows.fault("it must be an object.", line, field)
        self._refuse_double(key, entity, line)
        parents = [item for claim in _claims(entity, "P279") if (item := _item(claim))]
        if parents:
            self._parents[key] = parents
        classes = [item for claim in _claims(entity, "P31") if (item := _item(claim))]
        if any(item in CLASSES for item in classes):
            self._actor(line, entity, type_of(classes, {}) or "other")
        elif classes:
            self._waiting.append((line, entity))
        else:
            self.rows.skip(
                "item that says of what class it is not (no P31)" if not parents else "item of a class"
            )

    def _refuse_double(self, key: str, entity: Claim, line: int) -> None:
        labels = _texts(entity.get("labels"))
        label = next((labels[language] for language in _FIRST if language in labels), "")
        before = self._labels.setdefault(key, (label, line))
        if before[0] != label:
            told = f'{key} is "{before[0]}" in line {before[1]} and "{label}" here.'
            self.rows.fault(told, line, "labels")

    def finish(self) -> Imported:
        """All rows, once the classes and the countries are known."""
        for line, entity in self._waiting:
            classes = [item for claim in _claims(entity, "P31") if (item := _item(claim))]
            kind = type_of(classes, self._parents)
            if kind is None:
                self.rows.skip("item of a class that is none of ours (P31)")
            else:
                self._actor(line, entity, kind)
        for draft, item, line in self._countries:
            code = self._codes.get(item)
            if code is None:
                self.rows.skip("country that is neither here nor in the catalog (left empty)")
            else:
                self.rows.single(draft, "country", code, line)
        for claim in self._backward:
            self._tie_back(*claim)
        return self.rows.finish(FORMAT)

    def _actor(self, line: int, entity: Claim, kind: str) -> None:
        key = entity["id"]
        ids = {"wikidata": key}
        if kind == "state":
            for field, scheme in (("P297", "iso2"), ("P298", "iso3")):
                code = next((v for c in _best(entity, field) if isinstance(v := _value(c), str)), None)
                if code:
                    ids[scheme] = code
        draft = self.rows.add(key, kind, f"wd-{key}", ids, (line, f"Wikidata {key}"))
        if "iso2" in ids:
            self._codes[key] = ids["iso2"]
            self.rows.single(draft, "country", ids["iso2"], line)
        as_of = str(entity.get("modified") or "")[:10] or None
        for name in self._names(entity):
            told = NewName(name.text, name.language, name.kind, name.since, name.until, None, as_of)
            self.rows.name(draft, told, line, "labels")
        self._values(draft, entity, line)
        self._ties(draft, entity, line)

    def _names(self, entity: Claim) -> Iterator[NewName]:
        seen: set[str] = set()
        labels = _texts(entity.get("labels"))
        for language in sorted(labels, key=_order):
            text = labels[language]
            if language in _FIRST or text not in seen:
                yield NewName(text, language, "short")
            seen.add(text)
        for field, kind in _TEXTS.items():
            for claim in _claims(entity, field):
                value = _value(claim)
                if not isinstance(value, dict) or not isinstance(value.get("text"), str):
                    continue
                since, until = _span(claim)
                if until == _UNKNOWN or (since and until and precedes(until, since)):
                    since = until = None
                sort = "former" if until else "abbreviation" if is_abbreviation(value["text"]) else kind
                yield NewName(value["text"], str(value.get("language") or "und"), sort, since, until)
        aliases = entity.get("aliases") or {}
        for language in sorted(aliases, key=_order):
            for alias in aliases[language] if isinstance(aliases[language], list) else ():
                other = alias.get("value") if isinstance(alias, dict) else None
                if isinstance(other, str) and (language in _FIRST or other not in seen):
                    seen.add(other)
                    yield NewName(other, language, "abbreviation" if is_abbreviation(other) else "short")

    def _values(self, draft: Draft, entity: Claim, line: int) -> None:
        fields = ("P569", "P570") if draft.type == "person" else ("P571", "P576")
        for field in fields:
            for claim in _best(entity, field):
                told = _time(claim)
                if told is None:
                    self.rows.skip("date that is unknown or before our era (left empty)")
                else:
                    self.rows.single(draft, _DATES[field], told, line)
        self.rows.order(draft.singles.get("founded"), draft.singles.get("dissolved"), line, "P576")
        for claim in _best(entity, "P21") if draft.type == "person" else ():
            self.rows.single(draft, "gender", _GENDERS.get(_item(claim) or ""), line)
        present = [c for c in _best(entity, "P27" if draft.type == "person" else "P17") if _span(c)[1] is None]
        found = list(dict.fromkeys(item for claim in present if (item := _item(claim))))
        if len(found) == 1 and draft.type != "state":
            self._countries.append((draft, found[0], line))
        elif len(found) > 1 and draft.type != "state":
            self.rows.skip("several countries (left empty)")

    def _ties(self, draft: Draft, entity: Claim, line: int) -> None:
        for field in (*_FORWARD, *_BACKWARD):
            for claim in _claims(entity, field):
                other, (since, until) = _item(claim), _span(claim)
                if other is None or other == draft.key:
                    self.rows.skip(f"{field} without another item")
                elif until == _UNKNOWN:
                    self.rows.skip("tie that ended at an unknown date")
                elif field in _FORWARD:
                    self.rows.order(since, until, line, f"{field} P582")
                    title: dict[str, str] = {}
                    new = NewTie(_FORWARD[field], other, title, since, until, None, None, field)
                    self.rows.tie(draft, new, line)
                else:
                    self._backward.append((other, field, draft.key, (since, until), line))

    def _tie_back(
        self, key: str, field: str, target: str, dates: tuple[str | None, str | None], line: int
    ) -> None:
        relation, title = _BACKWARD[field]
        draft = self.rows.drafts.get(key)
        if draft is None and relation == "leads" and ("wikidata", key) in self.rows.known:
            draft = self.rows.add(key, "person", f"wd-{key}", {"wikidata": key}, (line, f"Wikidata {key}"))
        if draft is None:
            self.rows.skip(ORPHAN)
            return
        self.rows.order(*dates, line, f"{field} P582")
        titles = {"en": title} if title else {}
        new = NewTie(relation, target, titles, *dates, f"Wikidata {target}", None, field)
        self.rows.tie(draft, new, line)


def _order(language: str) -> tuple[int, str]:
    return (_FIRST.index(language) if language in _FIRST else len(_FIRST), language)


def _texts(labels: Any) -> dict[str, str]:
    if not isinstance(labels, dict):
        return {}
    found = {key: label.get("value") for key, label in labels.items() if isinstance(label, dict)}
    return {key: text for key, text in found.items() if isinstance(text, str)}


def _claims(entity: Claim, field: str) -> list[Claim]:
    """The statements of a property that are not deprecated."""
    listed = (entity.get("claims") or {}).get(field)
    if not isinstance(listed, list):
        return []
    return [claim for claim in listed if isinstance(claim, dict) and claim.get("rank") != "deprecated"]


def _best(entity: Claim, field: str) -> list[Claim]:
    """The preferred statements of a property, else the others."""
    claims = _claims(entity, field)
    return [claim for claim in claims if claim.get("rank") == "preferred"] or claims


def _value(claim: Claim) -> Any:
    snak = claim.get("mainsnak", claim)
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return None
    value = snak.get("datavalue")
    return value.get("value") if isinstance(value, dict) else None


def _item(claim: Claim) -> str | None:
    value = _value(claim)
    if not isinstance(value, dict):
        return None
    key = value.get("id") or f"Q{value.get('numeric-id')}"
    return key if isinstance(key, str) and ITEM.match(key) else None


def _time(snak: Claim) -> str | None:
    value = _value(snak)
    if not isinstance(value, dict) or not isinstance(value.get("time"), str):
        return None
    precision = value.get("precision")
    return time(value["time"], precision if isinstance(precision, int) else 0, str(value.get("calendarmodel")))


def _span(claim: Claim) -> tuple[str | None, str | None]:
    """From and to of a statement; `_UNKNOWN` as end where it ended nobody knows when."""
    qualifiers = claim.get("qualifiers")
    told: list[str | None] = []
    for field in ("P580", "P582"):
        snaks = qualifiers.get(field) if isinstance(qualifiers, dict) else None
        snak = snaks[0] if isinstance(snaks, list) and snaks and isinstance(snaks[0], dict) else None
        date = None if snak is None else _time(snak)
        ended = field == "P582" and snak is not None and snak.get("snaktype") != "novalue" and date is None
        told.append(_UNKNOWN if ended else date)
    return told[0], told[1]

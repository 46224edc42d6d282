"""Plain CSV: one line a name or a tie of an actor; lines with one id complete each other.

Columns (`type` is required; comma, semicolon or tab; any order):

    id            the actor's id; left out, it is made of type and name (party-einiges-russland)
    type          state, party, person, organisation, institution, movement, igo, media or other
    name          a name; `language` (de, en, ru ...; und where not told), `kind` (short where not told),
                  `since`, `until` belong to it
    country       ISO 3166-1, two or three letters           gender     m or f
    founded, dissolved   EDTF; of a person: born and died
    wikidata, partyfacts, parlgov, iso2, iso3, id_SCHEME     outside ids
    leads, member_of, part_of, youth_wing_of, governs, seats_in, succeeds
                  the other actor: its id here or in the catalog, `wikidata:Q159`, or its name in this file;
                  several are parted by |
    title, title_de, title_en ...   the office, for the ties of the line; `from` and `to` their dates
    source, as_of where name and ties of the line are from; left out, it is the file and the line
    evidence      the sentence or address that proves the ties of the line
"""

from __future__ import annotations

import re

from konturen.imports.countries import alpha2
from konturen.imports.rows import (
    KINDS,
    RELATIONS,
    TYPES,
    Collector,
    Draft,
    Imported,
    Known,
    NewName,
    NewTie,
    clean,
)
from konturen.imports.texts import Source, table
from konturen.names.text import slug

FORMAT = "csv"
SCHEMES = ("wikidata", "partyfacts", "parlgov", "iso2", "iso3")
SINGLE = ("country", "founded", "dissolved", "gender")
COLUMNS = (
    *("id", "type", "name", "language", "kind", "since", "until"),
    *SINGLE,
    *SCHEMES,
    *RELATIONS,
    *("title", "from", "to", "source", "as_of", "evidence"),
)
_EXTRA = re.compile(r"(?:id|title)_[A-Za-z0-9_-]{1,40}\Z")
_ID = re.compile(r"[^\s|\x00-\x1f\x7f-\x9f]{1,200}\Z")
_LIKE_ID = re.compile(r"[a-z0-9]+(?:[-_.:][A-Za-z0-9_.:-]+)+\Z")
_SHIELD = re.compile(r"'+[=+\-@\t\r]")
_SHAPES = {"wikidata": re.compile(r"Q[1-9][0-9]{0,11}\Z"), "iso2": re.compile(r"[A-Z]{2}\Z")}


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The actors of a plain CSV file; CatalogError names line and column of what is wrong."""
    reader = _Reader(source, known, as_of)
    for line, cells in table(source, ("type",)):
        reader.add(line, cells)
    if not reader.checked:
        source.fault("there is a header and no row below it.", 1, source.header[0])
    return reader.rows.finish(FORMAT, nameless=True)


class _Reader:
    def __init__(self, source: Source, known: Known, as_of: str | None) -> None:
        self.source = source
        self.rows = Collector(source.where, known, as_of, strict=True)
        self.rows.outside = self._outside
        self.checked = False
        self._id_columns: list[str] = []
        self._title_columns: list[str] = []
        self._named: dict[str, set[str]] = {}
        self._defined: dict[tuple[str, str], tuple[str, int]] = {}

    def _check_header(self) -> None:
        header = self.source.header
        wrong = [name for name in header if name not in COLUMNS and not _EXTRA.match(name)]
        if wrong:
            what = f"the column is unknown; known are {', '.join(COLUMNS)}, id_SCHEME, title_LANGUAGE."
            self.source.fault(what, 1, wrong[0])
        self._id_columns = [name for name in header if name.startswith("id_")]
        self._title_columns = [name for name in header if name.startswith("title_")]
        self.checked = True

    def add(self, line: int, raw: dict[str, str]) -> None:
        """One line: its actor, its name, its ties."""
        if not self.checked:
            self._check_header()
        cells = {column: _bare(cell) for column, cell in raw.items() if cell}
        kind = cells.get("type", "")
        if kind not in TYPES:
            self.rows.fault(f'it is "{kind[:40]}", it must be one of {", ".join(sorted(TYPES))}.', line, "type")
        key = self._key(cells, kind, line)
        origin = f"import:{self.source.name} line {line}"
        draft = self.rows.add(key, kind, key, self._ids(cells, line), (line, origin))
        for column in SINGLE:
            if column in cells:
                self.rows.single(draft, column, self._single(column, cells[column], line), line)
        self._name(draft, cells, line, origin)
        self._ties(draft, cells, line, origin)

    def _key(self, cells: dict[str, str], kind: str, line: int) -> str:
        given = cells.get("id")
        if given is not None:
            if not _ID.match(given):
                self.rows.fault("an id has no blanks, no | and at most 200 characters.", line, "id")
            return given
        name = clean(cells.get("name", ""))
        if not name or not slug(name):
            self.rows.fault("a line needs a name of letters, or an id.", line, "name")
        return f"{kind}-{slug(name)}"

    def _ids(self, cells: dict[str, str], line: int) -> dict[str, str]:
        ids = {scheme: cells[scheme] for scheme in SCHEMES if scheme in cells}
        ids |= {column[3:]: cells[column] for column in self._id_columns if column in cells}
        for scheme, shape in _SHAPES.items():
            if scheme in ids and not shape.match(ids[scheme]):
                self.rows.fault(f'"{ids[scheme][:40]}" is none.', line, scheme)
        return ids

    def _single(self, column: str, value: str, line: int) -> str | None:
        if column == "country":
            code = alpha2(value)
            if code is None:
                self.rows.fault(f'"{value[:40]}" is no country of ISO 3166-1.', line, column)
            return code
        if column == "gender":
            if value not in ("m", "f"):
                self.rows.fault(f'"{value[:40]}" is neither m nor f.', line, column)
            return value
        return self.rows.date(value, line, column)

    def _name(self, draft: Draft, cells: dict[str, str], line: int, origin: str) -> None:
        text = cells.get("name")
        if not text:
            return
        language, kind = cells.get("language", "und"), cells.get("kind")
        if kind is not None and kind not in KINDS:
            self.rows.fault(f'it is "{kind[:40]}", it must be one of {", ".join(sorted(KINDS))}.', line, "kind")
        shown = clean(text)
        if shown is not None and not any(map(str.isalnum, shown)):
            self.rows.fault("there is no letter in it.", line, "name")
        if shown is not None and kind is None:
            before = self._defined.setdefault((draft.key, language), (shown, line))
            if before[0] != shown:
                what = f'"{draft.key}" is named "{before[0]}" in line {before[1]} and "{shown}" here.'
                self.rows.fault(what, line, "name", "Give the further name a kind (official, former ...).")
        since, until = (self.rows.date(cells.get(column), line, column) for column in ("since", "until"))
        source, as_of = cells.get("source", origin), cells.get("as_of")
        self.rows.name(draft, NewName(text, language, kind or "short", since, until, source, as_of), line)
        if shown is not None:
            self._named.setdefault(shown, set()).add(draft.id)

    def _ties(self, draft: Draft, cells: dict[str, str], line: int, origin: str) -> None:
        given = [relation for relation in RELATIONS if relation in cells]
        if not given:
            stray = next((c for c in ("from", "to") if c in cells), None)
            if stray is not None:
                self.rows.fault("it has a date and the line has no tie.", line, stray)
            return
        title = {column[6:]: cells[column] for column in self._title_columns if column in cells}
        if "title" in cells:
            title.setdefault(cells.get("language", "und"), cells["title"])
        since, until = (self.rows.date(cells.get(column), line, column) for column in ("from", "to"))
        source, as_of = cells.get("source", origin), cells.get("as_of")
        for relation in given:
            for target in filter(None, map(str.strip, cells[relation].split("|"))):
                new = NewTie(
                    relation, target, title, since, until, source, as_of, relation, cells.get("evidence")
                )
                self.rows.tie(draft, new, line)

    def _outside(self, target: str) -> str | None:
        """The id behind what a tie names: a name of this file, an outside id, else an id of the catalog."""
        found = self._named.get(clean(target) or "", set())
        if len(found) == 1:
            return next(iter(found))
        scheme, _, value = target.partition(":")
        pair = (scheme, value) if value else ("wikidata", target)
        here = self.rows.known.get(pair)
        if here is not None:
            return here
        if not found and _LIKE_ID.match(target):
            return target
        told = "several actors of this file have that name" if found else "no actor of this file has that name"
        return self.rows.fault(f'"{target[:60]}": {told}; give an id.', "a tie", "leads, member_of ...")


def _bare(cell: str) -> str:
    """A cell without outer blanks and without the apostrophe that shields a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and _SHIELD.match(text) else text

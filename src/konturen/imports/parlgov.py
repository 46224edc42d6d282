"""ParlGov (Döring and Manow, parlgov.org): parties, their names and successions, cabinets, presidents.

The tables refer to each other. A folder is read whole; a single file with the ones beside it that it needs:
`party.csv` (and all that follow) with `country.csv`, `cabinet.csv` and `cabinet_party.csv` with each other and
`party.csv`, `party_name_change.csv`, `party_change.csv` and `politician_president.csv` with `party.csv`. The
views (`view_party.csv`, `view_cabinet.csv`) need none.

- Parties are of type party, countries states (`state-deu`), presidents persons (`pg-person-11791`).
- A change of name gives the new name from that date; the one before is `former` until then.
- `party_change`: the new party succeeds the old one.
- A party in a cabinet governs the state from the cabinet's first day to that of the next cabinet of the
  country; the title names the cabinet, "(caretaker)" and "(prime minister)" included. The last cabinet has no
  known end.
- A president leads the state; the party that the table gives for a term is a membership for the term, which is
  all that the table says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from konturen.imports.countries import alpha2
from konturen.imports.rows import Collector, Draft, Imported, Known, NewName, NewTie
from konturen.imports.texts import Source, table

FORMAT = "parlgov"
HEADERS = {
    "party": ("id", "country_id", "family_id", "name_short", "name_english", "name", "name_nonlatin"),
    "view_cabinet": (
        *("country_name_short", "start_date", "cabinet_name", "cabinet_party", "cabinet_id", "party_id"),
        *("party_name_short", "party_name", "party_name_english"),
    ),
    "view_party": ("country_name_short", "party_name_short", "party_name_english", "party_name", "party_id"),
    "party_name_change": ("party_id", "name", "name_english", "name_short", "name_nonlatin", "date"),
    "party_change": ("party_id_new", "party_id", "date"),
    "cabinet_party": ("cabinet_id", "party_id", "pm"),
    "cabinet": ("id", "country_id", "start_date", "name", "caretaker", "previous_cabinet_id"),
    "politician_president": (
        "country_id",
        "start_date",
        "end_date",
        "person_id",
        "person_id_source",
        "party_id",
    ),
}
"""Table -> columns that it must have; by them a file is recognised, whatever its name."""
_COUNTRY = ("id", "name", "name_short")
_NEEDS = {
    "cabinet": ("cabinet_party", "party"),
    "cabinet_party": ("cabinet", "party"),
    "party_name_change": ("party",),
    "party_change": ("party",),
    "politician_president": ("party",),
}

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Cabinet:
    place: int
    country: str
    start: str | None
    title: str
    end: str | None = None


def kind_of(header: list[str]) -> str | None:
    """Which table of ParlGov has that header."""
    for kind, columns in HEADERS.items():
        if set(columns) <= set(header):
            return kind
    return None


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The parties, persons and ties of one file and of those beside it that it needs."""
    next(table(source), None)
    kind = kind_of(source.header)
    if kind is None:
        wanted = "; ".join(f"{name}.csv: {', '.join(columns)}" for name, columns in HEADERS.items())
        source.fault(f"the header is of no table of ParlGov ({wanted}).", 1, (source.header or ["?"])[0])
    files = {kind: source}
    for name in (*_NEEDS.get(kind, ()), "country"):
        path = source.path.with_name(f"{name}.csv")
        if path.is_file():
            files[name] = Source(path)
        elif name != "country":
            source.fault(f"{name}.csv is needed beside it.", 1, "party_id", "Give the whole folder of ParlGov.")
    return _Reader(files, known, as_of).read(whole=kind in ("party", "view_party"))


def load_folder(folder: Path, known: Known, as_of: str | None) -> Imported:
    """All tables of a folder; `party.csv` or `view_party.csv` must be among them."""
    paths = {name: folder / f"{name}.csv" for name in (*HEADERS, "country")}
    files = {name: Source(path) for name, path in paths.items() if path.is_file()}
    return _Reader(files, known, as_of).read(whole=True)


class _Reader:
    def __init__(self, files: dict[str, Source], known: Known, as_of: str | None) -> None:
        self.files = files
        first = next(iter(files.values()))
        self.rows = Collector(first.where, known, as_of)
        self.parties: dict[str, tuple[int, Cells, str]] = {}
        self.countries: dict[str, tuple[int, str, str]] = {}
        """Number -> line, alpha-3 code and name."""

    def read(self, whole: bool) -> Imported:
        """Everything; without `whole` only the actors that something else in the files speaks of."""
        for line, cells in self._table("country", _COUNTRY):
            self.countries[cells["id"]] = (line, cells["name_short"].strip(), cells["name"].strip())
        self._read_parties()
        if whole:
            for number in self.parties:
                self._party(number)
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("party_name_change", self._name_changes),
            ("party_change", self._changes),
            ("view_cabinet" if "view_cabinet" in self.files else "cabinet_party", self._cabinets),
            ("politician_president", self._presidents),
        )
        for name, step in steps:
            if name in self.files:
                self.rows.where = self.files[name].where
                step()
        return self.rows.finish(FORMAT)

    def _table(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Cells]]:
        if name in self.files:
            self.rows.where = self.files[name].where
            yield from table(self.files[name], columns)

    def _read_parties(self) -> None:
        for line, cells in self._table("party", HEADERS["party"]):
            self._keep(cells["id"], line, cells, "id")
        for line, view in self._table("view_party", HEADERS["view_party"]):
            cells = {
                "name": view["party_name"],
                "name_english": view["party_name_english"],
                "name_short": view["party_name_short"],
                "code": view["country_name_short"],
            }
            if "party" not in self.files or view["party_id"] not in self.parties:
                self._keep(view["party_id"], line, cells, "party_id")

    def _keep(self, number: str, line: int, cells: Cells, column: str) -> None:
        before = self.parties.get(number)
        if not number.isascii() or not number.isdigit():
            self.rows.fault(f'"{number[:40]}" is no number of a party.', line, column)
        if before is not None and before[1]["name"] != cells["name"]:
            told = f'{number} is "{before[1]["name"]}" in line {before[0]} and "{cells["name"]}" here.'
            self.rows.fault(told, line, column)
        self.parties[number] = (line, cells, self.rows.where)

    def _party(self, number: str) -> Draft | None:
        """The draft of a party, with its names when it is new; None for a number that no table has."""
        if number in self.rows.drafts:
            return self.rows.drafts[number]
        if number not in self.parties:
            self.rows.skip("party that party.csv does not have")
            return None
        line, cells, _ = self.parties[number]
        told = (line, f"ParlGov party {number}")
        draft = self.rows.add(number, "party", f"pg-{number}", {"parlgov": number}, told)
        self._names(draft, cells, line, "official", {})
        code = cells["code"] if "code" in cells else self.countries.get(cells["country_id"], (0, "", ""))[1]
        country = alpha2(code)
        if country is None:
            self.rows.skip("country that is not told (left empty)")
        self.rows.single(draft, "country", country, line)
        return draft

    def _names(self, draft: Draft, cells: Cells, line: int, kind: str, dates: dict[str, str | None]) -> None:
        """The names of a row; `dates` holds since and until of a name that changed."""
        since, until = dates.get("since"), dates.get("until")
        short = "former" if kind == "former" else "abbreviation"
        same = cells["name"].strip() == cells["name_english"].strip()
        for column, language, sort in (
            ("name_english", "en", kind),
            ("name", "und", kind),
            ("name_nonlatin", "und", kind if kind == "former" else "native"),
            ("name_short", "mul", short),
        ):
            if column == "name" and same:
                continue
            for text in cells.get(column, "").split(" | "):
                self.rows.name(draft, NewName(text.strip(), language, sort, since, until), line, column)

    def _name_changes(self) -> None:
        changes: dict[str, list[tuple[str, int, Cells]]] = {}
        for line, cells in self._table("party_name_change", HEADERS["party_name_change"]):
            date = self.rows.date(cells["date"], line, "date")
            if date is None:
                self.rows.skip("change of name without a date")
                continue
            changes.setdefault(cells["party_id"], []).append((date, line, cells))
        for number, dated in changes.items():
            draft = self._party(number)
            if draft is None:
                continue
            dated.sort(key=lambda change: change[0])
            present = self.parties[number][1]["name"].strip()
            for (date, line, cells), following in zip(dated, [*dated[1:], None], strict=True):
                last = following is None and cells["name"].strip() == present
                end = None if following is None else following[0]
                if last:
                    self._date_present(draft, cells, date)
                else:
                    kind = "former" if end else "official"
                    self._names(draft, cells, line, kind, {"since": date, "until": end})

    def _date_present(self, draft: Draft, cells: Cells, date: str) -> None:
        """The present name stands in the table of parties; what the change adds is since when."""
        for text in (cells["name"].strip(), cells["name_english"].strip()):
            for key, entry in draft.names.items():
                if entry["text"] == text and key[2] == "official" and not (key[3] or key[4]):
                    entry |= {"since": date, "until": None}

    def _changes(self) -> None:
        for line, cells in self._table("party_change", HEADERS["party_change"]):
            new, old = self._party(cells["party_id_new"]), self._party(cells["party_id"])
            if new is None or old is None:
                continue
            if new is old:
                self.rows.skip("party that succeeds itself")
                continue
            since = self.rows.date(cells["date"], line, "date")
            self.rows.tie(new, NewTie("succeeds", old.key, since=since, column="party_id"), line)

    def _state(self, number: str, code: str, name: str, line: int) -> Draft | None:
        """The draft of a country's state, by its alpha-3 code."""
        country = alpha2(code)
        if country is None:
            self.rows.skip("cabinet or president of a country that is not told")
            return None
        ids = {"iso3": code, "iso2": country}
        told = (line, f"ParlGov country {number}")
        draft = self.rows.add(f"state {code}", "state", f"state-{code.lower()}", ids, told)
        self.rows.name(draft, NewName(name, "en", "short"), line)
        self.rows.single(draft, "country", country, line)
        return draft

    def _cabinets(self) -> None:
        if "view_cabinet" in self.files:
            self._viewed_cabinets()
            return
        cabinets = self._read_cabinets()
        for line, cells in self._table("cabinet_party", HEADERS["cabinet_party"]):
            cabinet = cabinets.get(cells["cabinet_id"])
            draft = self._party(cells["party_id"])
            if cabinet is None or draft is None:
                self.rows.skip(
                    "party in a cabinet that cabinet.csv does not have" if cabinet is None else _LOST
                )
                continue
            told = self.countries.get(cabinet.country, (line, "", ""))
            state = self._state(cabinet.country, told[1], told[2], told[0])
            if state is not None:
                self._governs(draft, state, (cells["cabinet_id"], cabinet, _yes(cells["pm"])), line)

    def _read_cabinets(self) -> dict[str, _Cabinet]:
        found: dict[str, _Cabinet] = {}
        ends: dict[str, str] = {}
        for line, cells in self._table("cabinet", HEADERS["cabinet"]):
            start = self.rows.date(cells["start_date"], line, "start_date")
            title = f"cabinet {cells['name'].strip()}" + (" (caretaker)" if _yes(cells["caretaker"]) else "")
            found[cells["id"]] = _Cabinet(line, cells["country_id"], start, title)
            _end(ends, cells["previous_cabinet_id"], start)
        return {key: _ended(cabinet, ends.get(key)) for key, cabinet in found.items()}

    def _viewed_cabinets(self) -> None:
        read = list(self._table("view_cabinet", HEADERS["view_cabinet"]))
        ends: dict[str, str] = {}
        for line, cells in read:
            start = self.rows.date(cells["start_date"], line, "start_date")
            _end(ends, cells.get("previous_cabinet_id", ""), start)
        for line, cells in read:
            if not _yes(cells["cabinet_party"]):
                self.rows.skip("party that is not in the cabinet (opposition)")
                continue
            if cells["party_id"] not in self.parties:
                view = {
                    "name": cells["party_name"],
                    "name_english": cells["party_name_english"],
                    "name_short": cells["party_name_short"],
                    "code": cells["country_name_short"],
                }
                self._keep(cells["party_id"], line, view, "party_id")
            draft = self._party(cells["party_id"])
            code = cells["country_name_short"].strip()
            state = self._state(code, code, cells.get("country_name", code), line)
            if draft is None or state is None:
                continue
            title = f"cabinet {cells['cabinet_name'].strip()}"
            title += " (caretaker)" if _yes(cells.get("caretaker", "")) else ""
            start = self.rows.date(cells["start_date"], line, "start_date")
            cabinet = _ended(_Cabinet(line, code, start, title), ends.get(cells["cabinet_id"]))
            self._governs(
                draft, state, (cells["cabinet_id"], cabinet, _yes(cells.get("prime_minister", ""))), line
            )

    def _governs(self, draft: Draft, state: Draft, told: tuple[str, _Cabinet, bool], line: int) -> None:
        number, cabinet, leads = told
        title = cabinet.title + (" (prime minister)" if leads else "")
        source = f"ParlGov cabinet {number}"
        dates = (cabinet.start, cabinet.end)
        self.rows.tie(
            draft, NewTie("governs", state.key, {"en": title}, *dates, source, None, "party_id"), line
        )

    def _presidents(self) -> None:
        for line, cells in self._table("politician_president", HEADERS["politician_president"]):
            told = self.countries.get(cells["country_id"], (line, "", ""))
            state = self._state(cells["country_id"], told[1], told[2], told[0])
            if state is None:
                continue
            number = cells["person_id"]
            origin = (line, f"ParlGov person {number}")
            draft = self.rows.add(f"person {number}", "person", f"pg-person-{number}", {}, origin)
            self.rows.name(draft, NewName(cells["person_id_source"], "und", "short"), line, "person_id_source")
            self.rows.single(draft, "country", alpha2(told[1]), line)
            since = self.rows.date(cells["start_date"], line, "start_date")
            until = self.rows.date(cells["end_date"], line, "end_date")
            self.rows.order(since, until, line, "end_date")
            title = {"en": "President"}
            self.rows.tie(
                draft, NewTie("leads", state.key, title, since, until, None, None, "country_id"), line
            )
            party = self._party(cells["party_id"]) if cells["party_id"] else None
            if party is not None:
                tie = NewTie("member_of", party.key, {}, since, until, None, None, "party_id")
                self.rows.tie(draft, tie, line)


_LOST = "party in a cabinet that party.csv does not have"


def _yes(cell: str) -> bool:
    return cell.strip().casefold() in ("1", "true", "1.0")


def _end(ends: dict[str, str], previous: str, start: str | None) -> None:
    """The first day of a cabinet ends the one before it; of several followers the earliest."""
    if previous and start:
        ends[previous] = min(start, ends.get(previous, start))


def _ended(cabinet: _Cabinet, end: str | None) -> _Cabinet:
    return _Cabinet(cabinet.place, cabinet.country, cabinet.start, cabinet.title, end)

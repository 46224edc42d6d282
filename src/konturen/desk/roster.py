"""The actors at the user's hand: compare names; find, add, import and export actors.

A user's own actors stand in her ledger, in the catalog's line format: each line completes what is known of its
actor, nothing is overwritten, every value keeps its origin.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from konturen.actors.catalog import Actor, Catalog
from konturen.actors.identity import same_actor
from konturen.actors.ties import backwards
from konturen.errors import CatalogError, QueryError
from konturen.imports import reading, writing
from konturen.ledger.identities import PROVISIONAL, Identities
from konturen.ledger.ledger import Ledger
from konturen.ledger.reader import Reader
from konturen.names.same import Likeness
from konturen.names.text import fold, slug
from konturen.pipeline import Pipeline, Progress, now
from konturen.settings import Settings, present_user

MAX_PAIRS_BYTES = 100_000_000
"""Longest file of pairs that is read."""
NEWLINE = b"\n"
NAMING = frozenset({"official", "short", "abbreviation", "former", "native", "transliteration"})
"""The kinds of names that are an actor's own."""
SUGGESTIONS = 5
"""How many actors an error names that may have been meant."""
OWN_SCHEME = "konturen"
"""Under which an importer is told the ids of the catalog, as it is told those of others."""
KNOWN_ALREADY = "known already, just so, from an import of the same place"
"""Why a line of an import is left out that an earlier one brought."""
EXPORTS = {"jsonl": writing.jsonl, "csv": writing.csv_table, "ftm": writing.followthemoney}
"""The formats in which actors leave: the catalog's own lines, a table, FollowTheMoney."""


@dataclass(frozen=True, slots=True)
class Import:
    """What an import added: `batch` is its number (for an undo), None where nothing was written.

    `new` actors were not known before, `completed` ones were; `skipped` tells (reason, how many) was left out.
    `retyped` are known actors for whom it gives another type: id, type before, type now. Both types are kept
    with their origin; the later one is shown.
    """

    batch: int | None
    format: str
    new: int
    completed: int
    skipped: tuple[tuple[str, int], ...]
    retyped: tuple[tuple[str, str, str], ...] = ()


def same(one: str, other: str, catalog: Catalog | None = None) -> Likeness:
    """Whether two names are one actor's: `same`, a score of 0 to 1, and the reason in words.

    By the catalog (the package's where none is given) and by the letters of the names.
    """
    return same_actor(one, other, Pipeline().catalog if catalog is None else catalog)


def read_pairs(stream: BinaryIO | None) -> list[tuple[str, str]]:
    """Pairs of names, two a line parted by a tab, UTF-8. QueryError names the first line that is none."""
    data = stream.read(MAX_PAIRS_BYTES + 1) if stream else b""
    if len(data) > MAX_PAIRS_BYTES:
        what = f"more than {MAX_PAIRS_BYTES // 1_000_000} MB of pairs."
        raise QueryError(what, "standard input", "Part the file.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"standard input, line {data.count(NEWLINE, 0, error.start) + 1}"
        raise QueryError("this is not UTF-8.", where, "Save the file as UTF-8.") from error
    pairs = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        columns = line.rstrip("\r").split("\t")
        if len(columns) < 2:
            where = f"standard input, line {number}"
            raise QueryError("two names parted by a tab are needed.", where, "Nothing was compared.")
        pairs.append((columns[0], columns[1]))
    return pairs


def catalog_of(ledger: Ledger | None, settings: Settings | None = None) -> Catalog:
    """The package's actors, those of the settings' file, and those that a ledger holds as its own."""
    return Pipeline(settings).catalog_of(ledger)


def find(name: str, catalog: Catalog, ledger: Ledger | None = None) -> str:
    """The id of the one actor that a name, an abbreviation or an id means in a ledger or in the catalog.

    Known actors of the ledger's texts come first, then those of the catalog, then provisional ones. An actor
    that was merged into another is found by its names; its id is answered as it was given, which
    `Identities.representative` leads on.

    QueryError, with those who may be meant, where it means nobody or several.
    """
    identities = ledger.reader.identities() if ledger else Identities()
    if name in catalog or name in identities.touched or (ledger and ledger.reader.mentioned([name])):
        return name
    named = {identities.representative(key) for key in catalog.called(name.strip())}
    clear = clearly(name, named, ledger.reader) if ledger else None
    if clear or len(named) == 1:
        return clear or named.pop()
    known = names_in(ledger.reader, catalog) if ledger else {}
    wanted = name.casefold().strip()
    here = {key for key, shown in known.items() if shown.casefold() == wanted}
    # Who is known goes before a name that a text brought and nobody has judged yet.
    found = {key for key in here if not key.startswith(PROVISIONAL)}
    found = found or named or here
    found = found or (joined(wanted, ledger.reader, known) if ledger else set())
    if len(found) == 1:
        return found.pop()
    shown = {key: known.get(key) or catalog.name(key, "en") for key in found}
    if found:
        names = listed(sorted(found)[:20], shown)
        error = QueryError(f"{name!r} means several actors.", hint=f"Give one id: {names}")
        raise error.named("several", name=name, names=names)
    near = [key for key, text in known.items() if wanted and wanted in text.casefold()]
    near += [hit.actor.id for hit in catalog.search(name, SUGGESTIONS)]
    near = list(dict.fromkeys(near))[:SUGGESTIONS]
    shown = {key: known.get(key) or catalog.name(key, "en") for key in near}
    what = f"nobody is known as {name!r}."
    if near:
        names = listed(near, shown)
        raise QueryError(what, hint=f"Did you mean: {names}").named("nobody_but", name=name, names=names)
    raise QueryError(what, hint="Add the actor with: konturen actors add").named("nobody", name=name)


def clearly(name: str, named: Iterable[str], reader: Reader) -> str | None:
    """Of the ids that a name has in a catalog the only one that the texts mention; where it has none, the
    provisional one of that name. None where that decides nothing: then all mentions have to be looked at."""
    wanted = frozenset(named)
    found = reader.mentioned(wanted or [PROVISIONAL + slug(name)])
    return next(iter(found)) if len(found) == 1 else None


def names_in(reader: Reader, catalog: Catalog) -> dict[str, str]:
    """The actors that a ledger's texts mention: the name of each id, most mentioned first."""
    return {actor.id: actor.name for actor in reader.named(namer(catalog)).actors()}


def joined(wanted: str, reader: Reader, known: Iterable[str]) -> set[str]:
    """Of the actors of a ledger those into which one was merged or split whom the texts call so.

    `wanted` is the name without case; the words of the first thousand mentions of each are looked at.
    """
    identities = reader.identities()
    return {
        key
        for key in known
        if identities.gathers(key)
        and any(mention.surface.casefold() == wanted for mention in reader.mentions_of(key))
    }


def listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """Actors as an error names them: id and name."""
    return "; ".join(f"{key} ({names[key]})" for key in keys)


def namer(catalog: Catalog) -> Callable[[str], str | None]:
    """The names that a reader shows for merged and split actors: the catalog's, in English where it has one."""
    return lambda key: catalog.name(key, "en") if key in catalog else None


def add(
    row: Mapping[str, Any], ledger: Ledger, settings: Settings | None = None, by: str | None = None
) -> Import:
    """Add one actor, or complete one, by a line in the catalog's format; CatalogError says what is wrong."""
    origin = str(row.get("origin") or f"added by {by or present_user()}")
    row = _with_source(row, origin)
    try:
        actor = catalog_of(ledger, settings).with_rows([row], origin).get(row.get("id"))
    except CatalogError as error:
        raise CatalogError(error.what, origin, "Nothing was recorded; say it otherwise.") from error
    if actor and ("founded" in row or "dissolved" in row) and backwards(actor.founded, actor.dissolved):
        what = f"the end {actor.dissolved} lies before the beginning {actor.founded}."
        raise CatalogError(what, actor.id, "Look at both with: konturen actors show")
    return _write([dict(row)], origin, "line", ledger, (settings, by))


def namesakes(names: Iterable[str], catalog: Catalog) -> tuple[str, ...]:
    """The ids of known actors who bear one of these names, in whatever case and with or without accents.

    Only names count, not what is made of them: "Berlin" stands for Germany, but is no name of hers.
    """
    wanted = {fold(name) for name in names} - {""}
    found = dict.fromkeys(key for name in names for key in sorted(catalog.called(name.strip())))
    return tuple(
        key for key in found if wanted & {fold(n.text) for n in catalog[key].names if n.kind in NAMING}
    )


def _with_source(row: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """A line whose names and ties all say where they are from."""

    def told(part: Any) -> Any:
        if not isinstance(part, Mapping) or part.get("source") or part.get("evidence"):
            return part
        return {**part, "source": origin}

    lists = {key: row[key] for key in ("names", "ties") if isinstance(row.get(key), list)}
    return {**row, **{key: [told(part) for part in parts] for key, parts in lists.items()}}


def bring(
    source: str,
    ledger: Ledger,
    format: str | None = None,
    settings: Settings | None = None,
    by: str | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a file, a folder or a SPARQL address, whole or not at all; `progress` is told each stage.

    Actors that are known by an outside id are completed; a line that an import from there brought already is
    not written again. CatalogError names file, line and field.
    """
    tell = progress or (lambda stage: None)
    chosen = settings or Settings()
    tell("reading the catalog")
    catalog = catalog_of(ledger, chosen)
    tell("reading")
    read = reading.load(
        source,
        format,
        {**catalog.lookup(), **{(OWN_SCHEME, key): key for key in catalog.ids()}},
        as_of=now()[:10],
        allow_private=chosen.allow_private,
        timeout=chosen.timeout,
    )
    tell("checking and recording")
    origin = f"import of {source}"
    there = {_said(row.row) for row in ledger.reader.actor_rows() if row.origin == origin}
    rows = [row for row in read.rows if not there or _said(row) not in there]
    again = ((KNOWN_ALREADY, len(read.rows) - len(rows)),) if len(rows) < len(read.rows) else ()
    done = _write(rows, origin, read.format, ledger, (chosen, by))
    return replace(done, format=read.format, skipped=(*read.skipped, *again))


def _said(row: Mapping[str, Any]) -> str:
    """What a line says, without the day on which it was read."""
    parts = {key: [dict(part) for part in row.get(key) or ()] for key in ("names", "ties")}
    for part in (*parts["names"], *parts["ties"]):
        part.pop("as_of", None)
    return json.dumps({**row, **parts}, sort_keys=True)


def _write(
    rows: Sequence[dict[str, Any]],
    origin: str,
    format: str,
    ledger: Ledger,
    who: tuple[Settings | None, str | None],
) -> Import:
    """Check rows against all that is known, then record them in one transaction."""
    settings, by = who
    catalog = catalog_of(ledger, settings)
    completed = sum(row.get("id") in catalog for row in rows)
    catalog.with_rows(rows, origin)
    if not rows:
        return Import(None, format, 0, 0, ())
    retyped = {
        key: (key, catalog.type_of(key), str(row["type"]))
        for row in rows
        if (key := row["id"]) in catalog and catalog.type_of(key) != row["type"]
    }
    batch = ledger.writer.add_actors(rows, origin, by or present_user(), now())
    return Import(batch, format, len(rows) - completed, completed, (), tuple(retyped.values()))


def export(
    format: str = "jsonl",
    ledger: Ledger | None = None,
    settings: Settings | None = None,
    everybody: bool = False,
) -> Iterator[str]:
    """The ledger's own actors (or everybody known) in pieces of text, which `bring` reads back."""
    if format not in EXPORTS:
        raise QueryError(f"there is no format {format!r}.", hint=f"Choose one of: {', '.join(EXPORTS)}.")
    catalog = catalog_of(ledger, settings)
    own = dict.fromkeys(row.actor for row in ledger.reader.actor_rows()) if ledger else {}
    chosen = [actor.id for actor in catalog] if everybody else list(own)
    return EXPORTS[format]([row_of(catalog[key]) for key in chosen])


def row_of(actor: Actor) -> dict[str, Any]:
    """An actor as a line of the catalog's format, without the forms that its names give."""
    names = [
        _given(
            text=n.text,
            language=n.language,
            kind=n.kind,
            source=n.source,
            as_of=n.as_of,
            since=n.since,
            until=n.until,
        )
        for n in actor.names
    ]
    ties = [
        _given(
            relation=tie.relation,
            actor=tie.actor,
            title=dict(tie.title) or None,
            source=tie.source,
            as_of=tie.as_of,
            evidence=tie.evidence,
        )
        | {"from": tie.since, "to": tie.until}
        for tie in actor.ties
    ]
    single = _given(
        country=actor.country, founded=actor.founded, dissolved=actor.dissolved, gender=actor.gender
    )
    return {"id": actor.id, "type": actor.type, "names": names, "ids": dict(actor.ids), "ties": ties} | single


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}

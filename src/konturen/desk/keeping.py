"""Keeping a ledger: back it up, restore it, prove that it is sound, and remove a person on request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from konturen.actors.catalog import Catalog
from konturen.desk.roster import catalog_of, find
from konturen.errors import LedgerError, QueryError
from konturen.ledger import restoring
from konturen.ledger.archive_form import Manifest, Progress
from konturen.ledger.dialects import engine, integrity
from konturen.ledger.integrity import Hurt
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.removal import Plan
from konturen.ledger.traces import Person
from konturen.names.forms import forms
from konturen.pipeline import now
from konturen.settings import Settings, present_user

MOST_MENTIONS = 2**31 - 1
LANGUAGES = ("de", "en", "ru")


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed: the number of its record, rows by table, and what is left to do, in words."""

    number: int
    counts: dict[str, int]
    left: str


def backup(path: Path, ledger: Ledger, overwrite: bool = False, progress: Progress | None = None) -> Manifest:
    """Write the whole ledger to one file: JSON lines in a zip with a manifest of hashes.

    Equal ledgers give equal bytes, whatever their database. LedgerError where the file cannot be written; one
    that exists is only replaced with `overwrite`, and only if it is a zip.
    """
    return ledger.reader.backup(path, overwrite, progress)


def restore(path: Path, address: str, progress: Progress | None = None) -> Manifest:
    """Write all of a backup into an empty ledger at an address, which is made where there is none; or nothing.

    LedgerError, with file and line, where the backup was cut or altered; then the ledger is as it was.
    """
    return restoring.restore(path, address, progress)


def check(address: str, progress: Progress | None = None) -> Iterator[Hurt]:
    """All that is hurt in a ledger: its file, types, hashes, offsets, dates, references. Nothing is changed.

    LedgerError where there is no ledger that could be examined.
    """
    tell = progress or (lambda _: None)
    tell("examining the file")
    database = engine(address, create=False)
    try:
        file = integrity(database)
    finally:
        database.dispose()
    yield from (Hurt("file", "", line) for line in file)
    try:
        with open_ledger(address) as ledger:
            yield from ledger.reader.examine(tell)
    except LedgerError as error:
        if not file:
            raise
        yield Hurt("ledger", "", error.what)


def person(name: str, ledger: Ledger, settings: Settings | None = None) -> Person:
    """Whom a name or an id means, with all that the ledger and the catalog know her by.

    QueryError where it means nobody or several, or no person.
    """
    catalog = catalog_of(ledger, settings)
    key = find(name, catalog, ledger)
    ids = ledger.reader.identities().merged(key)
    known = {actor.id: actor for actor in ledger.reader.actors()}
    types: set[str] = {catalog.type_of(one) for one in ids if one in catalog}
    types = types or {known[one].type for one in ids if one in known}
    if types - {"person"}:
        raise QueryError(
            f"{key} is no person but: {', '.join(sorted(types))}.", hint="Only persons are removed on request."
        )
    documents = frozenset(mention.document for mention in ledger.reader.mentions_of(key, MOST_MENTIONS))
    shown = {known[one].name for one in ids if one in known}
    return Person(ids, _names(ids, shown, catalog), documents)


def _names(ids: frozenset[str], shown: set[str], catalog: Catalog) -> frozenset[str]:
    """All forms of the names of a person; a name that texts gave in those of every language."""
    found: set[str] = set()
    for one in ids:
        if one in catalog:
            actor = catalog[one]
            for name in actor.names:
                found |= {name.text, *forms(name.text, name.language, name.kind, "person", actor.gender)}
    for text in shown:
        found |= {form for language in LANGUAGES for form in forms(text, language, "short", "person")}
    return frozenset(found)


def plan(who: Person, ledger: Ledger, progress: Progress | None = None) -> Plan:
    """What a removal of a person would take; nothing is changed."""
    return ledger.reader.removal(who, progress)


def forget(
    name: str,
    ledger: Ledger,
    by: str | None = None,
    reason: str | None = None,
    settings: Settings | None = None,
    asked: Plan | None = None,
) -> Removal:
    """Remove a person for good: her names, mentions, statements, facts, lines, the decisions on her, and every
    text that names her. A record without her name stays.

    `asked` is the plan that was agreed to: where the ledger has changed since, nothing is removed. QueryError
    where nobody is meant, or nothing is held of her.
    """
    who = person(name, ledger, settings)
    made = asked or plan(who, ledger)
    number, left = ledger.writer.forget(who, by or present_user(), now(), reason, made.counts)
    return Removal(number, made.counts, left)

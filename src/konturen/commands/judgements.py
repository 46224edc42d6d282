"""The commands with which people decide on actors: add, edit, merge, split, different, undo, judgements."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, get_args

from cyclopts import CycloptsError, Parameter

from konturen.actors.catalog import NameKind
from konturen.actors.ties import TieRelation
from konturen.commands.actors import Name, actors
from konturen.commands.base import Json, LedgerPath
from konturen.desk import judging, roster
from konturen.desk.judging import Reason, Where
from konturen.errors import QueryError
from konturen.imports.countries import alpha2
from konturen.ledger.identities import Judgement
from konturen.ledger.judgements import JudgementState
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.names.text import slug
from konturen.records import ActorType
from konturen.settings import default_ledger
from konturen.terminal import render, render_actors
from konturen.terminal.streams import output, print_lines, standard_input

Who = Annotated[
    str | None, Parameter(name="--by", help="Who says so (default: $KONTUREN_USER or your account).")
]
SHOWN = 5
"""How many actors of one name an error names."""
TIES = tuple(get_args(TieRelation))


@Parameter(name="*")
@dataclass(frozen=True)
class Deciding:
    """Who decides, and why."""

    by: Who = None
    note: Annotated[str | None, Parameter(help="Why.")] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Adding:
    """Who adds an actor, and whether it is meant where one of that name is known."""

    by: Who = None
    yes: Annotated[bool, Parameter(negative="", help="Do not ask where that name is known already.")] = False


@Parameter(name="*")
@dataclass(frozen=True)
class Place:
    """Which mentions are meant; all where nothing is said."""

    document: Annotated[str | None, Parameter(help="Only in the document of this id.")] = None
    surface: Annotated[str | None, Parameter(help="Only where these very words stand.")] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Details:
    """What is said of an actor; options that may be repeated take one value each time."""

    name: Annotated[list[str], Parameter(negative="", help="A name; several may be given.")] = field(
        default_factory=list
    )
    lang: Annotated[str, Parameter(help="Language of the names (de, en, ru, kk ...).")] = "en"
    kind: Annotated[NameKind, Parameter(help="Kind of the names given with --name, else of NAME.")] = "short"
    country: Annotated[str | None, Parameter(help="ISO 3166-1 alpha-2.")] = None
    founded: Annotated[str | None, Parameter(help="A date (EDTF).")] = None
    dissolved: Annotated[str | None, Parameter(help="A date (EDTF).")] = None
    gender: Annotated[str | None, Parameter(help="m or f; for forms of a person's name.")] = None
    id: Annotated[list[str], Parameter(negative="", help="An outside id: SCHEME=VALUE.")] = field(
        default_factory=list
    )
    tie: Annotated[
        list[str],
        Parameter(negative="", help=f"A role as RELATION=ACTOR; relations: {', '.join(TIES)}."),
    ] = field(default_factory=list)
    since: Annotated[str | None, Parameter(help="When the names and roles given here begin (EDTF).")] = None
    until: Annotated[str | None, Parameter(help="When the names and roles given here end (EDTF).")] = None
    title: Annotated[str | None, Parameter(help="Title of the role, in the language given.")] = None
    source: Annotated[str | None, Parameter(help="Where all this is from: a title or an address.")] = None
    evidence: Annotated[str | None, Parameter(help="The sentence or address that proves the role.")] = None

    def row(self, actor: str, type: str, book: Ledger) -> dict[str, Any]:
        """The line of the catalog's format that says it."""
        self._refuse_lost()
        catalog = roster.catalog_of(book)
        names = [
            _given(text=" ".join(text.split()), language=self.lang, kind=self.kind, source=self.source)
            | _given(since=self.since, until=self.until)
            for text in self.name
        ]
        ties = []
        for tie in self.tie:
            relation, found, other = tie.partition("=")
            if not found or relation not in TIES:
                raise CycloptsError(
                    msg=f"--tie takes RELATION=ACTOR with one of {', '.join(TIES)}, not {tie!r}."
                )
            given = {"relation": relation, "actor": roster.find(other, catalog, book)}
            dates = {"from": self.since, "to": self.until}
            title = {self.lang: self.title} if self.title else None
            ties.append(given | dates | _given(title=title, source=self.source, evidence=self.evidence))
        if self.country is not None and alpha2(self.country) != self.country:
            raise CycloptsError(
                msg=f"--country takes a code of ISO 3166-1 with two capitals, as KZ, not {self.country!r}."
            )
        outside = [_pair(given) for given in self.id]
        single = _given(
            country=self.country, founded=self.founded, dissolved=self.dissolved, gender=self.gender
        )
        return (
            {"id": actor, "type": type, "names": names, "ties": ties, "ids": dict(outside)}
            | single
            | _given(origin=self.source)
        )

    def _refuse_lost(self) -> None:
        """Refuse options that would say nothing, for want of what they belong to."""
        for option, value, owner, there in (
            ("--since", self.since, "--name or --tie", self.name or self.tie),
            ("--until", self.until, "--name or --tie", self.name or self.tie),
            ("--title", self.title, "--tie", self.tie),
            ("--evidence", self.evidence, "--tie", self.tie),
        ):
            if value is not None and not there:
                raise CycloptsError(msg=f"{option} belongs to {owner}, and none is given.")
        schemes = [given.partition("=")[0] for given in self.id]
        twice = next((scheme for scheme in schemes if schemes.count(scheme) > 1), None)
        if twice:
            raise CycloptsError(msg=f"--id gives {twice} twice; an actor has one.")


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _pair(text: str) -> tuple[str, str]:
    scheme, found, value = text.partition("=")
    if not found or not scheme or not value:
        raise CycloptsError(msg=f"--id takes SCHEME=VALUE, for instance wikidata=Q649, not {text!r}.")
    return scheme, value


@actors.command
def add(
    name: Annotated[str, Parameter(help="The new actor's name.")],
    /,
    *,
    type: Annotated[ActorType, Parameter(help="What it is.")],
    details: Details | None = None,
    adding: Adding | None = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Add an actor of your own to the ledger; texts recorded from now on know it."""
    said = details or Details()
    with open_ledger(ledger or default_ledger(), create=True) as book:
        row = said.row(f"{type}-own-{slug(name) or 'name'}", type, book)
        catalog = roster.catalog_of(book)
        if row["id"] in catalog:
            raise QueryError(f"there is an actor {row['id']} already.", hint="Use: konturen actors edit")
        there = roster.namesakes([name, *said.name], catalog)
        who = adding or Adding()
        if there and not who.yes:
            shown = roster.listed(there[:SHOWN], {key: catalog.name(key, "en") for key in there})
            doubt = f"an actor of that name is known already: {shown}."
            if not _asked(f"{doubt} Add another one?"):
                raise QueryError(doubt, hint="Use: konturen actors edit ID, or repeat it with --yes.")
        kind = "short" if said.name else said.kind
        first = {"text": " ".join(name.split()), "language": said.lang, "kind": kind}
        row["names"].insert(0, first | _given(source=said.source))
        done = roster.add(row, book, by=who.by)
    return _told(row["id"], done, json)


@actors.command
def edit(
    name: Name,
    /,
    *,
    details: Details | None = None,
    by: Who = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Add names, dates, ids and roles to a known actor; what was known before stays, with its origin."""
    with open_ledger(ledger or default_ledger(), create=True) as book:
        catalog = roster.catalog_of(book)
        key = roster.find(name, catalog, book)
        if key not in catalog:
            hint = f"Make it known first: konturen actors add, then actors merge {key} NEW-ID"
            raise QueryError(f"{key} is a name from texts only.", hint=hint)
        row = (details or Details()).row(key, catalog.type_of(key), book)
        if not any(value for field, value in row.items() if field not in ("id", "type", "origin")):
            raise CycloptsError(msg="nothing was said of the actor. Give --name, --tie, --founded ...")
        done = roster.add(row, book, by=by)
    return _told(key, done, json)


def _told(key: str, done: roster.Import, json: bool) -> int:
    if json:
        print_lines([{"kind": "import", "actor": key, **asdict(done)}])
    else:
        print(f"{key}: recorded; take it back with: konturen actors undo --import {done.batch}")
    return 0


@actors.command
def merge(
    joined: Name,
    kept: Annotated[str, Parameter(help="The actor that both are from now on.")],
    /,
    *,
    yes: Annotated[bool, Parameter(negative="", help="Do not ask where states or two types meet.")] = False,
    deciding: Deciding | None = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Decide that two actors are one; every reader then sees one, until it is undone."""
    with open_ledger(ledger or default_ledger()) as book:
        catalog = roster.catalog_of(book)
        pair = roster.find(joined, catalog, book), roster.find(kept, catalog, book)
        doubt = judging.asks_first(*pair, catalog)
        sure = yes or not doubt or _asked(f"{' and '.join(pair)}: {doubt} Merge them?")
        done = judging.merge(*pair, book, _reason(deciding, sure))
    return _recorded(done, json)


def _asked(question: str) -> bool:
    """Whether a person at a terminal says yes; without one nobody is asked, and the answer is no."""
    stream = standard_input()
    if stream is None or not stream.isatty():
        return False
    print(render.one_line(f"{question} [y/N]"), end=" ", file=sys.stderr, flush=True)
    answer = stream.readline().decode("utf-8", "replace")
    return answer.strip().casefold() in ("y", "yes", "j", "ja", "д", "да")


@actors.command
def different(
    one: Name,
    other: Annotated[str, Parameter(help="Another actor.")],
    /,
    *,
    deciding: Deciding | None = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Decide that two actors are not the same: they are never merged, whatever others say."""
    with open_ledger(ledger or default_ledger()) as book:
        done = judging.keep_apart(one, other, book, _reason(deciding))
    return _recorded(done, json)


@actors.command
def split(
    actor: Name,
    into: Annotated[str, Parameter(help="Who is meant instead: a known actor, or a new id new:NAME.")],
    /,
    *,
    where: Place | None = None,
    deciding: Deciding | None = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Decide that mentions read as one actor mean another one."""
    with open_ledger(ledger or default_ledger()) as book:
        place = Where(where.document, where.surface) if where else None
        done = judging.split(actor, into, book, place, _reason(deciding))
    return _recorded(done, json)


def _reason(deciding: Deciding | None, sure: bool = False) -> Reason:
    said = deciding or Deciding()
    return Reason(said.by, said.note, sure)


def _recorded(done: Judgement, json: bool) -> int:
    if json:
        print_lines([_line(JudgementState(done, None))])
    else:
        words = f"{done.left} {render_actors.SIGNS[done.kind]} {done.right}"
        print(render.one_line(f"{words}: recorded; take it back with: konturen actors undo {done.id}"))
    return 0


def _line(state: JudgementState) -> dict[str, Any]:
    """A judgement, and the one that takes it back, as a JSON line."""
    return {"kind": "judgement", **asdict(state)}


@actors.command
def undo(
    number: Annotated[int | None, Parameter(help="The judgement's number.")] = None,
    /,
    *,
    batch: Annotated[int | None, Parameter(name="--import", help="An addition's or import's number.")] = None,
    by: Who = None,
    ledger: LedgerPath = None,
    json: Json = False,
) -> int:
    """Take a judgement, or an addition or import of actors, back: all is as it was before."""
    if (number is None) == (batch is None):
        raise CycloptsError(msg="give the number of a judgement, or --import and the number of an import.")
    with open_ledger(ledger or default_ledger()) as book:
        if number is not None:
            back = judging.undo(number, book, by)
            line: dict[str, Any] = {"kind": "undo", "judgement": number, "withdrawn": asdict(back)}
            words = f"{back.left} {render_actors.SIGNS[back.kind]} {back.right}"
        elif batch is not None:
            lines = judging.undo_import(batch, book, by)
            line = {"kind": "undo", "import": batch, "lines": lines}
            words = f"import {batch}, {render.counted(lines, 'line')}"
    if json:
        print_lines([line])
    else:
        print(render.one_line(f"taken back: {words}"))
    return 0


@actors.command
def judgements(*, ledger: LedgerPath = None, json: Json = False) -> int:
    """List what people decided on actors and which they added, what was taken back, and what contradicts."""
    with open_ledger(ledger or default_ledger()) as book:
        states = judging.judgements(book)
        additions = judging.additions(book)
        disputed = book.reader.identities().disputed
    if json:
        print_lines(map(_line, states))
        print_lines({"kind": "addition", **asdict(addition)} for addition in additions)
        print_lines({"kind": "dispute", **asdict(dispute)} for dispute in disputed)
        return 0
    console = output()
    for state in states:
        render_actors.show_judgement(console, state)
    for addition in additions:
        render_actors.show_addition(console, addition)
    for dispute in disputed:
        print(render.one_line(f"in dispute, so not merged: {dispute.same}; {dispute.different}"))
    if not states and not additions:
        print("Nobody has decided anything on actors yet.")
    return 0

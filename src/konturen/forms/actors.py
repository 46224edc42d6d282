"""What is decided on actors: the same, two, another; new ones and new names; and all of it taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from konturen.desk import judging, roster
from konturen.desk.judging import STATES, Reason, Where
from konturen.errors import KonturenError, QueryError
from konturen.imports.countries import alpha2
from konturen.ledger.identities import PROVISIONAL
from konturen.names.text import slug
from konturen.pages.who import KINDS, TYPES
from konturen.web import urls
from konturen.web.ask import Ask, Sent
from konturen.web.page import Action, Goto

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question before something unlikely is done: `question` is a key of `doubt` words, `names` are those it
    is about, `action` and `fields` the form that does it all the same."""

    template: ClassVar[str] = "doubt.html"
    question: str
    names: tuple[str, ...]
    action: str
    fields: Mapping[str, str]
    back: str


def merge(ask: Ask, sent: Sent) -> Goto | Doubt:
    """Say that two actors are one; of unlikely ones it is asked first."""
    settings, ledger = ask.site.pipeline.settings, ask.site.ledger
    joined, kept = (roster.find(_given(sent, name), ask.catalog, ledger) for name in ("joined", "kept"))
    doubt = None if sent.one("sure") else judging.asks_first(joined, kept, ask.catalog)
    if doubt:
        fields = {"joined": joined, "kept": kept, "note": sent.one("note"), "sure": "1"}
        question = "states" if doubt == STATES else "types"
        names = (ask.called(joined), ask.called(kept))
        return Doubt(question, names, "/actors/merge", fields, urls.who(joined))
    judging.merge(joined, kept, ledger, _reason(ask, sent, sure=True), settings)
    return Goto(urls.who(kept), "merged")


def keep_apart(ask: Ask, sent: Sent) -> Goto:
    """Say that two actors are not the same."""
    one, other = _given(sent, "one"), _given(sent, "other")
    done = judging.keep_apart(one, other, ask.site.ledger, _reason(ask, sent), ask.site.pipeline.settings)
    return Goto(urls.who(done.left), "apart")


def split(ask: Ask, sent: Sent) -> Goto:
    """Say that mentions of an actor mean another one: everywhere, in a text, or where some words stand."""
    where = Where(sent.one("document") or None, sent.one("surface") or None)
    into = sent.one("into")
    if not into:
        new = slug(_name(sent, "new"))
        if not new:
            raise QueryError("whom they mean is missing.", hint="Name a known actor, or give a new one a name.")
        into = PROVISIONAL + new
    actor = _given(sent, "actor")
    done = judging.split(actor, into, ask.site.ledger, where, _reason(ask, sent), ask.site.pipeline.settings)
    return Goto(urls.who(done.left), "split")


def undo(ask: Ask, sent: Sent) -> Goto:
    """Take a decision back, or an addition of actors."""
    back = urls.who(sent.one("id")) if sent.one("id") else urls.actors()
    if sent.one("batch"):
        judging.undo_import(
            _number(sent, "batch"), ask.site.ledger, ask.person.name, ask.site.pipeline.settings
        )
    else:
        judging.undo(_number(sent, "number"), ask.site.ledger, ask.person.name)
    return Goto(back, "undone")


def add(ask: Ask, sent: Sent) -> Goto | Doubt:
    """Add an actor of one's own; with `means` that provisional one of the texts is she from now on."""
    name, type_ = _name(sent, "name"), sent.one("type")
    if not name:
        raise QueryError("the actor has no name.", hint="Give one.")
    if type_ not in TYPES:
        raise QueryError(f"there is no type {type_[:20]!r}.", hint=f"There are: {', '.join(TYPES)}.")
    key = f"{type_}-own-{slug(name) or 'name'}"
    catalog = ask.catalog
    if key in catalog:
        raise QueryError(f"there is an actor {key} already.", hint="Give the name to that one.")
    there = roster.namesakes([name], catalog)
    if there and not sent.one("sure"):
        names = tuple(f"{ask.called(one)} ({one})" for one in there[:5])
        fields = {
            field: sent.one(field) for field in ("name", "type", "language", "country", "means", "source")
        }
        return Doubt("namesake", names, "/actors/add", {**fields, "sure": "1"}, urls.actors(q=name))
    country = _country(sent)
    row = {"id": key, "type": type_, "names": [_line(ask, sent, name)], "ties": []}
    row |= {"country": country} if country else {}
    return _added(ask, sent, row)


def _added(ask: Ask, sent: Sent, row: Mapping[str, Any]) -> Goto:
    """Write a new actor and, where a name of the texts is meant, that it is she: both or nothing."""
    ledger, settings, by = ask.site.ledger, ask.site.pipeline.settings, ask.person.name
    done = roster.add(row, ledger, settings, by)
    means = sent.one("means")
    if means:
        try:
            judging.merge(means, row["id"], ledger, _reason(ask, sent, sure=True), settings)
        except KonturenError:
            if done.batch is not None:
                judging.undo_import(done.batch, ledger, by, settings)
            raise
    return Goto(urls.who(row["id"]), "added")


def name(ask: Ask, sent: Sent) -> Goto:
    """Give a known actor a further name."""
    key = roster.find(_given(sent, "id"), ask.catalog, ask.site.ledger)
    if key not in ask.catalog:
        raise QueryError(f"{key} is a name from texts only.", hint="Add the actor first.")
    text = _name(sent, "name")
    if not text:
        raise QueryError("the name is missing.", hint="Give one.")
    row = {"id": key, "type": ask.catalog.type_of(key), "names": [_line(ask, sent, text)], "ties": []}
    roster.add(row, ask.site.ledger, ask.site.pipeline.settings, ask.person.name)
    return Goto(urls.who(key), "named")


def _line(ask: Ask, sent: Sent, text: str) -> dict[str, str]:
    """A name as a line of the catalog's format has it."""
    kind = sent.one("kind", "short")
    if kind not in KINDS:
        raise QueryError(f"there is no kind of name {kind[:20]!r}.", hint=f"There are: {', '.join(KINDS)}.")
    given = {field: sent.one(field) for field in ("since", "until", "source")}
    language = sent.one("language") or ask.words.language
    named = {"text": text, "language": language, "kind": kind}
    return named | {field: value for field, value in given.items() if value}


def _reason(ask: Ask, sent: Sent, sure: bool = False) -> Reason:
    return Reason(ask.person.name, sent.one("note") or None, sure)


def _given(sent: Sent, field: str) -> str:
    value = sent.one(field)
    if not value:
        raise QueryError("an actor is missing.", hint="Name one, by name or id.")
    return value


def _name(sent: Sent, field: str) -> str:
    """A name without line breaks and doubled blanks."""
    text = " ".join(sent.one(field).split())
    if len(text) > LONGEST_NAME:
        raise QueryError(f"a name of {len(text)} characters is none.", hint=f"At most {LONGEST_NAME}.")
    return text


def _country(sent: Sent) -> str | None:
    given = sent.one("country")
    if not given:
        return None
    code = alpha2(given)
    if code is None:
        raise QueryError(f"{given[:40]!r} is no country.", "country", "Give a code of ISO 3166-1, as KZ.")
    return code


def _number(sent: Sent, field: str) -> int:
    number = sent.number(field)
    if number is None:
        raise QueryError(f"{sent.one(field)[:20]!r} is no number.", field)
    return number


ACTIONS = (
    Action("/actors/merge", merge, "editor"),
    Action("/actors/apart", keep_apart, "editor"),
    Action("/actors/split", split, "editor"),
    Action("/actors/undo", undo, "editor"),
    Action("/actors/add", add, "editor"),
    Action("/actors/name", name, "editor"),
)

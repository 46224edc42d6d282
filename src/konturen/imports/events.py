"""Files of event data (PLOVER JSON lines, POLECAT, ICEWS) as texts with one statement each.

The evidence of an event is what stands there verbatim: the sentence that a PLOVER event carries, where it names
both actors, else the line of the file. The text of each document is that line, with the sentence before it
where there is one; so two events never share a text, and a line that stands twice is one text.

What cannot be read is no event: `Broken` with the reason. Known faults of published files: lines with too few
or too many cells, quotes that never end (cells are not unquoted as CSV would), ids that stand twice.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

from konturen.codebook import Codebook
from konturen.dates import is_valid, parse
from konturen.names.text import slug
from konturen.records import (
    ActorType,
    Coded,
    Coverage,
    Document,
    End,
    Evidence,
    Mention,
    Skipped,
    Span,
    Statement,
)

FORMATS = ("plover", "polecat", "icews")
LONGEST = 200_000
"""Bytes of a line."""
LONGEST_NAME = 300
"""Characters of a name."""

Resolve = Callable[[str], tuple[str, ActorType] | None]
"""The id and type of the actor of a name, None where a catalog knows none or several."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no event: its number from 1, its bytes, and why."""

    number: int
    line: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line as a text with its statement; `id` is the event's own."""

    number: int
    id: str
    coded: Coded


@dataclass(frozen=True, slots=True)
class _Named:
    """An actor of a line: its name, and the words and place of it in the text."""

    name: str
    surface: str
    start: int
    role: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a line says; places count in `text`."""

    id: str
    text: str
    evidence: Evidence
    relation: str
    when: str
    source: _Named
    target: _Named | None
    meta: Mapping[str, str | None]


class _FaultError(Exception):
    """A line that is no event; the words say why."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How lines become statements: where they come from, who resolves names, and the codebook."""

    place: str
    format: str
    resolve: Resolve
    codebook: Codebook


def header(format: str, first: bytes) -> tuple[str, ...] | None:
    """The columns that the first line of a table names; None where the format has no such line."""
    if format == "plover":
        return None
    text = first.decode("utf-8-sig", "replace").rstrip("\r\n")
    return tuple(cell.strip().strip('"') for cell in text.split("\t"))


def missing(format: str, names: Sequence[str]) -> tuple[str, ...]:
    """The columns that a format needs and a table lacks."""
    wanted = {
        "icews": ("Event ID", "Event Date", "Source Name", "CAMEO Code", "Target Name"),
        "polecat": ("Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name"),
    }
    return tuple(name for name in wanted.get(format, ()) if name not in names)


def events(
    lines: Iterable[tuple[int, bytes]], names: Sequence[str] | None, taking: Taking
) -> Iterator[Event | Broken]:
    """What each numbered line of a file is; empty lines are nothing."""
    for number, raw in lines:
        bare = raw.rstrip(b"\r\n")
        if not bare.strip():
            continue
        try:
            told = _told(bare, names, taking.format)
            yield Event(number, told.id, _coded(told, taking))
        except _FaultError as fault:
            yield Broken(number, raw, str(fault))


def _told(raw: bytes, names: Sequence[str] | None, format: str) -> _Told:
    if len(raw) > LONGEST:
        raise _FaultError("the line is too long")
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _FaultError("it is not UTF-8") from None
    if "\0" in line:
        raise _FaultError("it holds a zero byte")
    return _plover(line) if names is None else _row(line, names, format)


@cache
def _codes() -> Mapping[str, Any]:
    raw = resources.files("konturen.data").joinpath("event_codes.toml").read_text("utf-8")
    return tomllib.loads(raw)


def _cameo(code: str) -> str:
    """The relation of a CAMEO code; a leading zero that a spreadsheet ate is not guessed."""
    table = _codes()["imports"]["cameo"]
    for length in (4, 3, 2):
        if code[:length] in table and code.isdigit():
            return str(table[code[:length]])
    raise _FaultError("the CAMEO code has no counterpart")


def _type(name: str) -> str:
    """The relation of a PLOVER event type."""
    wanted = name.strip().upper()
    for relation, entry in _codes()["relation"].items():
        if entry.get("plover", {}).get("type") == wanted:
            return str(relation)
    raise _FaultError("the event type is unknown")


def _date(first: object, last: object = None) -> str:
    if not isinstance(first, str) or not is_valid(first.strip()) or "/" in first or "X" in first:
        raise _FaultError("the date is none")
    when = first.strip()
    if isinstance(last, str) and last.strip() and last.strip() != when:
        when = f"{when}/{last.strip()}"
        if not is_valid(when) or parse(when).latest is None:
            raise _FaultError("the end date is none")
    return when


def _row(line: str, names: Sequence[str], format: str) -> _Told:
    """A line of a table of tabs; each cell is at its place in the line."""
    cells, at = {}, 0
    parts = line.split("\t")
    if len(parts) != len(names):
        raise _FaultError(f"it has {'fewer' if len(parts) < len(names) else 'more'} cells than the header")
    for name, part in zip(names, parts, strict=True):
        inner = part.strip().removeprefix('"').removesuffix('"').strip()
        cells[name] = (inner, at + part.find(inner) if inner else at)
        at += len(part) + 1

    def cell(name: str) -> str:
        return cells.get(name, ("", 0))[0]

    def end(name: str, role: str) -> _Named | None:
        value, start = cells.get(name, ("", 0))
        return _Named(value[:LONGEST_NAME], value, start, cell(role)) if value else None

    actor, other = ("Source", "Target") if format == "icews" else ("Actor", "Recipient")
    roles = ("Source Sectors", "Target Sectors") if format == "icews" else (
        "Primary Actor Sector", "Primary Recipient Sector",
    )  # fmt: skip
    source = end(f"{actor} Name", roles[0])
    if source is None:
        raise _FaultError("nobody acts")
    if not cell("Event ID"):
        raise _FaultError("it has no id")
    relation = _cameo(cell("CAMEO Code")) if format == "icews" else _type(cell("Event Type"))
    meta = {
        "outlet": cell("Publisher") or cell("Source") or None,
        "published": cell("Publication Date") or None,
        "language": cell("Language") or None,
    }
    target = end(f"{other} Name", roles[1])
    evidence = Evidence(line, 0, len(line))
    return _Told(cell("Event ID"), line, evidence, relation, _date(cell("Event Date")), source, target, meta)


def _plover(line: str) -> _Told:
    """A line of PLOVER JSON."""
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        raise _FaultError("it is no JSON") from None
    if not isinstance(held, dict):
        raise _FaultError("it is no JSON object")
    # The manual says `source`; files of coders that name it `actor`, as POLECAT does, are taken, too.
    acting = "source" if "source" in held else "actor"
    types, actors, others = (_list(held.get(key)) for key in ("event", acting, "recipient"))
    if not isinstance(held.get("id"), (str, int)):
        raise _FaultError("it has no id")
    if not types or not isinstance(types[0], str):
        raise _FaultError("the event type is unknown")
    relation, when = _type(types[0]), _date(held.get("date"), held.get("enddate"))
    given = held.get("cite_info")
    cite: dict[str, Any] = given if isinstance(given, dict) else {}
    sentence = _sentence(held)
    text, shift = (f"{sentence}\n\n{line}", len(sentence) + 2) if sentence else (line, 0)
    source, target = (_entity(ends, text, len(sentence or ""), shift) for ends in (actors, others))
    if source is None:
        raise _FaultError("nobody acts")
    within = sentence and all(e.start + len(e.surface) <= len(sentence) for e in (source, target) if e)
    said = sentence if within and sentence else text
    meta = {
        "outlet": _word(cite.get("corpus")),
        "published": _word(cite.get("publication")),
        "language": _word(cite.get("language")),
        "title": _word(cite.get("title")),
    }
    return _Told(str(held["id"]), text, Evidence(said, 0, len(said)), relation, when, source, target, meta)


def _sentence(held: Mapping[str, Any]) -> str | None:
    """The words that a line carries of its text: the coded sentence, else the sentences of the story."""
    info = held.get("text_info")
    story = info.get("text_story") if isinstance(info, dict) else None
    if isinstance(story, list):
        story = " ".join(story) if all(isinstance(one, str) for one in story) else None
    text = held.get("text") or story
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _FaultError("it holds halves of characters") from None
    return None if "\0" in text else text


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, (str, dict)) else []


def _word(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _entity(ends: Sequence[Any], text: str, sentence: int, shift: int) -> _Named | None:
    """The first actor of a list: by its words in the sentence, else by its name in the line."""
    if not ends:
        return None
    held = ends[0] if isinstance(ends[0], dict) else {"entity_text": ends[0]}
    keys = ("actor_text", "entity_text", "identifier_text", "code")
    words = [w for key in keys if (w := _word(held.get(key)))]
    if not words:
        raise _FaultError("an actor has no name")
    name = (_word(held.get("identifier_text")) or words[0])[:LONGEST_NAME]
    role = _word(held.get("sector")) or ""
    for word in words:
        at = text.find(word, 0, sentence)
        if at >= 0:
            return _Named(name, word, at, role)
    for word in words:
        for form in (word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]):
            at = text.find(form, shift)
            if at >= 0:
                return _Named(name, form, at, role)
    raise _FaultError("an actor's name does not stand in the line")


def _coded(told: _Told, taking: Taking) -> Coded:
    """The line as a text with its statement; the coder is the file's format and the year of the event."""
    place = f"{taking.place}#{told.id}"
    coder = f"{taking.format}/{told.when[:4]}"
    source = _end(told.source, taking)
    target = _end(told.target, taking) if told.target else None
    track = taking.codebook.track(source.type, target.type if target else None)
    statement = Statement(
        place, told.relation, "happened", False, source, target, told.when, None, track, None, told.evidence,
        None, 1.0, coder,
    )  # fmt: skip
    content = told.text.encode()
    published = told.meta.get("published")
    document = Document(
        place, told.text, (told.meta.get("language") or "en").lower()[:8], "text/plain",
        hashlib.sha256(content).hexdigest(), content, title=told.meta.get("title"),
        outlet=told.meta.get("outlet"), published=published if published and is_valid(published) else None,
    )  # fmt: skip
    mentions = tuple(
        Mention(Span(e.start, e.end), e.surface, e.type, "name", e.actor, e.name, 1.0, f"named in {coder}")
        for e in (source, target)
        if e is not None
    )
    # The line under a sentence is no prose: two of them are alike without being copies.
    rest = Span(told.evidence.end, len(told.text))
    skipped = (Skipped(rest, "no-sentence"),) if rest.end > rest.start else ()
    return Coded(document, mentions, (statement,), (), Coverage(1, 1, len(told.text), skipped), coder)


def _end(named: _Named, taking: Taking) -> End:
    """An actor of the catalog where one alone has the name, else a provisional one."""
    known = taking.resolve(named.name)
    if known is None and named.surface != named.name:
        known = taking.resolve(named.surface)
    key, type_ = known or (_provisional(named.name), _type_of(named.role))
    return End(named.name, key, type_, named.surface, named.start, named.start + len(named.surface))


def _provisional(name: str) -> str:
    return "new:" + (slug(name) or hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12])


def _type_of(role: str) -> ActorType:
    """The type that a role decides; ICEWS words sectors ("Parties"), the others have codes."""
    kinds = _codes()["imports"]["types"]
    return cast(ActorType, kinds.get(role.strip().upper()[:3] if len(role.strip()) == 3 else "", "other"))

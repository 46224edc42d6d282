"""Our own JSON lines: the rows of the catalog as `catalog/README.md` tells them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from konturen.imports.rows import (
    KINDS,
    RELATIONS,
    TYPES,
    Collector,
    Draft,
    Imported,
    Known,
    NameKey,
    NewName,
    NewTie,
    clean,
)
from konturen.imports.texts import Source, values

FORMAT = "jsonl"
_KEYS = frozenset("id type names forms country ids ties founded dissolved gender origin".split())
_NAME_KEYS = ("language", "since", "until", "source", "as_of")
_MAIN = ("official", "short")


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The rows of a JSON-lines file of ours. Lines with one id complete each other; two that contradict are an
    error. `forms` are computed anew and therefore only counted."""
    rows = Collector(source.where, known, as_of, strict=True)
    rows.outside = lambda key: key
    for line, row in values(source):
        if not isinstance(row, dict):
            source.fault("a line must be one JSON object.", line)
        _add(rows, row, line, source.name)
    return rows.finish(FORMAT, nameless=True)


def _add(rows: Collector, row: dict[str, Any], line: int, file: str) -> None:
    key, kind = _text(rows, row, "id", line), row.get("type")
    if not key:
        rows.fault("it is missing.", line, "id")
    if not isinstance(kind, str) or kind not in TYPES:
        rows.fault(f"it is {kind!r}, it must be one of {', '.join(sorted(TYPES))}.", line, "type")
    for name in row.keys() - _KEYS:
        rows.fault(f"it is unknown; a row has {', '.join(sorted(_KEYS))}.", line, str(name)[:60])
    if row.get("forms"):
        rows.skip("forms (they are computed anew)", len(_listed(rows, row, "forms", line)))
    ids = _texts(rows, row.get("ids"), "ids", line)
    origin = _text(rows, row, "origin", line) or f"import:{file} line {line}"
    before = rows.drafts.get(key)
    had = {} if before is None else _main_names(before.names)
    draft = rows.add(key, kind, key, ids, (line, origin))
    for column in ("country", "gender"):
        rows.single(draft, column, _text(rows, row, column, line), line)
    for column in ("founded", "dissolved"):
        rows.single(draft, column, rows.date(_text(rows, row, column, line), line, column), line)
    for name in _listed(rows, row, "names", line):
        _name(rows, draft, name, (line, origin))
    named = [name for name in row.get("names") or () if not (name.get("since") or name.get("until"))]
    _refuse_other_name(rows, draft, (had, named), line)
    for tie in _listed(rows, row, "ties", line):
        _tie(rows, draft, tie, (line, origin))


def _name(rows: Collector, draft: Draft, name: Any, at: tuple[int, str]) -> None:
    line, origin = at
    if not isinstance(name, dict) or not _text(rows, name, "text", line):
        rows.fault('a name has no "text".', line, "names")
    if not isinstance(name.get("kind"), str) or name["kind"] not in KINDS:
        rows.fault(f'the kind of "{name["text"][:60]}" is {name.get("kind")!r}.', line, "kind")
    told = {key: _text(rows, name, key, line) for key in _NAME_KEYS}
    since, until = (rows.date(told[key], line, key) for key in ("since", "until"))
    new = NewName(
        name["text"],
        told["language"] or "und",
        name["kind"],
        since,
        until,
        told["source"] or origin,
        told["as_of"],
    )
    rows.name(draft, new, line, "names")


def _tie(rows: Collector, draft: Draft, tie: Any, at: tuple[int, str]) -> None:
    line, origin = at
    if not isinstance(tie, dict) or not _text(rows, tie, "actor", line):
        rows.fault('a tie needs "relation" and "actor".', line, "ties")
    if tie.get("relation") not in RELATIONS:
        rows.fault(
            f"it is {tie.get('relation')!r}, it must be one of {', '.join(RELATIONS)}.", line, "relation"
        )
    new = NewTie(
        tie["relation"],
        tie["actor"],
        _texts(rows, tie.get("title"), "title", line),
        rows.date(_text(rows, tie, "from", line), line, "from"),
        rows.date(_text(rows, tie, "to", line), line, "to"),
        _text(rows, tie, "source", line) or origin,
        _text(rows, tie, "as_of", line),
        evidence=_text(rows, tie, "evidence", line),
    )
    rows.tie(draft, new, line)


def _main_names(names: Iterable[NameKey]) -> dict[tuple[str, str], set[str]]:
    """The undated official and short names by language and kind."""
    found: dict[tuple[str, str], set[str]] = {}
    for text, language, kind, since, until in names:
        if kind in _MAIN and not (since or until):
            found.setdefault((language, kind), set()).add(text)
    return found


def _refuse_other_name(
    rows: Collector,
    draft: Draft,
    names: tuple[dict[tuple[str, str], set[str]], list[dict[str, Any]]],
    line: int,
) -> None:
    """Two lines of one id that name it quite differently define two actors: an error."""
    had, added = names
    now = _main_names(
        (clean(n["text"]) or "", n.get("language") or "und", n["kind"], None, None) for n in added
    )
    for slot in sorted(had.keys() & now.keys()):
        if not had[slot] & now[slot]:
            one, other = min(now[slot]), min(had[slot])
            told = f'"{draft.key}" is named "{one}" here and "{other}" before ({", ".join(slot)}).'
            rows.fault(told, line, "names")


def _text(rows: Collector, row: dict[str, Any], key: str, line: int) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        rows.fault(f"it must be a text, not {type(value).__name__}.", line, key)
    return value


def _listed(rows: Collector, row: dict[str, Any], key: str, line: int) -> list[Any]:
    value = row.get(key)
    if value is not None and not isinstance(value, list):
        rows.fault("it must be a list.", line, key)
    return value or []


def _texts(rows: Collector, value: Any, key: str, line: int) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(inner, str) for inner in value.values()):
        rows.fault("it must be an object of texts.", line, key)
    return value

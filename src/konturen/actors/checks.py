"""What can be wrong with a line of a catalog file, and with the ties of all files together.

A fault is a field and words. Lines are checked whole, so that no later step can stumble over one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from konturen.actors.rows import NameKind
from konturen.actors.ties import RELATIONS, backwards, bounds
from konturen.dates import DateError
from konturen.records import ActorType

LONGEST_NAME = 300
"""Characters that a name, a form or an id may have."""
LONGEST_TEXT = 5000
"""Characters that a source, a title or an evidence may have."""
_TYPES = frozenset(get_args(ActorType))
_KINDS = frozenset(get_args(NameKind))
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
_TEXT_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?")
_COUNTRY = re.compile(r"[A-Z]{2}|CSK|DDR|SCG|SUN|VDR|YMD|YUG")
"""Alpha-2; alpha-3 for states that have ended, since their alpha-2 codes were given away or were others'."""
_WORD = re.compile(r"[^\W_]")

Fault = tuple[str, str]
"""The field, as `names[0].text`, and what is wrong with it."""


def fault(line: object) -> str | None:
    """What is wrong with a line, with its actor and field, in words; or None."""
    if not isinstance(line, dict):
        return "A line must be one JSON object."
    key = line.get("id")
    if not isinstance(key, str) or not key:
        return 'The field "id" is missing.'
    wrong = bad_name(key)
    if wrong:
        return f'Field "id": {wrong}'
    for field, words in _faults(line):
        return f'"{key}": field "{field}": {words}'
    return None


def _faults(line: Mapping[str, Any]) -> Iterator[Fault]:
    kind = line.get("type")
    if not isinstance(kind, str) or kind not in _TYPES:
        yield "type", f"it is {_shown(kind)}, it must be one of {', '.join(sorted(_TYPES))}."
    for key in ("names", "forms", "ties"):
        if line.get(key) is not None and not isinstance(line[key], list):
            yield key, f'"{key}" must be a list.'
    for number, name in enumerate(line.get("names") or ()):
        if wrong := _name_fault(name):
            yield f"names[{number}]{wrong[0]}", wrong[1]
    for number, form in enumerate(line.get("forms") or ()):
        if wrong := _form_fault(form):
            yield f"forms[{number}]{wrong[0]}", wrong[1]
    for number, tie in enumerate(line.get("ties") or ()):
        if wrong := _tie_fault(tie):
            yield f"ties[{number}]{wrong[0]}", wrong[1]
    yield from _value_faults(line)


def _value_faults(line: Mapping[str, Any]) -> Iterator[Fault]:
    country, gender = line.get("country"), line.get("gender")
    if country is not None and not (isinstance(country, str) and _COUNTRY.fullmatch(country)):
        yield "country", f"{_shown(country)} is no ISO 3166-1 alpha-2 code in capitals, as KZ."
    if gender is not None and gender not in ("m", "f"):
        yield "gender", f"{_shown(gender)} is not m or f."
    ids = line.get("ids")
    if ids is not None and not isinstance(ids, dict):
        yield "ids", "it must be an object of scheme and id."
        return
    for scheme, value in (ids or {}).items():
        if wrong := bad_name(scheme) or bad_name(value):
            yield f"ids.{scheme[:40]}", wrong
    span = _span_fault(line, "founded", "dissolved")
    if span:
        yield span


def _name_fault(name: object) -> Fault | None:
    if not isinstance(name, dict) or not name.get("text"):
        return "", 'a name has no "text".'
    if wrong := bad_name(name["text"], word=True):
        return ".text", wrong
    kind, language = name.get("kind"), name.get("language")
    if not isinstance(kind, str) or kind not in _KINDS:
        return ".kind", f'"{name["text"]}" is of unknown kind {_shown(kind)}.'
    if language is not None and not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        return ".language", f"{_shown(language)} is no language code, as de or zh-Hant."
    return _dates_fault(name, "since", "until") or _source_fault(name)


def _form_fault(form: object) -> Fault | None:
    if not (isinstance(form, list) and len(form) in (3, 4) and isinstance(form[0], str) and form[0]):
        return "", "a form must be [surface, language, kind] or [surface, language, kind, true]."
    if wrong := bad_name(form[0], word=True):
        return "[0]", wrong
    if not (isinstance(form[1], str) and _LANGUAGE.fullmatch(form[1])):
        return "[1]", f"{_shown(form[1])} is no language code, as de or zh-Hant."
    if not isinstance(form[2], str) or form[2] not in _KINDS:
        return "[2]", f'"{form[0]}" is of unknown kind {_shown(form[2])}.'
    if len(form) > 3 and not isinstance(form[3], bool):
        return "[3]", "the fourth element must be true or false."
    return None


def _tie_fault(tie: object) -> Fault | None:
    if not (
        isinstance(tie, dict) and isinstance(tie.get("relation"), str) and isinstance(tie.get("actor"), str)
    ):
        return "", 'a tie needs "relation" and "actor", both text.'
    if tie["relation"] not in RELATIONS:
        known = ", ".join(RELATIONS)
        return ".relation", f"{_shown(tie['relation'])} is no known relation; they are {known}."
    if wrong := bad_name(tie["actor"]):
        return ".actor", wrong
    title = tie.get("title")
    if title is not None and not isinstance(title, dict):
        return ".title", "it must be an object of language and text."
    for language, words in (title or {}).items():
        if wrong := _bad_text(words):
            return f".title.{language[:20]}", wrong
    return _dates_fault(tie, "from", "to") or _source_fault(tie)


def _dates_fault(part: Mapping[str, Any], begin: str, end: str) -> Fault | None:
    if begin not in part and end not in part:
        return None
    wrong = _span_fault(part, begin, end)
    return (f".{wrong[0]}", wrong[1]) if wrong else None


def _source_fault(part: Mapping[str, Any]) -> Fault | None:
    for field in ("source", "evidence"):
        value = part.get(field)
        if value is not None and (wrong := _bad_text(value)):
            return f".{field}", wrong
    value = part.get("as_of")
    if value is not None and (wrong := _bad_date(value)):
        return ".as_of", wrong
    return None


def _span_fault(part: Mapping[str, Any], begin: str, end: str) -> Fault | None:
    since, until = part.get(begin), part.get(end)
    for field, value in ((begin, since), (end, until)):
        if value is not None and (wrong := _bad_date(value)):
            return field, wrong
    if backwards(since, until):
        return end, f"the end {until} lies before the beginning {since}."
    return None


def _bad_date(value: object) -> str | None:
    if not isinstance(value, str):
        return f"{_shown(value)} is no text; dates are EDTF, as 2014, 2014-05 or 2014-05-03."
    try:
        bounds(value)
    except DateError as error:
        return f"{_shown(value)}: {error.what}. {error.hint}"
    return None


def bad_name(value: object, word: bool = False) -> str | None:
    """What is wrong with a name or an id; `word`: it must hold a letter or digit, too."""
    if not isinstance(value, str):
        return f"{_shown(value)} is no text."
    if len(value) > LONGEST_NAME:
        return f"it has {len(value)} characters, at most {LONGEST_NAME} are read."
    control = _CONTROL.search(value)
    if control:
        return f"it holds a control or direction mark (U+{ord(control[0]):04X})."
    if word and not _WORD.search(value):
        return "it holds no letter and no digit."
    return None if value.strip() else "it is empty."


def _bad_text(value: object) -> str | None:
    if not isinstance(value, str):
        return f"{_shown(value)} is no text."
    if len(value) > LONGEST_TEXT:
        return f"it has {len(value)} characters, at most {LONGEST_TEXT} are read."
    control = _TEXT_CONTROL.search(value)
    return f"it holds a control or direction mark (U+{ord(control[0]):04X})." if control else None


def _shown(value: object) -> str:
    """A value as an error shows it: short, and safe to print."""
    text = ascii(value) if not isinstance(value, str) or _CONTROL.search(value) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

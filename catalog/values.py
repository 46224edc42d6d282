"""The values that travel through the build: a name with its source, an inflected form, an actor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Language = str
"""ISO 639-1 code: de, en, ru, or the language of a native name."""

Kind = Literal[
    "short",
    "official",
    "abbreviation",
    "adjective",
    "demonym",
    "capital",
    "former",
    "native",
    "transliteration",
    "epithet",
    "surname",
]
"""`surname` is a kind of forms only: the bare surname of a person."""

KIND_ORDER: tuple[Kind, ...] = (
    "short",
    "official",
    "abbreviation",
    "former",
    "capital",
    "epithet",
    "transliteration",
    "adjective",
    "demonym",
    "native",
    "surname",
)
"""Which kind a form keeps where the same words inflect two names of one actor: the earlier one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an actor as its source gives it; `as_of` is the date of the source, not of the name."""

    text: str
    language: Language
    kind: Kind
    source: str
    as_of: str
    ambiguous: bool = False
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected surface of a name; an `ambiguous` one counts only where the text supports it."""

    text: str
    language: Language
    kind: Kind
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """How an actor stands to another, dated (`since`, `until`: EDTF or None), with titles by language."""

    relation: str
    actor: str
    title: dict[str, str]
    since: str | None
    until: str | None
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Actor:
    """One line of the catalog."""

    id: str
    type: str
    country: str | None
    names: tuple[Name, ...]
    forms: tuple[Form, ...]
    ids: dict[str, str]
    ties: tuple[Tie, ...] = ()
    founded: str | None = None
    dissolved: str | None = None
    gender: str | None = None
    seats: dict[str, Any] | None = field(default=None)

    def record(self) -> dict[str, Any]:
        """The JSON object of this actor; keys in a fixed order, empty optional ones left out."""
        record: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "names": [_name(name) for name in self.names],
            "forms": [_form(form) for form in self.forms],
            "country": self.country,
            "ids": dict(sorted(self.ids.items())),
            "ties": [_tie(tie) for tie in self.ties],
            "founded": self.founded,
            "dissolved": self.dissolved,
        }
        if self.gender:
            record["gender"] = self.gender
        if self.seats:
            record["seats"] = self.seats
        return record


def _name(name: Name) -> dict[str, Any]:
    record: dict[str, Any] = {
        "text": name.text,
        "language": name.language,
        "kind": name.kind,
        "source": name.source,
        "as_of": name.as_of,
    }
    if name.ambiguous:
        record["ambiguous"] = True
    if name.until:
        record["until"] = name.until
    return record


def _form(form: Form) -> list[Any]:
    """`[text, language, kind]`, and `true` behind an ambiguous one."""
    row: list[Any] = [form.text, form.language, form.kind]
    return [*row, True] if form.ambiguous else row


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "relation": tie.relation,
        "actor": tie.actor,
        "title": dict(sorted(tie.title.items())),
        "from": tie.since,
        "to": tie.until,
        "source": tie.source,
        "as_of": tie.as_of,
    }

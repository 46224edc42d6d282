"""Hand-written actors: TOML files, one a country, turned into actors with inflected forms."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import russian
from ambiguity import (
    SHARED_NAMES,
    SURNAME_FIRST,
    SURNAME_WORDS,
    is_common_word,
    is_unclear_abbreviation,
    settle,
)
from konturen.names import english, german
from konturen.names.persons import NUMERAL, person_forms, surname_forms
from konturen.names.russian import adjective_forms, capitalised, demonym_forms
from states import german_name
from values import Actor, Form, Kind, Name, Tie

KEYS = frozenset(
    {
        "id",
        "type",
        "country",
        "names",
        "abbreviations",
        "former",
        "epithets",
        "official",
        "adjectives",
        "demonyms",
        "capitals",
        "transliterations",
        "ids",
        "ties",
        "founded",
        "dissolved",
        "gender",
        "surname",
        "source",
        "as_of",
        "seats",
        "note",
        "ambiguous",
    }
)
TABLES: dict[str, Kind] = {
    "names": "short",
    "official": "official",
    "abbreviations": "abbreviation",
    "former": "former",
    "epithets": "epithet",
    "adjectives": "adjective",
    "demonyms": "demonym",
    "capitals": "capital",
    "transliterations": "transliteration",
}
"""Tables of an actor that hold names by language, and the kind that their names have."""

MAIN_LANGUAGE = {
    "AM": "hy", "AT": "de", "AZ": "az", "BE": "nl", "BG": "bg", "BY": "be", "CH": "de", "CN": "zh", "CZ": "cs",
    "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi", "FR": "fr", "GB": "en", "GE": "ka", "GR": "el",
    "HR": "hr", "HU": "hu", "IE": "en", "IL": "he", "IN": "hi", "IR": "fa", "IT": "it", "JP": "ja", "KG": "ky",
    "KR": "ko", "KZ": "kk", "LT": "lt", "LV": "lv", "MD": "ro", "MN": "mn", "NL": "nl", "NO": "no", "PL": "pl",
    "PT": "pt", "RO": "ro", "RS": "sr", "RU": "ru", "SE": "sv", "SI": "sl", "SK": "sk", "TJ": "tg", "TM": "tk",
    "TR": "tr", "UA": "uk", "US": "en", "UZ": "uz", "XK": "sq",
}  # fmt: skip
"""Language of a country's native names, where an entry does not say another; `mul` elsewhere."""

QUOTED = re.compile('[«„“"»”]')
PATRONYMIC = re.compile(r"(ович|евич|овна|евна|[oe]witsch|[oe]vich|[oe]wna|[oe]vna)$")
PERSONAL = frozenset({"short", "former", "transliteration", "native"})
"""Kinds of names of a person that have a given name and a surname."""

SHORTEST_SURNAME = 3
"""Letters from which a bare surname counts without support."""

PROPER_NAMED = frozenset({"party", "movement", "organisation", "media"})
"""Types whose one-word names may be common words (Родина, Горизонт)."""


class EntryError(ValueError):
    """A written entry cannot be used; the message names file, actor and what is wrong."""


def build(folders: list[Path], party_ids: dict[str, dict[str, str]]) -> list[Actor]:
    """All actors of the folders' TOML files; ids of Party Facts and ParlGov filled in through Wikidata."""
    actors = []
    for path in sorted(path for folder in folders for path in folder.glob("*.toml")):
        with path.open("rb") as file:
            entries: list[dict[str, Any]] = tomllib.load(file).get("actor", [])
        for entry in entries:
            where = f"{path.name}: {entry.get('id', 'an actor without id')}"
            unknown = set(entry) - KEYS
            if unknown:
                raise EntryError(f"{where}: unknown keys {sorted(unknown)}")
            try:
                actors.append(_actor(entry, party_ids))
            except (KeyError, TypeError, IndexError) as error:
                raise EntryError(f"{where}: {error!r}") from error
    return actors


def _actor(entry: dict[str, Any], party_ids: dict[str, dict[str, str]]) -> Actor:
    source, as_of = entry["source"], entry["as_of"]
    unclear = frozenset(entry.get("ambiguous", ()))
    names, forms = [], []
    for text, language, kind, until in _texts(entry):
        ambiguous = text in unclear or _is_unclear(text, language, kind, entry["type"])
        name = Name(text, language, kind, source, as_of, ambiguous, until)
        names += _split_demonym(name)
        forms += _forms(name, entry)
    ids = {key: str(value) for key, value in entry.get("ids", {}).items()}
    if entry["type"] == "party":
        ids = party_ids.get(ids.get("wikidata", ""), {}) | ids
    ties = tuple(_tie(tie, source, as_of) for tie in entry.get("ties", ()))
    return Actor(
        entry["id"],
        entry["type"],
        entry.get("country"),
        tuple(names),
        settle(forms),
        ids,
        ties,
        entry.get("founded"),
        entry.get("dissolved"),
        entry.get("gender"),
        entry.get("seats"),
    )


def _split_demonym(name: Name) -> list[Name]:
    """A demonym's masculine, feminine and plural as names of their own."""
    if name.kind != "demonym":
        return [name]
    parts = re.split(r", |/", name.text)
    return [replace(name, text=re.sub(r"[~].*|[+].*", "", part)) for part in parts if part != "-"]


def _texts(entry: dict[str, Any]) -> list[tuple[str, str, Kind, str | None]]:
    """(text, language, kind, until) of every name; the same text in the same language once."""
    found: dict[tuple[str, str], tuple[str, str, Kind, str | None]] = {}
    native = MAIN_LANGUAGE.get(entry.get("country") or "", "mul")
    for table, kind in TABLES.items():
        for key, values in entry.get(table, {}).items():
            language = native if key == "native" else key
            real: Kind = "native" if key == "native" and kind == "short" else kind
            for value in [values] if isinstance(values, str | dict) else values:
                text, until = (value, None) if isinstance(value, str) else (value["text"], value.get("until"))
                abbreviation = real == "short" and entry["type"] != "person" and _is_capitals(text)
                found.setdefault(
                    (text, language), (text, language, "abbreviation" if abbreviation else real, until)
                )
    return list(found.values())


def _is_capitals(text: str) -> bool:
    return " " not in text and text.isupper() and len(text) <= 5


def _is_unclear(text: str, language: str, kind: Kind, type_: str) -> bool:
    if kind == "abbreviation":
        return is_unclear_abbreviation(text)
    if kind == "epithet" or (text in SHARED_NAMES and type_ != "state"):
        return True
    if QUOTED.search(text) or type_ not in PROPER_NAMED or kind in ("adjective", "demonym", "capital"):
        return False
    bare = text.removeprefix("Die ").removeprefix("The ")
    if " " in bare:
        return False
    return (text == bare or type_ == "media") and is_common_word(bare)


def _forms(name: Name, entry: dict[str, Any]) -> list[Form]:
    language, kind = name.language, name.kind
    if entry["type"] == "person" and kind in PERSONAL:
        return _personal(name, entry)
    unquoted = QUOTED.sub("", name.text)
    if unquoted != name.text and name.text == f"{name.text[0]}{unquoted}{name.text[-1]}":
        unclear = name.ambiguous or _is_unclear(unquoted, language, kind, entry["type"])
        return [Form(text, language, kind, unclear) for text in surfaces(unquoted, language, kind)]
    texts = list(dict.fromkeys(surfaces(name.text, language, kind)))
    return [Form(text, language, kind, name.ambiguous or _lost_article(text, name)) for text in texts]


def _personal(name: Name, entry: dict[str, Any]) -> list[Form]:
    """A person's full name in its forms, and the bare surname."""
    gender, surname = entry.get("gender"), _surname(entry, name.text, name.language)
    full = person_forms(name.text, name.language, gender, surname)
    forms = [Form(text, name.language, name.kind, name.ambiguous) for text in full]
    bare = [] if _ends_in_patronymic(name, entry) else surname_forms(name.text, name.language, gender, surname)
    unclear = bool(bare) and (len(bare[0]) < SHORTEST_SURNAME or bare[0] in SURNAME_WORDS)
    return forms + [Form(text, name.language, "surname", unclear) for text in bare if text not in full]


def _ends_in_patronymic(name: Name, entry: dict[str, Any]) -> bool:
    """Whether the last word is a numeral, or a patronymic because another name goes on to a surname."""
    first, _, last = name.text.partition(" ")
    if NUMERAL.fullmatch(last.split(" ")[-1]):
        return True
    others = [text for text, *_ in _texts(entry) if text.startswith(f"{first} ") and not text.endswith(last)]
    return bool(PATRONYMIC.search(last)) and " " not in last and bool(others)


def _lost_article(text: str, name: Name) -> bool:
    """Whether a form lost the article that makes the name clear ("Die Linke" -> "Linke")."""
    return name.text.startswith(("Die ", "The ", "Der ", "Das ")) and " " not in text and is_common_word(text)


def surfaces(text: str, language: str, kind: Kind) -> list[str]:
    """The inflected forms of one name, with a capital first letter, too, where it begins small."""
    if kind == "abbreviation":
        return [text]
    if language == "ru":
        forms = _russian(text, kind)
    elif language == "de":
        forms = _german(text, kind)
    elif language == "en":
        forms = english.phrase_forms(text)
    else:
        forms = [text]
    return capitalised(forms)


def _surname(entry: dict[str, Any], text: str, language: str) -> str | None:
    """The written surname where this name holds it; it may differ by language."""
    surname = entry.get("surname")
    if isinstance(surname, dict):
        surname = surname.get(language)
    if isinstance(surname, str) and surname in text:
        return surname
    first = entry.get("country") in SURNAME_FIRST and " " in text
    return text.split(" ")[0] if first else None


def _russian(text: str, kind: Kind) -> list[str]:
    if kind == "adjective":
        return adjective_forms(text)
    if kind == "demonym":
        masculine, feminine, plural = ("" if part == "-" else part for part in text.split(", "))
        return demonym_forms(masculine, feminine, plural)
    return russian.phrase_forms(text)


def _german(text: str, kind: Kind) -> list[str]:
    if kind == "adjective":
        return german.adjective_forms(text)
    return german.demonym_forms(text) if kind == "demonym" else german_name(text)


def _tie(tie: dict[str, Any], source: str, as_of: str) -> Tie:
    return Tie(
        tie["relation"],
        tie["actor"],
        tie.get("title", {}),
        tie.get("from"),
        tie.get("to"),
        tie.get("source", source),
        tie.get("as_of", as_of),
    )

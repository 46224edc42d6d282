"""The strings that are looked for in texts of one language, made from the catalog's forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from konturen.actors.catalog import Catalog, Form, NameKind
from konturen.actors.heads import composed
from konturen.names.text import plain
from konturen.records import ActorType

FUNCTION_WORDS = frozenset(
    [
        "er",
        "es",
        "sie",
        "ihr",
        "wer",
        "was",
        "der",
        "die",
        "das",
        "am",
        "im",
        "in",
        "an",
        "um",
        "da",
        "so",
        "du",
        "ich",
        "wir",
        "it",
        "is",
        "us",
        "who",
        "he",
        "she",
        "we",
        "you",
        "to",
        "be",
        "or",
        "as",
        "at",
        "on",
        "by",
        "if",
        "do",
        "an",
        "no",
        "so",
        "up",
        "он",
        "она",
        "они",
        "мы",
        "вы",
        "но",
        "на",
        "не",
        "за",
        "до",
        "по",
        "со",
        "из",
        "от",
        "как",
        "мир",
    ]
)
"""Words that are abbreviations only in capitals (ER, US, WHO), and in a headline in capitals hardly ever."""
_LOCAL: frozenset[NameKind] = frozenset({"adjective", "demonym", "capital", "epithet"})
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_GENERIC_HEADS = ("Partei ", "die Partei ", "Bewegung ", "парти", "Парти", "движени", "Движени")
_GENERIC_TAILS = (" party", " Party", " movement")
_GENERIC = re.compile(
    r"(?:(?:Partei|Bewegung|die Partei|[Пп]арти(?:я|и|ю|ей)|[Дд]вижени(?:е|я|ю|ем|и))\s+)(?P<name>.+)"
    r"|(?P<before>.+) (?:party|Party|movement)"
)
_QUALIFIED = re.compile(r"(?P<name>[^()]+) \((?P<country>[^()]+)\)")


class Pattern(NamedTuple):
    """A form under one string; `initial` if the string is the capital variant of a lower-case word and thus
    good at the head of a sentence only; `stem` if it is good before a hyphen only."""

    form: Form
    initial: bool = False
    stem: bool = False


def patterns(catalog: Catalog, language: str) -> Mapping[str, Sequence[Pattern]]:
    """All strings to look for in a text of a language (de, en, ru), each with what it can stand for."""
    table: dict[str, list[Pattern]] = {}
    by_rule = composed(catalog, language)
    for form in _usable(catalog, language):
        if (form.actor, form.surface) in by_rule:
            continue
        surface = plain(form.surface)
        if form.kind in ("adjective", "demonym") and language != "en" and surface[0].isupper():
            lower = surface[0].lower() + surface[1:]
            if form.kind == "adjective" or (language == "ru" and lower in table):
                table.setdefault(surface, []).append(Pattern(form, initial=True))
                continue
        table.setdefault(surface, []).append(Pattern(form))
        if surface[0].islower():
            table.setdefault(surface[0].upper() + surface[1:], []).append(Pattern(form, initial=True))
        if form.kind == "adjective" and (stem := _stem(surface, language)):
            _add_stem(table, stem, form)
    for stem, country in _irregular_stems(language).items():
        state = catalog.states().get(country)
        if state:
            _add_stem(table, stem, Form(state, stem, language, "adjective"))
    return table


def _add_stem(table: dict[str, list[Pattern]], stem: str, form: Form) -> None:
    table.setdefault(stem, []).append(Pattern(form, stem=True))
    if stem[0].islower():
        table.setdefault(stem.capitalize(), []).append(Pattern(form, initial=True, stem=True))


def _usable(catalog: Catalog, language: str) -> Iterator[Form]:
    """The forms as they are looked for in texts of a language.

    A person's single word is a surname; "Partei X" is found as X; "X (Kasachstan)" as X, if the text supports
    it; an epithet that begins with a country's adjective is found by `epithets`.
    """
    adjectives = {
        entry[0] for _, _, entry in catalog.entries() if entry[2] == "adjective" and entry[1] == language
    }
    cyrillic = language == "ru"
    for key, kind, entry in catalog.entries():
        surface: str = entry[0]
        name: NameKind = entry[2]
        if entry[1] != language and not _travels(surface, name, kind, cyrillic):
            continue
        if (
            len(surface) < 2
            or surface[-1] in "'’"
            or (surface.lower() in FUNCTION_WORDS and not surface.isupper())
        ):
            continue
        if _says_only_kind(catalog, key, surface) or (
            name == "epithet" and surface.split(" ")[0] in adjectives
        ):
            continue
        if kind == "person" and name in ("short", "native") and " " not in surface:
            name = "surname"
        ambiguous = len(entry) > 3 and bool(entry[3])
        yield Form(key, surface, entry[1], name, ambiguous)
        qualified = _QUALIFIED.fullmatch(surface) if surface.endswith(")") else None
        if qualified and all(form.surface != qualified["name"] for form in catalog[key].forms):
            yield Form(key, qualified["name"], entry[1], name, True)


def _says_only_kind(catalog: Catalog, key: str, surface: str) -> bool:
    """Whether a form is another form of the same actor with "party" before or after it."""
    if not surface.startswith(_GENERIC_HEADS) and not surface.endswith(_GENERIC_TAILS):
        return False
    generic = _GENERIC.fullmatch(surface)
    if generic is None:
        return False
    bare = (generic["name"] or generic["before"]).strip('«»„“”"')
    return any(form.surface == bare for form in catalog[key].forms)


def _travels(surface: str, name: NameKind, kind: ActorType, cyrillic: bool) -> bool:
    """Whether a form of another language is looked for too: names of anything but states, and other scripts.

    "Jordan", "Chad" and "Turkey" are first names or words in a German text.
    """
    if name in _LOCAL or (name == "abbreviation" and not surface.isupper()):
        return False
    return kind != "state" or bool(_CYRILLIC.search(surface)) != cyrillic


def _stem(surface: str, language: str) -> str | None:
    """The form of an adjective before a hyphen: russisch-, российско-."""
    if language == "de":
        found = re.fullmatch(r"([^\W\d_]+(?:isch|deutsch))(?:e[rnsm]?)?", surface)
        return found[1] if found else None
    if language == "ru":
        found = re.fullmatch(r"([^\W\d_]+[сц]к)(?:ий|ая|ое|ие)", surface)
        return f"{found[1]}о" if found else None
    return None


def _irregular_stems(language: str) -> Mapping[str, str]:
    """Stems by country code (alpha-2) that no adjective gives: Sino-, американо-."""
    data = resources.files("konturen") / "data" / "institutions.toml"
    stems: dict[str, dict[str, str]] = tomllib.loads(data.read_text("utf-8"))["stems"]
    return stems.get(language, {})

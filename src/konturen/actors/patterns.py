"""The strings that are looked for in texts of one language, made from the catalog's forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources

from konturen.actors.catalog import Catalog, Entry
from konturen.actors.heads import composed
from konturen.actors.rows import NameKind
from konturen.actors.table import INITIAL, STEM, Builder, Table
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


def patterns(catalog: Catalog, language: str) -> Table:
    """All strings to look for in a text of a language (de, en, ru), each with what it can stand for, but for
    those that are looked for in every language."""
    made = Builder()
    by_rule = composed(catalog, language)
    for order, key, _, listed, code in _usable(catalog, language):
        surface = plain(listed).strip()
        if len(surface) < 2 or (key, listed) in by_rule:
            continue
        form, kind = made.form(key, listed, code, order), code[1]
        if kind in ("adjective", "demonym") and language != "en" and surface[0].isupper():
            lower = surface[0].lower() + surface[1:]
            if kind == "adjective" or (language == "ru" and made.has(lower)):
                made.add(surface, form, INITIAL)
                continue
        made.add(surface, form)
        if surface[0].islower():
            made.add(surface[0].upper() + surface[1:], form, INITIAL)
        if kind == "adjective" and (stem := _stem(surface, language)):
            _add_stem(made, stem, form)
    for stem, country in _irregular_stems(language).items():
        state = catalog.states().get(country)
        if state:
            _add_stem(made, stem, made.form(state, stem, (language, "adjective", False), len(catalog)))
    return made.table()


def patterns_of_all(catalog: Catalog) -> Table:
    """The strings made by rule that are looked for in texts of every language, made at the first call."""
    return catalog.derived("patterns of all languages", lambda: _patterns_of_all(catalog))


def _patterns_of_all(catalog: Catalog) -> Table:
    made = Builder()
    for order, key, _, listed, code in _looked_for(catalog.made(), catalog):
        surface = plain(listed).strip()
        if len(surface) < 2:
            continue
        form = made.form(key, listed, code, order)
        made.add(surface, form)
        if surface[0].islower():
            made.add(surface[0].upper() + surface[1:], form, INITIAL)
    return made.table()


def _add_stem(made: Builder, stem: str, form: int) -> None:
    made.add(stem, form, STEM)
    if stem[0].islower():
        made.add(stem.capitalize(), form, INITIAL | STEM)


def _usable(catalog: Catalog, language: str) -> Iterator[Entry]:
    """The forms that are looked for in texts of a language, but for those of every language.

    An epithet that begins with a country's adjective is found by `epithets`.
    """
    adjectives = {
        surface
        for *_, surface, (spoken, name, _) in catalog.entries()
        if name == "adjective" and spoken == language
    }
    cyrillic = language == "ru"
    entries = (
        entry
        for entry in catalog.entries()
        if entry[4][0] == language or _travels(entry[3], entry[4][1], entry[2], cyrillic)
    )
    for entry in _looked_for(entries, catalog):
        if entry[4][1] != "epithet" or entry[3].split(" ")[0] not in adjectives:
            yield entry


def _looked_for(entries: Iterable[Entry], catalog: Catalog) -> Iterator[Entry]:
    """Forms as they are looked for.

    A person's single word is a surname; "Partei X" is found as X; "X (Kasachstan)" as X, if the text supports
    it.
    """
    own = _Surfaces(catalog)
    for order, key, kind, surface, (spoken, name, ambiguous) in entries:
        if (
            len(surface) < 2
            or surface[-1] in "'’"
            or (surface.lower() in FUNCTION_WORDS and not surface.isupper())
        ):
            continue
        if _says_only_kind(own, key, surface):
            continue
        if kind == "person" and name in ("short", "native") and " " not in surface:
            name = "surname"
        yield order, key, kind, surface, (spoken, name, ambiguous)
        qualified = _QUALIFIED.fullmatch(surface) if surface.endswith(")") else None
        if qualified and not own.has(key, qualified["name"]):
            yield order, key, kind, qualified["name"], (spoken, name, True)


class _Surfaces:
    """Whether an actor has a surface; the last actor's are kept, since forms come actor by actor."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._key: str | None = None
        self._known: frozenset[str] = frozenset()

    def has(self, key: str, surface: str) -> bool:
        if key != self._key:
            self._key, self._known = key, frozenset(self._catalog.surfaces(key))
        return surface in self._known


def _says_only_kind(own: _Surfaces, key: str, surface: str) -> bool:
    """Whether a form is another form of the same actor with "party" before or after it."""
    if not surface.startswith(_GENERIC_HEADS) and not surface.endswith(_GENERIC_TAILS):
        return False
    generic = _GENERIC.fullmatch(surface)
    if generic is None:
        return False
    return own.has(key, (generic["name"] or generic["before"]).strip('«»„“”"'))


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

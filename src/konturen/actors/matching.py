"""All forms of the catalog found in a text at once, before any decision who is meant.

One table of strings a language. Matches keep word boundaries, case and the longest reading; a match that the
text must support (ambiguous forms, capitals in an all-capitals headline) says so and is decided in `context`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from konturen.actors.catalog import Catalog, Form, NameKind
from konturen.actors.patterns import FUNCTION_WORDS, patterns, patterns_of_all
from konturen.actors.table import Pattern, Table, words_in
from konturen.names.text import Prepared, is_word, plain, prepare
from konturen.records import MentionForm, Sentence, Span

FORM_OF: dict[NameKind, MentionForm] = {
    "official": "name",
    "short": "name",
    "former": "name",
    "native": "name",
    "transliteration": "name",
    "surname": "name",
    "abbreviation": "abbreviation",
    "adjective": "adjective",
    "demonym": "demonym",
    "capital": "capital",
    "epithet": "description",
}
"""How a form of a kind counts as a mention."""

SHOUT = 0.8
"""Share of capitals among the letters from which on a sentence counts as written in capitals."""
MIN_SHOUTED = 5
"""Least length of a single word in capitals that is looked up as a name in an ordinary sentence."""
_OPENERS = frozenset("\"'„“”«»‹›‚(–—•|:")
_ADDRESS = re.compile(r"(?:://|www\.)\S*$")
ADDRESS_REACH = 80
"""Characters before a match in which the head of a web address is looked for."""
_order = attrgetter("order")
_ENCLITICS = re.compile(r"'(?:s|S|re|ll|d|ve|m)(?!\w)")
_ELISION = re.compile(r"(?:^|\W)[dlDL]'$")
_SHOUTED_WORD = re.compile(rf"[^\W\d_a-zа-яäöüß]{{{MIN_SHOUTED},}}")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the document under which forms of the catalog stand.

    `doubt` 0: the form is enough; 1: the text must support it; 2: it must name the actor otherwise (a word like
    ER or WHO in a headline in capitals).
    """

    span: Span
    surface: str
    forms: tuple[Form, ...]
    doubt: int
    _by_actor: dict[str, list[Form]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for form in self.forms:
            self._by_actor.setdefault(form.actor, []).append(form)

    @property
    def actors(self) -> tuple[str, ...]:
        """The ids of the actors that can be meant, each once, in the catalog's order."""
        return tuple(self._by_actor)

    def forms_of(self, actor: str) -> Sequence[Form]:
        """The forms by which that actor can be meant; a surname has hundreds of bearers."""
        return self._by_actor.get(actor, ())


Hit = tuple[int, int, tuple[Form, ...]]
"""Start and end in the prepared text, and the forms found there."""


class Matcher:
    """The strings of one language. Built once for a catalog and language by `matcher`."""

    def __init__(self, tables: Sequence[Table], loud: Callable[[], Sequence[Table]], language: str) -> None:
        """`tables` together hold all strings; `loud` gives them in capitals and is asked when first needed."""
        self.language = language
        self._tables = tables
        self._loud = loud

    def meanings(self, surface: str) -> frozenset[str]:
        """The ids of all actors that a surface may mean."""
        text = plain(surface)
        return frozenset(pattern.form.actor for table in self._tables for pattern in table.get(text))

    def scan(self, sentence: Sentence) -> tuple[Match, ...]:
        """The longest matches of a sentence from left to right, without overlap, in document offsets."""
        text = prepare(sentence.text)
        loud = _is_loud(text.text)
        hits = [] if loud else self._hits(text.text, self._tables)
        if loud or _shouts(text.text, hits):
            hits += self._shouted(text.text, loud)
        return tuple(_match(sentence, text, hit, loud) for hit in _longest(hits, text.text))

    def _hits(self, text: str, tables: Sequence[Table]) -> list[Hit]:
        found: dict[tuple[int, int], list[Pattern]] = {}
        words = words_in(text)
        for table in tables:
            for start, end, key in table.find(text, words):
                if _bounded(text, start, end):
                    found.setdefault((start, end), []).extend(table.uses(key))
        hits: list[Hit] = []
        for (start, end), uses in found.items():
            uses.sort(key=_order)  # the catalog's, whichever table a form is of
            forms = tuple(p.form for p in uses if _fits(p, text, start, end))
            forms = _sifted(forms, text, start, end, self.language)
            if forms:
                hits.append((start, end, forms))
        return hits

    def _shouted(self, text: str, loud: bool) -> list[Hit]:
        hits = self._hits(text, self._loud())
        return [hit for hit in hits if loud or _SHOUTED_WORD.fullmatch(text[hit[0] : hit[1]].replace(" ", ""))]


def matcher(catalog: Catalog, language: str) -> Matcher:
    """The matcher of a catalog for texts in a language (de, en or ru), built at the first call."""
    return catalog.derived(("matcher", language), lambda: _matcher(catalog, language))


def _matcher(catalog: Catalog, language: str) -> Matcher:
    own, every = patterns(catalog, language), patterns_of_all(catalog)

    def _loud() -> Sequence[Table]:
        loud = catalog.derived(("capitals", language), own.capitals)
        return loud, catalog.derived("capitals of all languages", every.capitals)

    return Matcher((own, every), _loud, language)


def _shouts(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a word in capitals stands where nothing was found as it is written."""
    return any(
        not any(start <= word.start() and word.end() <= end for start, end, _ in hits)
        for word in _SHOUTED_WORD.finditer(text)
    )


def _is_loud(text: str) -> bool:
    capitals = sum(map(str.isupper, text))
    if capitals < SHOUT * MIN_SHOUTED or " " not in text:
        return False
    letters = sum(map(str.isalpha, text))
    if letters < MIN_SHOUTED or capitals < SHOUT * letters:
        return False
    return sum(char.isupper() for char in text if char.isalpha()) >= SHOUT * letters


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a match stands as whole words: no letter, digit or mark beside it, no half of an address."""
    if start:
        before = text[start - 1]
        if is_word(before) or (before in "@." and start > 1 and is_word(text[start - 2])):
            return False
        lead = text[max(0, start - ADDRESS_REACH) : start]
        if ("//" in lead or "www." in lead) and _ADDRESS.search(lead):
            return False
        if (
            before == "'"
            and start > 1
            and is_word(text[start - 2])
            and not _ELISION.search(text[start - 4 : start])
        ):
            return False
    if end < len(text):
        after = text[end]
        if is_word(after):
            return False
        following = text[end + 1 : end + 2]
        if after == "'" and following and is_word(following) and not _ENCLITICS.match(text, end):
            return False
        if after in ".@" and following.islower() and following.isalpha():
            return False
    return True


def _fits(pattern: Pattern, text: str, start: int, end: int) -> bool:
    if pattern.stem and text[end : end + 1] != "-":
        return False
    return not pattern.initial or _heads(text, start)


def _heads(text: str, start: int) -> bool:
    """Whether a word stands where any word has a capital: after nothing, or after an opening sign."""
    before = text[:start].rstrip() if start < 4 else text[max(0, start - 4) : start].rstrip()
    return not before or before[-1] in _OPENERS


def _sifted(forms: tuple[Form, ...], text: str, start: int, end: int, language: str) -> tuple[Form, ...]:
    """Without readings that the neighbouring words rule out."""
    if any(form.kind == "surname" for form in forms) and _half_of_double_name(text, start, end, language):
        forms = tuple(form for form in forms if form.kind != "surname")
    if (
        language == "de"
        and text[start].isupper()
        and _before_capital(text, end)
        and not text[start:end].isupper()
    ):
        adjectives = {form.actor for form in forms if form.kind == "adjective"}
        return (
            tuple(form for form in forms if form.kind != "demonym" or form.actor in adjectives)
            if (adjectives or not _heads(text, start))
            else forms
        )
    return forms


def _before_capital(text: str, end: int) -> bool:
    """Whether a capitalised word follows at once: "Deutsche Bank" is no German and no adjective."""
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _half_of_double_name(text: str, start: int, end: int, language: str) -> bool:
    """Whether a surname is one half of a double one; "Putin-Vertrauter" is none in German."""
    left = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
    right = language != "de" and text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()
    return left or right


_THE = re.compile(r"[Tt]he ")


def _longest(hits: list[Hit], text: str) -> list[Hit]:
    """Leftmost, then longest; forms of the same stretch are joined.

    An English article counts for nothing: "the West Bank" is the West Bank, not the West.
    """
    joined: dict[tuple[int, int], dict[int, Form]] = {}
    for start, end, forms in hits:
        # By identity: a table has a form once, and to compare hundreds of bearers of a surname takes long.
        joined.setdefault((start, end), {}).update((id(form), form) for form in forms)

    def _noun(start: int) -> int:
        return start + 4 if _THE.match(text, start) else start

    kept: list[Hit] = []
    reach = 0
    ordered = sorted(joined.items(), key=lambda item: (_noun(item[0][0]), -item[0][1], item[0]))
    for (start, end), found in ordered:
        if start >= reach:
            kept.append((start, end, tuple(found.values())))
            reach = end
    return kept


def _match(sentence: Sentence, text: Prepared, hit: Hit, loud: bool) -> Match:
    start, end, forms = hit
    begin, stop = text.original(start), text.original(end)
    surface = sentence.text[begin:stop].rstrip("\u00ad\u200b\u2060\ufeff")
    span = Span(sentence.span.start + begin, sentence.span.start + begin + len(surface))
    clear = any(not form.ambiguous for form in forms)
    doubt = 2 if loud and surface.lower() in FUNCTION_WORDS else int(not clear)
    return Match(span, surface, forms, doubt)

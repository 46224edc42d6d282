"""A search as a value: read from the words a person types, written back to them, and as a query string.

    Sanktionen "Einiges Russland" -Öl Gas OR Kohle Verhandl* actor:Putin pair:"ER|AMANAT" relation:CONSULT
    status:planned track:interstate after:2024-05 before:2025 speaker:Peskow outlet:Prawda genre:report
    language:de score:>0.5 judgement:disputed in:texts

Words all have to stand in one sentence, in any form; `OR` joins its two neighbours. A field given twice means
either value, for `actor` both. `after` counts its own day, month or year in, `before` does not. What persons
rejected is left out unless `judgement` asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NoReturn
from urllib.parse import parse_qsl, urlencode

from konturen.errors import QueryError
from konturen.ledger.checks import writable_text
from konturen.ledger.search_fields import FIELDS, Comparison, Field, Place, WrongValueError
from konturen.ledger.values import State
from konturen.names.search_words import exact, words

LONGEST, MOST_WORDS, SHORTEST_PREFIX = 2000, 40, 2
"""Most characters and words of a query; fewest letters before a `*`."""
NEEDLESS = {
    "AND": 'Leave it out: all words have to stand in one sentence. For the word itself write "and".',
    "NOT": 'Write -word for what must not stand there. For the word itself write "not".',
}
"""Operators of other searches, which would be taken for words here, and what to write instead."""
TermKind = Literal["word", "prefix", "phrase"]

_TOKEN = re.compile(
    r"(?P<sign>-(?=[^\s-]))?(?:(?P<field>[A-Za-z_]+):(?!//))?"
    r"(?:(?P<quote>[\"„“”«»])|(?P<run>[^\s\"„“”«»]+))?"
)
_CLOSING = {
    '"': re.compile('"'),
    "«": re.compile("»"),
    "»": re.compile("«"),
    **dict.fromkeys("„“”", re.compile("[“”]")),
}


class SearchError(QueryError):
    """A search that cannot be read; `position` is the place of the fault in it, in characters from 0."""

    def __init__(self, what: str, query: str, position: int, hint: str | None = None) -> None:
        self.position = position
        near = query[position : position + 20]
        place = f"query, character {position + 1}" + (f" ({near!r})" if near else "")
        super().__init__(what, place, hint)


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked for: a word in any form, words that begin so, or exact words that follow each other."""

    kind: TermKind
    words: tuple[str, ...]

    def __str__(self) -> str:
        text = " ".join(self.words)
        return f'"{text}"' if self.kind == "phrase" else f"{text}*" if self.kind == "prefix" else text


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search. Of each group in `wanted` one term has to stand in the sentence, of `unwanted` none.

    `actors` are all ends of the statement, of `pairs`, `speakers` and the other lists one fits. `score` are
    bounds that all hold. `place` None: statements where a field asks for one, else the sentences of the texts.
    """

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    actors: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    relations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    score: tuple[tuple[Comparison, float], ...] = ()
    place: Place | None = None
    judgements: tuple[State, ...] = ()
    genres: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """Read what a person typed. SearchError says what is wrong with it, and where."""
        return _Parser(text).query()

    @classmethod
    def from_address(cls, address: str) -> SearchQuery:
        """Read a query string (`q=Krieg&relation=SANCTION`), with what stands before its `?` or without."""
        return _of_address(address)

    def to_address(self) -> str:
        """The search as a query string: the words in `q`, each field under its name."""
        text = self.words_text()
        pairs = [("q", text)] if text else []
        return urlencode([*pairs, *self.fields()])

    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields with their values, as they are typed without quotes."""
        found: list[tuple[str, str]] = []
        for name, spec in FIELDS.items():
            value = getattr(self, spec.attribute)
            values = value if isinstance(value, tuple) else () if value is None else (value,)
            found += [(name, spec.write(one)) for one in values]
        return tuple(found)

    def words_text(self) -> str:
        """The words, phrases and exclusions as they are typed."""
        groups = (" OR ".join(map(str, group)) for group in self.wanted)
        return " ".join([*groups, *(f"-{term}" for term in self.unwanted)])

    def __str__(self) -> str:
        typed = (f"{name}:{_quoted(value)}" for name, value in self.fields())
        return " ".join(part for part in (self.words_text(), *typed) if part)

    @property
    def of_statements(self) -> bool:
        """Whether the answers are sentences of statements or facts; else any sentence."""
        asked = bool(self.actors or self.after or self.before or self.score or self.judgements)
        return self.place == "statements" or (self.place is None and (asked or self.of_statements_only))

    @property
    def of_statements_only(self) -> bool:
        """Whether a field is given that facts and texts do not have."""
        return bool(self.pairs or self.relations or self.statuses or self.tracks or self.speakers)


def _quoted(value: str) -> str:
    bare = value and not re.search(r"[\s\"„“”«»]", value)
    return value if bare else '"' + value.replace('"', '""') + '"'


@dataclass
class _Parser:
    """Reads one query from left to right."""

    text: str
    found: SearchQuery = field(default_factory=SearchQuery)
    groups: list[list[Term]] = field(default_factory=list)
    counted: int = 0

    def query(self) -> SearchQuery:
        text = self.text
        if len(text) > LONGEST:
            self.fail(f"the query has {len(text)} characters, the most is {LONGEST}.", LONGEST, "Shorten it.")
        if not writable_text(text):
            at = next(i for i, char in enumerate(text) if not writable_text(char))
            self.fail("the query holds characters that no text can hold.", at, "Type it again.")
        joins: int | None = None
        before = -1  # where the last term stood that OR may join
        for at, token in self.tokens():
            if token["run"] == "OR" and not token["sign"] and not token["field"]:
                if before < 0 or joins is not None:
                    self.fail("OR stands between two words.", at, 'For the word itself write "or".')
                joins = at
                continue
            if token["run"] in NEEDLESS and not token["sign"] and not token["field"]:
                self.fail(f"{token['run']} is no operator here.", at, NEEDLESS[token["run"]])
            terms = self.read(at, token)
            if joins is not None and (not terms or token["sign"] or token["field"]):
                self.fail("OR joins words and phrases only.", at, "For a field give it twice: either fits.")
            if joins is not None:
                self.groups[-1].append(self.joined(terms))
            elif terms and not token["sign"]:
                self.groups += [[term] for term in terms]
            joins, before = None, at if terms and not token["sign"] else -1
        if joins is not None:
            self.fail("OR stands between two words.", joins, 'For the word itself write "or".')
        groups = tuple(tuple(dict.fromkeys(group)) for group in self.groups)
        made = replace(self.found, wanted=tuple(dict.fromkeys(groups)))
        return _checked(made, text)

    def tokens(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The parts of the query with their places; `value` is what is quoted or written after the field."""
        at = 0
        while at < len(self.text):
            if self.text[at].isspace() or (self.text[at] == "»" and "«" not in self.text[at:]):
                at += 1
                continue
            match = _TOKEN.match(self.text, at)
            if match is None or match.end() == at:
                at += 1  # a hyphen by itself
                continue
            token: dict[str, Any] = match.groupdict()
            end = match.end()
            if token["quote"]:
                token["value"], end = self.quoted(match.start("quote"), bool(token["field"]))
            else:
                token["value"] = token["run"] or ""
            yield at, token
            at = end

    def quoted(self, at: int, doubled: bool) -> tuple[str, int]:
        """What stands between quotes, and where it ends; in values of fields "" is a quote itself."""
        sign, start, parts = self.text[at], at + 1, []
        while True:
            close = _CLOSING[sign].search(self.text, start)
            if close is None:
                self.fail("a quotation mark is not closed.", at, "Close it, or leave it out.")
            parts.append(self.text[start : close.start()])
            if not (doubled and sign == '"' and self.text.startswith('"', close.end())):
                return "".join(parts), close.end()
            parts.append('"')
            start = close.end() + 1

    def read(self, at: int, token: dict[str, Any]) -> list[Term]:
        """The terms of a token; fields and exclusions are kept in the query."""
        if token["field"] and (token["value"] or token["field"].lower() in FIELDS):
            self.set(at, token)
            return []
        if token["field"]:  # a word before a colon
            terms = self.run(at, token["field"])
        elif token["quote"]:
            terms = self.phrase(token["value"])
        else:
            terms = self.run(at, token["value"])
        self.counted += sum(len(term.words) for term in terms)
        if self.counted > MOST_WORDS:
            self.fail(f"the query has more than {MOST_WORDS} words.", at, "Leave some out.")
        if token["sign"] and terms:
            without = dict.fromkeys((*self.found.unwanted, self.joined(terms)))
            self.found = replace(self.found, unwanted=tuple(without))
        return terms

    def phrase(self, text: str) -> list[Term]:
        found = tuple(exact(word.text) for word in words(text))
        return [Term("phrase", found)] if found else []

    def run(self, at: int, text: str) -> list[Term]:
        """The words of a run of characters without blanks."""
        bare = text.rstrip("*")
        if "*" in bare:
            place = at + self.text[at:].index("*")
            self.fail("a * stands only at the end of a word.", place, "Put it behind the first letters.")
        # OR by itself means something else, AND and NOT are refused: the words are written small.
        found = [word.text.lower() if word.text in ("OR", *NEEDLESS) else word.text for word in words(bare)]
        if bare == text or not found:
            if bare != text:
                self.fail("a * needs letters before it.", at, "For instance: Verhandl*")
            return [Term("word", (word,)) for word in found]
        if len(exact(found[-1])) < SHORTEST_PREFIX:
            hint = f"Give at least {SHORTEST_PREFIX} letters."
            self.fail("too many words begin so.", at, hint)
        return [*(Term("word", (word,)) for word in found[:-1]), Term("prefix", (exact(found[-1]),))]

    def joined(self, terms: list[Term]) -> Term:
        """Several words of one run as one term: a phrase."""
        if len(terms) == 1:
            return terms[0]
        return Term("phrase", tuple(exact(word) for term in terms for word in term.words))

    def set(self, at: int, token: dict[str, Any]) -> None:
        """Keep a field."""
        name, value = token["field"].lower(), token["value"].strip()
        spec = FIELDS.get(name)
        if spec is None:
            known = ", ".join(FIELDS)
            self.fail(f"there is no field {name!r}.", at, f"Fields: {known}. For the words use quotes.")
        if token["sign"]:
            self.fail("a field cannot be excluded.", at, "Only words and phrases can.")
        if not value:
            self.fail(f"the field {name} has no value.", at, f"For instance: {name}:VALUE")
        try:
            read = spec.read(value)
        except WrongValueError as wrong:
            self.fail(wrong.what, at, wrong.hint)
        self.found = _with(
            self.found, spec, read, lambda: self.fail(f"{name}: is given twice.", at, "Give it once.")
        )

    def fail(self, what: str, position: int, hint: str | None = None) -> NoReturn:
        raise SearchError(what, self.text, position, hint)


def _with(query: SearchQuery, spec: Field, value: Any, twice: Callable[[], NoReturn]) -> SearchQuery:
    held = getattr(query, spec.attribute)
    if spec.many:
        value = tuple(dict.fromkeys((*held, value)))
        return replace(query, **{spec.attribute: value})
    if held is not None and held != value:
        twice()
    return replace(query, **{spec.attribute: value})


def _checked(query: SearchQuery, text: str) -> SearchQuery:
    """The query, if it asks for something that can be answered."""
    if query == SearchQuery() or query == SearchQuery(place=query.place):
        raise SearchError("there is nothing to look for.", text, 0, "Type a word, or a field such as actor:")
    if query.place == "texts" and (query.of_statements_only or query.score or query.judgements):
        what = "sentences of texts have no pair, relation, status, track, speaker, score or judgement."
        raise SearchError(what, text, text.find("in:") if "in:" in text else 0, "Leave in:texts out.")
    return query


def _of_address(address: str) -> SearchQuery:
    _, mark, rest = address.partition("?")
    string = (rest if mark else address).partition("#")[0]
    if len(string) > 20 * LONGEST:
        raise SearchError(f"the address has {len(string)} characters.", string, LONGEST, "Shorten it.")
    typed = []
    for name, value in parse_qsl(string, keep_blank_values=True, errors="surrogateescape"):
        if name == "q":
            typed.append(value)
        elif value.strip():
            typed.append(f"{name if name in FIELDS else _unknown(name, string)}:{_quoted(value)}")
    return SearchQuery.parse(" ".join(typed))


def _unknown(name: str, string: str) -> NoReturn:
    at = max(string.find(name), 0)
    raise SearchError(f"there is no field {name[:40]!r}.", string, at, f"Fields: q, {', '.join(FIELDS)}.")

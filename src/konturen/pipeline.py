"""One document from its source to the ledger, in numbered stages.

1. source    -> Document     konturen.reading
2. Document  -> Sentences    konturen.reading.sentences
3. Sentences -> Mentions     konturen.coding (what may be an actor), konturen.actors (which one)
4. Mentions  -> Statements   konturen.dating, konturen.coding
5. Statements -> ledger      konturen.ledger

Stages 2 to 4 are pure; the clock is read here and nowhere below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

from konturen.actors.catalog import Catalog
from konturen.actors.latest import Latest
from konturen.actors.mentions import find
from konturen.actors.sift import sift
from konturen.codebook import built_in
from konturen.coding.facts import CODER as FACTS
from konturen.coding.facts import facts
from konturen.dates import DateError, parse
from konturen.dating.lexer import MAX_LEXED
from konturen.dating.narrative import tag_all
from konturen.errors import CatalogError, SourceError
from konturen.ledger.actor_rows import ActorRow
from konturen.ledger.ledger import Ledger
from konturen.ledger.writer import Receipt
from konturen.reading.options import ReadOptions
from konturen.reading.sentences import split
from konturen.records import Coded, Coverage, Document, Sentence, Skipped, Span, Tagged
from konturen.settings import Settings

if TYPE_CHECKING:
    from konturen.coding.coder import Coder

# The classifier and the readers of pages and papers load libraries for half a second (onnxruntime, numpy,
# trafilatura): they are imported when a text is read, so that commands about actors and ledgers start at once.

Progress = Callable[[str], None]
"""Told the name of the stage that begins."""
Counted = Callable[[int, int], None]
"""Told how many sentences of how many are coded."""


_HALVES = re.compile("[\ud800-\udfff]")


def now() -> str:
    """The present instant, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


class Pipeline:
    """The stages with what they need, loaded once and when first used."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @cached_property
    def catalog(self) -> Catalog:
        """The actors that ship with the package, and those of the settings' own file."""
        return Catalog.load(self.settings.catalog)

    def catalog_of(self, ledger: Ledger | None) -> Catalog:
        """The pipeline's actors, completed by those that a ledger holds as its own.

        A tie to somebody whom neither knows now (of a --catalog that is not named this time) is left aside
        until it is. CatalogError names the import that no longer fits the catalog.
        """
        rows = ledger.reader.actor_rows() if ledger else ()
        if not rows:
            return self.catalog
        base = self.catalog
        return _OWN.of((id(base), rows), lambda: _Completed(base, _completed(base, rows))).catalog

    @cached_property
    def coder(self) -> Coder:
        """The embedded classifier with the built-in codebook."""
        from konturen.coding.classifier import Classifier
        from konturen.coding.coder import Coder

        return Coder(Classifier.shipped(self.settings.threads), built_in())

    @property
    def coder_name(self) -> str:
        """The programs that code, each with its version: equal names give equal codings of a text."""
        return f"{self.coder.name} {FACTS}"

    def read(self, location: str, stdin: BinaryIO | None = None) -> Document:
        """Stage 1: read a file, an address or standard input (`-`); SourceError says what is in the way."""
        from konturen.reading.sources import read

        return self._whole(location, lambda options: read(location, options, stdin))

    def read_bytes(
        self, location: str, content: bytes, media_type: str | None = None, charset: str | None = None
    ) -> Document:
        """Stage 1 for what was fetched from `location` already, with what was said of it there."""
        from konturen.reading.sources import read_bytes

        return self._whole(location, lambda o: read_bytes(location, content, o, media_type, charset))

    def _whole(self, location: str, reading: Callable[[ReadOptions], Document]) -> Document:
        options = ReadOptions(
            allow_private=self.settings.allow_private,
            timeout=self.settings.timeout,
            max_bytes=self.settings.max_bytes,
            language=self.settings.language,
            encoding=self.settings.encoding,
            retrieved=now(),
            genre=self.settings.genre,
        )
        try:
            document = reading(options)
        except UnicodeEncodeError as error:  # the recogniser of languages cannot take halves of characters
            raise _halved(location) from error
        if _HALVES.search(document.text):
            raise _halved(location)
        return document

    def code(
        self,
        document: Document,
        progress: Progress | None = None,
        ledger: Ledger | None = None,
        counted: Counted = lambda done, total: None,
    ) -> Coded:
        """Stages 2 to 4: all that the text says of who stands how to whom, with its coverage report.

        With a ledger, its own actors are known too; nothing is written there.

        SourceError where the text holds halves of characters, which neither the coder nor the ledger can take.
        """
        if _HALVES.search(document.text):
            raise _halved(document.location)
        tell = progress or (lambda stage: None)
        catalog = self.catalog_of(ledger)
        tell("sentences")
        sentences = split(document)
        tell("reading")
        total = len(sentences)
        # The text is gone through twice: a sentence is half coded after the first time.
        seen = self.coder.read(document, sentences, lambda done: counted(done // 2, total))
        tell("actors")
        marks = sift(sentences, _by_sentence(sentences, seen.tagged), catalog)
        point = partial(self.coder.antecedents, seen)
        grouped = find(sentences, document.language, catalog, marks, _day(document.published), point)
        mentions = tuple(m for group in grouped for m in group)
        tell("dates")
        dated = tag_all(sentences, document.published)
        tell("statements")
        days = [d for group in dated for d in group]
        result = self.coder.code(
            seen, mentions, days, _Special(catalog), lambda done: counted((total + done) // 2, total)
        )
        found = [
            fact
            for sentence, group, dates in zip(sentences, grouped, dated, strict=True)
            for fact in facts(document.location, sentence, group, dates)
        ]
        undated = sum(len(sentence.text) > MAX_LEXED for sentence in sentences)
        reasons = [*result.refused, *([("sentences too long to look for dates", undated)] if undated else [])]
        refused = tuple(f"{reason}: {count}" for reason, count in reasons)
        coverage = _coverage(document, sentences, refused)
        return Coded(document, mentions, result.statements, tuple(found), coverage, self.coder_name)

    def add(
        self, ledger: Ledger, location: str, stdin: BinaryIO | None = None, progress: Progress | None = None
    ) -> Receipt:
        """Stages 1 to 5: read, code and record one source. A text that is known already is not coded again."""
        return self.keep(ledger, self.read(location, stdin), progress)

    def keep(self, ledger: Ledger, document: Document, progress: Progress | None = None) -> Receipt:
        """Stages 2 to 5: code and record what was read. A text that is known already is not coded again."""
        return ledger.writer.record(self.prepared(ledger, document, progress), now())

    def prepared(
        self,
        ledger: Ledger,
        document: Document,
        progress: Progress | None = None,
        counted: Counted | None = None,
    ) -> Coded:
        """Stages 2 to 4 for what is to be recorded in a ledger: of a text that it holds its place only."""
        document = replace(document, location=_shown(document.location))
        if ledger.reader.holds(document.id):
            return Coded(document, (), (), (), Coverage(0, 0, len(document.text), ()))
        if counted is None:
            return self.code(document, progress, ledger)
        return self.code(document, progress, ledger, counted)


@dataclass(frozen=True)
class _Completed:
    """A catalog with a ledger's own actors, and the one without: while it is held no other has its id()."""

    base: Catalog
    catalog: Catalog


_OWN: Latest[_Completed] = Latest()


def _completed(catalog: Catalog, rows: Iterable[ActorRow]) -> Catalog:
    """A catalog with a ledger's own lines, import by import; a tie may be to an actor that came later."""
    late: list[ActorRow] = []
    for _, group in groupby(rows, key=lambda row: row.batch):
        lines = list(group)
        there = {line.actor for line in lines}
        own = [_with_ties(line, there, catalog) for line in lines]
        late += [line for line, kept in zip(lines, own, strict=True) if kept is not line.row]
        catalog = _fitted(catalog, lines[0], own)
    for line in late:
        ties = {key: line.row[key] for key in ("id", "type", "ties")}
        catalog = _fitted(catalog, line, [_with_ties(replace(line, row=ties), (), catalog)])
    return catalog


def _with_ties(line: ActorRow, there: Container[str], catalog: Catalog) -> Mapping[str, Any]:
    """What a line says, without ties to actors that are neither there nor in the catalog."""
    ties = line.row.get("ties") or ()
    kept = [tie for tie in ties if tie["actor"] in there or tie["actor"] in catalog]
    return line.row if len(kept) == len(ties) else {**line.row, "ties": kept}


def _fitted(catalog: Catalog, line: ActorRow, rows: Iterable[Mapping[str, Any]]) -> Catalog:
    """The catalog with rows of the import of a line; CatalogError says how to take back what does not fit."""
    try:
        return catalog.with_rows(rows, line.origin)
    except CatalogError as error:
        hint = f"Take it back with: konturen actors undo --import {line.batch}"
        raise CatalogError(error.what, error.where, hint) from error


def _day(published: str | None) -> str | None:
    """A document's date where it is one: whoever makes documents by hand may say anything."""
    try:
        return published if published and parse(published) else None
    except DateError:
        return None


def _halved(location: str) -> SourceError:
    what = "the text holds halves of characters (lone surrogates)."
    return SourceError(what, _shown(location), "Leave --encoding out, or name another.")


def _shown(location: str) -> str:
    """A location that can be stored: bytes of a file name that are no characters stand as escapes."""
    return location.encode("utf-8", "backslashreplace").decode("utf-8")


class _Special(Mapping[str, str]):
    """Kinds of actors that tracks know beyond types: youth wings and parliaments."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._houses = catalog.derived("houses of parliament", lambda: _houses(catalog))

    def __getitem__(self, actor: str) -> str:
        if actor in self._houses or "parliament" in actor:
            return "parliament"
        known = self._catalog.get(actor)
        if known and any(tie.relation == "youth_wing_of" for tie in known.ties):
            return "youth"
        raise KeyError(actor)

    def __iter__(self) -> Iterator[str]:
        return iter(self._houses)

    def __len__(self) -> int:
        return len(self._houses)


def _houses(catalog: Catalog) -> frozenset[str]:
    """The institutions in which parties of the catalog have seats."""
    return frozenset(tie.actor for actor in catalog for tie in actor.ties if tie.relation == "seats_in")


def _by_sentence(sentences: Sequence[Sentence], tagged: Sequence[Tagged]) -> list[list[Tagged]]:
    """What the head tagged, one list a sentence."""
    found: list[list[Tagged]] = [[] for _ in sentences]
    at = 0
    for mark in sorted(tagged, key=lambda t: t.span):
        while at < len(sentences) and sentences[at].span.end <= mark.span.start:
            at += 1
        if at < len(sentences) and sentences[at].span.contains(mark.span):
            found[at].append(mark)
    return found


def _coverage(document: Document, sentences: Sequence[Sentence], refused: tuple[str, ...]) -> Coverage:
    """What was read and what was not: the shell, and characters between sentences that are no blanks."""
    skipped = list(document.shell)
    at = 0
    read = sorted([*(s.span for s in sentences), *(part.span for part in document.shell)])
    for span in [*read, Span(len(document.text), len(document.text))]:
        if span.start > at and document.text[at : span.start].strip():
            skipped.append(Skipped(Span(at, span.start), "no-sentence"))
        at = max(at, span.end)
    coded = sum(any(c.isalpha() for c in s.text) for s in sentences)
    return Coverage(
        len(sentences), coded, len(document.text), tuple(sorted(skipped, key=lambda s: s.span)), refused
    )

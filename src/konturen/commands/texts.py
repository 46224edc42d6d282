"""The commands that take texts: read, code, add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Annotated

from cyclopts import CycloptsError, Parameter
from rich.console import Console

from konturen.commands.base import FAULT, Json, LedgerPath, MinScore, Reading, Sources, app, complain
from konturen.errors import KonturenError
from konturen.ledger.ledger import open_ledger
from konturen.ledger.writer import Receipt
from konturen.lines import coded_lines, coverage_line, document_line, mention_line
from konturen.pipeline import Pipeline
from konturen.records import Document
from konturen.settings import Settings, default_ledger
from konturen.terminal import render
from konturen.terminal.progress import Waiting
from konturen.terminal.streams import output, print_lines, standard_input

READERS = ("read", "code", "add")
"""Commands that take sources."""


@app.command
def read(*sources: Sources, json: Json = False, reading: Reading | None = None) -> int:
    """Read texts and show what was read: metadata, the page's shell, the text."""

    def one(pipeline: Pipeline, document: Document, waiting: Waiting) -> None:
        waiting.clear()
        if json:
            print_lines([document_line(document)])
        else:
            render.show_document(output(), document)

    return _each(sources, (reading or Reading()).settings(), one)


@app.command
def code(
    *sources: Sources,
    json: Json = False,
    mentions: Annotated[bool, Parameter(negative="", help="With --json: print mentions too.")] = False,
    coverage: Annotated[
        bool, Parameter(negative="", help="With --json: print what was read and skipped too.")
    ] = False,
    min_score: MinScore = 0.0,
    reading: Reading | None = None,
) -> int:
    """Read and code texts; print the statements and facts, store nothing."""

    def one(pipeline: Pipeline, document: Document, waiting: Waiting) -> None:
        coded = pipeline.code(document, waiting.stage)
        waiting.clear()
        if not json:
            render.show_coded(output(), coded, min_score)
            return
        print_lines(coded_lines(coded, min_score))
        if mentions:
            print_lines(mention_line(document.location, mention) for mention in coded.mentions)
        if coverage:
            print_lines([coverage_line(document.location, coded.coverage)])

    return _each(sources, (reading or Reading()).settings(min_score), one)


@app.command
def add(
    *sources: Sources, ledger: LedgerPath = None, json: Json = False, reading: Reading | None = None
) -> int:
    """Read and code texts and record them in the ledger, each wholly or not at all."""
    settings = (reading or Reading()).settings()
    _check(sources)
    with open_ledger(ledger or default_ledger(), create=True) as book:
        writer = book.writer
        del writer  # a ledger that cannot be written is said before the first text is coded

        def one(pipeline: Pipeline, location: str, waiting: Waiting) -> None:
            receipt = pipeline.add(book, location, standard_input(), waiting.stage)
            waiting.clear()
            if json:
                print_lines([{"kind": "receipt", "document": location, **asdict(receipt)}])
            else:
                print(f"{render.one_line(location)}: {_told(receipt)}")

        return _each_location(sources, settings, one)


def _told(receipt: Receipt) -> str:
    """What a write has changed, in words."""
    if receipt.new_document:
        statements = render.counted(receipt.statements, "statement")
        return f"{statements}, {render.counted(receipt.facts, 'fact')} recorded"
    if receipt.new_place:
        return "this text is known already; the new place was noted"
    return "known already, nothing changed"


def _each(
    sources: Sequence[str], settings: Settings, one: Callable[[Pipeline, Document, Waiting], None]
) -> int:
    """Do something with each source that can be read; the others are told."""

    def located(pipeline: Pipeline, location: str, waiting: Waiting) -> None:
        one(pipeline, pipeline.read(location, standard_input()), waiting)

    _check(sources)
    return _each_location(sources, settings, located)


def _check(sources: Sequence[str]) -> None:
    """Refuse what is no source: none at all, or an option that does not exist."""
    if not sources:
        raise CycloptsError(msg="no text was given. Name files or addresses, or - for standard input.")
    for name in sources:
        if name.startswith("-") and name != "-":
            raise CycloptsError(msg=f"Unknown option: {name}. A file of that name is written ./{name}.")


def _each_location(
    sources: Sequence[str], settings: Settings, one: Callable[[Pipeline, str, Waiting], None]
) -> int:
    """Do something with each location; one that fails is told and does not stop the rest."""
    pipeline, failed = Pipeline(settings), False
    with Waiting(Console(stderr=True)) as waiting:
        for number, location in enumerate(sources, 1):
            waiting.source(number, len(sources), location)
            try:
                one(pipeline, location, waiting)
            except KonturenError as error:
                waiting.clear()
                complain(error)
                failed = True
    return FAULT if failed else 0

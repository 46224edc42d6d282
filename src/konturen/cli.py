"""The command line: open, call, print. Every command is the twin of a function of `konturen.api`.

Exit codes: 0 done, 1 a source, a name or the ledger was at fault, 2 the command line was.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter, validators
from rich.console import Console

from konturen import api, render
from konturen.errors import KonturenError, QueryError
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.writer import Receipt
from konturen.lines import coded_lines, coverage_line, document_line, mention_line
from konturen.pipeline import Pipeline
from konturen.progress import Waiting
from konturen.records import Document
from konturen.settings import Settings, default_ledger
from konturen.streams import (
    close_output,
    never_fail_on_characters,
    output,
    print_lines,
    standard_input,
    write_whole,
)
from konturen.views import PairRow

FAULT, USAGE, INTERRUPTED = 1, 2, 130
LONGEST_TIMEOUT = 3600
"""Seconds that --timeout may ask for."""

READERS = ("read", "code", "add")
"""Commands that take sources."""


app = App(
    name="konturen",
    version=lambda: version("konturen"),
    help="Who stands how to whom, every line with the sentence that says it.",
    suppress_keyboard_interrupt=False,
)


@Parameter(name="*")
@dataclass(frozen=True)
class Reading:
    """How sources are read."""

    language: Annotated[
        str | None, Parameter(help="Language of the texts (de, en, ru) instead of recognising it.")
    ] = None
    encoding: Annotated[str | None, Parameter(help="Encoding of the files instead of recognising it.")] = None
    allow_private: Annotated[bool, Parameter(negative="", help="Allow addresses of private networks.")] = False
    timeout: Annotated[
        float,
        Parameter(help="Seconds an address may take.", validator=validators.Number(gt=0, lte=LONGEST_TIMEOUT)),
    ] = 30.0
    max_bytes: Annotated[int, Parameter(help="Longest source in bytes.", validator=validators.Number(gt=0))] = (
        20_000_000
    )
    catalog: Annotated[Path | None, Parameter(help="A file of further actors (JSON lines).")] = None

    def settings(self, min_score: float = 0.0) -> Settings:
        """The options as the one value that the package takes."""
        return Settings(
            self.language,
            self.encoding,
            self.allow_private,
            self.timeout,
            self.max_bytes,
            self.catalog,
            0,
            min_score,
        )


Sources = Annotated[
    str,
    Parameter(
        help="Files, http(s) addresses, or - for standard input.",
        allow_leading_hyphen=True,
    ),
]
Json = Annotated[bool, Parameter(name="--json", negative="", help="One JSON object a line instead of text.")]
LedgerPath = Annotated[
    str | None,
    Parameter(name="--ledger", help="The ledger's file (default: $KONTUREN_LEDGER or konturen.sqlite)."),
]
MinScore = Annotated[
    float, Parameter(help="Leave out what scores lower (0 to 1).", validator=validators.Number(gte=0, lte=1))
]


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


@app.command
def actors(
    name: Annotated[str | None, Parameter(help="A name to look for in the catalog.")] = None,
    /,
    *,
    ledger: LedgerPath = None,
    json: Json = False,
    reading: Reading | None = None,
) -> int:
    """Look a name up in the catalog, or list the actors that the ledger's texts mention."""
    settings = (reading or Reading()).settings()
    if name is None:
        with open_ledger(ledger or default_ledger()) as book:
            known = api.mentioned(book)
        if json:
            print_lines({"kind": "actor", **asdict(actor)} for actor in known)
        else:
            render.show_mentioned(output(), known)
        return 0
    pipeline = Pipeline(settings)
    found = pipeline.catalog.search(name, 20)
    if not found:
        raise QueryError(
            f"the catalog knows no actor {name!r}.", hint="A text that names it makes a provisional one."
        )
    if json:
        print_lines(
            {
                "kind": "actor",
                "id": hit.actor.id,
                "type": hit.actor.type,
                "country": hit.actor.country,
                "names": [[n.text, n.language, n.kind, n.source] for n in hit.actor.names],
                "ids": dict(hit.actor.ids),
                "score": hit.score,
                "reason": hit.reason,
            }
            for hit in found
        )
    else:
        render.show_found(output(), found, pipeline.catalog)
    return 0


@app.command
def relations(
    actor: Annotated[str | None, Parameter(help="Only pairs with this actor.")] = None,
    /,
    *,
    ledger: LedgerPath = None,
    json: Json = False,
    min_score: MinScore = 0.0,
) -> int:
    """List the pairs of actors between whom the ledger holds statements."""
    with open_ledger(ledger or default_ledger()) as book:
        rows = api.relations(book, Settings(min_score=min_score), actor)
    if json:
        print_lines({"kind": "pair", **asdict(row)} for row in rows)
    else:
        render.show_relations(output(), rows)
    return 0


@app.command
def show(
    a: Annotated[str, Parameter(help="An actor: name, abbreviation or id.")],
    b: Annotated[str, Parameter(help="Another actor.")],
    /,
    *,
    ledger: LedgerPath = None,
    json: Json = False,
    min_score: MinScore = 0.0,
) -> int:
    """Print the dossier of a pair: acts, plans, absences, agreements in force, each with its sentence."""
    with open_ledger(ledger or default_ledger()) as book:
        view = api.show(a, b, book, Settings(min_score=min_score))
    if json:
        print_lines([{"kind": "dossier", **asdict(view)}])
    else:
        render.show_pair(output(), view)
    return 0


@app.command
def export(
    *,
    format: Annotated[Literal["csv", "jsonl"], Parameter(help="csv or jsonl.")] = "csv",
    output: Annotated[
        Path | None, Parameter(name=("--output", "-o"), help="A file instead of standard output.")
    ] = None,
    ledger: LedgerPath = None,
    json: Annotated[bool, Parameter(name="--json", negative="", help="The same as --format jsonl.")] = False,
    min_score: MinScore = 0.0,
) -> int:
    """Write all statements and facts of the ledger as a table."""
    with open_ledger(ledger or default_ledger()) as book:
        pieces = api.export(book, "jsonl" if json else format, Settings(min_score=min_score))
        if output is None:
            for piece in pieces:
                sys.stdout.write(piece)
        else:
            write_whole(output, pieces)
    return 0


@app.command
def demo(*, json: Json = False) -> int:
    """Read the three sample texts into a ledger of their own and show who stands how to whom."""
    with Waiting(Console(stderr=True)) as waiting, api.demo(progress=waiting.stage) as book:
        rows = api.relations(book)
        views = [api.show(row.a_id, row.b_id, book) for row in _first_of_each_document(book)]
    if json:
        print_lines({"kind": "pair", **asdict(row)} for row in rows)
        return 0
    render.show_relations(output(), rows)
    for view in views:
        output().print()
        render.show_pair(output(), view)
    print("\nNow try:\n  konturen add --ledger my.sqlite YOUR-TEXT\n  konturen relations --ledger my.sqlite")
    return 0


def _first_of_each_document(book: Ledger) -> list[PairRow]:
    """The pair with most statements in each sample."""
    found: dict[str, PairRow] = {}
    for row in api.relations(book):
        view = api.show(row.a_id, row.b_id, book)
        for section in view.sections:
            for line in section.lines:
                found.setdefault(line.said_in.document, row)
    return list({(row.a_id, row.b_id): row for row in found.values()}.values())


def main() -> None:
    """Run a command; errors go to standard error in one line, the exit code says whose fault it was."""
    never_fail_on_characters()
    tokens = _tokens(sys.argv[1:])
    try:
        code = app(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError as error:
        command = f" {tokens[0]}" if tokens and tokens[0] in app else ""
        _complain(KonturenError(str(error), hint=f"See: konturen{command} --help"))
        sys.exit(USAGE)
    except KonturenError as error:
        _complain(error)
        sys.exit(FAULT)
    except BrokenPipeError:
        # The reader of our output has gone (head, less): that is its right and no fault.
        close_output()
        sys.exit(0)
    except OSError as error:
        close_output()
        where = render.one_line(str(error.filename or "standard output"))
        _complain(KonturenError(f"cannot be written or read ({error.strerror}).", where, "Make room there."))
        sys.exit(FAULT)
    except KeyboardInterrupt:
        print(
            "konturen: interrupted; what was recorded stays, the text in work was not recorded.",
            file=sys.stderr,
        )
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _tokens(given: list[str]) -> list[str]:
    """The arguments, with names of sources after `--` made such that none begins with a hyphen."""
    if given[:1] and given[0] in READERS and "--" in given:
        at = given.index("--")
        names = (f"./{name}" if name.startswith("-") and name != "-" else name for name in given[at + 1 :])
        return [*given[: at + 1], *names]
    return given


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
                _complain(error)
                failed = True
    return FAULT if failed else 0


def _complain(error: KonturenError) -> None:
    print(f"konturen: {render.one_line(str(error))}", file=sys.stderr)


if __name__ == "__main__":
    main()

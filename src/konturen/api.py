"""The verbs of Konturen, each the twin of a command of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from konturen.actors.catalog import Catalog, Found
from konturen.actors.roles import Level
from konturen.codebook import built_in
from konturen.desk.reviewing import judgement_line
from konturen.desk.rolled import Rolled
from konturen.desk.roster import SUGGESTIONS, clearly, find, joined, listed, namer, names_in
from konturen.errors import QueryError
from konturen.export.formats import EXTRA, FORMATS, csv_table, jsonl
from konturen.ledger.identities import PROVISIONAL
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.reader import KnownActor, Reader, Recorded, RecordedFact
from konturen.ledger.stream import records
from konturen.ledger.writer import Receipt
from konturen.lines import Line, fact_line, statement_line
from konturen.pipeline import Pipeline, Progress
from konturen.records import Coded, Document
from konturen.settings import Settings
from konturen.views import PairRow, PairView, pair_rows, pair_view


def read(location: str, settings: Settings | None = None, stdin: BinaryIO | None = None) -> Document:
    """Read a file, an http(s) address or standard input (`-`); nothing is coded and nothing stored."""
    return Pipeline(settings).read(location, stdin)


def code(location: str, settings: Settings | None = None, stdin: BinaryIO | None = None) -> Coded:
    """Read a source and code it; nothing is stored. For many sources keep one `Pipeline`."""
    pipeline = Pipeline(settings)
    return pipeline.code(pipeline.read(location, stdin))


def add(
    location: str, ledger: Ledger, settings: Settings | None = None, progress: Progress | None = None
) -> Receipt:
    """Read, code and record a source. The same text again changes nothing, and the receipt says so."""
    return Pipeline(settings).add(ledger, location, progress=progress)


def actors(text: str, settings: Settings | None = None, limit: int = 20) -> tuple[Found, ...]:
    """The actors of the catalog that a name may mean, best first, each with score and reason."""
    return tuple(Pipeline(settings).catalog.search(text, limit))


def mentioned(ledger: Ledger, settings: Settings | None = None) -> tuple[KnownActor, ...]:
    """The actors that a ledger's texts mention, most mentioned first."""
    return _named(ledger, settings).actors()


def relations(
    ledger: Ledger,
    settings: Settings | None = None,
    actor: str | None = None,
    level: Level | None = None,
) -> tuple[PairRow, ...]:
    """The pairs of actors between whom a ledger holds statements; `actor` wants her on one side.

    With a `level` each end stands for the party or state that it belonged to at the statement's date; a pair of
    one actor with itself is what went on within it.
    """
    chosen = settings or Settings()
    catalog = Pipeline(chosen).catalog_of(ledger)
    with ledger.reader.named(namer(catalog)).together() as reader:
        wanted = _meant(ledger, reader, actor, catalog, level) if actor else None
        return pair_rows(Rolled(reader, catalog, level) if level else reader, chosen.min_score, wanted)


def show(
    a: str, b: str, ledger: Ledger, settings: Settings | None = None, level: Level | None = None
) -> PairView:
    """The dossier of two actors, by name, abbreviation or id. QueryError where a name fits none or several.

    With a `level` (party or state), of all who stood for the two at the time: see `relations`.
    """
    chosen = settings or Settings()
    catalog = Pipeline(chosen).catalog_of(ledger)
    with ledger.reader.named(namer(catalog)).together() as reader:
        first, second = (_meant(ledger, reader, name, catalog, level) for name in (a, b))
        if first & second:
            raise QueryError(f"{a!r} and {b!r} are the same actor.", hint="Name two different ones.")
        shown = Rolled(reader, catalog, level) if level else reader
        return pair_view(shown, built_in(), first, second, chosen.min_score)


def _named(ledger: Ledger, settings: Settings | None) -> Reader:
    """A ledger's reader that gives merged actors their names in the catalog, which is loaded only for these."""
    if ledger.reader.identities().plain:
        return ledger.reader
    return ledger.reader.named(namer(Pipeline(settings).catalog_of(ledger)))


def _meant(ledger: Ledger, reader: Reader, name: str, catalog: Catalog, level: Level | None) -> frozenset[str]:
    """Who is meant: among the actors of the texts, or, where ends stand for others, anybody known."""
    if level is None:
        return identify(reader, name, catalog)
    return frozenset({reader.identities().representative(find(name, catalog, ledger))})


def export(ledger: Ledger, format: str = "csv", settings: Settings | None = None) -> Iterator[str]:
    """All statements and facts of a ledger as CSV or JSON lines, in pieces of text."""
    if format not in FORMATS:
        raise QueryError(f"there is no export format {format!r}.", hint=f"Choose one of: {', '.join(FORMATS)}.")
    chosen = settings or Settings()
    reader = _named(ledger, chosen)
    parts = records(reader, chosen.min_score)
    lines = (_with_source(_line(one), one) | judgement_line(one) for part in parts for one in part)
    return jsonl(lines) if format == "jsonl" else csv_table(lines)


def samples() -> tuple[Path, ...]:
    """The texts that ship with the package."""
    folder = Path(str(resources.files("konturen.data").joinpath("samples")))
    return tuple(sorted(folder.glob("*.txt")))


@contextmanager
def demo(settings: Settings | None = None, progress: Progress | None = None) -> Iterator[Ledger]:
    """A ledger of the sample texts, made in a folder that is gone afterwards."""
    pipeline = Pipeline(settings)
    with TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "demo.sqlite"), create=True) as ledger:
        for sample in samples():
            pipeline.add(ledger, str(sample), progress=progress)
        yield ledger


def identify(reader: Reader, name: str, catalog: Catalog) -> frozenset[str]:
    """The ids that a name means among the actors of a ledger: an id, a name it holds, or one of the catalog.

    Known actors go before provisional ones. The id and the names of an actor that was merged into another mean
    that one. `roster.find` answers the same
    question for everybody known, also those whom no text mentions.

    QueryError with the nearest actors where it fits none, or actors of which none is clearly meant.
    """
    identities = reader.identities()
    own = identities.representative(name)
    if reader.mentioned([own]):
        return frozenset({own})
    named = {identities.representative(key) for key in catalog.called(name.strip())}
    clear = clearly(name, named, reader)
    if clear:
        return frozenset({clear})
    known = names_in(reader, catalog)
    wanted = name.casefold().strip()
    exact = {key for key, shown in known.items() if shown.casefold() == wanted}
    exact |= {key for key in named if key in known}
    exact = {key for key in exact if not key.startswith(PROVISIONAL)} or exact or joined(wanted, reader, known)
    if len(exact) == 1:
        return frozenset(exact)
    if exact:
        names = listed(sorted(exact), known)
        error = QueryError(f"{name!r} means several actors here.", hint=f"Give one id: {names}")
        raise error.named("several", name=name, names=names)
    alike = catalog.search(name, limit=SUGGESTIONS * 4)
    near = [hit.actor.id for hit in alike if hit.actor.id in known][:SUGGESTIONS]
    near = near or [key for key, shown in known.items() if wanted in shown.casefold()][:SUGGESTIONS]
    what = f"the ledger mentions no actor {name!r}."
    if near:
        names = listed(near, known)
        raise QueryError(what, hint=f"Did you mean: {names}").named("no_actor_but", name=name, names=names)
    hint = "List those it holds with: konturen actors --ledger PATH"
    raise QueryError(what, hint=hint).named("no_actor", name=name)


def _line(record: Recorded | RecordedFact) -> Line:
    if isinstance(record, Recorded):
        return statement_line(record.statement, record.id)
    return fact_line(record.fact, record.id)


def _with_source(line: Line, record: Recorded | RecordedFact) -> dict[str, Any]:
    document = record.document
    values = (
        document.id,
        document.title,
        document.author,
        document.outlet,
        document.published,
        record.recorded,
        document.genre,
        document.source,
    )
    return line | dict(zip(EXTRA, values, strict=True))

"""A small catalog, texts that name its actors, and ledgers of them: no classifier, nothing to wait for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from konturen.actors.catalog import Catalog
from konturen.actors.lines import Reader, user_files
from konturen.ledger.ledger import Ledger
from konturen.records import ActorType, Coded, Coverage, End, Evidence, Mention, Span
from tests import factory

WHEN = "2026-11-22T12:00:00+00:00"
Named = tuple[str, str, ActorType]
"""How a text calls an actor, its id, its type."""


def name(text: str, language: str = "en", kind: str = "short", **more: str) -> dict[str, str]:
    """A name in the catalog's format."""
    return {"text": text, "language": language, "kind": kind} | more


def tie(relation: str, actor: str, since: str | None = None, until: str | None = None, **more: Any) -> Any:
    """A tie in the catalog's format."""
    return {"relation": relation, "actor": actor, "from": since, "to": until} | more


ROWS: tuple[dict[str, Any], ...] = (
    {
        "id": "state-nor",
        "type": "state",
        "country": "NO",
        "names": [name("Norway"), name("Norwegen", "de"), name("Норвегия", "ru")],
        "ids": {"iso2": "NO", "wikidata": "Q20"},
    },
    {"id": "state-swe", "type": "state", "country": "SE", "names": [name("Sweden"), name("Schweden", "de")]},
    {
        "id": "party-labour",
        "type": "party",
        "country": "NO",
        "founded": "1887",
        "names": [name("Labour"), name("Arbeiterpartei", "de"), name("AP", "de", "abbreviation")],
        "ids": {"partyfacts": "351"},
    },
    {
        "id": "party-right",
        "type": "party",
        "country": "NO",
        "names": [name("Right Party"), name("Høyre", "no")],
    },
    {"id": "party-centre-no", "type": "party", "country": "NO", "names": [name("New Centre")]},
    {"id": "party-centre-se", "type": "party", "country": "SE", "names": [name("New Centre")]},
    {
        "id": "person-berg",
        "type": "person",
        "country": "NO",
        "gender": "f",
        "names": [name("Kari Berg"), name("Кари Берг", "ru")],
        "ties": [
            tie("member_of", "party-labour", "2010", "2019-12-31", source="Register of members"),
            tie("member_of", "party-right", "2020-01-01", evidence="She joined the Right Party."),
        ],
    },
    {
        "id": "person-lund",
        "type": "person",
        "names": [name("Nils Lund")],
        "ties": [tie("leads", "state-swe", "2018", title={"en": "president", "de": "Präsident"})],
    },
)
CATALOG = Catalog.from_lines(map(json.dumps, ROWS))

LABOUR: Named = ("Labour", "party-labour", "party")
RIGHT: Named = ("the Right Party", "party-right", "party")
BERG: Named = ("Kari Berg", "person-berg", "person")
LUND: Named = ("Nils Lund", "person-lund", "person")
NORDLICHT: Named = ("Nordlicht", "new:nordlicht", "party")
AURORA: Named = ("Aurora", "new:aurora", "party")
NORWAY: Named = ("Norway", "state-nor", "state")
SWEDEN: Named = ("Sweden", "state-swe", "state")


def load(extra: Path | None = None) -> Catalog:
    """What `Catalog.load` does, with the small catalog in place of the package's."""
    reader = Reader(CATALOG._rows)
    for path in user_files(extra):
        reader.file(path)
    return Catalog(reader.finish())


def text(
    source: Named,
    target: Named,
    *,
    when: str | None = None,
    published: str | None = None,
    number: int = 1,
) -> Coded:
    """The text number so and so, in which one actor met another; the sentence before and after says nothing."""
    first, last = f"This is text {number}.", "Nobody else came."
    sentence = f"{source[0]} met {target[0]} in Oslo."
    whole = f"{first} {sentence} {last}"
    start = len(first) + 1
    ends = tuple(_end(whole, named) for named in (source, target))
    evidence = Evidence(sentence, start, start + len(sentence))
    mentions = tuple(
        Mention(Span(e.start, e.end), e.surface, e.type, "name", e.actor, e.name, 0.9, "made by a test")
        for e in ends
    )
    said = factory.statement(
        source=ends[0], target=ends[1], evidence=evidence, when=when, when_text=None, document=f"{number}.txt"
    )
    document = factory.document(whole, location=f"{number}.txt", language="en", published=published)
    return Coded(document, mentions, (said,), (), Coverage(3, 3, len(whole), ()))


def _end(whole: str, named: Named) -> End:
    surface, actor, kind = named
    start = whole.index(surface)
    return End(surface.removeprefix("the "), actor, kind, surface, start, start + len(surface))


def fill(ledger: Ledger, *texts: Coded) -> Ledger:
    """The ledger, with these texts."""
    for one in texts:
        ledger.writer.record(one, WHEN)
    return ledger

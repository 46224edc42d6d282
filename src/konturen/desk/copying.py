"""Copies of texts: which are one source in several places, and which may be translations.

The Python twin of `konturen copies`. The machine only proposes: what persons say of two texts goes before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from konturen.ledger.clusters import Pair
from konturen.ledger.copies import Text
from konturen.ledger.ledger import Ledger
from konturen.ledger.shingles import CopyKind, in_order, only_in, sentence_in_both
from konturen.ledger.values import DocumentInfo
from konturen.lines import Line

NAMED = 8
"""How many names and numbers a reason gives."""


@dataclass(frozen=True, slots=True)
class Link:
    """Why two texts are taken for one: `score` is the share of the shorter one that stands in the other.

    `sentence` stands in both; `common` are the actors and numbers that a translation has in the same order;
    `only_later` and `only_earlier` are names and numbers that one text has alone, at most eight of each.
    """

    later: str
    earlier: str
    kind: CopyKind
    score: float
    method: str
    recorded: str
    sentence: str | None
    common: tuple[str, ...]
    only_later: tuple[str, ...]
    only_earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts that are one source, the first recorded first, and what joins them."""

    source: str
    texts: tuple[DocumentInfo, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may be the translation of another; it stays a source of its own until a person says so."""

    later: DocumentInfo
    earlier: DocumentInfo
    link: Link


@dataclass(frozen=True, slots=True)
class Copies:
    """The clusters of a ledger by their first text's recording, and what may be translations."""

    clusters: tuple[Cluster, ...]
    suggestions: tuple[Suggestion, ...]


def copies(ledger: Ledger) -> Copies:
    """All clusters of copies of a ledger, and the pairs that wait for a person's word."""
    reader = ledger.reader
    infos = {info.id: info for info in reader.documents()}
    pairs = reader.copies()
    groups: dict[str, list[DocumentInfo]] = {}
    for info in infos.values():
        groups.setdefault(info.source, []).append(info)
    clusters = []
    for source, members in groups.items():
        if len(members) > 1:
            ids = {info.id for info in members}
            own = [p for p in pairs if p.later in ids and p.earlier in ids]
            clusters.append(Cluster(source, tuple(members), _links(ledger, own)))
    refused = _refused(ledger)
    open_pairs = [
        p
        for p in pairs
        if p.kind == "translation"
        and infos[p.later].source != infos[p.earlier].source
        and frozenset((p.later, p.earlier)) not in refused
    ]
    suggestions = tuple(
        Suggestion(infos[link.later], infos[link.earlier], link) for link in _links(ledger, open_pairs)
    )
    return Copies(tuple(clusters), suggestions)


def _refused(ledger: Ledger) -> set[frozenset[str | None]]:
    """The pairs of texts of which somebody says that they are no copies."""
    said = (state.verdict for state in ledger.reader.verdicts("copies") if state.stands)
    return {frozenset((v.document, v.other)) for v in said if v.verdict == "reject"}


def lines(found: Copies) -> Iterator[Line]:
    """Clusters and suggestions in the line format."""
    for cluster in found.clusters:
        texts = [asdict(info) for info in cluster.texts]
        links = [asdict(link) for link in cluster.links]
        yield {"kind": "copies", "source": cluster.source, "texts": texts, "links": links}
    for one in found.suggestions:
        yield {
            "kind": "suggestion",
            "later": asdict(one.later),
            "earlier": asdict(one.earlier),
            "link": asdict(one.link),
        }


def _links(ledger: Ledger, pairs: list[Pair]) -> tuple[Link, ...]:
    found = []
    for pair in pairs:
        texts = ledger.reader.compared((pair.later, pair.earlier))
        found.append(_link(pair, texts[pair.later], texts[pair.earlier]))
    return tuple(found)


def _link(pair: Pair, later: Text, earlier: Text) -> Link:
    abroad = pair.kind == "translation"
    return Link(
        pair.later,
        pair.earlier,
        pair.kind,
        pair.score,
        pair.method,
        pair.recorded,
        None if abroad else sentence_in_both(later.words, earlier.words),
        in_order(later.row, earlier.row)[:NAMED] if abroad else (),
        () if abroad else only_in(later.words, earlier.words)[:NAMED],
        () if abroad else only_in(earlier.words, later.words)[:NAMED],
    )

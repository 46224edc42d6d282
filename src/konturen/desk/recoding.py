"""Coding a ledger's texts again with a newer coder: what would change, then the change itself.

    again = Recode(ledger, apply=True)
    for text in again.run():
        print(text.document, text.difference)
    print(again.totals.statements, again.lost())

Nothing is overwritten: a new coding stands beside the former ones, readers show the last one of each text, and
what persons have judged stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from konturen.errors import KonturenError
from konturen.ledger.differences import KINDS, Change, Coding, Difference, Kind, compare
from konturen.ledger.identities import Judgement
from konturen.ledger.ledger import Ledger
from konturen.ledger.recodings import concerns
from konturen.pipeline import Pipeline, now
from konturen.records import Fact, Statement

Progress = Callable[[int, int, str], None]
"""Told the number of a text, of how many, and where it lies."""

__all__ = ["KINDS", "Change", "Difference", "Kind", "Recode", "Recoded", "Totals"]


@dataclass(frozen=True, slots=True)
class Recoded:
    """A text that was coded again: by whom before (None: nobody knows), and what is different now.

    `difference` is None where it could not be coded (`error` says why), and where another program has coded
    it meanwhile.
    """

    document: str
    location: str
    title: str | None
    before: str | None
    difference: Difference | None
    error: str | None = None


@dataclass(slots=True)
class Totals:
    """What codings have changed: statements by relation, facts by attribute, mentions; by kind of change."""

    texts: int = 0
    differing: int = 0
    failed: int = 0
    statements: dict[str, Counter[Kind]] = field(default_factory=dict)
    facts: dict[str, Counter[Kind]] = field(default_factory=dict)
    mentions: Counter[Kind] = field(default_factory=Counter)

    def add(self, text: Recoded) -> None:
        """Count one text. What has changed is counted under its former relation."""
        self.texts += 1
        self.failed += text.error is not None
        found = text.difference
        if found is None:
            return
        self.differing += bool(found)
        for counted, kept, changes in (
            (self.statements, found.kept_statements, found.statements),
            (self.facts, found.kept_facts, found.facts),
        ):
            for name, number in kept.items():
                counted.setdefault(name, Counter())["kept"] += number
            for change in changes:
                counted.setdefault(_named(change.old or change.new), Counter())[change.kind] += 1
        self.mentions["kept"] += found.kept_mentions
        self.mentions["new"] += len(found.mentions_new)
        self.mentions["lost"] += len(found.mentions_lost)


class Recode:
    """Codes those texts of a ledger again whose last coder is not the present one; in the order of recording.

    With `apply` each text's new coding is written as soon as it is made, in one transaction: what was
    interrupted goes on where it stopped. Without, nothing is written. `document` (an id) takes only that text;
    QueryError where the ledger does not hold it. LedgerError where it is to be written and cannot be.
    """

    def __init__(
        self, ledger: Ledger, pipeline: Pipeline | None = None, document: str | None = None, apply: bool = False
    ) -> None:
        self._ledger = ledger
        self._pipeline = pipeline or Pipeline()
        self._writer = ledger.writer if apply else None
        self.coder = self._pipeline.coder_name
        self.outdated, self.present = ledger.reader.due_recodings(self.coder, document)
        """The texts to code again, and how many are of the present coder already."""
        self.totals = Totals()
        self._identities = ledger.reader.identities()
        self._said = [
            state.judgement
            for state in ledger.reader.judgements()
            if state.stands and state.judgement.kind == "means"
        ]
        self._ever, seen = ledger.reader.concerned() if self._said else ({}, {})
        self._after = Counter(seen)

    def run(
        self, progress: Progress | None = None, stage: Callable[[str], None] | None = None
    ) -> Iterator[Recoded]:
        """Each text with what is different. A text that cannot be coded is told and does not stop the rest."""
        for number, outdated in enumerate(self.outdated, 1):
            document = self._ledger.reader.document(outdated.document)
            if progress:
                progress(number, len(self.outdated), document.location)
            told = (document.id, document.location, document.title, outdated.coder)
            try:
                coded = self._pipeline.code(document, stage, self._ledger)
                old, new = self._ledger.reader.coding(document.id), Coding.of(coded)
                if self._writer is None:
                    difference: Difference | None = compare(old, new)
                else:
                    difference = self._writer.recode(coded, now())
                text = Recoded(*told, difference)
                if difference is not None:
                    self._count(document.id, old, new)
            except KonturenError as error:
                text = Recoded(*told, None, str(error))
            self.totals.add(text)
            yield text

    def lost(self) -> tuple[Judgement, ...]:
        """The judgements that split an actor and concern no mention any more after the texts coded so far,
        though in some coding they did: they stand, but have lost their sentence."""
        return tuple(said for said in self._said if self._ever.get(said.id, 0) > 0 >= self._after[said.id])

    def _count(self, document: str, old: Coding, new: Coding) -> None:
        for said in self._said:
            change = concerns(self._identities, said, document, new)
            self._after[said.id] += change - concerns(self._identities, said, document, old)


def _named(claim: Statement | Fact | None) -> str:
    assert claim is not None  # a change has one side at least
    return claim.relation if isinstance(claim, Statement) else claim.attribute

"""A newer coder of the small world's texts: it keeps some claims, drops some, changes some and finds others."""

from __future__ import annotations

import random
from dataclasses import replace

from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.records import Coded, Document
from tests.ledger.world import TEXTS


def newer(coded: Coded, seed: object, coder: str = "test/2") -> Coded:
    """Another coding of a text, the same for the same seed; facts keep the name of their coder."""
    drawn = random.Random(repr(seed))
    statements = []
    for statement in coded.statements:
        own = replace(statement, coder=coder, score=round(drawn.uniform(0.5, 1), 3))
        what = drawn.choice(("keep", "keep", "drop", "status", "turn", "more"))
        if what != "drop":
            changes = {"status": "planned"} if what == "status" else {}
            if what == "turn" and own.target:
                own = replace(own, source=own.target, target=own.source, mutual=False)
            statements.append(replace(own, **changes))  # type: ignore[arg-type]
        if what == "more":
            statements.append(replace(own, relation="SUPPORT", mutual=False))
    mentions = []
    for mention in coded.mentions:
        what = drawn.choice(("keep", "keep", "drop", "other"))
        if what == "other":
            mention = replace(mention, actor=f"new:{coder}", name="Somebody", reason=coder)
        if what != "drop":
            mentions.append(replace(mention, score=round(drawn.uniform(0.5, 1), 3)))
    facts = tuple(fact for fact in coded.facts if drawn.random() < 0.6)
    return replace(coded, statements=tuple(statements), mentions=tuple(mentions), facts=facts, coder=coder)


class Newer(Pipeline):
    """A pipeline with such a coder, which counts what it codes and may stop in the middle."""

    def __init__(self, coder: str = "test/2", stop_after: int | None = None) -> None:
        super().__init__()
        self.name, self.coded, self.stop_after = coder, 0, stop_after

    @property
    def coder_name(self) -> str:
        """Its name."""
        return self.name

    def code(self, document: Document, progress: object = None, ledger: Ledger | None = None) -> Coded:
        """One of the small world's texts, coded anew."""
        if self.stop_after is not None and self.coded >= self.stop_after:
            raise KeyboardInterrupt
        self.coded += 1
        known = {text.document.id: text for text in TEXTS}
        return replace(newer(known[document.id], self.name, self.name), document=document)

"""Statements as columns, made by hand: for tests of analyses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from konturen.acts import NOBODY, OPEN, UNDATED, Acts, Origin, Party, day_number
from konturen.records import STATUSES


@dataclass(frozen=True)
class Said:
    """One statement; days are ISO, `last` None is the first day, ".." goes on."""

    source: str
    relation: str
    target: str | None
    status: str = "happened"
    first: str | None = "2024-05-03"
    last: str | None = None
    mutual: bool = True
    text: str = "t1"
    published: str | None = "2024-06-01"
    origin: str | None = None
    speaker: str | None = None
    id: str = ""

    @property
    def key(self) -> str:
        """The id, that of what it claims where none is given."""
        return self.id or "|".join(
            map(str, (self.source, self.relation, self.target, self.status, self.first, self.last, self.text))
        )


def number(day: str | None) -> int:
    """The number of a day."""
    return UNDATED if day is None else OPEN if day == ".." else day_number(date.fromisoformat(day))


def acts(*said: Said, types: dict[str, str] | None = None) -> Acts:
    """The columns of these statements; actors are numbered as they come."""
    names = list(dict.fromkeys(x for s in said for x in (s.source, s.target, s.speaker) if x is not None))
    relations = list(dict.fromkeys(s.relation for s in said)) or ["CONSULT"]
    texts = list(dict.fromkeys(s.text for s in said))
    sources = list(dict.fromkeys(s.origin or s.text for s in said))
    by_text = {s.text: s for s in said}
    origins = tuple(
        Origin(t, sources.index(by_text[t].origin or t), "de", None, None, number(by_text[t].published))
        for t in texts
    )

    def end(name: str | None) -> int:
        return NOBODY if name is None else names.index(name)

    def ints(values: Sequence[int]) -> Any:
        return np.array(values, np.int32)

    return Acts(
        ids=np.array([s.key.encode() for s in said], "S120"),
        document=ints([texts.index(s.text) for s in said]),
        sentence=ints(range(len(said))),
        source=ints([end(s.source) for s in said]),
        target=ints([end(s.target) for s in said]),
        speaker=ints([end(s.speaker) for s in said]),
        relation=ints([relations.index(s.relation) for s in said]),
        status=ints([STATUSES.index(s.status) for s in said]),  # type: ignore[arg-type]
        track=ints([0] * len(said)),
        mutual=np.array([s.mutual for s in said], bool),
        first=ints([number(s.first) for s in said]),
        last=ints([number(s.last if s.last is not None else s.first) for s in said]),
        score=np.ones(len(said), np.float32),
        judged=np.zeros(len(said), bool),
        confirmed=np.zeros(len(said), bool),
        actors=tuple(Party(name, name.title(), (types or {}).get(name, "party")) for name in names),
        origins=origins,
        relations=tuple(relations),
        tracks=("inter-party",),
    )


def turned(said: Said) -> Said:
    """The same with its ends swapped, under the same id."""
    if said.target is None:
        return replace(said, id=said.key)
    return replace(said, source=said.target, target=said.source, id=said.key)

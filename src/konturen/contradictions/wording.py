"""A contradiction in one English sentence."""

from __future__ import annotations

from collections.abc import Sequence

from konturen.contradictions.periods import read
from konturen.ledger.values import Recorded, RecordedFact

LONGEST_NAME = 60
"""Characters of a name or outlet in a reason."""
NAMED = 2
"""How many of those who say a thing are named; the others are counted."""

Saying = tuple[str, Sequence[Recorded] | Sequence[RecordedFact], str]
"""What is said, by whom, and for when (in words, empty where no date is told)."""


def summed_up(sides: Sequence[Saying]) -> str:
    """Who says what for when: "X says that it happened (2024-05-03); Y that it did not happen (May 2024)"."""
    parts = []
    for says, records, when in sides:
        told = list(dict.fromkeys(map(teller, records)))
        more = len(told) - NAMED
        names = " and ".join(told) if more <= 0 else f"{', '.join(told[:NAMED])} and {more} more"
        parts.append(f"{names}: {says}{f', {when}' if when else ''}")
    return "; ".join(parts)


def teller(record: Recorded | RecordedFact) -> str:
    """Whose word it is: the speaker's, else the outlet's, else the text's."""
    speaker = record.statement.speaker if isinstance(record, Recorded) else None
    d = record.document
    place = d.places[0].rsplit("/", 1)[-1] if d.places else d.id
    name = (speaker.name if speaker else None) or d.outlet or d.title or place or d.id
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def when_of(record: Recorded | RecordedFact) -> str:
    """The date that a sentence gives, else that of its text."""
    stated = record.statement.when if isinstance(record, Recorded) else record.fact.when
    if read(stated):
        return f"dated {stated}"
    return f"published {record.document.published}" if record.document.published else "undated"

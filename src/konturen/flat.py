"""One statement as one flat row: what exports write, in the order of their columns."""

from __future__ import annotations

from typing import NamedTuple


class Flat(NamedTuple):
    """A statement as a ledger reads it now, with what is known of its text; the names are those of the lines.

    An end is six values, all None where there is none. `judgement` is how persons judge it and `judged_by` who
    said so. `document` is where the text was read first, `places` all such places; `source_id` is the text that
    counts for all its copies.
    """

    id: str
    relation: str
    status: str
    mutual: bool
    source_name: str
    source_actor: str
    source_type: str
    source_surface: str
    source_start: int
    source_end: int
    target_name: str | None
    target_actor: str | None
    target_type: str | None
    target_surface: str | None
    target_start: int | None
    target_end: int | None
    when: str | None
    when_text: str | None
    track: str
    speaker_name: str | None
    speaker_actor: str | None
    speaker_type: str | None
    speaker_surface: str | None
    speaker_start: int | None
    speaker_end: int | None
    evidence_text: str
    evidence_start: int
    evidence_end: int
    cue: str | None
    score: float
    coder: str
    recorded: str
    judgement: str
    judged_by: tuple[str, ...]
    document_id: str
    document: str
    language: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    genre: str | None
    source_id: str
    places: tuple[str, ...]

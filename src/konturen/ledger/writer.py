"""The writing face of the ledger: a document with all its statements, a judgement, an import; or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from konturen.errors import LedgerError, QueryError
from konturen.ledger import (
    actor_rows,
    following,
    judgements,
    notes,
    recodings,
    recording,
    removal,
    verdicts,
)
from konturen.ledger.amending import Named
from konturen.ledger.dialects import compact, told, writing
from konturen.ledger.differences import Difference
from konturen.ledger.followed import Attempt, Subscription, Wanted
from konturen.ledger.identities import Decision, Judgement
from konturen.ledger.notes import Note, NoteKind, Place
from konturen.ledger.recording import Receipt
from konturen.ledger.rows import faults
from konturen.ledger.traces import Person
from konturen.ledger.verdicts import Ruling, Verdict
from konturen.records import Coded, Entry

__all__ = ["Receipt", "Writer"]

Counts = Mapping[str, int]


class Writer:
    """Adds coded documents, judgements and actors. Nothing is overwritten and nothing is deleted."""

    def __init__(self, address: str, engine: Engine) -> None:
        self._address = address
        self._engine = writing(engine)

    def record(self, coded: Coded, recorded: str) -> Receipt:
        """Add a document at the instant `recorded` (ISO 8601), in one transaction.

        A text that is known already changes nothing but the list of its places. LedgerError where a value does
        not point to its words, and where the database cannot be written: then nothing was written.
        """
        return self.record_many([coded], recorded)[0]

    def record_many(self, texts: Sequence[Coded], recorded: str) -> tuple[Receipt, ...]:
        """Add several documents in one transaction: all or none, as `record` adds each of them.

        The disk is waited for once, not for every document; the receipts come when all are there.
        """
        for coded in texts:
            _proved(coded)
        with told(self._address), self._engine.begin() as connection:
            return recording.record(connection, texts, recorded)

    def recode(self, coded: Coded, recorded: str) -> Difference | None:
        """Write what a newer coder found in a known text beside what former ones did, in one transaction.

        The answer is the difference; None where the text's last coder is this one: then nothing was written.
        LedgerError as for `record`, QueryError where the ledger does not hold the text.
        """
        _proved(coded)
        with told(self._address), self._engine.begin() as connection:
            return recodings.recode(connection, coded, recorded)

    def judge(
        self, decision: Decision, recorded: str, known: Callable[[str], bool] = lambda _: False
    ) -> Judgement:
        """Write down what a person decided on two actors, at the instant `recorded` (ISO 8601).

        `known` says whether a catalog holds an id. The same decision again by the same person changes nothing:
        the judgement that stands is the answer. QueryError where both actors are one id, nobody knows one of
        them, the document is not recorded, or what the person said before contradicts it; what others said
        does not matter (`Reader.identities().disputed` shows it).
        """
        with told(self._address), self._engine.begin() as connection:
            return judgements.judge(connection, decision, recorded, known)

    def withdraw(self, id: int, by: str, recorded: str) -> Judgement:
        """Take a judgement back by a further row, which is the answer.

        QueryError where there is no such judgement, or it was withdrawn already.
        """
        with told(self._address), self._engine.begin() as connection:
            return judgements.withdraw(connection, id, by, recorded)

    def rule(
        self, rulings: Sequence[Ruling], recorded: str, named: Named = lambda _: None
    ) -> tuple[tuple[Verdict, bool], ...]:
        """Write down what persons say of statements, facts, mentions and pairs of texts, all or nothing.

        Each comes with whether it is new: what a person says already changes nothing. `named` gives name and
        type of a catalog's actor. QueryError names the subject that is not there, or the field of an amendment
        that does not hold.
        """
        with told(self._address), self._engine.begin() as connection:
            return verdicts.rule_all(connection, rulings, recorded, named)

    def withdraw_verdict(self, id: int, by: str, recorded: str) -> Verdict:
        """Take a verdict back by a further row, which is the answer.

        QueryError where there is no such verdict, or it was withdrawn already.
        """
        with told(self._address), self._engine.begin() as connection:
            return verdicts.withdraw(connection, id, by, recorded)

    def annotate(
        self, kind: NoteKind, place: Place, by: str, recorded: str, words: str | None = None
    ) -> tuple[Note, bool]:
        """Write a note beside a text (`words`), or keep a text for later; with whether it is new.

        QueryError where the text or the place in it is not there, and where a note says nothing.
        """
        with told(self._address), self._engine.begin() as connection:
            return notes.add(connection, kind, place, by, recorded, words)

    def withdraw_note(self, id: int, by: str, recorded: str) -> Note:
        """Take a note of one's own back, or no longer keep a text, by a further row; the note.

        QueryError where there is no such note of this person, or it was taken back already.
        """
        with told(self._address), self._engine.begin() as connection:
            return notes.withdraw(connection, id, by, recorded)

    def add_actors(self, rows: Sequence[Mapping[str, Any]], origin: str, by: str, recorded: str) -> int:
        """Add a user's own actors, lines in the catalog's format, all or none; the number of their batch.

        The catalog has to check them before: here a line is only a JSON object with an id. QueryError names
        the line that cannot be written.
        """
        with told(self._address), self._engine.begin() as connection:
            return actor_rows.add(connection, rows, origin, by, recorded)

    def withdraw_actors(
        self, by: str, recorded: str, *, ids: Sequence[int] | None = None, batch: int | None = None
    ) -> int:
        """Take actors back by further rows: some rows by their ids, or what still stands of a batch; how many.

        QueryError where an id is unknown or was withdrawn already, or where nothing of the batch stands.
        """
        with told(self._address), self._engine.begin() as connection:
            return actor_rows.withdraw(connection, ids, batch, by, recorded)

    def follow(self, wanted: Sequence[Wanted], by: str, recorded: str) -> tuple[tuple[Subscription, bool], ...]:
        """Follow feeds, folders or files of bookmarks, all or none; each with whether it is new."""
        with told(self._address), self._engine.begin() as connection:
            return following.follow(connection, wanted, by, recorded)

    def unfollow(self, address: str, by: str, recorded: str) -> Subscription:
        """End a subscription, named by its address or number. QueryError where there is none."""
        with told(self._address), self._engine.begin() as connection:
            return following.unfollow(connection, address, by, recorded)

    def listed(self, attempt: Attempt, entries: Sequence[Entry], recorded: str) -> tuple[int, ...]:
        """Note that a list was read and what it holds, together or not at all; the ids of the new entries."""
        with told(self._address), self._engine.begin() as connection:
            return following.listed(connection, attempt, entries, recorded)

    def note(self, attempt: Attempt, recorded: str) -> None:
        """Note an attempt to read a list or a text, and what came of it."""
        with told(self._address), self._engine.begin() as connection:
            following.note(connection, attempt, recorded)

    def forget(
        self, person: Person, by: str, recorded: str, reason: str | None = None, counts: Counts | None = None
    ) -> tuple[int, str]:
        """Remove a person, at the instant `recorded`; the record's number, and what is left to do, in words.

        With `counts` only if just so many rows are concerned: what a person was asked. QueryError where it is
        others, where there is nothing to remove, and where the record would name the person.
        """
        with told(self._address):
            with self._engine.begin() as connection:
                made = removal.plan(connection, person)
                if counts is not None and made.counts != counts:
                    hint = "Nothing was removed; ask again."
                    raise QueryError("the ledger has changed since it was looked through.", hint=hint)
                number = removal.forget(connection, person, made, by, reason, recorded)
            return number, compact(self._address, self._engine)


def _proved(coded: Coded) -> None:
    """LedgerError where a value does not stand where it says."""
    wrong = faults(coded)
    if wrong:
        raise LedgerError(
            f"{len(wrong)} values do not stand where they say, the first: {wrong[0]}.",
            coded.document.location,
            "Nothing was written. This is a fault of Konturen: please report it with the text.",
        )

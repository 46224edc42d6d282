"""What a person may write into the ledger: ids, names of persons and words, before they touch the database."""

from __future__ import annotations

import unicodedata

from konturen.errors import QueryError

ID_LENGTH = 200
"""Most characters of an actor's id or a person's name."""
NOTE_LENGTH = 10_000
"""Most characters of a note, of an origin and of the words of a mention."""
LARGEST = 2**63 - 1
"""Largest number that every database takes as an id."""


def actor_id(text: object, most: int = ID_LENGTH) -> str:
    """An actor's id that can be written; QueryError says what is wrong with it.

    `most` is the length allowed: ids that a ledger already holds may be as long as the names in texts.
    """
    return _line(text, "an actor's id", "Take an id that konturen actors shows.", most)


def person(text: object) -> str:
    """The name of who decides; QueryError where it is empty or no name."""
    return _line(text, "the name of who decides", "Say who you are: a name or a short sign.")


def words(text: str, what: str) -> str:
    """A longer text that can be written; QueryError where it is not."""
    if len(text) > NOTE_LENGTH:
        raise QueryError(f"{what} has {len(text)} characters.", hint=f"Use at most {NOTE_LENGTH}.")
    if not writable_text(text):
        raise QueryError(f"{what} holds characters that no file can hold.", hint="Type it again.")
    return text


def writable_text(text: str) -> bool:
    """Whether every database takes this text: no halves of characters and no NUL."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _line(text: object, what: str, hint: str, most: int = ID_LENGTH) -> str:
    if not isinstance(text, str) or not text.strip():
        raise QueryError(f"{what} is missing.", hint=hint)
    if len(text) > most:
        raise QueryError(f"{what} has {len(text)} characters, the most is {most}.", hint=hint)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise QueryError(f"{what} holds control characters: {ascii(text)[:80]}.", hint=hint)
    return text

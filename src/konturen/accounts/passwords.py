"""Passwords: kept as argon2id hashes (RFC 9106, the second recommended choice: 64 MiB, 3 passes, 4 lanes).

A password is compared in Unicode's normal form NFC, as RFC 8265 asks, so that it does not matter which keyboard
wrote it. Whoever is unknown costs the same time as whoever is known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cached_property
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from konturen.errors import LedgerError, QueryError

SHORTEST, LONGEST = 12, 1_000
"""Characters that a password has at least, and at most: longer ones would only cost time."""
DIFFERENT = 5
"""Characters of a password that are different ones at least."""
T = TypeVar("T")
AT_ONCE, PATIENCE = 4, 20
"""Hashes computed at once, each in 64 MiB; and seconds that one waits for its turn."""


class Passwords:
    """Hashes passwords and compares them, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(AT_ONCE)

    @cached_property
    def nobody(self) -> str:
        """A hash like the others, which stands for those whom nobody knows."""
        return self._hasher.hash("nobody has this password")

    def hashed(self, password: str) -> str:
        """The hash of a password, with its salt and parameters."""
        return self._in_turn(lambda: self._hasher.hash(normal(password)))

    def fits(self, known: str | None, password: str) -> bool:
        """Whether a password is that of a hash. None, for nobody, takes the same time and never fits."""
        if len(password) > LONGEST or not _encodable(password):
            return False
        asked = known if known is not None else self.nobody
        return self._in_turn(lambda: self.verified(asked, normal(password))) and known is not None

    def verified(self, known: str, password: str) -> bool:
        """Whether a hash is one of a password in normal form."""
        try:
            return self._hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, known: str) -> bool:
        """Whether a hash was made with other parameters than are used now."""
        return self._hasher.check_needs_rehash(known)

    def _in_turn(self, work: Callable[[], T]) -> T:
        if not self._turns.acquire(timeout=PATIENCE):
            raise LedgerError("too many people sign in at once.", hint="Try again in a moment.")
        try:
            return work()
        finally:
            self._turns.release()


def normal(password: str) -> str:
    """A password in Unicode's normal form NFC."""
    return unicodedata.normalize("NFC", password)


def check(password: str, name: str) -> None:
    """QueryError where a password may not be taken: too short, too long, hardly any characters, or the name."""
    used = normal(password)
    hint = f"Take a sentence that only you know: {SHORTEST} characters or more."
    if len(used) < SHORTEST:
        raise QueryError(f"the password has fewer than {SHORTEST} characters.", hint=hint)
    if len(password) > LONGEST:
        raise QueryError(f"the password has more than {LONGEST} characters.", hint=hint)
    if not _encodable(password):
        raise QueryError("the password holds characters that are none.", hint=hint)
    if len(set(used)) < DIFFERENT or (name.casefold() in used.casefold() and len(used) < 2 * len(name)):
        raise QueryError("the password is too easily guessed.", hint=hint)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)

"""What a caller may decide, as one frozen value: each setting with its default and its help in one place."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field
from pathlib import Path

from konturen.records import Genre

DEFAULT_LEDGER = "konturen.sqlite"
"""The ledger's file in the current folder where neither --ledger nor KONTUREN_LEDGER names one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How texts are read and coded.

    `language` and `encoding` replace the recognition; `allow_private` lets addresses of private networks
    through; `timeout` (seconds) and `max_bytes` bound a source; `catalog` adds actors from a file; `threads`
    is for the classifier, 0 leaves it to the runtime; `min_score` drops statements below it from what is
    shown, never from what is stored; `genre` replaces the recognition of the genre.
    """

    language: str | None = None
    encoding: str | None = None
    allow_private: bool = False
    timeout: float = 30.0
    max_bytes: int = 20_000_000
    catalog: Path | None = None
    threads: int = 0
    min_score: float = field(default=0.0)
    genre: Genre | None = None


def default_ledger() -> str:
    """The ledger to use where none is named: the environment's, else the default file."""
    return os.environ.get("KONTUREN_LEDGER") or DEFAULT_LEDGER


def present_user() -> str:
    """Who decides where nobody is named: KONTUREN_USER, else the name of the account."""
    named = os.environ.get("KONTUREN_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"

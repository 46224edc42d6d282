"""The value made last, kept for whoever asks for the same: a command asks several times for one catalog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Latest(Generic[_T]):
    """Keeps one value with the key that it was made for; the key is compared by equality."""

    def __init__(self) -> None:
        self._kept: tuple[object, _T] | None = None

    def of(self, key: object, make: Callable[[], _T]) -> _T:
        """The value of a key: the kept one, else a new one, which is kept from then on."""
        kept = self._kept
        if kept is None or kept[0] != key:
            self._kept = kept = None  # two large values are never held at once
            kept = self._kept = (key, make())
        return kept[1]


def state(path: Path) -> tuple[str, int, int, int, int]:
    """What changes when a file is written again or another one takes its place."""
    try:
        told = path.stat()
    except OSError:  # whoever reads it says what is wrong
        return str(path), 0, 0, 0, 0
    return str(path.absolute()), told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns

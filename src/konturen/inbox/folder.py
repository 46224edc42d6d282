"""A watched folder: which files are new or changed, whole, and really files. By looking, without a service.

A file counts as whole when it looks the same twice, `settle` seconds apart, or was not touched for as long;
while it is read it must stay the same, too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from konturen.errors import LaterError, SourceError

SETTLE_SECONDS = 2.0
MAX_DEPTH = 32
"""Folders within folders that are looked into."""
MAX_FILES = 200_000
"""Files of a folder that are looked at; the others are named in `refused`."""

_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", ".!ut", "~")
"""How names of files end that programs are still writing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it looked: its path, its size in bytes, when it was changed (ns), and which file it is."""

    path: str
    size: int
    changed: int
    device: int
    inode: int

    @property
    def mark(self) -> str:
        """What differs once the file was changed, as an ETag does for an address."""
        return f"{self.size}-{self.changed}"


@dataclass(frozen=True, slots=True)
class Refused:
    """What lies in the folder and is not read, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A look into a folder: files that can be read, what is refused, and files that somebody is writing."""

    files: tuple[Found, ...]
    refused: tuple[Refused, ...]
    unsettled: tuple[str, ...]


def scan(
    folder: str,
    now: float,
    sleep: Callable[[float], None],
    known: Callable[[str], str | None] = lambda _: None,
    settle: float = SETTLE_SECONDS,
) -> Scan:
    """What lies in a folder and the folders in it, in the order of names; hidden and partial files left out.

    `now` is the time in seconds since 1970; `known` gives the mark under which a path was read already: such
    files are left out, too. SourceError where the folder cannot be looked into.
    """
    found: list[Found] = []
    refused: list[Refused] = []
    for item in _walk(folder):
        if isinstance(item, Refused):
            refused.append(item)
        elif known(item.path) != item.mark:
            found.append(item)
    fresh = [item for item in found if not now - settle - item.changed / 1e9 >= 0]
    unsettled: set[str] = set()
    if fresh:
        sleep(settle)
        unsettled = {item.path for item in fresh if look(item.path) != item}
    files = tuple(item for item in found if item.path not in unsettled)
    return Scan(files, tuple(refused), tuple(sorted(unsettled)))


def read_file(found: Found, max_bytes: int) -> bytes:
    """The bytes of a file that was found; LaterError where it has changed since, SourceError where it is too
    long, gone, or no file any more."""
    if found.size > max_bytes:
        what = f"the file is {found.size:,} bytes long; at most {max_bytes:,} bytes are read."
        raise SourceError(what, found.path, "Split it, or raise --max-bytes.")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(found.path, flags | getattr(os, "O_BINARY", 0)), "rb") as stream:
            before = _found(found.path, os.fstat(stream.fileno()))
            content = stream.read(max_bytes + 1) if before == found else b""
            after = _found(found.path, os.fstat(stream.fileno()))
    except FileNotFoundError as error:
        raise SourceError("the file is gone.", found.path, "Put it back to have it read.") from error
    except OSError as error:
        raise SourceError(
            f"the file cannot be read: {error.strerror}.", found.path, "Check its permissions."
        ) from error
    if before != found or after != found or len(content) != found.size:
        raise LaterError("the file is being written.", found.path, "It is read once it stays the same.", 0.0)
    return content


def look(path: str) -> Found | None:
    """A file as it looks now; None where there is none, or something else."""
    try:
        about = os.lstat(path)
    except (OSError, ValueError):
        return None
    return _found(path, about) if stat.S_ISREG(about.st_mode) else None


def _walk(folder: str) -> Iterator[Found | Refused]:
    stack: list[tuple[str, int]] = [(folder, 0)]
    left = MAX_FILES
    while stack:
        path, depth = stack.pop()
        try:
            with os.scandir(path) as items:
                names = sorted(items, key=lambda item: item.name)
        except OSError as error:
            if depth == 0:
                what = f"the folder cannot be looked into: {error.strerror}."
                raise SourceError(what, shown(path), "Check that it is there and may be read.") from error
            yield Refused(shown(path), f"the folder cannot be looked into: {error.strerror}.")
            continue
        deeper: list[tuple[str, int]] = []
        for item in names:
            if item.name.startswith(".") or item.name.casefold().endswith(_PARTIAL):
                continue
            left -= 1
            if left < 0:
                yield Refused(
                    shown(folder), f"it holds more than {MAX_FILES:,} files; the others were not read."
                )
                return
            kind = _kind(item)
            if isinstance(kind, Refused | Found):
                yield kind
            elif kind and depth < MAX_DEPTH:
                deeper.append((item.path, depth + 1))
            elif kind:
                yield Refused(shown(item.path), f"it lies more than {MAX_DEPTH} folders deep.")
        stack += reversed(deeper)


def _kind(item: os.DirEntry[str]) -> Found | Refused | bool:
    """A file, a refusal, or whether it is a folder to look into; False where it has gone in the meantime."""
    try:
        about = item.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    except OSError as error:
        return Refused(shown(item.path), f"it cannot be looked at: {error.strerror}.")
    if shown(item.path) != item.path:
        return Refused(shown(item.path), "its name holds bytes that are no characters.")
    if stat.S_ISLNK(about.st_mode):
        return Refused(item.path, "it is a link, which may lead out of the folder.")
    if stat.S_ISDIR(about.st_mode):
        return True
    if not stat.S_ISREG(about.st_mode):
        return Refused(item.path, "it is a device, a pipe or a socket, not a file.")
    return _found(item.path, about)


def _found(path: str, about: os.stat_result) -> Found:
    return Found(path, about.st_size, about.st_mtime_ns, about.st_dev, about.st_ino)


def shown(path: str) -> str:
    """A path that can be printed and stored: bytes that are no characters stand as escapes."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")

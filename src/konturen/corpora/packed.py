"""Files as bytes: unpacked once where they are packed, line by line, bounded, and what goes wrong in words."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

HEAD = 65_536
"""Bytes at the beginning of a file by which its kind is told."""

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
ZIP = b"PK\x03\x04"
_ARCHIVES = (GZIP, BZIP2, XZ, ZIP, b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
"""What reading of a file, packed or not, can raise."""


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file; of one that is packed with gzip, bzip2 or xz those that are in it."""
    with path.open("rb") as file:
        head = file.read(6)
        file.seek(0)
        if head.startswith(GZIP):
            with gzip.GzipFile(fileobj=file) as stream:
                yield cast("BinaryIO", stream)
        elif head.startswith(BZIP2):
            with bz2.BZ2File(file) as stream:
                yield cast("BinaryIO", stream)
        elif head == XZ:
            with lzma.LZMAFile(file) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield file


def head_of(path: Path) -> bytes:
    """The beginning of a file, unpacked, up to its damage; raises one of DAMAGED if that is at once."""
    head = b""
    with unpacked(path) as stream:
        try:
            while len(head) < HEAD and (piece := cast("BufferedReader", stream).read1(HEAD - len(head))):
                head += piece
        except DAMAGED:
            if not head:
                raise
    return head


def is_packed(content: bytes) -> bool:
    """Whether bytes begin as a packed file or an archive does."""
    return content.startswith(_ARCHIVES)


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, int, int]]:
    """Each line with its length in bytes and the number of double quotes in it.

    Of a line that is longer than `limit` bytes only the beginning is given: it is never held whole.
    """
    while line := stream.readline(limit + 1):
        size, quotes, end = len(line), line.count(b'"'), line[-1:]
        while end != b"\n" and (more := stream.readline(HEAD)):
            size, quotes, end = size + len(more), quotes + more.count(b'"'), more[-1:]
        yield line, size, quotes


def why(error: BaseException) -> str:
    """What an error of reading says, for a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def shown(path: str | os.PathLike[str]) -> str:
    """A path that can be printed and stored: bytes that are no characters stand as escapes."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")

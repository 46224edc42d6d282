"""Files in a folder, a zip or a tar: each is one entry, and nothing is ever unpacked to the disk.

What a name or a size in an archive says is not believed: names that lead out of it are refused, what a member
unpacks to is bounded while it is read, and so is the list of members of a zip. An archive in an archive, and
records in one, are not opened.
"""

from __future__ import annotations

import os
import posixpath
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from konturen.corpora.items import Failure, Item
from konturen.corpora.options import Entry, InputOptions, failed, too_long
from konturen.corpora.packed import DAMAGED, is_packed, shown, unpacked, why
from konturen.errors import SourceError

LONGEST_LIST = 2**26
"""Bytes of the list of members of a zip: about 600,000 names, which take some 500 MB while it is open."""
LARGE, TIGHTEST = 2**30, 250
"""A zip that unpacks to more bytes than this is refused if it is packed more tightly than so many to one."""

_RECORDS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".warc", ".wet")
_DAMAGED = (*DAMAGED, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError)
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"

Opener = Callable[[Path], Iterator[Entry]]


def file_item(path: Path, options: InputOptions) -> Item | Failure:
    """A file that is one text; one that is packed by itself is unpacked."""
    name = shown(path)
    try:
        size = path.stat().st_size
        if size > options.max_bytes:
            return too_long(name, size, options)
        with unpacked(path) as stream:
            content = stream.read(options.max_bytes + 1)
    except DAMAGED as error:
        return failed(name, f"the file cannot be read: {why(error)}.")
    if len(content) > options.max_bytes:
        return failed(name, f"it unpacks to more than {options.max_bytes:,} bytes. Raise --max-bytes.")
    return _checked(name, content)


def _checked(location: str, content: bytes) -> Item | Failure:
    """An item, unless its bytes are those of an archive (a Word document is a zip, and a text)."""
    if not content.strip():
        return failed(location, "there is nothing in it.")
    if is_packed(content) and b"word/document.xml" not in content:
        return failed(location, "an archive or packed file within another is not opened. Unpack it first.")
    return Item(location, content)


# Folders


def folder_entries(path: Path, opener: Opener, pass_over: Callable[[], None]) -> Iterator[Entry]:
    """The files of a folder and of those in it, in the order of their names; `opener` gives what is in one.

    Hidden files and links to what lies in the folder itself are passed over; links that lead out of it are set
    aside.
    """
    root = os.path.realpath(path)
    stack = [os.fspath(path)]
    while stack:
        here = stack.pop()
        try:
            mode = os.lstat(here).st_mode
            if here == os.fspath(path) or stat.S_ISDIR(mode):
                names = sorted(os.listdir(here), key=os.fsencode, reverse=True)
                stack += [os.path.join(here, name) for name in names]
                continue
        except OSError as error:
            yield partial(failed, shown(here), f"it cannot be looked at: {why(error)}.")
            continue
        if os.path.basename(here).startswith("."):
            pass_over()
        elif stat.S_ISLNK(mode) and not _within(root, os.path.realpath(here)):
            yield partial(failed, shown(here), "it is a link that leads out of the folder; it is not followed.")
        elif stat.S_ISLNK(mode):
            pass_over()
        elif stat.S_ISREG(mode):
            yield from opener(Path(here))
        else:
            yield partial(failed, shown(here), "it is a device, a pipe or a socket, not a file.")


def _within(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


# Zip


def zip_entries(path: Path, options: InputOptions) -> Iterator[Entry]:
    """The members of a zip in the order of its list. SourceError where the zip as a whole is refused."""
    try:
        with path.open("rb") as file:
            _refuse_long_list(path, file)
            with zipfile.ZipFile(file) as archive:
                _refuse_bomb(path, archive)
                for info in archive.infolist():
                    if not info.is_dir():
                        yield partial(_zip_item, archive, info, shown(path), options)
    except _DAMAGED as error:
        what = f"the zip is cut off or damaged ({why(error)})."
        raise SourceError(what, shown(path), "Fetch it again.") from error


def _refuse_long_list(path: Path, file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 2**16 - 200, 0))
    tail = file.read()
    file.seek(0)
    at, at_64 = tail.rfind(_END), tail.rfind(_END_64)
    length = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if at_64 >= 0:
        length = max(
            length if length != 2**32 - 1 else 0, int.from_bytes(tail[at_64 + 40 : at_64 + 48], "little")
        )
    if length > LONGEST_LIST:
        what = f"the list of members of the zip is {length:,} bytes long; at most {LONGEST_LIST:,} are read."
        raise SourceError(what, shown(path), "Unpack it into a folder, or pack it as tar.")


def _refuse_bomb(path: Path, archive: zipfile.ZipFile) -> None:
    size = sum(info.file_size for info in archive.infolist())
    if size > LARGE and size > TIGHTEST * max(path.stat().st_size, 1):
        what = f"the zip would unpack to {size:,} bytes, more than texts can be packed to."
        raise SourceError(what, shown(path), "Look at where it comes from; it may be a zip bomb.")


def _zip_item(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, options: InputOptions
) -> Item | Failure:
    name = _name(info)
    location = shown(f"{where}!{name}")
    reason = _refused(name)
    if reason:
        return failed(location, reason)
    if info.flag_bits & 1:
        return failed(location, "the member is encrypted. Unpack it with its password first.")
    if stat.S_ISLNK(info.external_attr >> 16):
        return failed(location, "the member is a link; it is not followed.")
    if info.file_size > options.max_bytes:
        return too_long(location, info.file_size, options)
    try:
        with archive.open(info) as member:
            content = member.read(options.max_bytes + 1)
    except _DAMAGED as error:
        return failed(location, f"the member is damaged or packed in an unknown way: {why(error)}.")
    return _checked(location, content)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member: many programs write UTF-8 without saying so, which is then taken for cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _refused(name: str) -> str | None:
    """Why a member is not read for its name."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or plain[1:3] == ":/" or ".." in plain.split("/"):
        return "its name leads out of the archive."
    stem = plain.lower().removesuffix(".gz")
    if posixpath.splitext(stem)[1] in _RECORDS:
        return "records within an archive are not read. Unpack it, and give the file itself."
    return None


# Tar


def tar_entries(path: Path, options: InputOptions) -> Iterator[Entry]:
    """The members of a tar, packed or not, in their order, as a stream: it is read once, from its beginning."""
    name, last = shown(path), ""
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|*") as archive:
            while member := archive.next():
                last = f"!{member.name}"
                # What was met is kept for those who look back.
                archive.members = []  # type: ignore[attr-defined]
                if not member.isdir():
                    yield partial(_tar_item, archive, member, name, options)
    except _DAMAGED as error:
        after = f" after {shown(last[1:])}" if last else ""
        reason = f"the tar is cut off or damaged{after}, the rest of it is lost: {why(error)}."
        yield partial(failed, name, reason)


def _tar_item(
    archive: tarfile.TarFile, member: tarfile.TarInfo, where: str, options: InputOptions
) -> Item | Failure:
    location = shown(f"{where}!{member.name}")
    reason = _refused(member.name)
    if reason:
        return failed(location, reason)
    if not member.isreg():
        kind = "a link" if member.issym() or member.islnk() else "a device or a pipe"
        return failed(location, f"the member is {kind}, not a file.")
    if member.size > options.max_bytes:
        return too_long(location, member.size, options)
    try:
        content = cast("BinaryIO", archive.extractfile(member)).read()
    except _DAMAGED as error:
        return failed(location, f"the member is cut off or damaged: {why(error)}.")
    return _checked(location, content)

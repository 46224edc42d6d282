"""Lists of local files, one name a line, as Common Crawl (`warc.paths`) and GDELT (`masterfilelist.txt`) give.

Names are relative to the folder of the list or to a given one. Of an address only its path counts, and then
its last part: nothing is fetched. A list within a list is not opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from konturen.corpora.members import Opener
from konturen.corpora.options import Entry, InputOptions, failed
from konturen.corpora.packed import DAMAGED, lines, shown, unpacked, why

LONGEST_NAME = 4096
LOOKED_AT = 5
"""Lines of a text that must all name files for it to be taken for a list."""
_GDELT = re.compile(r"\d+\s+[0-9a-f]{32}\s+(\S+)")
_SUFFIXES = (".paths", ".list", ".lst")
_STARTS = ("masterfilelist", "filelist")
_PACKED = (".gz", ".bz2", ".xz")


def is_list(path: Path, head: bytes, options: InputOptions) -> bool:
    """Whether a text is a list: by its name, or because its first lines all name files that are there."""
    name = path.name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    if name.endswith(_SUFFIXES) or name.startswith(_STARTS):
        return True
    first = [line.strip() for line in head.splitlines()[: LOOKED_AT + 1] if line.strip()][:LOOKED_AT]
    short = bool(first) and all(len(line) <= LONGEST_NAME for line in first)
    return short and all(_file(os.fsdecode(line), path, options) is not None for line in first)


def list_entries(path: Path, options: InputOptions, opener: Opener) -> Iterator[Entry]:
    """What is in the files of a list, in its order; `opener` gives what is in one."""
    number = 0
    try:
        with unpacked(path) as stream:
            for number, (line, _, _) in enumerate(lines(stream, LONGEST_NAME), start=1):
                name = os.fsdecode(line.removeprefix(b"\xef\xbb\xbf").strip())
                if not name or name.startswith("#"):
                    continue
                file = _file(name, path, options)
                if file is None:
                    reason = f"there is no file {shown(name)[:200]}. Fetch it, or name its folder with --root."
                    yield partial(failed, f"{shown(path)}#{number}", reason)
                else:
                    yield from opener(file)
    except DAMAGED as error:
        reason = f"the list is cut off or damaged here: {why(error)}."
        yield partial(failed, f"{shown(path)}#{number + 1}", reason)


def _file(line: str, path: Path, options: InputOptions) -> Path | None:
    """The file or folder that a line names; None where there is none."""
    match = _GDELT.fullmatch(line)
    name = match[1] if match else line
    if "://" in name:
        try:
            name = urlsplit(name).path.lstrip("/")
        except ValueError:
            return None
    root = options.root if options.root is not None else path.parent
    for candidate in (root / name, root / os.path.basename(name)):
        try:
            if name and candidate.exists() and candidate != path:
                return candidate
        except (OSError, ValueError):
            continue
    return None

"""The entry of the imports: a file, a folder or an address becomes rows of the catalog, all or nothing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from konturen.errors import CatalogError
from konturen.imports import (
    endpoint,
    followthemoney,
    lines,
    parlgov,
    partyfacts,
    petrarch,
    sparql,
    table,
    wikidata,
)
from konturen.imports.rows import Collector, Imported, Known
from konturen.imports.texts import DELIMITERS, Source

_LOADERS: dict[str, Callable[[Source, Known, str | None], Imported]] = {
    lines.FORMAT: lines.load,
    table.FORMAT: table.load,
    wikidata.FORMAT: wikidata.load,
    sparql.FORMAT: sparql.load,
    partyfacts.CORE: partyfacts.load_core,
    partyfacts.WIKIDATA: partyfacts.load_wikidata,
    parlgov.FORMAT: parlgov.load,
    followthemoney.FORMAT: followthemoney.load,
    petrarch.FORMAT: petrarch.load,
}
FORMATS = tuple(_LOADERS)
"""Names of the formats; `wikidata` and `partyfacts` also stand for the narrower ones that begin with them."""

_CODED = re.compile(r"^[^\s#\[].*\[[A-Za-z-]{3,}[^\]]*\]|^\s+\[[A-Z-]{3,}[^\]]*\]|^\+\S", re.MULTILINE)
_CORE_FILES = ("partyfacts-core-parties.csv", "wikidata.csv")


def load(
    source: str,
    format: str | None = None,
    known: Mapping[tuple[str, str], str] | None = None,
    *,
    as_of: str | None = None,
    allow_private: bool = False,
    timeout: float = endpoint.TIMEOUT_SECONDS,
) -> Imported:
    """The rows of a file, of a folder of ParlGov or Party Facts, or of a SPARQL address.

    `format` is one of FORMATS, or None: it is then told from the content. `known` maps outside ids (scheme,
    value) to ids of the catalog, which an actor that has such an id gets. `as_of` (EDTF) dates names and ties
    of sources that do not date them; nothing here knows the time. `allow_private` and `timeout` (seconds) are
    for addresses.

    Raises CatalogError, with file, line and field where there is one, for all that cannot be read; then
    nothing is imported. What is left out for a reason is counted in `Imported.skipped`.
    """
    ids = known or {}
    if format is not None and format not in _LOADERS:
        raise CatalogError(f'"{format}" is no format.', source, f"Choose one of {', '.join(FORMATS)}.")
    if endpoint.is_address(source):
        if format not in (None, wikidata.FORMAT, sparql.FORMAT):
            raise CatalogError(
                "Only Wikidata is read from an address.", source, "Fetch the file and give its path."
            )
        return endpoint.load(source, ids, as_of, allow_private, timeout)
    path = Path(source)
    try:
        folder, exists = path.is_dir(), path.is_file()
    except (OSError, ValueError):
        folder = exists = False
    if folder:
        return _load_folder(path, ids, as_of)
    if not exists:
        raise CatalogError(
            "There is no such file.", source[:300], "Name a file, a folder or an http(s) address."
        )
    file = Source(path)
    head = file.head()
    if not head.strip():
        raise CatalogError("The file is empty.", source, "Check the file.")
    return _LOADERS[_chosen(format, head, source)](file, ids, as_of)


def _chosen(given: str | None, head: str, where: str) -> str:
    """The format to read by: the one given, or the narrower one of its family that the content shows."""
    guessed = guess(head)
    if given is not None:
        return guessed if guessed is not None and guessed.startswith(f"{given}-") else given
    if guessed is None:
        if "\ufffd" in head[:1000]:
            raise CatalogError("The file is not UTF-8.", f"{where}, line 1", "Save it as UTF-8.")
        first = head.strip().splitlines()[0][:200]
        what = f'The format cannot be told from the content; it begins with "{first}".'
        raise CatalogError(
            what, f"{where}, line 1", f"Say which it is ({', '.join(FORMATS)}); a CSV needs a column type."
        )
    return guessed


def guess(head: str) -> str | None:
    """The format of a file that begins with `head`; None where it is none of ours."""
    text = head.lstrip()
    if text[:1] in ("{", "["):
        return _guess_json(text)
    first = text.splitlines()[0] if text else ""
    delimiter = max(DELIMITERS, key=first.count)
    header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
    if set(partyfacts.CORE_COLUMNS) <= set(header):
        return partyfacts.CORE
    if set(partyfacts.WIKIDATA_COLUMNS) <= set(header):
        return partyfacts.WIKIDATA
    if parlgov.kind_of(header) is not None:
        return parlgov.FORMAT
    if "type" in header:
        return table.FORMAT
    return petrarch.FORMAT if _CODED.search(head) else None


def _guess_json(text: str) -> str | None:
    keys = _first_keys(text)
    if {"head", "results"} <= keys:
        return sparql.FORMAT
    if "entities" in keys or keys & {"claims", "labels", "aliases"}:
        return wikidata.FORMAT
    if "schema" in keys:
        return followthemoney.FORMAT
    return lines.FORMAT if "id" in keys and "type" in keys else None


def _first_keys(text: str) -> set[str]:
    """The keys of the first object: parsed where it stands whole in the head, else all that look like keys."""
    begin = text.find("{")
    if begin < 0:
        return set()
    try:
        value: Any = json.JSONDecoder().raw_decode(text, begin)[0]
    except (ValueError, RecursionError):
        return set(re.findall(r'"([A-Za-z]{2,20})"\s*:', text))
    return set(value) if isinstance(value, dict) else set()


def _load_folder(folder: Path, known: Known, as_of: str | None) -> Imported:
    if (folder / "party.csv").is_file() or (folder / "view_party.csv").is_file():
        return parlgov.load_folder(folder, known, as_of)
    found = {
        name: next((p for p in (folder / name, *sorted(folder.glob(f"*/{name}"))) if p.is_file()), None)
        for name in _CORE_FILES
    }
    core, joined = (found[name] for name in _CORE_FILES)
    if core is None:
        raise CatalogError(
            "The folder is neither one of ParlGov nor of Party Facts.",
            str(folder),
            f"It needs party.csv or {_CORE_FILES[0]}; else name a file.",
        )
    rows = Collector(str(folder), known, as_of)
    # The file that knows Wikidata's numbers comes first: by them the catalog is asked for its own ids.
    for path, read in ((joined, partyfacts.read_wikidata), (core, partyfacts.read_core)):
        if path is not None:
            rows.where = str(path)
            read(rows, Source(path))
    return rows.finish(partyfacts.CORE)

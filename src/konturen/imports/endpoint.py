"""Wikidata over the network: one address that a person named, fetched through the guard of `reading.network`.

The only module of this folder that touches the network, and the only one that knows another stage.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from konturen.errors import CatalogError, SourceError
from konturen.imports import sparql, wikidata
from konturen.imports.rows import Imported, Known
from konturen.imports.texts import MAX_BYTES, decoded
from konturen.reading.network import Wanted, fetch
from konturen.reading.options import ReadOptions

TIMEOUT_SECONDS = 70.0
"""For the whole answer; the Wikidata query service itself gives up after 60."""
QUERY = """
SELECT ?item ?itemLabel ?itemAltLabel ?shortName ?country ?inception ?dissolved WHERE {
  ?item wdt:P31 wd:Q7278 .
  OPTIONAL { ?item wdt:P17 ?country }
  OPTIONAL { ?item wdt:P571 ?inception }
  OPTIONAL { ?item wdt:P576 ?dissolved }
  OPTIONAL { ?item wdt:P1813 ?shortName }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en,de,ru,mul" }
}
""".strip()
"""Asked where the address brings no query of its own: all political parties."""
WANTED = Wanted(
    "application/sparql-results+json,application/json;q=0.9",
    ("application/sparql-results+json", "application/json", "text/"),
    "Give the address of a SPARQL service that answers in JSON.",
)


def is_address(source: str) -> bool:
    """Whether a source is an address of the network."""
    return source.casefold().startswith(("http://", "https://"))


def load(
    source: str,
    known: Known,
    as_of: str | None,
    allow_private: bool = False,
    timeout: float = TIMEOUT_SECONDS,
) -> Imported:
    """The actors that a SPARQL address, or one of Special:EntityData, answers with.

    An address without `query=` is asked for all political parties. CatalogError for a refused address, a
    status, a time-out, an answer that is too long, cut off or no SPARQL result.
    """
    try:
        parts = urlsplit(source)
    except ValueError as error:
        raise CatalogError("This is not a well-formed address.", source, "Check how it is spelled.") from error
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    entities = parts.path.endswith(".json") or "EntityData" in parts.path
    ours = not entities and not asked.get("query", "").strip()
    if not entities:
        asked = asked | ({"query": QUERY} if ours else {}) | {"format": "json"}
    address = urlunsplit(parts._replace(query=urlencode(asked), fragment=""))
    text = _text(address, source, allow_private, timeout)
    if entities:
        reader = wikidata.Reader(source, known, as_of)
        document = decoded(text, source, 1)
        found = document.get("entities") if isinstance(document, dict) else None
        if not isinstance(found, dict):
            reader.rows.fault("the answer holds no entities.", 1, "entities")
        for entity in found.values():
            reader.add(1, entity)
        return reader.finish()
    return sparql.read(text, source, known, as_of, "party" if ours else None)


def _text(address: str, source: str, allow_private: bool, timeout: float) -> str:
    options = ReadOptions(allow_private=allow_private, timeout=timeout, max_bytes=MAX_BYTES)
    try:
        content = fetch(address, options, wanted=WANTED).content
    except SourceError as error:
        raise CatalogError(error.what, source, error.hint) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"The answer is not UTF-8 (byte {error.start})."
        raise CatalogError(told, source, "Give another address.") from error

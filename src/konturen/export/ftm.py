"""FollowTheMoney JSON lines: actors, texts, and an `UnknownLink` a statement.

`UnknownLink` has no direction in FollowTheMoney and knows no modality: `role` words the relation with the
status where it is no act, and `status` holds the status itself. A text whose statements do not stand together
comes again with the same id, as streams of FollowTheMoney do; `ftm sorted-aggregate` joins them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from konturen.export.context import Context, Parts, days, iso, rows
from konturen.flat import Flat
from konturen.lines import dumps

SCHEMATA: Mapping[str, str] = {
    **{"person": "Person", "state": "PublicBody", "institution": "PublicBody"},
    **dict.fromkeys(("party", "organisation", "movement", "igo", "media"), "Organization"),
}
"""The schema of each type of actors; others are `LegalEntity`."""
TOPICS: Mapping[str, str] = {"state": "gov.national", "party": "pol.party", "igo": "gov.igo"}
LONGEST = 1000
"""Characters of a name."""

_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def entity_id(kind: str, key: str) -> str:
    """The id of an actor, a text or a statement as FollowTheMoney takes ids: letters, digits, dots, hyphens."""
    own = key if _ID.fullmatch(key) else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"konturen-{kind}-{own}"


def ftm(parts: Parts, context: Context) -> Iterator[str]:
    """The entities, one a line; actors once, a text once in each stretch of its statements."""
    actors: set[str] = set()
    last = None
    for row in rows(parts):
        context.written += 1
        if row.document_id != last:
            last = row.document_id
            yield _line(_article(row))
        for key, name, type_ in (
            (row.source_actor, row.source_name, row.source_type),
            (row.target_actor, row.target_name, row.target_type),
        ):
            if key is not None and key not in actors:
                actors.add(key)
                yield _line(_actor(context, key, name or key, type_ or "other"))
        if row.target_actor is None:
            context.written -= 1
            context.left["one end only"] += 1
            continue
        yield _line(_link(row, row.target_actor))


def _actor(context: Context, key: str, name: str, type_: str) -> dict[str, Any]:
    country = context.country(key)
    values = {
        "name": name[:LONGEST],
        "country": country.lower() if country else None,
        "wikidataId": context.wikidata(key),
        "topics": TOPICS.get(type_),
    }
    return {"id": entity_id("actor", key), "schema": SCHEMATA.get(type_, "LegalEntity"), "properties": values}


def _article(row: Flat) -> dict[str, Any]:
    values = {
        "title": row.title or row.document,
        "language": LANGUAGES.get(row.language),
        "publisher": row.outlet,
        "author": row.author,
        "publishedAt": _prefix(row.published),
        "sourceUrl": row.document if _ADDRESS.fullmatch(row.document) else None,
    }
    return {"id": entity_id("text", row.document_id), "schema": "Article", "properties": values}


def _link(row: Flat, target: str) -> dict[str, Any]:
    first, last = days(row.when)
    act = row.status in ("happened", "ongoing")
    values = {
        "subject": entity_id("actor", row.source_actor),
        "object": entity_id("actor", target),
        "role": row.relation if act else f"{row.relation} ({row.status})",
        "status": row.status,
        "date": iso(first) if first and first == last else None,
        "startDate": iso(first) if first != last else None,
        "endDate": iso(last) if first != last else None,
        "summary": row.evidence_text,
        "sourceUrl": row.document if _ADDRESS.fullmatch(row.document) else None,
        "publisher": row.outlet,
        "recordId": row.id,
        "proof": entity_id("text", row.document_id),
    }
    return {"id": entity_id("statement", row.id), "schema": "UnknownLink", "properties": values}


LANGUAGES: Mapping[str, str] = {"de": "deu", "en": "eng", "ru": "rus"}
"""ISO 639-1 to 639-3, which FollowTheMoney uses."""


def _prefix(published: str | None) -> str | None:
    """A date as far as it is known, as FollowTheMoney takes it."""
    return published if published and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", published) else None


def _line(entity: dict[str, Any]) -> str:
    kept = {name: [value] for name, value in entity["properties"].items() if value is not None}
    return dumps(entity | {"properties": kept}) + "\n"

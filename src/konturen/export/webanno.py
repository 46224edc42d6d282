"""W3C Web Annotation (JSON-LD): the evidence of each statement, as quotation and as place in the text.

One `AnnotationPage` whose items are annotations: the target selects the sentence by its exact words with what
stands before and after, and by its place in characters; the body says what is stated there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from konturen.export.context import Context, Parts, rows
from konturen.flat import Flat
from konturen.lines import dumps

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after the words that go with them."""


def webanno(parts: Parts, context: Context) -> Iterator[str]:
    """The page, piece by piece."""
    yield f'{{"@context": "{CONTEXT}", "type": "AnnotationPage", "id": "urn:konturen:page", "items": ['
    document, text = "", ""
    for number, row in enumerate(rows(parts)):
        context.written += 1
        if row.document_id != document:
            document, text = row.document_id, context.text(row.document_id)
        yield ("\n" if number == 0 else ",\n") + dumps(_annotation(row, text))
    yield "\n]}\n"


def _annotation(row: Flat, text: str) -> dict[str, Any]:
    ends = f"{row.source_name} – {row.target_name}" if row.target_name else row.source_name
    said = f"{row.relation} ({row.status}): {ends}" + (f", {row.when}" if row.when else "")
    quoted = {
        "type": "TextQuoteSelector",
        "exact": row.evidence_text,
        "prefix": text[max(0, row.evidence_start - AROUND) : row.evidence_start],
        "suffix": text[row.evidence_end : row.evidence_end + AROUND],
    }
    place = {"type": "TextPositionSelector", "start": row.evidence_start, "end": row.evidence_end}
    return {
        "id": f"urn:konturen:statement:{row.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": row.recorded,
        "generator": {"id": "urn:konturen:coder:" + quote(row.coder, safe=""), "type": "Software"},
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": said, "format": "text/plain"},
            *({"type": "TextualBody", "purpose": "tagging", "value": v} for v in (row.relation, row.status)),
        ],
        "target": {"source": _source(row), "selector": [quoted, place]},
    }


def _source(row: Flat) -> str:
    """The address of the text; a file or what is none is named by the text's id."""
    place = row.document
    if place.lower().startswith(("http://", "https://")):
        return quote(place, safe=":/?#[]@!$&'()*+,;=%~")
    return f"urn:konturen:document:{row.document_id}"

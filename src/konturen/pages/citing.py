"""A text, or one sentence of it, as a citation: footnote, BibTeX, RIS, CSL-JSON. Pure.

What nobody knows is left out. The author stands as the text names her: whether that is a person or a body, and
which of her names is the family's, nothing tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from konturen.dates import DateError, Point, When, parse
from konturen.pages.sharing import one_line
from konturen.web.words import Words

Style = Literal["footnote", "bibtex", "ris", "csl-json"]
STYLES: tuple[Style, ...] = get_args(Style)
MEDIA_TYPES: Mapping[Style, tuple[str, str]] = {
    "footnote": ("text/plain; charset=utf-8", "txt"),
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib"),
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris"),
    "csl-json": ("application/vnd.citationstyles.csl+json", "json"),
}
"""The media type of each style and how its files end."""
_SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
_LATEX: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
}


@dataclass(frozen=True, slots=True)
class Work:
    """A text as it is cited. `published` is EDTF; `seen` the day on which it was read (ISO 8601); `address` its
    own on the web; `quotation` the sentence that is cited."""

    id: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    language: str
    genre: str | None
    address: str | None
    seen: str
    quotation: str | None = None

    @property
    def authors(self) -> tuple[str, ...]:
        """Those who wrote it: parted by semicolons, as no name is."""
        return tuple(found for name in (self.author or "").split(";") if (found := one_line(name)))

    @property
    def when(self) -> When | None:
        """The day on which it was published; None where nobody knows, or in words that are no date."""
        try:
            return parse(self.published) if self.published else None
        except DateError:
            return None

    @property
    def key(self) -> str:
        """A name of it that every format takes."""
        return f"konturen-{self.id}"


def citation(work: Work, style: Style, words: Words) -> str:
    """The citation of a style, a footnote in the language of the words."""
    if style == "footnote":
        return footnote(work, words)
    return {"bibtex": bibtex, "ris": ris, "csl-json": csl_json}[style](work)


def footnote(work: Work, words: Words) -> str:
    """As it stands below a page: author, title, outlet, day, address, the words themselves."""
    title = one_line(work.title or "") or words("cite.untitled")
    said = words("cite.title", title=title)
    if work.authors:
        said = words("cite.by", author=", ".join(work.authors), title=said)
    if work.outlet:
        said = words("cite.in", said=said, outlet=one_line(work.outlet))
    if work.published:
        said = f"{said}, {one_line(words.when(work.published))}"
    if work.address:
        said = words("cite.address", said=said, address=work.address, date=words.when(work.seen))
    if work.quotation:
        return words("cite.quotation", said=said, words=one_line(work.quotation))
    return said if said.endswith(".") else f"{said}."


def bibtex(work: Work) -> str:
    """One entry that BibTeX and biblatex read; a name stands in braces of its own, so that nothing parts it."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in work.authors),
        "title": f"{{{_latex(work.title)}}}" if work.title else "",
        "howpublished": _latex(work.outlet),
        **_bibtex_date(work),
        "url": _bibtex_address(work.address),
        "urldate": work.seen if work.address else "",
        "langid": {"de": "ngerman", "en": "english", "ru": "russian"}.get(work.language, ""),
        "note": f"``{_latex(work.quotation)}''" if work.quotation else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def _bibtex_date(work: Work) -> dict[str, str]:
    when = work.when
    if when is None or when.start is None or when.interval:
        return {"date": str(when)} if when else {}
    point = when.start
    if point.grain not in ("day", "month", "year"):
        return {"date": str(when)}
    parts = {"date": str(when), "year": f"{point.year:04d}"}
    return parts | ({"month": str(point.month)} if point.month else {})


def _latex(text: str | None) -> str:
    return "".join(_LATEX.get(c, c) for c in one_line(text or ""))


def _bibtex_address(address: str | None) -> str:
    """An address stands as it is; only what would end the field is written in its other form."""
    return re.sub(r"[{}\\\"]", lambda found: f"%{ord(found[0]):02X}", address or "")


def ris(work: Work) -> str:
    """One record of RIS; every value stands in its own line."""
    kind = "ELEC" if work.address else "NEWS" if work.outlet else "GEN"
    point = work.when.start if work.when else None
    whole = point is not None and point.grain in ("day", "month", "year", "season")
    year = f"{point.year:04d}" if point is not None and whole else ""
    month = f"{point.month:02d}" if point and point.month and point.month <= 12 else ""
    day = f"{point.day:02d}" if point and point.day else ""
    lines = [
        ("TY", kind),
        ("ID", work.key),
        *(("AU", name) for name in work.authors),
        ("TI", work.title),
        ("T2", work.outlet),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year and month else ""),
        ("LA", work.language),
        ("UR", work.address),
        ("Y2", work.seen.replace("-", "/") + "/" if work.address else ""),
        ("N1", work.quotation),
    ]
    said = [f"{tag}  - {one_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*said, "ER  - ", ""])


def csl_json(work: Work) -> str:
    """A list of one item, as citeproc and Zotero read it (CSL-JSON 1.0.2)."""
    item: dict[str, Any] = {"id": work.key, "type": _csl_type(work), "language": work.language}
    if work.title:
        item["title"] = one_line(work.title)
    if work.authors:
        item["author"] = [{"literal": name} for name in work.authors]
    if work.outlet:
        item["container-title"] = one_line(work.outlet)
    if work.published:
        item["issued"] = _csl_date(work)
    if work.address:
        item["URL"] = work.address
        item["accessed"] = {"date-parts": [_csl_parts(date.fromisoformat(work.seen))]}
    if work.quotation:
        item["note"] = one_line(work.quotation)
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _csl_type(work: Work) -> str:
    special = {"interview": "interview", "encyclopedia": "entry-encyclopedia"}
    plain = "article-newspaper" if work.outlet else "webpage" if work.address else "document"
    return special.get(work.genre or "", plain)


def _csl_parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _csl_date(work: Work) -> dict[str, Any]:
    when = work.when
    points = [point for point in (when.start, when.end) if point] if when else []
    if when is None or any(one.grain in ("decade", "century") for one in points):
        return {"raw": one_line(work.published or "")}
    if when.interval and len(points) < 2:
        return {"raw": str(when)}
    ends = points if when.interval else points[:1]
    found: dict[str, Any] = {"date-parts": [_point(one) for one in ends]}
    if not when.interval and points[0].grain == "season":
        found["season"] = _SEASONS[points[0].month or 21]
    if when.approximate:
        found["circa"] = True
    return found


def _point(point: Point) -> list[int]:
    month = point.month if point.month and point.month <= 12 else None
    return [part for part in (point.year, month, point.day if month else None) if part]

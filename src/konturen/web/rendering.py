"""A page as what was asked for: HTML, JSON, a table, a drawing, a document. Renderings of one value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, JSONResponse, Response

from konturen.errors import KonturenError, QueryError
from konturen.export.formats import columns_csv
from konturen.tables import Table, needed
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.page import Download, Drawn, Page, Tabular, Written
from konturen.web.words import LANGUAGES, NAMES

PNG_SCALE = 2.0
"""Pixels of a PNG for each point."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cache
def environment() -> Environment:
    """The templates; everything is escaped, and a name that is not there is a fault."""
    made = Environment(
        loader=PackageLoader("konturen.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(url=urls, languages=LANGUAGES, language_names=NAMES)
    return made


@cache
def static_text(name: str) -> str:
    """A file of the desk itself, as text: for pages that stand by themselves."""
    return resources.files("konturen.web").joinpath("static", name).read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Fault:
    """A page that says what went wrong: the status, what, where, and what to do next.

    `actors` is whether it leads to the actors.
    """

    template: ClassVar[str] = "fault.html"
    status: int
    what: str
    where: str | None = None
    hint: str | None = None
    actors: bool = False


def rendered(ask: Ask, page: Page | Download, status: int = 200) -> Response:
    """The answer to a request for a page, in the form that was asked for."""
    if isinstance(page, Download):
        return download(page)
    form = ask.form
    if form == "json":
        return JSONResponse(_json(page), status)
    if form in ("page", "print"):
        return HTMLResponse(html(ask, page), status)
    return download(_file(ask, page, form))


def html(ask: Ask, page: Page) -> str:
    """A page as HTML. `form` is how: `page`, `print` (no navigation) or `file` (stands by itself)."""
    template = environment().get_template(page.template)
    return template.render(
        page=page,
        ask=ask,
        t=ask.words,
        form=ask.form,
        alone=ask.form == "file",
        page_forms=[form for form, there in _forms(page).items() if there],
        empty=lambda: ask.moment.stamp.recorded is None,
        styles=static_text("desk.css") if ask.form == "file" else "",
    )


def download(file: Download) -> Response:
    """A file that browsers keep and never show as a page of the desk."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in file.name) or "file"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **file.headers}
    return Response(file.content, media_type=file.media_type, headers=headers)


def plain(value: Any) -> Any:
    """A value as JSON takes it."""
    if isinstance(value, Table):
        return list(value.lines())
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value.isoformat() if isinstance(value, date) else value


def name_of(page: Page) -> str:
    """What a page is called in JSON and in names of files: that of its template."""
    return page.template.removesuffix(".html")


def _json(page: Page) -> Any:
    if isinstance(page, Fault):
        return {"error": plain(page)}
    return json.loads(json.dumps({"page": name_of(page), **plain(page)}, allow_nan=False))


def _forms(page: Page) -> dict[str, bool]:
    """Which further forms a page has."""
    return {
        "print": True,
        "file": True,
        "json": True,
        "csv": isinstance(page, Tabular),
        "svg": isinstance(page, Drawn),
        "png": isinstance(page, Drawn),
        "docx": isinstance(page, Written),
    }


def _file(ask: Ask, page: Page, form: str) -> Download:
    """A page as a file; QueryError where it has no such form."""
    name = name_of(page)
    if form == "file":
        return Download(html(ask, page).encode(), f"{name}.html", "text/html; charset=utf-8")
    if form == "csv" and isinstance(page, Tabular):
        content = "".join(columns_csv(page.table().to_dict())).encode("utf-8-sig")
        return Download(content, f"{name}.csv", "text/csv; charset=utf-8")
    if form == "svg" and isinstance(page, Drawn):
        return Download(page.drawing(ask).encode(), f"{name}.svg", "image/svg+xml")
    if form == "png" and isinstance(page, Drawn):
        return Download(_png(page.drawing(ask)), f"{name}.png", "image/png")
    if form == "docx" and isinstance(page, Written):
        return Download(page.written(ask), f"{name}.docx", DOCX)
    there = ", ".join(one for one, own in _forms(page).items() if own)
    raise QueryError(f"this page cannot be had as {form[:20]}.", ask.path, f"It can be had as: {there}.")


def _png(svg: str) -> bytes:
    """An SVG drawing in pixels."""
    try:
        return bytes(needed("vl_convert", "charts").svg_to_png(svg, scale=PNG_SCALE))
    except ValueError as error:
        raise KonturenError(f"the drawing cannot be made a PNG: {error}.", hint="Take the SVG.") from error

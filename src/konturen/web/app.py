"""The desk as a web application: addresses to pages and forms, requests to values and back.

A request passes, in this order: the host's name and the site that it comes from (`security`), the sign-in (a
team's), the role, the page or form itself, and the rendering. Pages run in threads, each with a reader of its
own; forms read their whole body first, never more of it than they may have.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from konturen.errors import KonturenError, LedgerError
from konturen.settings import present_user
from konturen.web import routes, security
from konturen.web.ask import Ask, File, Sent
from konturen.web.page import FORMS, Action, Download, Goto, Page, Place
from konturen.web.people import Person, Role
from konturen.web.rendering import Fault, rendered
from konturen.web.site import Site
from konturen.web.urls import again
from konturen.web.words import LANGUAGES, Language, MissingWordsError, Words, best_language

COOKIE = "konturen_language"
YEAR = 365 * 24 * 3600
MAX_FILES, MAX_FIELDS = 100, 400
"""Files and fields that a form may have."""
COMPRESSED_FROM = 1000
"""Bytes from which on an answer is compressed."""

log = logging.getLogger("konturen.web")
Handler = Callable[[Request], Awaitable[Response]]


def application(site: Site) -> Starlette:
    """The desk of a ledger."""
    listed = [
        *(Route(place.path, _page(site, place), methods=["GET"]) for place in routes.PLACES),
        *(Route(action.path, _form(site, action), methods=["POST"]) for action in routes.ACTIONS),
        Route("/language", _language(site), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("konturen.web", "static")])),
    ]
    app = Starlette(
        routes=listed,
        middleware=[
            Middleware(security.Secured),
            Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM),
        ],
        exception_handlers={HTTPException: _unknown(site), Exception: _broken(site)},
    )
    return app


def _page(site: Site, place: Place) -> Handler:
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(
            _guarded, site, request, lambda ask: _shown(site, place, ask), place.role
        )

    return answer


def _shown(site: Site, place: Place, ask: Ask) -> Page | Download:
    """What a page shows: as it was made before where nothing was recorded since."""
    if not place.kept:
        return place.show(ask)
    asked = (place.path, tuple(ask.parts.items()), ask.pairs, ask.words.language, date.today())
    return site.kept.of(asked, site.ledger.reader.stamp(), lambda: place.show(ask))


def _form(site: Site, action: Action) -> Handler:
    async def answer(request: Request) -> Response:
        refused = security.refusal(request.method, request.headers, site.hosts)
        if refused:
            return _refused(site, request, *refused)
        narrow = Request(request.scope, security.limited(request.receive, action.max_bytes))
        try:
            form = await narrow.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=action.max_bytes)
        except security.TooLargeError:
            return _refused(site, request, 413, "large")
        except (MultiPartException, HTTPException):
            return _refused(site, request, 400, "form")
        try:
            sent = _sent(form.multi_items())
            return await run_in_threadpool(
                _guarded, site, request, lambda ask: action.act(ask, sent), action.role
            )
        finally:
            await form.close()

    return answer


def _sent(items: Sequence[tuple[str, UploadFile | str]]) -> Sent:
    fields: dict[str, list[str]] = {}
    files = []
    for name, value in items:
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
        elif value.filename:
            files.append(File(value.filename, value.content_type, value.file))
    return Sent(fields, tuple(files))


def _guarded(
    site: Site, request: Request, make: Callable[[Ask], Page | Download | Goto], role: Role
) -> Response:
    """The answer of a page or form, or the page that says why there is none."""
    refused = security.refusal(request.method, request.headers, site.hosts)
    if refused:
        return _refused(site, request, *refused)
    ask = _ask(site, request)
    if not ask.person.may(role):
        return _refused(site, request, 403, "role")
    try:
        made = make(ask)
        if isinstance(made, Goto):
            address, sharp, place = made.address.partition("#")
            return RedirectResponse(again(*_split(address), done=made.done) + sharp + place, 303)
        return rendered(ask, made)
    except MissingWordsError:
        raise
    except KonturenError as error:
        status = 503 if isinstance(error, LedgerError) else 404 if request.method == "GET" else 400
        return _fault(ask, Fault(status, error.what, error.where, error.hint))


def _split(address: str) -> tuple[str, list[tuple[str, str]]]:
    path, _, query = address.partition("?")
    return path, parse_qsl(query, keep_blank_values=True)


def _ask(site: Site, request: Request) -> Ask:
    """A request as pages take it."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    wanted = given.get("as", ["page"])[-1]
    if "application/json" in request.headers.get("accept", "") and "as" not in given:
        wanted = "json"
    done = given.pop("done", [""])[-1]
    return Ask(
        site,
        Words(_spoken(request)),
        _person(request),
        request.url.path,
        dict(request.path_params),
        given,
        wanted if wanted in FORMS else "page",
        done if done.isidentifier() else None,
    )


def _person(request: Request) -> Person:
    """Who asks: on one's own machine oneself."""
    return Person(present_user(), "admin")


def _spoken(request: Request) -> Language:
    """The language that was chosen here, else the one that the browser likes best."""
    chosen = request.cookies.get(COOKIE)
    return next(
        (own for own in LANGUAGES if own == chosen),
        best_language(request.headers.get("accept-language", "")),
    )


def _language(site: Site) -> Handler:
    """The form that changes the language, and goes back to where one was."""

    async def answer(request: Request) -> Response:
        refused = security.refusal(request.method, request.headers, site.hosts)
        if refused:
            return _refused(site, request, *refused)
        narrow = Request(request.scope, security.limited(request.receive, 10_000))
        try:
            sent = await narrow.form(max_files=0, max_fields=5)
        except (security.TooLargeError, MultiPartException, HTTPException):
            return _refused(site, request, 400, "form")
        back = str(sent.get("back", "/"))
        response = RedirectResponse(back if _own(back) else "/", 303)
        if sent.get("language") in LANGUAGES:
            response.set_cookie(COOKIE, str(sent["language"]), YEAR, httponly=True, samesite="strict")
        return response

    return answer


def _own(address: str) -> bool:
    """Whether an address is one of this server: nothing that a browser takes for another host's."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and all(c.isprintable() for c in address)


def _refused(site: Site, request: Request, status: int, key: str) -> Response:
    """The answer to a request that is not heard."""
    words = Words(_spoken(request))
    ask = Ask(site, words, Person("", "reader"), request.url.path, form=_plain_form(request))
    return _fault(ask, Fault(status, words(f"refused.{key}"), None, words(f"refused.{key}_hint")))


def _fault(ask: Ask, fault: Fault) -> Response:
    form = "json" if ask.form == "json" else "page"
    asked = Ask(ask.site, ask.words, ask.person, ask.path, ask.parts, {}, form)
    return rendered(asked, fault, fault.status)


def _plain_form(request: Request) -> str:
    return "json" if "application/json" in request.headers.get("accept", "") else "page"


def _unknown(site: Site) -> Callable[[Request, Exception], Response]:
    """Unknown addresses and methods."""

    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _refused(site, request, status, "method" if status == 405 else "unknown")

    return answer


def _broken(site: Site) -> Callable[[Request, Exception], Response]:
    """A fault of Konturen: it is written to the log, and said without its inside."""

    def answer(request: Request, error: Exception) -> Response:
        log.error("fault at %s", request.url.path, exc_info=error)
        return _refused(site, request, 500, "fault")

    return answer

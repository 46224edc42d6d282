"""The desk as a web application: addresses to pages and forms, requests to values and back.

A request passes, in this order: the host's name and the site that it comes from (`security`), the sign-in (a
team's), the role, the page or form itself, and the rendering. Pages run in threads, each with a reader of its
own; forms read their whole body before they begin, never more of it than they may have, and of nobody who may
not send it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from konturen.accounts.accounts import By
from konturen.errors import KonturenError
from konturen.web import routes, security, signing
from konturen.web.answering import COOKIE as COOKIE
from konturen.web.answering import admitted, closing, failed, refusal, told, unheard
from konturen.web.ask import Ask, File, Sent
from konturen.web.page import Action, Download, Goto, Page, Place
from konturen.web.receiving import UnreadableError, received
from konturen.web.rendering import rendered
from konturen.web.site import Site
from konturen.web.urls import again, own
from konturen.web.words import LANGUAGES, MissingWordsError

YEAR = 365 * 24 * 3600
MAX_FILES, MAX_FIELDS = 100, 400
"""Files and fields that a form may have."""
LANGUAGE_BYTES = 10_000
"""Bytes that the form may have that changes the language."""
PAGES_AT_ONCE = 4
"""Pages that are made at once. More would only take the processor from each other: counting in Python runs in
one thread at a time, and fifty people had to wait three times as long for the slowest pages."""
COMPRESSED_FROM = 1000
"""Bytes from which on an answer is compressed."""

log = logging.getLogger("konturen.web")
Handler = Callable[[Request], Awaitable[Response]]


def application(site: Site) -> Starlette:
    """The desk of a ledger."""
    pages = CapacityLimiter(PAGES_AT_ONCE)
    listed = [
        *(signing.routes(site, site.team) if site.team else ()),
        *(Route(place.path, _page(site, place, pages), methods=["GET"]) for place in routes.PLACES),
        *(Route(action.path, _form(site, action), methods=["POST"]) for action in routes.ACTIONS),
        Route("/language", _language(site), methods=["POST"]),
        Mount("/static", StaticFiles(packages=[("konturen.web", "static")])),
    ]
    app = Starlette(
        routes=listed,
        middleware=[
            Middleware(security.Secured, https=bool(site.team and site.team.https)),
            Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM),
        ],
        exception_handlers={HTTPException: _unknown(site), Exception: _broken(site)},
    )
    return app


def _page(site: Site, place: Place, pages: CapacityLimiter) -> Handler:
    def made(request: Request) -> Response:
        ask = admitted(site, request, place.role)
        return ask if isinstance(ask, Response) else _answer(ask, "GET", lambda: _shown(site, place, ask))

    async def answer(request: Request) -> Response:
        return await to_thread.run_sync(made, request, limiter=pages)

    return answer


def _shown(site: Site, place: Place, ask: Ask) -> Page | Download:
    """What a page shows: as it was made before where nothing was recorded since."""
    if not place.kept:
        return place.show(ask)
    asked = ("page", place.path, tuple(ask.parts.items()), ask.asked, ask.words.language, date.today())
    stamp = ask.moment.stamp
    return site.kept.of(asked, stamp if place.feeds else stamp.told, lambda: place.show(ask))


def _form(site: Site, action: Action) -> Handler:
    async def answer(request: Request) -> Response:
        ask = await run_in_threadpool(admitted, site, request, action.role)
        if isinstance(ask, Response):
            return ask
        try:
            form = await received(request, action.max_bytes, MAX_FILES, MAX_FIELDS)
        except UnreadableError as error:
            return closing(told(ask, error.status, error.key))
        try:
            sent = _sent(form.multi_items())
            return await run_in_threadpool(_carried_out, ask, action, sent)
        finally:
            await form.close()

    return answer


def _carried_out(ask: Ask, action: Action, sent: Sent) -> Response:
    """The answer to a form; in a team it is written to the audit who sent it, and what came of it."""
    made = _answer(ask, "POST", lambda: action.act(ask, sent))
    ask.site.moments.acted(ask.person.name)
    if ask.site.team:
        try:
            by = By(ask.person.name, ask.address)
            ask.site.team.accounts.record(by, "form", ask.path, str(made.status_code))
        except KonturenError as error:
            log.error("the audit could not be written for %s: %s", ask.path, error)
    return made


def _sent(items: Sequence[tuple[str, UploadFile | str]]) -> Sent:
    fields: dict[str, list[str]] = {}
    files = []
    for name, value in items:
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
        elif value.filename:
            files.append(File(value.filename, value.content_type, value.file))
    return Sent(fields, tuple(files))


def _answer(ask: Ask, method: str, make: Callable[[], Page | Download | Goto]) -> Response:
    """The answer of a page or form, or the page that says why there is none."""
    try:
        made = make()
        if isinstance(made, Goto):
            address, sharp, place = made.address.partition("#")
            return RedirectResponse(again(*_split(address), done=made.done) + sharp + place, 303)
        return rendered(ask, made)
    except MissingWordsError:
        raise
    except KonturenError as error:
        return failed(ask, error, method)


def _split(address: str) -> tuple[str, list[tuple[str, str]]]:
    path, _, query = address.partition("?")
    return path, parse_qsl(query, keep_blank_values=True)


def _language(site: Site) -> Handler:
    """The form that changes the language, and goes back to where one was; one may before one signs in."""

    async def answer(request: Request) -> Response:
        refused = refusal(site, request)
        if refused:
            return unheard(site, request, *refused)
        try:
            sent = await received(request, LANGUAGE_BYTES)
        except UnreadableError as error:
            return closing(unheard(site, request, error.status, error.key))
        back = str(sent.get("back", "/"))
        response = RedirectResponse(back if own(back) else "/", 303)
        if sent.get("language") in LANGUAGES:
            secure = bool(site.team and site.team.https)
            chosen = str(sent["language"])
            response.set_cookie(COOKIE, chosen, YEAR, secure=secure, httponly=True, samesite="strict")
        return response

    return answer


def _unknown(site: Site) -> Callable[[Request, Exception], Response]:
    """Unknown addresses and methods; whoever is not signed in is not told which are known."""

    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        ask = admitted(site, request)
        return ask if isinstance(ask, Response) else told(ask, status, "method" if status == 405 else "unknown")

    return answer


def _broken(site: Site) -> Callable[[Request, Exception], Response]:
    """A fault of Konturen: it is written to the log, and said without its inside."""

    def answer(request: Request, error: Exception) -> Response:
        log.error("fault at %r", request.url.path, exc_info=error)
        made = unheard(site, request, 500, "fault")
        # Starlette answers a fault outside of all that wraps the application.
        made.headers.update({**security.HEADERS, "Cache-Control": "no-store"})
        return made

    return answer

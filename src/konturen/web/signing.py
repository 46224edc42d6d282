"""Signing in and out of a team's desk: the only addresses open to everybody, with the desk's own files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from konturen.errors import AccessError, KonturenError
from konturen.web import urls
from konturen.web.answering import (
    CHALLENGE,
    NOBODY,
    address_of,
    admitted,
    ask_of,
    closing,
    failed,
    person_of,
    refusal,
    unheard,
)
from konturen.web.receiving import UnreadableError, received
from konturen.web.rendering import rendered
from konturen.web.site import Site
from konturen.web.team import Team

AT_ONCE = 8
"""People who may be signed in at once; the others wait without keeping anybody from the pages."""
MAX_BYTES = 10_000
"""Bytes that the form may have."""
DONE = ("signed_out", "password_changed_own")
"""Messages that the page may show."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The page on which one signs in: where one goes then; whether a try failed; how long to wait."""

    template: ClassVar[str] = "sign_in.html"
    next: str = "/"
    failed: bool = False
    minutes: int = 0


def routes(site: Site, team: Team) -> list[Route]:
    """The addresses of signing in and out."""
    turns = CapacityLimiter(AT_ONCE)

    async def show(request: Request) -> Response:
        return await run_in_threadpool(_show, site, request)

    async def enter(request: Request) -> Response:
        refused = refusal(site, request)
        if refused:
            return unheard(site, request, *refused)
        try:
            sent = await received(request, MAX_BYTES)
        except UnreadableError as error:
            return closing(unheard(site, request, error.status, error.key))
        fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
        return await to_thread.run_sync(_enter, site, team, request, fields, limiter=turns)

    async def leave(request: Request) -> Response:
        return await run_in_threadpool(_leave, site, team, request)

    return [
        Route(urls.sign_in(), show, methods=["GET"]),
        Route(urls.sign_in(), enter, methods=["POST"]),
        Route(urls.sign_out(), leave, methods=["POST"]),
    ]


def _next(asked: str) -> str:
    """Where one goes afterwards: an address of the desk, and not this page again."""
    return asked if urls.own(asked) and not asked.startswith("/sign-") else "/"


def _page(site: Site, request: Request, page: SignIn, status: int = 200) -> Response:
    """The page, without anything that was typed."""
    ask = ask_of(site, request, NOBODY)
    shown = ask.asking(
        given={"next": [page.next]} if page.next != "/" else {},
        form="json" if ask.form == "json" else "page",
        done=ask.done if ask.done in DONE else None,
    )
    return rendered(shown, page, status)


def _show(site: Site, request: Request) -> Response:
    refused = refusal(site, request)
    if refused:
        return unheard(site, request, *refused)
    where = _next(request.query_params.get("next", "/"))
    try:
        if person_of(site, request):
            return RedirectResponse(where, 303)
    except KonturenError as error:
        return failed(ask_of(site, request, NOBODY), error, request.method)
    return _page(site, request, SignIn(where))


def _enter(site: Site, team: Team, request: Request, fields: dict[str, str]) -> Response:
    where = _next(fields.get("next", "/"))
    address, browser = address_of(request), request.headers.get("user-agent", "")
    old = request.cookies.get(team.cookie)
    try:
        token = team.accounts.sign_in(fields.get("name", ""), fields.get("password", ""), address, browser)
        if old and (before := team.accounts.signed(old)):
            team.accounts.sign_out(before, address)
    except AccessError as error:
        return _refused(site, request, where, error)
    except KonturenError as error:
        return failed(ask_of(site, request, NOBODY), error, request.method)
    answer = RedirectResponse(where, 303)
    # Lax, so that a link in a mail opens what it leads to; forms are protected by what `security` asks of them.
    answer.set_cookie(team.cookie, token, path="/", secure=team.https, httponly=True, samesite="lax")
    return answer


def _refused(site: Site, request: Request, where: str, error: AccessError) -> Response:
    minutes = -(-(error.seconds or 0) // 60)
    answer = _page(site, request, SignIn(where, True, minutes), 429 if error.seconds else 401)
    if error.seconds:
        answer.headers["Retry-After"] = str(error.seconds)
    else:
        answer.headers["WWW-Authenticate"] = CHALLENGE
    return answer


def _leave(site: Site, team: Team, request: Request) -> Response:
    ask = admitted(site, request)
    if isinstance(ask, Response):
        return ask
    try:
        signed = team.accounts.signed(request.cookies.get(team.cookie, ""))
        if signed:
            team.accounts.sign_out(signed, ask.address)
    except KonturenError as error:
        return failed(ask, error, request.method)
    answer = RedirectResponse(urls.sign_in(done="signed_out"), 303)
    answer.delete_cookie(team.cookie, path="/", secure=team.https, httponly=True, samesite="lax")
    return answer

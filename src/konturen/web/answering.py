"""Requests as pages and forms take them, and the answers to those that are not heard: other hosts, other sites,
nobody signed in, a role that may not."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from konturen.errors import AccessError, KonturenError, LedgerError, ReadingError
from konturen.settings import present_user
from konturen.web import security, urls
from konturen.web.ask import Ask
from konturen.web.page import FORMS
from konturen.web.people import Person, Role
from konturen.web.rendering import Fault, rendered
from konturen.web.site import Site
from konturen.web.words import LANGUAGES, Language, Words, best_language, messages

COOKIE = "konturen_language"
NOBODY = Person("", "reader")
"""Stands where nobody is known: for answers that show nothing of the ledger."""
AGAIN = 3
"""Seconds after which one asks again while statements are being read."""
MOST_VALUES = 500
"""Values that an address may have: links of a page repeat them."""
CHALLENGE = 'Cookie realm="Konturen"'


def refusal(site: Site, request: Request) -> tuple[int, str] | None:
    """Why a request is not heard whoever sent it: the status and a key of `refused` words; None where it is."""
    if site.team and site.team.https and request.scope["scheme"] != "https":
        return 421, "https"
    return security.refusal(request.method, request.headers, site.hosts, request.scope["scheme"])


def person_of(site: Site, request: Request) -> Person | None:
    """Who asks: on one's own machine oneself, in a team who is signed in; None where nobody is."""
    if site.team is None:
        return Person(present_user(), "admin")
    token = request.cookies.get(site.team.cookie)
    signed = site.team.accounts.signed(token) if token else None
    return Person(signed.name, signed.role, signed.session) if signed else None


def admitted(site: Site, request: Request, role: Role = "reader") -> Ask | Response:
    """A request of somebody who may make it; else the answer that says why it is not heard."""
    refused = refusal(site, request)
    if refused:
        return unheard(site, request, *refused)
    if len(request.query_params.multi_items()) > MOST_VALUES:
        return unheard(site, request, 414, "long")
    try:
        person = person_of(site, request)
    except KonturenError as error:
        return failed(ask_of(site, request, NOBODY), error, request.method)
    if person is None:
        return _unsigned(site, request)
    ask = ask_of(site, request, person)
    return ask if person.may(role) else told(ask, 403, "role")


def _unsigned(site: Site, request: Request) -> Response:
    """To the sign-in page and then back; for a program and a form, which cannot go there, words."""
    ask = ask_of(site, request, NOBODY)
    if request.method in security.SAFE and ask.form != "json":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(urls.sign_in(request.url.path + query), 303)
    answer = told(ask, 401, "unsigned")
    answer.headers["WWW-Authenticate"] = CHALLENGE
    return answer


def ask_of(site: Site, request: Request, person: Person) -> Ask:
    """A request as pages take it."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    wanted = given.get("as", ["page"])[-1]
    if "application/json" in request.headers.get("accept", "") and "as" not in given:
        wanted = "json"
    done = given.pop("done", [""])[-1]
    # An address with two slashes at its beginning would be one of another host.
    path = "/" + request.url.path.lstrip("/")
    return Ask(
        site,
        Words(spoken(request)),
        person,
        path,
        dict(request.path_params),
        given,
        wanted if wanted in FORMS else "page",
        done if f"done.{done}" in messages() else None,
        address_of(request),
    )


def address_of(request: Request) -> str:
    """The network address that a request comes from; a proxy that is believed has said it."""
    return request.client.host if request.client else ""


def spoken(request: Request) -> Language:
    """The language that was chosen here, else the one that the browser likes best."""
    chosen = request.cookies.get(COOKIE)
    return next(
        (own for own in LANGUAGES if own == chosen),
        best_language(request.headers.get("accept-language", "")),
    )


def unheard(site: Site, request: Request, status: int, key: str) -> Response:
    """The answer to a request of nobody who is known."""
    return told(ask_of(site, request, NOBODY), status, key)


def told(ask: Ask, status: int, key: str) -> Response:
    """The page that says why a request is not heard, by a key of `refused` words."""
    return fault(ask, Fault(status, ask.words(f"refused.{key}"), None, ask.words(f"refused.{key}_hint")))


def closing(answer: Response) -> Response:
    """The answer to a request that was not read to its end: nothing more of it is listened to."""
    answer.headers["Connection"] = "close"
    return answer


def fault(ask: Ask, found: Fault) -> Response:
    """A page that says what went wrong."""
    form = "json" if ask.form == "json" else "page"
    asked = Ask(ask.site, ask.words, ask.person, ask.path, ask.parts, {}, form)
    return rendered(asked, found, found.status)


def failed(ask: Ask, error: KonturenError, method: str) -> Response:
    """The page that says what an error says, with the status that fits it."""
    if isinstance(error, ReadingError):
        answer = told(ask, 503, "reading")
        # Browsers ask again by themselves, programs are told when.
        answer.headers["Refresh"] = answer.headers["Retry-After"] = str(AGAIN)
        return answer
    wait = error.seconds if isinstance(error, AccessError) else None
    if isinstance(error, AccessError):
        status = 429 if wait else 403
    else:
        status = 503 if isinstance(error, LedgerError) else 404 if method == "GET" else 400
    answer = fault(ask, _in_words(ask.words, error, status))
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


ABOUT_ACTORS = ("no_actor", "no_actor_but", "several", "nobody", "nobody_but", "no_name", "nobody_of_kind")
"""Keys of errors after which one looks among the actors."""


def _in_words(words: Words, error: KonturenError, status: int) -> Fault:
    """What an error says, in the language of the desk where it is one that persons meet often."""
    key = f"errors.{error.key}"
    if key not in messages():
        return Fault(status, error.what, error.where, error.hint)
    hint = words(f"{key}_hint", **error.values) if f"{key}_hint" in messages() else None
    return Fault(status, words(key, **error.values), error.where, hint, error.key in ABOUT_ACTORS)

"""Every address of the desk, made in one place: `urls.pair("party-er", "party-amanat")`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

Value = str | int | None | Iterable[str]


def _with(path: str, **given: Value) -> str:
    """A path with values behind it; what is None or empty is left out."""
    pairs = [
        (name, str(one))
        for name, value in given.items()
        for one in ([value] if isinstance(value, str | int) else value or ())
        if one != ""
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def again(path: str, given: Iterable[tuple[str, str]], **changed: Value) -> str:
    """The same address with some values changed; None takes one away."""
    kept = [(name, value) for name, value in given if name not in changed and name != "done"]
    more = _with("", **changed).removeprefix("?")
    query = "&".join(part for part in (urlencode(kept), more) if part)
    return f"{path}?{query}" if query else path


def own(address: str) -> bool:
    """Whether an address is one of this server: nothing that a browser takes for another host's."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and all(c.isprintable() for c in address)


def sign_in(next: str = "/", **given: Value) -> str:
    """Where a person of a team signs in, to go on to an address of the desk."""
    return _with("/sign-in", next="" if next == "/" else next, **given)


def sign_out() -> str:
    """The form by which she signs out."""
    return "/sign-out"


def account(**given: Value) -> str:
    """One's own account."""
    return _with("/account", **given)


def people(**given: Value) -> str:
    """The accounts of the team."""
    return _with("/people", **given)


def audit(**given: Value) -> str:
    """What was done at the desk."""
    return _with("/audit", **given)


def inbox(**given: Value) -> str:
    """What was read."""
    return _with("/", **given)


def jobs(**given: Value) -> str:
    """What is being read, and what came of it."""
    return _with("/jobs", **given)


def text(document: str, start: int | None = None, end: int | None = None, **given: Value) -> str:
    """A text; at one of its sentences where offsets are given."""
    at = None if start is None else f"{start}-{end}"
    return _with(f"/texts/{quote(document, safe='')}", at=at, **given) + ("" if at is None else "#at")


def citation(document: str, style: str, start: int | None = None, end: int | None = None) -> str:
    """A text, or a sentence of it, as a citation of a style."""
    at = None if start is None else f"{start}-{end}"
    return _with(f"/texts/{quote(document, safe='')}/citation", style=style, at=at)


def saved() -> str:
    """What one keeps for later."""
    return "/saved"


def review(**given: Value) -> str:
    """Suggestions to be judged."""
    return _with("/review", **given)


def pair(a: str, b: str, **given: Value) -> str:
    """The dossier of two actors."""
    return _with("/pair", a=a, b=b, **given)


def actor(id: str, **given: Value) -> str:
    """The dossier of an actor."""
    return _with("/actor", id=id, **given)


def actors(**given: Value) -> str:
    """The actors of the ledger."""
    return _with("/actors", **given)


def who(id: str, **given: Value) -> str:
    """Who an actor is, and what was decided on her."""
    return _with("/actors/one", id=id, **given)


def sentences(**given: Value) -> str:
    """The sentences of statements: between `a` and `b` (several each), of a relation, status, track, time."""
    return _with("/sentences", **given)


def matrix(**given: Value) -> str:
    """Actors of one side against those of another."""
    return _with("/matrix", **given)


def timeline(**given: Value) -> str:
    """Acts in the order of time."""
    return _with("/timeline", **given)


def network(**given: Value) -> str:
    """Who is connected with whom."""
    return _with("/network", **given)


def tracks(**given: Value) -> str:
    """The tracks beside each other, with their pace."""
    return _with("/tracks", **given)


def contours(**given: Value) -> str:
    """What may come."""
    return _with("/contours", **given)


def changes(**given: Value) -> str:
    """What is new since a day."""
    return _with("/changes", **given)


def search(**given: Value) -> str:
    """Full-text search; `q` is the query."""
    return _with("/search", **given)


def sources(**given: Value) -> str:
    """The outlets that were read."""
    return _with("/sources", **given)


def static(name: str) -> str:
    """A file of the desk itself."""
    return f"/static/{quote(name)}"

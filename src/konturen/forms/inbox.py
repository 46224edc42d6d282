"""What is handed in at the inbox: addresses, pasted texts, files, feeds; and jobs cancelled or repeated."""

from __future__ import annotations

from konturen.desk import adding, following
from konturen.desk.adding import Given
from konturen.errors import QueryError
from konturen.web import urls
from konturen.web.ask import Ask, Sent
from konturen.web.jobs import Round
from konturen.web.page import Action, Goto
from konturen.web.words import LANGUAGES

MAX_UPLOAD = 50_000_000
"""Bytes that the files of a form may have together."""
MAX_PASTED = 20_000_000
MOST_FILES = 50
"""Files of one form."""


def add_address(ask: Ask, sent: Sent) -> Goto:
    """Have the page at an address read."""
    return _begin(ask, Given("address", adding.address(sent.one("address")), language=_language(sent)))


def add_text(ask: Ask, sent: Sent) -> Goto:
    """Have a pasted text read, with what is said of it."""
    values = sent.fields.get("text", ())
    content = adding.pasted(values[-1] if values else "")
    title, author, outlet = (adding.line(sent.one(name)) for name in ("title", "author", "outlet"))
    day = adding.day(sent.one("published"))
    name = title or adding.line(content[:400].decode("utf-8", "ignore"), 80)
    return _begin(ask, Given("text", name, content, title, author, outlet, day, _language(sent)))


def add_files(ask: Ask, sent: Sent) -> Goto:
    """Have files read, each as a text of its own; their names are only what they are called."""
    if not sent.files:
        raise QueryError("there is no file.", hint="Choose one or more, or drop them on the form.")
    if len(sent.files) > MOST_FILES:
        raise QueryError(f"{len(sent.files)} files are too many at once.", hint=f"Send {MOST_FILES} or fewer.")
    language = _language(sent)
    found = [
        Given("file", adding.file_name(file.name), file.content.read(), language=language)
        for file in sent.files
    ]
    return _begin(ask, *found)


def add_feed(ask: Ask, sent: Sent) -> Goto:
    """Follow a feed, and ask it for the first time."""
    text = sent.one("feed")
    plain = f"https:{text[5:]}" if text.casefold().startswith("feed://") else text
    address = adding.address(plain.removeprefix("feed:"))
    subscription, new = following.follow_feed(ask.site.ledger, address, ask.person.name)
    if not new:
        return Goto(urls.inbox(), "followed_already")
    ask.site.jobs.add([Round(subscription.address, frozenset({subscription.id}))], ask.person.name)
    return Goto(urls.inbox(), "followed")


def ask_feeds(ask: Ask, sent: Sent) -> Goto:
    """Ask all that is followed, or the one that is named, for what is new."""
    number = sent.one("id")
    states = following.followed(ask.site.ledger)
    chosen = [s.subscription for s in states if not number or str(s.subscription.id) == number]
    if not chosen:
        raise QueryError("nothing of this is followed.", hint="Follow a feed first.")
    ask.site.jobs.add(
        [Round(chosen[0].address if number else "", frozenset(s.id for s in chosen) if number else None)],
        ask.person.name,
    )
    return Goto(urls.inbox(), "asked")


def leave_feed(ask: Ask, sent: Sent) -> Goto:
    """Follow something no longer; what was read stays."""
    number = sent.one("id")
    chosen = [s.subscription for s in following.followed(ask.site.ledger) if str(s.subscription.id) == number]
    if not chosen:
        raise QueryError("this is not followed.")
    following.unfollow(ask.site.ledger, chosen[0].address, ask.person.name)
    return Goto(urls.inbox(), "left")


def cancel(ask: Ask, sent: Sent) -> Goto:
    """Cancel a job of one's own; an editor may cancel those of others."""
    ask.site.jobs.cancel(_number(sent), None if ask.person.may("editor") else ask.person.name)
    return Goto(urls.inbox(), "cancelled")


def again(ask: Ask, sent: Sent) -> Goto:
    """Do what has failed once more."""
    ask.site.jobs.again(_number(sent), ask.person.name, _language(sent))
    return Goto(urls.inbox(), "again")


def _begin(ask: Ask, *given: Given) -> Goto:
    most = ask.site.pipeline.settings.max_bytes
    for one in given:
        if len(one.content) > most:
            what = f"this is {len(one.content):,} bytes long; at most {most:,} are read of one text."
            raise QueryError(what, one.name, "Split it.")
        if one.kind == "file" and not one.content:
            raise QueryError("there is nothing in it.", one.name, "Choose a file with a text in it.")
    ask.site.jobs.add(given, ask.person.name)
    return Goto(urls.inbox(), "taken")


def _language(sent: Sent) -> str:
    chosen = sent.one("language")
    if chosen and chosen not in LANGUAGES:
        raise QueryError(f"texts in {chosen[:20]!r} are not coded.", hint=f"There are: {', '.join(LANGUAGES)}.")
    return chosen


def _number(sent: Sent) -> int:
    number = sent.number("job")
    if number is None:
        raise QueryError("there is no such job.")
    return number


ACTIONS = (
    Action("/add/address", add_address),
    Action("/add/text", add_text, max_bytes=MAX_PASTED),
    Action("/add/files", add_files, max_bytes=MAX_UPLOAD),
    Action("/add/feed", add_feed),
    Action("/feeds/ask", ask_feeds),
    Action("/feeds/leave", leave_feed),
    Action("/jobs/cancel", cancel),
    Action("/jobs/again", again),
)

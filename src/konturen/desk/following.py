"""Following feeds, lists of feeds and folders, reading what is new in them, and importing bookmarks.

Each function is the twin of a command: follow, unfollow, fetch, import-bookmarks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from konturen.desk.fetching import Round, manners_of
from konturen.desk.rounds import Options, Report
from konturen.errors import QueryError, SourceError
from konturen.inbox.bookmarks import read_bookmarks
from konturen.inbox.feeds import web_address
from konturen.inbox.manners import Manners
from konturen.inbox.opml import Outline, is_opml, read_opml, write_opml
from konturen.ledger.followed import Attempt, Failure, SourceState, Subscription, Wanted
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline, now
from konturen.settings import present_user

MAX_LIST_BYTES = 20_000_000
"""Longest list of feeds: one of 50,000 has 10 MB."""
MAX_BOOKMARK_BYTES = 500_000_000
"""Longest file of bookmarks: wallabag and Readeck export the texts with them."""

_HOST = re.compile(
    r"(?!.{0,260}\.(?:opml|xml|txt)\Z)[^\s/.@:\0][^\s/@:\0]{0,250}\.[a-zA-Z]{2,24}(?::\d{1,5})?(?:/|\Z)", re.I
)
"""How an address begins whose https:// was left out."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a call to follow has brought: subscriptions that are new, those that were there, and what stood in
    a list of feeds in place of an address."""

    new: tuple[Subscription, ...]
    known: tuple[Subscription, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of bookmarks has brought: which program wrote it, how many bookmarks are new or were known,
    and what cannot be taken, with reasons. Their texts are still to be fetched."""

    subscription: Subscription
    program: str
    new: int
    known: int
    refused: tuple[str, ...]


def follow(ledger: Ledger, targets: Sequence[str], by: str | None = None) -> Followed:
    """Follow feeds (addresses), lists of feeds (OPML files) and folders; nothing is fetched yet.

    SourceError where a file cannot be read or is no list of feeds, QueryError for what is nothing of these;
    then nothing is followed.
    """
    wanted: list[Wanted] = []
    refused: list[str] = []
    for target in targets:
        if "://" in target or target.casefold().startswith("feed:"):
            wanted.append(("feed", _address(target), None))
        elif os.path.isdir(target):
            wanted.append(("folder", _folder(target), None))
        else:
            outlines = read_opml(_listed(target), target)
            wanted += [("feed", feed.address, feed.title) for feed in outlines.feeds]
            refused += outlines.refused
    done = ledger.writer.follow(wanted, by or present_user(), now())
    known = tuple(subscription for subscription, new in done if not new)
    return Followed(tuple(subscription for subscription, new in done if new), known, tuple(refused))


def follow_feed(ledger: Ledger, address: str, by: str | None = None) -> tuple[Subscription, bool]:
    """Follow one feed by its address, with whether that is new; paths are no addresses. QueryError says so."""
    [done] = ledger.writer.follow([("feed", _address(address), None)], by or present_user(), now())
    return done


def unfollow(ledger: Ledger, target: str, by: str | None = None) -> Subscription:
    """Follow something no longer, named by its address, path or number. QueryError where it is not followed.

    What was read stays, and following it again goes on with what is new.
    """
    followed = {state.subscription.address for state in ledger.reader.sources()}
    names = (target, os.path.realpath(target) if "\0" not in target else target, _address_or_none(target))
    name = next((name for name in names if name in followed), target)
    return ledger.writer.unfollow(name or target, by or present_user(), now())


def followed(ledger: Ledger) -> tuple[SourceState, ...]:
    """What is followed, with what became of it."""
    return ledger.reader.sources()


def failures(ledger: Ledger) -> tuple[Failure, ...]:
    """All lists and texts that could not be read when they were tried last, with the reasons."""
    return ledger.reader.fetch_failures()


def fetch(
    ledger: Ledger,
    pipeline: Pipeline | None = None,
    options: Options | None = None,
    manners: Manners | None = None,
) -> Report:
    """Ask what is due, then read, code and record what is new in it. Keep the `manners` for a further round.

    What cannot be read is in the report and, with its reason and the time of the next try, in the ledger.
    LedgerError and CoderError end the round; the next one goes on where it stopped.
    """
    chosen, given = pipeline or Pipeline(), options or Options()
    return Round(ledger, chosen, given, manners or manners_of(chosen, given.tools)).run()


def import_bookmarks(ledger: Ledger, path: str, by: str | None = None) -> Imported:
    """List the bookmarks of a file that wallabag, Readeck or a browser has exported; `fetch` reads their texts.

    The same file again adds what is new in it. SourceError where the file cannot be read or no form fits.
    """
    bookmarks = read_bookmarks(_content(path, MAX_BOOKMARK_BYTES), path)
    when = now()
    place = os.path.realpath(path)
    [(subscription, _)] = ledger.writer.follow([("bookmarks", place, None)], by or present_user(), when)
    refused = bookmarks.refused
    notes = f"{len(refused)} bookmarks cannot be taken, the first: {refused[0]}" if refused else None
    told = Attempt(subscription.id, "read", reason=notes)
    new = len(ledger.writer.listed(told, bookmarks.entries, when))
    return Imported(subscription, bookmarks.kind, new, len(bookmarks.entries) - new, refused)


def opml(ledger: Ledger) -> str:
    """The feeds that are followed as an OPML list."""
    states = (state.subscription for state in ledger.reader.sources())
    return write_opml(Outline(s.address, s.title) for s in states if s.kind == "feed")


def _address(target: str) -> str:
    """The address of a feed as it is followed; QueryError where it is none."""
    address = _address_or_none(target)
    if address is None:
        raise QueryError(f"{target[:200]!r} is no http or https address.", hint="Check how it is spelled.")
    if urlsplit(address).username is not None:
        hint = "The ledger keeps addresses as they are: leave out all between // and @."
        raise QueryError("the address carries a user name.", hint=hint)
    return address


def _address_or_none(target: str) -> str | None:
    """feed:https://... and feed://... are how browsers hand feeds to readers."""
    scheme, _, rest = target.partition(":")
    if scheme.casefold() == "feed":
        target = f"https:{rest}" if rest.startswith("//") else rest
    return web_address(target)


def _folder(target: str) -> str:
    path = os.path.realpath(target)
    if path.encode("utf-8", "replace").decode("utf-8", "replace") != path:
        raise QueryError(f"the folder's name holds bytes that are no characters: {ascii(path)[:200]}.")
    return path


def _listed(path: str) -> bytes:
    if _HOST.match(path) and not os.path.lexists(path):
        hint = f"An address begins with https://, for instance: https://{path}"
        raise SourceError("there is no such file or folder.", path, hint)
    content = _content(path, MAX_LIST_BYTES)
    if not is_opml(content):
        hint = "Give the address of a feed, a list of feeds (OPML) or a folder."
        raise SourceError("this file is no list of feeds.", path, hint)
    return content


def _content(path: str, most: int) -> bytes:
    """The bytes of a regular file; SourceError where there is none, or it is too long."""
    try:
        if not Path(path).is_file():
            raise SourceError("there is no such file.", path, "Check the name.")
        with Path(path).open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        raise SourceError("the file cannot be read.", path, "Check its name and permissions.") from error
    if len(content) > most:
        raise SourceError(f"the file is longer than {most:,} bytes.", path, "Split it.")
    return content

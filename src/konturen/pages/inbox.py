"""The inbox: what was read, with what was found in it; what is being read now; what is followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from konturen.errors import QueryError
from konturen.inbox.feeds import web_address
from konturen.ledger.followed import SourceState
from konturen.ledger.shelf import Shelved, Wanted
from konturen.tables import Table
from konturen.web import urls
from konturen.web.ask import Ask
from konturen.web.jobs import Job
from konturen.web.page import Place
from konturen.web.words import LANGUAGES, Words

PAGE = 50
"""Texts on a page."""
DEEPEST = 100_000
ENDED = 5
"""Jobs that have ended and are shown with the texts."""
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read: `place` is where, `address` the same where it is one of the web; `beginning` is how
    a text without title begins."""

    id: str
    title: str | None
    beginning: str | None
    language: str
    outlet: str | None
    author: str | None
    published: str | None
    reading_minutes: int | None
    recorded: str
    place: str
    address: str | None
    statements: int
    judged: int


@dataclass(frozen=True, slots=True)
class Told:
    """A job, and how it stands in the words of the one who asks; `part` is how much is done, None where that
    cannot be said; `mine` is whether she may cancel it; `link` is where its result is."""

    job: Job
    said: str
    part: float | None
    mine: bool
    link: str | None
    dossier: str | None


@dataclass(frozen=True, slots=True)
class JobsPage:
    """What is done for those who handed something in, those asked for last first."""

    template: ClassVar[str] = "jobs.html"
    jobs: tuple[Told, ...]
    running: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed, folder or file that is followed: when it was asked last and what came of it, how many texts it
    has named, how many of them are still to be read, and how many failed."""

    id: int
    kind: str
    name: str
    address: str
    asked: str | None
    outcome: str | None
    reason: str | None
    entries: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class InboxPage:
    """The texts of a page, those recorded last first; `total` counts all that fit, `empty` is whether there is
    none at all."""

    template: ClassVar[str] = "inbox.html"
    texts: tuple[Text, ...]
    total: int
    page: int
    pages: int
    empty: bool
    wanted: Wanted
    jobs: tuple[Told, ...]
    running: int
    ended: int
    followed: tuple[Followed, ...]
    outlets: tuple[str, ...]
    may_add: bool

    def table(self) -> Table[Text]:
        """The texts of the page."""
        return Table(Text, self.texts)


def inbox(ask: Ask) -> InboxPage:
    """What was read, page by page."""
    wanted = Wanted(
        ask.one("outlet"),
        ask.choice("language", ("", *LANGUAGES), ""),
        ask.one("words"),
        _day(ask, "since"),
        _day(ask, "until"),
    )
    page = ask.number("page", 1, 1, DEEPEST)
    with ask.reader() as reader:
        shelf = reader.shelf(wanted, PAGE, (page - 1) * PAGE)
        stamp, kept = reader.stamp(), ask.site.kept
        outlets = kept.of(("outlet names", ask.known), (stamp.recorded, stamp.removals), reader.outlet_names)
        asked = (stamp.subscriptions, stamp.fetches, stamp.removals)
        followed = tuple(map(_followed, kept.of(("followed", ask.known), asked, reader.sources)))
    told = _told(ask)
    running = tuple(one for one in told if one.job.runs)
    ended = tuple(one for one in told if not one.job.runs)
    return InboxPage(
        tuple(map(_text, shelf.texts)),
        shelf.total,
        page,
        max(1, -(-shelf.total // PAGE)),
        shelf.total == 0 and wanted == Wanted(),
        wanted,
        (*running, *ended[:ENDED]),
        len(running),
        len(ended),
        followed,
        outlets,
        ask.person.may("coder") and not ask.known,
    )


def jobs(ask: Ask) -> JobsPage:
    """All that is done and was done since the server was started."""
    told = _told(ask)
    return JobsPage(told, sum(one.job.runs for one in told))


def _text(one: Shelved) -> Text:
    t = one.text
    place = t.places[0] if t.places else t.id
    address = next((at for at in t.places if web_address(at)), None)
    return Text(
        t.id,
        t.title,
        one.beginning,
        t.language,
        t.outlet,
        t.author,
        t.published,
        t.reading_minutes,
        t.recorded,
        place,
        address,
        one.statements,
        one.judged,
    )


def _followed(state: SourceState) -> Followed:
    s, last = state.subscription, state.last
    return Followed(
        s.id,
        s.kind,
        s.title or s.address,
        s.address,
        state.asked,
        last.outcome if last else None,
        last.reason if last else None,
        state.entries,
        state.waiting,
        state.failed,
    )


def _told(ask: Ask) -> tuple[Told, ...]:
    return tuple(_how(ask, job) for job in ask.site.jobs.listed())


def _how(ask: Ask, job: Job) -> Told:
    """A job in words."""
    came = job.came
    part = job.done / job.total if job.total else None
    mine = ask.person.may("coder") and (job.by == ask.person.name or ask.person.may("editor"))
    return Told(
        job,
        _said(ask.words, job),
        part,
        mine,
        urls.text(came.document) if came else None,
        urls.pair(*came.pair) if came and came.pair else None,
    )


def _said(t: Words, job: Job) -> str:
    if job.came:
        if job.came.outcome != "new":
            return t(f"inbox.came_{job.came.outcome}")
        return t("inbox.came_new", n=job.came.statements)
    if job.tally:
        y = job.tally
        counts = {"known": y.known, "failed": y.failed, "put_off": y.put_off}
        more = [t(f"inbox.tally_{key}", n=n) for key, n in counts.items() if n]
        return t.listed([t("inbox.tally_new", n=y.new), *more])
    if job.state in ("coding", "asking") and job.total:
        return t(f"inbox.state_{job.state}_of", done=job.done, total=job.total)
    return t(f"inbox.state_{job.state}")


def _day(ask: Ask, name: str) -> str:
    """A year, month or day; QueryError where it is something else."""
    value = ask.date(name)
    if value and not _DAY.fullmatch(value):
        raise QueryError(
            f"{value[:40]!r} is no year, month or day.", name, "Write 2025, 2025-09 or 2025-09-25."
        )
    return value


PLACES = (Place("/", inbox), Place("/jobs", jobs))

"""One round through what is followed: the lists that are due, then their texts, one after the other.

The ledger is the memory: entries are listed there before their texts are asked for, and every attempt is noted
after it, so that a round that was killed goes on where it stopped and repeats at most one text.
"""

from __future__ import annotations

import html
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from konturen.desk.rounds import Came, Options, Report, Result, Tools
from konturen.errors import LaterError, LedgerError, SourceError
from konturen.inbox import folder
from konturen.inbox.feeds import read_feed
from konturen.inbox.manners import GONE, Manners, backoff
from konturen.ledger.followed import Attempt, Due, Outcome, SourceState
from konturen.ledger.following import entry_key
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.reading import hops
from konturen.reading.network import PAGES
from konturen.reading.options import ReadOptions
from konturen.records import Answer, Document, Entry

FEED_SECONDS = 300.0
"""A feed is not asked again sooner, nor sooner than its server says that nothing will change (max-age)."""
LONGEST_FRESH = 86_400.0
"""Most seconds for which a server's max-age is believed: news of the day are read on the day."""
TRIES = 8
"""After as many failures in a row (a day or so) a text is not tried again by itself."""

_FEEDS = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml,application/xml;q=0.9,"
    "text/xml;q=0.9,application/json;q=0.8,*/*;q=0.1"
)
_LONGEST_VALIDATOR = 1000


class Round:
    """One round; made anew for each, as the memory of hosts is kept by `manners`."""

    def __init__(self, ledger: Ledger, pipeline: Pipeline, options: Options, manners: Manners) -> None:
        self._ledger = ledger
        self._pipeline = pipeline
        self._options = options
        self._clock = options.tools.clock
        self._manners = manners
        self._results: list[Result] = []
        self._files: list[tuple[Due, folder.Found]] = []
        self._documents: dict[str, str] = {}
        self._asked = self._unchanged = 0

    def run(self) -> Report:
        """Ask the lists that are due, then read what is to be read."""
        now = self._clock.now()
        for address, until in self._ledger.reader.held(self._now()):
            self._manners.hold(address, (_instant(until) - now).total_seconds())
        for state in self._ledger.reader.sources():
            if self._wanted(state.subscription.id):
                self._list(state)
        waiting = self._texts()
        return Report(tuple(self._results), self._asked, self._unchanged, waiting)

    def _wanted(self, subscription: int) -> bool:
        return self._options.only is None or subscription in self._options.only

    def _list(self, state: SourceState) -> None:
        """Ask one list, if it is due."""
        kind, last = state.subscription.kind, state.last
        if kind == "bookmarks":
            return
        time = last is None or (last.next_try is not None and last.next_try <= self._now())
        forced = self._options.everything and not (last is not None and last.outcome == "deferred")
        if not (time or forced or kind == "folder"):
            return
        self._options.watch.source(1, 1, state.subscription.address)
        self._asked += 1
        try:
            self._folder(state) if kind == "folder" else self._feed(state)
        except SourceError as error:
            self._failed_list(state, error)

    def _feed(self, state: SourceState) -> None:
        subscription = state.subscription
        sent = {"Accept": _FEEDS}
        sent |= {"If-None-Match": state.etag} if _sendable(state.etag) and state.etag else {}
        sent |= {"If-Modified-Since": state.modified} if _sendable(state.modified) and state.modified else {}
        answer = self._manners.ask(subscription.address, sent)
        next_try = self._later(max(FEED_SECONDS, _fresh(answer)))
        if answer.status == 304:
            self._unchanged += 1
            told = Attempt(
                subscription.id,
                "unchanged",
                None,
                answer.address,
                None,
                state.etag,
                state.modified,
                None,
                next_try,
            )
            self._ledger.writer.note(told, self._now())
            return
        feed = read_feed(answer.content, answer.address, answer.charset)
        notes = ["the feed is damaged: what could be read was taken"] if feed.damaged else []
        notes += [f"{feed.left_out:,} entries behind the first were left out"] if feed.left_out else []
        # A damaged feed is asked for again as a whole, since it may have been broken off.
        etag, modified = (None, None) if feed.damaged else _validators(answer)
        told = Attempt(
            subscription.id,
            "read",
            None,
            answer.address,
            None,
            etag,
            modified,
            "; ".join(notes) or None,
            next_try,
        )
        self._ledger.writer.listed(told, feed.entries, self._now())

    def _folder(self, state: SourceState) -> None:
        """Look into a folder and list what is new or changed in it; refusals are noted once."""
        subscription = state.subscription
        marks = self._ledger.reader.entry_marks(subscription.id)
        again = ("failed",) if self._options.everything else ()

        def known(path: str) -> str | None:
            last = marks.get(entry_key(path))
            return None if last is None or last.outcome in again else last.mark

        now = self._clock.now().timestamp()
        found = folder.scan(subscription.address, now, self._clock.sleep, known)
        refused = [item for item in found.refused if known(item.path) != _refusal(item)]
        paths = [*(item.path for item in found.files), *(item.path for item in refused)]
        entries = [Entry(path, path, whole=True) for path in paths]
        notes = f"{len(found.unsettled)} files are being written" if found.unsettled else None
        self._ledger.writer.listed(Attempt(subscription.id, "read", reason=notes), entries, self._now())
        ids = {key: last.id for key, last in self._ledger.reader.entry_marks(subscription.id).items()}

        def due(path: str) -> Due:
            return Due(ids[entry_key(path)], subscription, Entry(path, path), 0)

        for item in refused:
            self._note(due(item.path), "failed", SourceError(item.reason, item.path), etag=_refusal(item))
        held = {item.path for item in found.files} | set(found.unsettled)
        for last in marks.values():
            if not last.outcome and last.address and last.address not in held:
                gone = SourceError("the file is gone.", last.address, "Put it back to have it read.")
                self._note(due(last.address), "failed", gone)
        self._files += [(due(item.path), item) for item in found.files]

    def _failed_list(self, state: SourceState, error: SourceError) -> None:
        failures = state.failures + 1
        outcome: Outcome = "failed"
        next_try: str | None = self._later(backoff(failures, self._clock.chance()))
        if isinstance(error, LaterError) and error.seconds is not None:
            outcome, next_try = "deferred", self._later(error.seconds)
        elif error.what == GONE:
            next_try = None
        subscription = state.subscription
        reason = _reason(error, subscription.address)
        told = Attempt(subscription.id, outcome, None, error.where, reason=reason, next_try=next_try)
        self._ledger.writer.note(told, self._now())
        came: Came = "put off" if outcome == "deferred" else "failed"
        self._results.append(Result(came, subscription.address, subscription.address, reason, of_list=True))

    def _texts(self) -> int:
        """Read all texts that are due, those of ready hosts first; how many are left for later."""
        due = [
            item
            for item in self._ledger.reader.due_entries(self._now(), self._options.everything)
            if item.subscription.kind != "folder" and self._wanted(item.subscription.id)
        ]
        self._documents = self._ledger.reader.documents_at(d.entry.address for d in due if d.entry.address)
        hosts: dict[str, deque[Due]] = {}
        for item in due:
            hosts.setdefault(self._host(item), deque()).append(item)
        count, number = len(due) + len(self._files), 0
        for item, found in self._files:
            number += 1
            self._options.watch.source(number, count, found.path)
            self._one(item, found)
        while hosts:
            host = min(hosts, key=lambda name: self._manners.ready_in(f"http://{name}/") if name else 0.0)
            if host and self._manners.ready_in(f"http://{host}/") > self._options.tools.pace.patience:
                break
            item = hosts[host].popleft()
            if not hosts[host]:
                del hosts[host]
            number += 1
            self._options.watch.source(number, count, item.entry.address or item.entry.key)
            self._one(item, None)
        return sum(len(left) for left in hosts.values())

    def _host(self, due: Due) -> str:
        """The host that has to be asked for a text; "" where none has to be."""
        address = due.entry.address
        saved = due.subscription.kind == "bookmarks" and due.entry.whole
        return "" if address is None or saved or address in self._documents else _host_of(address)

    def _one(self, due: Due, found: folder.Found | None) -> None:
        """Read, code and record one text, and note what came of it."""
        address = due.entry.address
        mark = found.mark if found else None
        if found is None and address in self._documents:
            self._note(due, "known", document=self._documents[address])
            return
        try:
            document, answered = self._file(found) if found else self._document(due)
            receipt = self._pipeline.keep(self._ledger, document, self._options.watch.stage)
        except LaterError as error:
            deferred = error.seconds is not None
            self._note(due, "deferred" if deferred else "failed", error, etag=None)
            return
        except SourceError as error:
            self._note(due, "failed", error, etag=mark)
            return
        except LedgerError as error:
            if error.where != address:
                raise
            self._note(due, "failed", error, etag=mark)
            return
        if address is not None and found is None:
            self._documents[address] = receipt.document_id
        outcome: Outcome = "recorded" if receipt.new_document else "known"
        self._note(due, outcome, document=receipt.document_id, etag=mark, answered=answered)

    def _file(self, found: folder.Found) -> tuple[Document, str | None]:
        content = folder.read_file(found, self._pipeline.settings.max_bytes)
        return self._pipeline.read_bytes(found.path, content), None

    def _document(self, due: Due) -> tuple[Document, str | None]:
        """The text of an entry: its page, or what came with it where that is the whole text and the page cannot
        be had; of bookmarks what was saved, before any page."""
        entry = due.entry
        saved_first = due.subscription.kind == "bookmarks" or entry.address is None
        if saved_first and entry.whole:
            try:
                return self._saved(due), None
            except SourceError:
                if entry.address is None:
                    raise
        if entry.address is None:
            raise SourceError("the entry has neither an address nor a text.", entry.key, "Nothing can be done.")
        try:
            answer = self._manners.ask(entry.address, {"Accept": PAGES.accept})
            return _completed(self._page(answer, entry.address), entry), answer.address
        except LaterError:
            raise
        except SourceError:
            if not entry.whole or saved_first:
                raise
            try:
                return self._saved(due), None
            except SourceError:
                pass
            raise

    def _page(self, answer: Answer, address: str) -> Document:
        if answer.media_type is not None and not answer.media_type.startswith(PAGES.types):
            what = f"the address holds {answer.media_type[:80]}, which is not a text that can be read."
            raise SourceError(what, address, PAGES.hint)
        return self._pipeline.read_bytes(address, answer.content, answer.media_type, answer.charset)

    def _saved(self, due: Due) -> Document:
        """The text that came with an entry, as a page of its own."""
        entry = due.entry
        content = self._ledger.reader.entry_content(due.id) or ""
        location = entry.address or f"{due.subscription.address}#{entry.key}"
        if entry.media_type != "text/plain":
            language = f' lang="{entry.language}"' if entry.language else ""
            title = html.escape(entry.title or "")
            content = (
                f'<!DOCTYPE html><html{language}><head><meta charset="utf-8"><title>{title}</title></head>'
                f"<body><article>{content}</article></body></html>"
            )
        raw = content.encode("utf-8", "backslashreplace")
        return _completed(self._pipeline.read_bytes(location, raw, entry.media_type, "utf-8"), entry)

    def _note(
        self,
        due: Due,
        outcome: Outcome,
        error: SourceError | LedgerError | None = None,
        document: str | None = None,
        etag: str | None = None,
        answered: str | None = None,
    ) -> None:
        """Note what came of a text, in the ledger and in the report."""
        entry = due.entry
        name = entry.address or entry.key
        reason = _reason(error, name) if error else None
        next_try = None
        if isinstance(error, LaterError):
            answered = error.where
            if error.seconds is not None:
                next_try = self._later(error.seconds)
            elif due.failures + 1 < TRIES:
                next_try = self._later(backoff(due.failures + 1, self._clock.chance()))
        told = Attempt(due.subscription.id, outcome, due.id, answered, document, etag, None, reason, next_try)
        self._ledger.writer.note(told, self._now())
        came: dict[str, Came] = {"recorded": "new", "known": "known", "deferred": "put off"}
        self._results.append(
            Result(came.get(outcome, "failed"), name, due.subscription.address, reason, document)
        )

    def _now(self) -> str:
        return _written(self._clock.now())

    def _later(self, seconds: float) -> str:
        return _written(self._clock.now() + timedelta(seconds=seconds))


def manners_of(pipeline: Pipeline, tools: Tools) -> Manners:
    """The manners of a round, or of many: they remember when each host was asked last."""
    settings = pipeline.settings
    options = ReadOptions(
        allow_private=settings.allow_private, timeout=settings.timeout, max_bytes=settings.max_bytes
    )
    get = tools.get or (lambda address, headers: hops.ask(address, options, headers))
    return Manners(get, tools.clock, tools.pace)


def _completed(document: Document, entry: Entry) -> Document:
    """A document with what its list says of it where it does not say that itself."""
    return replace(
        document,
        title=document.title or entry.title,
        author=document.author or entry.author,
        published=document.published or entry.published,
    )


def _reason(error: SourceError | LedgerError, name: str) -> str:
    """Why something failed, and what to do; its address only where it is another one."""
    place = f"{error.where}: " if error.where and error.where != name else ""
    return f"{place}{error.what} {error.hint or ''}".strip()


def _refusal(item: folder.Refused) -> str:
    """A mark of what is refused: it is told once, and again where the reason is another."""
    return f"refused: {item.reason}"


def _validators(answer: Answer) -> tuple[str | None, str | None]:
    """What is sent back with the next request, so that an unchanged feed need not be sent again."""
    etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    return (etag if _sendable(etag) else None), (modified if _sendable(modified) else None)


def _sendable(value: str | None) -> bool:
    return value is not None and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR


def _fresh(answer: Answer) -> float:
    """The seconds for which the server says that nothing changes."""
    for part in answer.headers.get("cache-control", "").split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.isascii() and value.isdigit():
            return min(float(value[:9]), LONGEST_FRESH)
    return 0.0


def _host_of(address: str) -> str:
    """The name of the host, as it stands in an address."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(microsecond=0).isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

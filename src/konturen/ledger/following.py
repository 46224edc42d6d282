"""What is followed, in the ledger: subscriptions, the entries they list, and every attempt to read them.

Rows are only added. What became of a subscription or an entry is computed from its rows, so that a program that
was killed goes on where it stopped: entries are listed in the transaction that notes the reading of their
list, and a text is recorded before it is noted as read.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Select, and_, func, insert, or_, select

from konturen.errors import QueryError
from konturen.ledger import schema
from konturen.ledger.checks import person
from konturen.ledger.followed import (
    DONE,
    KINDS,
    Attempt,
    Due,
    Failure,
    Marked,
    Outcome,
    SourceState,
    Subscription,
    Wanted,
)
from konturen.records import Entry

CHUNK = 500
"""How many values stand in one condition."""
LONGEST = 10_000
"""Most characters of an address, a title or a reason that are kept."""

_SUBSCRIPTIONS, _ENTRIES, _FETCHES = schema.subscriptions, schema.entries, schema.fetches
_BACK = _SUBSCRIPTIONS.alias("back")


def follow(
    connection: Connection, wanted: Sequence[Wanted], by: str, recorded: str
) -> tuple[tuple[Subscription, bool], ...]:
    """Follow some things, all or none; each with whether it is new: what is followed already stays as it is."""
    person(by)
    standing = {found.address: found for found in load(connection) if found.stands}
    answer = []
    for kind, given, title in wanted:
        if kind not in KINDS:
            raise QueryError(f"nothing of the kind {kind!r} can be followed.", hint=f"Choose one of: {KINDS}.")
        address = _safe(given)
        if not address.strip() or len(address) > LONGEST:
            raise QueryError("there is no address to follow.", hint="Name a feed, an OPML list or a folder.")
        known = standing.get(address)
        if known is None:
            row = {"kind": kind, "address": address, "title": _short(title), "by": by, "recorded": recorded}
            made = connection.execute(insert(_SUBSCRIPTIONS).values(**row, withdraws=None))
            new = Subscription(_key(made), kind, address, _short(title), by, recorded)
            standing[address] = new
        answer.append((known or standing[address], known is None))
    return tuple(answer)


def unfollow(connection: Connection, address: str, by: str, recorded: str) -> Subscription:
    """End a subscription, by its address or number, by a further row; the ended one."""
    person(by)
    standing = [found for found in load(connection) if found.stands]
    wanted = [s for s in standing if s.address == address] or [s for s in standing if str(s.id) == address]
    if not wanted:
        raise QueryError(
            f"{address[:200]!r} is not followed.", hint="List what is with: konturen follow --list"
        )
    ended = wanted[0]
    values = {
        "kind": ended.kind,
        "address": ended.address,
        "title": ended.title,
        "by": by,
        "recorded": recorded,
    }
    connection.execute(insert(_SUBSCRIPTIONS).values(**values, withdraws=ended.id))
    return Subscription(
        ended.id, ended.kind, ended.address, ended.title, ended.by, ended.recorded, by, recorded
    )


def load(connection: Connection) -> tuple[Subscription, ...]:
    """All subscriptions in the order of recording, ended ones among them."""
    table = _SUBSCRIPTIONS.c
    wanted = (
        select(table.id, table.kind, table.address, table.title, table.by, table.recorded)
        .add_columns(_BACK.c.by.label("withdrawn_by"), _BACK.c.recorded.label("withdrawn"))
        .join_from(_SUBSCRIPTIONS, _BACK, _BACK.c.withdraws == table.id, isouter=True)
        .where(table.withdraws.is_(None))
        .order_by(table.id)
    )
    return tuple(Subscription(*row) for row in connection.execute(wanted))


def note(connection: Connection, attempt: Attempt, recorded: str) -> None:
    """Write an attempt down."""
    connection.execute(
        insert(_FETCHES).values(
            subscription_id=attempt.subscription,
            entry_id=attempt.entry,
            outcome=attempt.outcome,
            answered=_short(attempt.answered),
            document_id=attempt.document,
            etag=_short(attempt.etag),
            modified=_short(attempt.modified),
            reason=_short(attempt.reason),
            next_try=attempt.next_try,
            recorded=recorded,
        )
    )


def listed(
    connection: Connection, attempt: Attempt, entries: Sequence[Entry], recorded: str
) -> tuple[int, ...]:
    """Write down that a list was read and which entries it holds; the ids of those that are new."""
    # Whoever lists the same at the same time waits here, on databases that let two write at once.
    connection.execute(
        select(_SUBSCRIPTIONS.c.id).where(_SUBSCRIPTIONS.c.id == attempt.subscription).with_for_update()
    )
    keyed = {entry_key(entry.key): entry for entry in entries}
    for chunk in _chunks(tuple(keyed)):
        known = select(_ENTRIES.c.key).where(
            _ENTRIES.c.subscription_id == attempt.subscription, _ENTRIES.c.key.in_(chunk)
        )
        for key in connection.execute(known).scalars():
            del keyed[key]
    rows = [
        _entry_row(entry) | {"subscription_id": attempt.subscription, "key": key, "recorded": recorded}
        for key, entry in keyed.items()
    ]
    adding = insert(_ENTRIES).returning(_ENTRIES.c.id, sort_by_parameter_order=True)
    made = connection.execute(adding, rows).scalars().all() if rows else ()
    note(connection, attempt, recorded)
    return tuple(made)


def due(connection: Connection, now: str, all_failed: bool = False) -> tuple[Due, ...]:
    """The entries of what is followed that were not read yet, or failed and may be tried again at `now`.

    `all_failed` adds all that failed, whenever they are to be tried again.
    """
    subscriptions = {s.id: s for s in load(connection) if s.stands}
    last, counts = _last_of_entries(), _failures_of_entries()
    fetch = _FETCHES.c
    failed = fetch.outcome.in_(("failed", "deferred"))
    time = fetch.outcome == "failed" if all_failed else and_(failed, fetch.next_try <= now)
    columns = [c for c in _ENTRIES.c if c.name not in ("content", "key")]
    wanted = (
        select(*columns, func.coalesce(counts.c.failures, 0).label("failures"))
        .outerjoin(last, last.c.entry_id == _ENTRIES.c.id)
        .outerjoin(_FETCHES, fetch.id == last.c.last)
        .outerjoin(counts, counts.c.entry_id == _ENTRIES.c.id)
        .where(or_(fetch.id.is_(None), time, and_(failed, fetch.next_try <= now)))
        .order_by(_ENTRIES.c.id)
    )
    return tuple(
        Due(row.id, subscriptions[row.subscription_id], _row_entry(row), row.failures)
        for row in connection.execute(wanted)
        if row.subscription_id in subscriptions
    )


def content(connection: Connection, entry: int) -> str | None:
    """The text that came with an entry."""
    found = connection.execute(select(_ENTRIES.c.content).where(_ENTRIES.c.id == entry)).scalar()
    return zlib.decompress(found).decode("utf-8") if found is not None else None


def documents_at(connection: Connection, addresses: Iterable[str]) -> dict[str, str]:
    """Of these addresses those whose text is recorded, with the text's id, wherever it was asked for."""
    found: dict[str, str] = {}
    place = schema.places.c
    for chunk in _chunks(tuple(dict.fromkeys(addresses))):
        wanted = select(place.location, place.document_id).where(place.location.in_(chunk))
        found |= {row.location: row.document_id for row in connection.execute(wanted)}
    return found


def marks(connection: Connection, subscription: int) -> dict[str, Marked]:
    """How each entry of a subscription was read last, by `entry_key`."""
    last, fetch, entry = _last_of_entries(), _FETCHES.c, _ENTRIES.c
    wanted = (
        select(entry.key, entry.id, entry.address, fetch.etag, fetch.outcome)
        .outerjoin(last, last.c.entry_id == entry.id)
        .outerjoin(_FETCHES, fetch.id == last.c.last)
        .where(entry.subscription_id == subscription)
    )
    return {
        row.key: Marked(row.id, row.address, row.etag, row.outcome or "") for row in connection.execute(wanted)
    }


def states(connection: Connection) -> tuple[SourceState, ...]:
    """What became of each subscription that stands, in the order of recording."""
    table, last = _FETCHES.c, _last_of_lists()
    ok = _last_of_lists(table.outcome.in_(DONE))
    rows = {
        row.subscription_id: row
        for row in connection.execute(select(_FETCHES).join(last, last.c.last == table.id))
    }
    good = {
        row.subscription_id: row for row in connection.execute(select(_FETCHES).join(ok, ok.c.last == table.id))
    }
    failures = select(table.subscription_id, func.count()).where(
        table.entry_id.is_(None), table.outcome == "failed"
    )
    failures = failures.outerjoin(ok, ok.c.subscription_id == table.subscription_id)
    failures = failures.where(table.id > func.coalesce(ok.c.last, 0)).group_by(table.subscription_id)
    failed = {row[0]: row[1] for row in connection.execute(failures)}
    tallies = _tallies(connection)
    found = []
    for subscription in load(connection):
        if subscription.stands:
            row, success = rows.get(subscription.id), good.get(subscription.id)
            found.append(
                SourceState(
                    subscription,
                    _attempt(row) if row else None,
                    row.recorded if row else None,
                    success.etag if success else None,
                    success.modified if success else None,
                    failed.get(subscription.id, 0),
                    *tallies.get(subscription.id, (0, 0, 0)),
                )
            )
    return tuple(found)


def failures(connection: Connection) -> tuple[Failure, ...]:
    """All lists and texts of what is followed that failed when they were tried last, the lists first."""
    found = [
        Failure(
            state.subscription,
            state.subscription.address,
            state.subscription.title,
            state.last.reason or "",
            state.failures,
            state.asked or "",
            state.last.next_try,
        )
        for state in states(connection)
        if state.last and state.last.outcome in ("failed", "deferred")
    ]
    subscriptions = {s.id: s for s in load(connection) if s.stands}
    last, counts, fetch = _last_of_entries(), _failures_of_entries(), _FETCHES.c
    wanted = (
        select(_ENTRIES.c.subscription_id, _ENTRIES.c.address, _ENTRIES.c.title, _ENTRIES.c.name)
        .add_columns(fetch.reason, fetch.recorded, fetch.next_try)
        .add_columns(func.coalesce(counts.c.failures, 0).label("failures"))
        .join(last, last.c.entry_id == _ENTRIES.c.id)
        .join(_FETCHES, fetch.id == last.c.last)
        .outerjoin(counts, counts.c.entry_id == _ENTRIES.c.id)
        .where(fetch.outcome.in_(("failed", "deferred")))
        .order_by(_ENTRIES.c.id)
    )
    return tuple(found) + tuple(
        Failure(
            subscriptions[row.subscription_id],
            row.address or row.name,
            row.title,
            row.reason or "",
            row.failures,
            row.recorded,
            row.next_try,
        )
        for row in connection.execute(wanted)
        if row.subscription_id in subscriptions
    )


def held(connection: Connection, now: str) -> tuple[tuple[str, str], ...]:
    """Addresses whose servers asked to be left alone beyond `now`, each with the instant until when."""
    fetch = _FETCHES.c
    wanted = (
        select(fetch.answered, fetch.next_try)
        .where(fetch.outcome == "deferred", fetch.next_try > now, fetch.answered.is_not(None))
        .order_by(fetch.id)
    )
    return tuple((row.answered, row.next_try) for row in connection.execute(wanted))


def _last_of_entries() -> Any:
    """The last attempt at each entry."""
    table = _FETCHES.c
    wanted = select(table.entry_id, func.max(table.id).label("last")).where(table.entry_id.is_not(None))
    return wanted.group_by(table.entry_id).subquery()


def _failures_of_entries() -> Any:
    """How often each entry has failed."""
    table = _FETCHES.c
    wanted = select(table.entry_id, func.count().label("failures"))
    wanted = wanted.where(table.entry_id.is_not(None), table.outcome == "failed")
    return wanted.group_by(table.entry_id).subquery()


def _last_of_lists(*conditions: Any) -> Any:
    """The last attempt at the list of each subscription, among those that fit."""
    table = _FETCHES.c
    wanted: Select[Any] = select(table.subscription_id, func.max(table.id).label("last"))
    return wanted.where(table.entry_id.is_(None), *conditions).group_by(table.subscription_id).subquery()


def _tallies(connection: Connection) -> dict[int, tuple[int, int, int]]:
    """Of each subscription how many entries there are, wait to be read, and failed."""
    last = _last_of_entries()
    outcome = func.coalesce(_FETCHES.c.outcome, "")
    wanted = (
        select(_ENTRIES.c.subscription_id, outcome, func.count())
        .outerjoin(last, last.c.entry_id == _ENTRIES.c.id)
        .outerjoin(_FETCHES, _FETCHES.c.id == last.c.last)
        .group_by(_ENTRIES.c.subscription_id, outcome)
    )
    found: dict[int, tuple[int, int, int]] = {}
    for subscription, came, count in connection.execute(wanted):
        entries, waiting, failed = found.get(subscription, (0, 0, 0))
        waits = count if came in ("", "deferred") else 0
        lost = count if came == "failed" else 0
        found[subscription] = (entries + count, waiting + waits, failed + lost)
    return found


def _entry_row(entry: Entry) -> dict[str, Any]:
    packed = zlib.compress(_safe(entry.content).encode("utf-8")) if entry.content is not None else None
    return {
        "name": _short(entry.key),
        "address": _safe(entry.address) if entry.address is not None else None,
        "title": _short(entry.title),
        "author": _short(entry.author),
        "published": entry.published,
        "language": entry.language,
        "content": packed,
        "media_type": entry.media_type,
        "whole": entry.whole,
    }


def _row_entry(row: Any) -> Entry:
    return Entry(
        row.name,
        row.address,
        row.title,
        row.author,
        row.published,
        row.language,
        None,
        row.media_type,
        bool(row.whole),
    )


def _attempt(row: Any) -> Attempt:
    return Attempt(
        row.subscription_id,
        cast(Outcome, row.outcome),
        row.entry_id,
        row.answered,
        row.document_id,
        row.etag,
        row.modified,
        row.reason,
        row.next_try,
    )


def _key(made: Any) -> int:
    """The number that a new row got."""
    return int(made.inserted_primary_key[0])


def entry_key(key: str) -> str:
    """The key under which an entry stands: a hash of the name that its list gives it, short for every index."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _safe(text: str) -> str:
    """A text that every database takes: NULs and halves of characters stand as escapes."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def _short(text: str | None) -> str | None:
    return _safe(text)[:LONGEST] if text is not None else None


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))

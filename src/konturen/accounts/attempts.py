"""Limits on attempts to sign in: by name and address, by address, and by name. Several servers share them.

An attempt counts from its beginning, so that guesses made at the same time count, too, and is taken out again
when it succeeds. Names that nobody has count like others. What was refused does not count: who waits gets in.
"""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from konturen.accounts.tables import attempts

WINDOW = 15 * 60
"""Seconds for which an attempt counts."""
BY_BOTH, BY_ADDRESS, BY_NAME = 5, 20, 50
"""Failures within the window: of a name from one address, from one address, of a name from anywhere."""
NAME_BYTES = 8


def source(address: str) -> str:
    """What counts as one address: of IPv6 the network of one household or office (/64)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def name_hash(key: str) -> str:
    """A name as it is counted: people type their passwords into the wrong field, so names are not kept here."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=NAME_BYTES).hexdigest()


def _limits(key: str, address: str) -> tuple[tuple[int, ColumnElement[bool]], ...]:
    by_name, by_address = attempts.c.name == name_hash(key), attempts.c.address == source(address)
    return ((BY_BOTH, by_name & by_address), (BY_ADDRESS, by_address), (BY_NAME, by_name))


def wait(connection: Connection, key: str, address: str, now: int) -> int:
    """Seconds until a name may be tried again from an address; 0 where it may be now."""
    longest = 0
    for most, which in _limits(key, address):
        wanted = select(attempts.c.at).where(which, attempts.c.at > now - WINDOW).order_by(attempts.c.at)
        times = connection.execute(wanted).scalars().all()
        if len(times) >= most:
            longest = max(longest, times[len(times) - most] + WINDOW - now)
    return longest


def begin(connection: Connection, key: str, address: str, now: int) -> int:
    """Count an attempt, and forget those that count no longer; seconds to wait where it may not be made."""
    connection.execute(delete(attempts).where(attempts.c.at <= now - WINDOW))
    seconds = wait(connection, key, address, now)
    if not seconds:
        row = {"name": name_hash(key), "address": source(address), "at": now}
        connection.execute(insert(attempts), row)
    return seconds


def succeeded(connection: Connection, key: str, address: str) -> None:
    """Forget the attempts of a name from an address: it was she."""
    (_, which), *_ = _limits(key, address)
    connection.execute(delete(attempts).where(which))

"""How servers are asked: as robots.txt allows, one request a host at a time, with pauses between.

The clock, the sleep, the chance and the request itself are given from outside; nothing here opens a connection.
Sources: RFC 9309 (robots.txt), RFC 9110 sections 10.2.3 (Retry-After) and 15.4 (redirects), RFC 6585 (429).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from protego import Protego

from konturen.errors import LaterError, SourceError
from konturen.records import Answer

Get = Callable[[str, Mapping[str, str]], Answer]
"""One request with further headers, redirects not followed; SourceError where there is no answer."""

AGENT = "Konturen"
MAX_REDIRECTS = 10
ROBOTS_REDIRECTS = 5
"""RFC 9309 section 2.3.1.2: at least five are followed."""
ROBOTS_BYTES = 512_000
"""RFC 9309 section 2.5: at least 500 KiB are read; rules behind them do not count."""
ROBOTS_SECONDS = 86_400.0
"""RFC 9309 section 2.4: a robots.txt is not kept longer than 24 hours."""
HELD_SECONDS = 600.0
"""How long a host is left alone that refuses its robots.txt or is too busy and does not say for how long."""
LONGEST_WAIT = 7 * 86_400.0
"""Longest pause in seconds that a server may ask for."""

GONE = "the server answered with status 410."
"""What is said of an address whose server says that it is gone for good."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_PASSING = frozenset({408, 421, 425, 500, 502, 504, 507, 508, 520, 521, 522, 523, 524})
_SAVE = "Save the page from a browser and give the file."


def _utc() -> datetime:
    return datetime.now(UTC)


def _half() -> float:
    return 0.5


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, its passing and chance (0 to 1): those of the system, or those of a test."""

    now: Callable[[], datetime] = _utc
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = _half


@dataclass(frozen=True, slots=True)
class Pace:
    """`delay`: seconds between the end of a request and the next one to the same host, unless its robots.txt
    asks for more. `patience`: how many seconds a request waits for its turn before it is put off."""

    delay: float = 2.0
    patience: float = 90.0


@dataclass(slots=True)
class _Host:
    """What is known of a host: whose turn it is, who reads its rules, and from when on it may be asked (on the
    monotonic clock)."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    rules: threading.Lock = field(default_factory=threading.Lock)
    ready: float = 0.0
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class _Rules:
    """A robots.txt and until when it holds; None allows everything."""

    rules: Protego | None
    until: float


class Manners:
    """Asks politely; safe for several threads."""

    def __init__(self, get: Get, clock: Clock | None = None, pace: Pace | None = None) -> None:
        self._get = get
        self._clock = clock or Clock()
        self._pace = pace or Pace()
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def ask(self, address: str, headers: Mapping[str, str]) -> Answer:
        """The answer (200 or 304) to an address, redirects followed.

        LaterError where it is not the time: the server is busy, silent or at fault, or the wait for its turn
        would be too long. SourceError for all other statuses, and for what robots.txt forbids.
        """
        place = address
        for _ in range(MAX_REDIRECTS + 1):
            self._check_robots(place)
            answer = self._turn(place, headers)
            if answer.status not in _REDIRECTS:
                return self._checked(answer)
            place = _target(answer)
        what = f"the address redirects more than {MAX_REDIRECTS} times."
        raise SourceError(what, address, _SAVE)

    def ready_in(self, address: str) -> float:
        """Seconds until the host of an address may be asked again; 0 where it may be at once."""
        return max(0.0, self._host(address).ready - self._clock.monotonic())

    def hold(self, address: str, seconds: float) -> None:
        """Leave the host of an address alone for that long, at least."""
        host = self._host(address)
        host.ready = max(host.ready, self._clock.monotonic() + min(seconds, LONGEST_WAIT))

    def _turn(self, address: str, headers: Mapping[str, str]) -> Answer:
        """One request, when its host's turn has come."""
        host = self._host(address)
        with host.turn:
            wait = self.ready_in(address)
            if wait > self._pace.patience:
                what = f"its server is to be left alone for {wait:.0f} more seconds."
                raise LaterError(what, address, "It is asked again then.", wait)
            if wait > 0:
                self._clock.sleep(wait)
            try:
                return self._get(address, headers)
            finally:
                pause = max(self._pace.delay, host.delay)
                host.ready = max(host.ready, self._clock.monotonic() + pause)

    def _checked(self, answer: Answer) -> Answer:
        status, where = answer.status, answer.address
        if status in (200, 304):
            return answer
        if status in _BUSY:
            seconds = retry_after(answer.headers.get("retry-after", ""), self._clock.now())
            self.hold(where, HELD_SECONDS if seconds is None else seconds)
            asked = "" if seconds is None else f" and asks to wait {seconds:.0f} seconds"
            what = f"the server is busy (status {status}){asked}."
            raise LaterError(
                what, where, "It is asked again later.", HELD_SECONDS if seconds is None else seconds
            )
        if status in _PASSING:
            raise LaterError(f"the server answered with status {status}.", where, "It is asked again later.")
        hints = {401: _SAVE, 402: _SAVE, 403: _SAVE, 410: "It is gone for good: look for an archived copy."}
        raise SourceError(
            f"the server answered with status {status}.", where, hints.get(status, "Check the address.")
        )

    def _check_robots(self, address: str) -> None:
        rules = self._robots(address)
        if rules is not None and not rules.can_fetch(address, AGENT):
            what = "the robots.txt of its server forbids programs to read it."
            raise SourceError(what, address, _SAVE)

    def _robots(self, address: str) -> Protego | None:
        """The rules of an address's server, asked for at most once a day."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        host = self._host(address)
        with host.rules:
            known = self._rules.get(origin)
            if known is None or known.until <= self._clock.monotonic():
                rules = self._asked_robots(f"{origin}/robots.txt")
                known = _Rules(rules, self._clock.monotonic() + ROBOTS_SECONDS)
                self._rules[origin] = known
                host.delay = max(host.delay, _delay(rules))
                if host.delay > self._pace.delay:
                    self.hold(address, host.delay)
        return known.rules

    def _asked_robots(self, address: str) -> Protego | None:
        """The rules at an address, None where there are none; LaterError where nobody can say (RFC 9309)."""
        place = address
        for _ in range(ROBOTS_REDIRECTS + 1):
            try:
                answer = self._turn(place, {"Accept": "text/plain,*/*;q=0.1"})
            except LaterError as error:
                if error.seconds is None:
                    self.hold(address, HELD_SECONDS)
                what = f"its robots.txt cannot be read: {error.what}"
                raise LaterError(what, address, error.hint, error.seconds or HELD_SECONDS) from error
            except SourceError as error:
                if "longer than" in error.what:
                    raise SourceError("its robots.txt is too long to be read.", address, _SAVE) from error
                raise
            if answer.status in _REDIRECTS:
                place = _target(answer)
                continue
            if answer.status == 200:
                return Protego.parse(answer.content[:ROBOTS_BYTES].decode("utf-8-sig", "replace"))
            if answer.status in _BUSY or answer.status >= 500:
                seconds = retry_after(answer.headers.get("retry-after", ""), self._clock.now()) or HELD_SECONDS
                self.hold(address, seconds)
                what = f"its robots.txt cannot be read (status {answer.status})."
                raise LaterError(what, address, "It is asked again later.", seconds)
            return None
        return None

    def _host(self, address: str) -> _Host:
        """By name alone: two ports of one machine are one machine."""
        name = (urlsplit(address).hostname or "").rstrip(".")
        with self._lock:
            return self._hosts.setdefault(name, _Host())


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, as seconds or as a date; None where it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    seconds = (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def backoff(failures: int, chance: float, first: float = 300.0, longest: float = 86_400.0) -> float:
    """Seconds until the next try after so many failures in a row: doubled each time, a quarter more or less.

    `chance` (0 to 1) decides how much, so that not all that failed together come back together.
    """
    steps = min(max(failures, 1) - 1, 30)
    return min(longest, first * float(2**steps)) * (0.75 + chance / 2)


def _target(answer: Answer) -> str:
    """Where a redirect leads; SourceError where it leads nowhere or out of the web."""
    location = answer.headers.get("location", "").strip()
    try:
        target = urljoin(answer.address, location)
        scheme = urlsplit(target).scheme
    except ValueError:
        target, scheme = "", ""
    if not location or scheme not in ("http", "https"):
        raise SourceError("the address redirects to where nothing can be read.", answer.address, _SAVE)
    return target


def _delay(rules: Protego | None) -> float:
    """The seconds between requests that a robots.txt asks for."""
    if rules is None:
        return 0.0
    wanted = [rules.crawl_delay(AGENT) or 0.0]
    rate = rules.request_rate(AGENT)
    if rate is not None and rate.requests > 0:
        wanted.append(rate.seconds / rate.requests)
    return max((value for value in wanted if 0 <= value < LONGEST_WAIT), default=0.0)

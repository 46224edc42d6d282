"""Servers are asked one at a time, with pauses, as their robots.txt allows, and later if they say so."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from konturen.errors import LaterError, SourceError
from konturen.inbox.manners import HELD_SECONDS, LONGEST_WAIT, Clock, Manners, Pace, backoff, retry_after
from konturen.reading.options import ReadOptions
from tests.inbox.server import Page, Web, packed, refused

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Time:
    """A clock that only runs while somebody sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []
        self.clock = Clock(self.now, lambda: self.passed, self.sleep, lambda: 0.5)

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def manners(web: Web, time: Time) -> Manners:
    return Manners(web.get(), time.clock, Pace(2.0, 90.0))


def test_many_threads_never_ask_one_host_at_the_same_time_and_keep_the_delay(web: Web) -> None:
    """The server, asked by eight threads for two hosts, sees one request a host at a time and every pause."""
    polite = Manners(web.get(), Clock(), Pace(0.05, 90.0))
    for host in ("a.example", "b.example"):
        web.pages |= {f"{host}/{n}": Page(content=b"x", pause=0.02) for n in range(4)}
    work = [
        threading.Thread(target=polite.ask, args=(web.at(f"{host}/{n}"), {}))
        for host in ("a.example", "b.example")
        for n in range(4)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join(20)
    assert len(web.paths()) == 8
    assert web.paths(robots=True).count("a.example/robots.txt") == 1
    assert web.most_at_once() == 1
    assert web.least_pause() >= 0.05


def test_different_hosts_need_not_wait_for_each_other(web: Web, time: Time, manners: Manners) -> None:
    """The pause is kept for each host alone."""
    web.pages |= {"a.example/": Page(content=b"a"), "b.example/": Page(content=b"b")}
    manners.ask(web.at("a.example/"), {})
    manners.ask(web.at("b.example/"), {})
    assert time.slept == [2.0, 2.0]  # between the robots.txt and the page, twice


def test_two_ports_of_a_host_are_one_host(manners: Manners) -> None:
    """Whoever moves a server to another port does not get asked twice as often."""
    manners.hold("http://a.example:80/", 50)
    assert manners.ready_in("https://A.example:8443/x") == 50


def test_robots_forbids_and_allows(web: Web, manners: Manners) -> None:
    """What is forbidden is never asked; the more precise rule wins."""
    web.pages["a.example/robots.txt"] = Page(content=b"User-agent: *\nDisallow: /no\nAllow: /no/yes\n")
    web.pages |= {"a.example/no/yes": Page(content=b"x")}
    assert "robots.txt" in refused(lambda: manners.ask(web.at("a.example/no/1"), {}))
    assert manners.ask(web.at("a.example/no/yes"), {}).content == b"x"
    assert web.paths() == ["a.example/no/yes"]


def test_rules_for_our_name_win_over_those_for_all(web: Web, manners: Manners) -> None:
    """A server may name this program."""
    web.pages["a.example/robots.txt"] = Page(
        content=b"User-agent: *\nAllow: /\n\nUser-agent: konturen\nDisallow: /\n"
    )
    assert "robots.txt" in refused(lambda: manners.ask(web.at("a.example/x"), {}))


def test_robots_are_asked_once_a_day(web: Web, time: Time, manners: Manners) -> None:
    """The rules are kept for 24 hours and not longer."""
    web.pages["a.example/x"] = Page(content=b"x")
    for _ in range(3):
        manners.ask(web.at("a.example/x"), {})
    assert web.paths(robots=True).count("a.example/robots.txt") == 1
    time.passed += 86_401
    manners.ask(web.at("a.example/x"), {})
    assert web.paths(robots=True).count("a.example/robots.txt") == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_is_asked(web: Web, manners: Manners, status: int) -> None:
    """RFC 9309: a robots.txt that is not there allows everything."""
    web.pages |= {"a.example/robots.txt": Page(status), "a.example/x": Page(content=b"x")}
    assert manners.ask(web.at("a.example/x"), {}).status == 200


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_host_whose_robots_fail_is_left_alone(web: Web, manners: Manners, status: int) -> None:
    """RFC 9309: a server at fault forbids everything for now, and is not asked again for a while."""
    web.pages |= {"a.example/robots.txt": Page(status), "a.example/x": Page(content=b"x")}
    with pytest.raises(LaterError, match=r"robots\.txt cannot be read") as told:
        manners.ask(web.at("a.example/x"), {})
    assert told.value.seconds == HELD_SECONDS
    with pytest.raises(LaterError, match="left alone"):
        manners.ask(web.at("a.example/y"), {})
    assert web.paths(robots=True) == ["a.example/robots.txt"]


def test_robots_that_redirect_are_followed(web: Web, manners: Manners) -> None:
    """The rules may lie elsewhere."""
    web.pages["a.example/robots.txt"] = Page(301, headers={"Location": web.at("b.example/rules")})
    web.pages["b.example/rules"] = Page(content=b"User-agent: *\nDisallow: /\n")
    assert "robots.txt" in refused(lambda: manners.ask(web.at("a.example/x"), {}))


def test_hostile_robots_do_no_harm(web: Web, manners: Manners) -> None:
    """Half a megabyte of stars and zeros is read in a moment."""
    lines = b"User-agent: *\nDisallow: /" + b"*a" * 100_000 + b"$\n" + b"Disallow: *\0\xff*x\n" * 15_000
    web.pages |= {"a.example/robots.txt": Page(content=lines), "a.example/y": Page(content=b"y")}
    assert manners.ask(web.at("a.example/y"), {}).content == b"y"


def test_a_crawl_delay_is_kept(web: Web, time: Time, manners: Manners) -> None:
    """A server may ask for longer pauses than ours, not for shorter ones."""
    web.pages["a.example/robots.txt"] = Page(content=b"User-agent: *\nCrawl-delay: 30\n")
    web.pages["b.example/robots.txt"] = Page(content=b"User-agent: *\nCrawl-delay: 0.1\n")
    web.pages |= {"a.example/x": Page(content=b"x"), "b.example/x": Page(content=b"x")}
    manners.ask(web.at("a.example/x"), {})
    manners.ask(web.at("a.example/x"), {})
    assert [round(s) for s in time.slept] == [30, 30]
    manners.ask(web.at("b.example/x"), {})
    assert time.slept[-1] == 2.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 22 Nov 2026 12:05:00 GMT", 300.0),
        ("soon", HELD_SECONDS),
        ("9" * 400, LONGEST_WAIT),
    ],
)
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(
    web: Web, time: Time, manners: Manners, header: str, seconds: float
) -> None:
    """429 with Retry-After in seconds, as a date, or without sense; nothing is asked meanwhile."""
    web.pages["a.example/x"] = Page(429, headers={"Retry-After": header})
    with pytest.raises(LaterError, match="busy") as told:
        manners.ask(web.at("a.example/x"), {})
    assert told.value.seconds == pytest.approx(seconds, abs=3)
    with pytest.raises(LaterError, match="left alone"):
        manners.ask(web.at("a.example/other"), {})
    assert web.paths() == ["a.example/x"]
    time.passed += told.value.seconds or 0
    web.pages["a.example/x"] = Page(content=b"x")
    assert manners.ask(web.at("a.example/x"), {}).status == 200


def test_a_server_at_fault_is_worth_another_try_and_a_missing_page_is_not(web: Web, manners: Manners) -> None:
    """500 may pass, 404 does not."""
    web.pages |= {"a.example/x": Page(500), "a.example/y": Page(404)}
    with pytest.raises(LaterError, match="500") as told:
        manners.ask(web.at("a.example/x"), {})
    assert told.value.seconds is None
    with pytest.raises(SourceError, match="404") as final:
        manners.ask(web.at("a.example/y"), {})
    assert not isinstance(final.value, LaterError)


def test_redirects_are_followed_through_the_rules_of_each_host(web: Web, manners: Manners) -> None:
    """The robots.txt of the place a redirect leads to counts, too."""
    web.pages["a.example/x"] = Page(302, headers={"Location": web.at("b.example/y")})
    web.pages["b.example/robots.txt"] = Page(content=b"User-agent: *\nDisallow: /y\n")
    assert "robots.txt" in refused(lambda: manners.ask(web.at("a.example/x"), {}))
    web.pages["a.example/z"] = Page(302, headers={"Location": "/w"})
    web.pages["a.example/w"] = Page(content=b"w")
    assert manners.ask(web.at("a.example/z"), {}).address == web.at("a.example/w")


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("/x", "more than 10 times"),
        ("http://private.example/", "not in the public internet"),
        ("file:///etc/passwd", "nothing can be read"),
        ("http://[", "nothing can be read"),
        ("", "nothing can be read"),
    ],
)
def test_bad_redirects_are_refused(web: Web, manners: Manners, location: str, told: str) -> None:
    """Loops, private addresses and other schemes end with a reason."""
    web.pages["a.example/x"] = Page(302, headers={"Location": location})
    assert told in refused(lambda: manners.ask(web.at("a.example/x"), {}))


@pytest.mark.parametrize(
    ("page", "told", "later"),
    [
        (Page(drip=0.02), "no whole answer", True),
        (Page(endless=True), "longer than", False),
        (packed(b"a" * 9_000_000), "longer than", False),
        (Page(content=b"x", headers={"Content-Encoding": "br"}), "unasked", False),
        (Page(content=b"no gzip", headers={"Content-Encoding": "gzip"}), "damaged", False),
    ],
)
def test_bad_answers_are_bounded(web: Web, page: Page, told: str, later: bool) -> None:
    """Drips, endless answers and bombs end in time and within memory, with a reason."""
    polite = Manners(web.get(ReadOptions(timeout=0.5, max_bytes=1_000_000)), Clock(), Pace(0.01, 90.0))
    web.pages["a.example/x"] = page
    with pytest.raises(SourceError, match=told) as found:
        polite.ask(web.at("a.example/x"), {})
    assert isinstance(found.value, LaterError) is later


def test_a_name_without_a_server_may_get_one_later(web: Web, manners: Manners) -> None:
    """A network that is down is no reason to give an address up."""
    with pytest.raises(LaterError, match="no server of that name"):
        manners.ask("http://unknown.example/", {})


def test_backoff_doubles_within_its_bounds() -> None:
    """5, 10, 20 minutes, a quarter more or less, at most a day and a quarter."""
    assert [backoff(n, 0.5) for n in (1, 2, 3)] == [300, 600, 1200]
    assert (backoff(1, 0.0), backoff(1, 1.0)) == (225, 375)
    assert backoff(10_000, 1.0) == 86_400 * 1.25
    assert backoff(0, 0.5) == 300


def test_retry_after_in_the_past_or_without_sense() -> None:
    """A date that has passed asks for no pause; nonsense asks for nothing."""
    assert retry_after("Sun, 22 Nov 2020 12:00:00 GMT", NOW) == 0
    assert [retry_after(text, NOW) for text in ("", "-5", "1.5", "x" * 9999, "٣")] == [None] * 5

"""What is followed is read politely, each text once, on both databases; every failure is kept with its reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from konturen.desk import following
from konturen.desk.rounds import Options, Report, Tools
from konturen.errors import LedgerError, QueryError
from konturen.inbox.manners import Clock, Manners, Pace
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.records import Coded, Coverage, Document
from konturen.settings import Settings
from tests.inbox.server import Page, Web, serving
from tests.inbox.test_bookmarks import readeck
from tests.inbox.test_feeds import rss

SENTENCES = "Frankreich und Polen unterzeichneten am 9. Mai 2025 in Nancy einen Vertrag über gegenseitigen Beistand. Die Minister sprachen danach lange über die Lage in der Ukraine und in Moldau."


class Fake(Pipeline):
    """Reads as the real one does and codes nothing; may be killed before it records, or after."""

    coded = 0
    killed: str | None = None

    def code(self, document: Document, progress: object = None, ledger: Ledger | None = None) -> Coded:
        self.coded += 1
        if self.killed and self.killed in document.location:
            raise KeyboardInterrupt
        return Coded(document, (), (), (), Coverage(1, 1, len(document.text), ()))


@dataclass
class World:
    """A web, a ledger and a clock that runs while somebody sleeps."""

    web: Web
    ledger: Ledger
    pipeline: Fake = field(default_factory=lambda: Fake(Settings(max_bytes=3_000_000)))
    passed: float = 0.0
    start: datetime = datetime(2030, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed)

    def sleep(self, seconds: float) -> None:
        self.passed += seconds

    def tools(self) -> Tools:
        return Tools(
            Clock(self.now, lambda: self.passed, self.sleep, lambda: 0.5), Pace(2.0, 90.0), self.web.get()
        )

    def fetch(self, everything: bool = False, manners: Manners | None = None) -> Report:
        """A round by a program that was started anew."""
        return following.fetch(self.ledger, self.pipeline, Options(everything, None, self.tools()), manners)

    def feed(self, place: str, *names: str, **headers: str) -> str:
        """A feed of articles on its host, all of which are there; its address."""
        host = place.partition("/")[0]
        items = "".join(
            f"<item><title>T {n}</title><link>/{n}</link><author>Feed</author></item>" for n in names
        )
        self.web.pages[place] = Page(content=rss(items), headers=headers, kind="text/plain")
        for name in names:
            self.web.pages.setdefault(f"{host}/{name}", article(f"{host} {name}"))
        return self.web.at(place)

    def follow(self, *targets: str) -> following.Followed:
        return following.follow(self.ledger, targets, "Ann")

    def failures(self) -> dict[str, str]:
        """Why what has failed, by the end of its address."""
        return {f.address.rpartition("/")[2]: f.reason for f in following.failures(self.ledger)}


def article(name: str) -> Page:
    """A page with an article of its own."""
    return Page(
        content=f"<html lang=de><body><article><h1>{name}</h1><p>Bericht {name}. {SENTENCES}</p></article></body></html>".encode()
    )


@pytest.fixture
def world(book: Ledger) -> Iterator[World]:
    with serving() as web:
        yield World(web, book)


def counts(report: Report) -> tuple[int, int, int, int]:
    """New, known, failed, and put off or waiting."""
    new, known, failed, later = (len(report.of(came)) for came in ("new", "known", "failed", "put off"))
    return new, known, failed, later + report.waiting


def test_new_texts_are_recorded_once(world: World) -> None:
    """A second round asks the feed with its ETag, and no text again; a new text is read."""
    world.follow(world.feed("a.example/feed", "1", "2", ETag='"v1"'))
    assert counts(world.fetch()) == (2, 0, 0, 0)
    [first, _] = world.ledger.reader.documents()
    assert (first.title, first.author, first.places) == ("a.example 1", "Feed", (world.web.at("a.example/1"),))
    world.passed += 3600
    second = world.fetch()
    assert (counts(second), second.asked, second.unchanged) == ((0, 0, 0, 0), 1, 1)
    assert world.web.paths().count("a.example/1") == 1
    world.feed("a.example/feed", "2", "3", ETag='"v2"')
    world.passed += 3600
    assert counts(world.fetch()) == (1, 0, 0, 0)
    assert world.web.paths().count("a.example/2") == 1
    assert world.web.asked[-2].headers["if-none-match"] == '"v1"'


def test_a_feed_is_not_asked_before_its_time(world: World) -> None:
    """Neither within five minutes nor while its server says that nothing changes; --all asks all the same."""
    world.follow(
        world.feed("a.example/feed"), world.feed("b.example/feed", **{"Cache-Control": "public, max-age=7200"})
    )
    assert world.fetch().asked == 2
    assert world.fetch().asked == 0
    assert world.fetch(everything=True).asked == 2
    world.passed += 3600
    assert world.fetch().asked == 1
    world.passed += 7200
    assert world.fetch().asked == 2


def test_last_modified_is_sent_back(world: World) -> None:
    """Where a server has no ETag."""
    world.follow(world.feed("a.example/feed", "1", **{"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}))
    world.fetch()
    world.passed += 3600
    assert world.fetch().unchanged == 1


def test_one_text_in_two_feeds_is_asked_once(world: World) -> None:
    """And known in the second one."""
    world.follow(world.feed("a.example/f1", "1"), world.feed("a.example/f2", "1"))
    assert counts(world.fetch()) == (1, 1, 0, 0)
    assert world.web.paths().count("a.example/1") == 1


def test_a_text_that_was_added_by_hand_is_not_fetched(world: World) -> None:
    """What the ledger holds from an address is not asked for again."""
    address = world.feed("a.example/feed", "1")
    page = world.pipeline.read_bytes(world.web.at("a.example/1"), article("by hand").content, "text/html")
    world.pipeline.keep(world.ledger, page)
    world.follow(address)
    assert counts(world.fetch()) == (0, 1, 0, 0)
    assert world.web.paths() == ["a.example/feed"]


def test_failures_keep_their_reasons(world: World) -> None:
    """404, robots.txt, a private address, a picture, no article, endless and packed answers; each is told."""
    names = ("gone", "robots", "private", "picture", "menu", "long", "loop")
    address = world.feed("a.example/feed", *names)
    pages = world.web.pages
    pages["a.example/robots.txt"] = Page(content=b"User-agent: *\nDisallow: /robots\n")
    pages["a.example/gone"] = Page(404)
    pages["a.example/private"] = Page(302, headers={"Location": "http://private.example/"})
    pages["a.example/picture"] = Page(content=b"x", kind="image/png")
    pages["a.example/menu"] = Page(content=b"<html><body>Start</body></html>")
    pages["a.example/long"] = Page(endless=True)
    pages["a.example/loop"] = Page(302, headers={"Location": "/loop"})
    world.follow(address)
    assert counts(world.fetch()) == (0, 0, 7, 0)
    told = world.failures()
    for name, words in {
        "gone": "404",
        "robots": "robots.txt",
        "private": "public internet",
        "picture": "image/png",
        "menu": "no article",
        "long": "longer",
        "loop": "redirects",
    }.items():
        assert words in told[name], name
    asked = len(world.web.asked)
    world.passed += 90_000
    world.fetch()
    assert world.web.paths()[asked:].count("a.example/gone") == 0  # not by itself
    pages["a.example/gone"] = article("back")
    assert counts(world.fetch(everything=True))[0] == 1
    assert "gone" not in world.failures()


def test_a_server_at_fault_is_asked_again_later_each_time(world: World) -> None:
    """500, then 500, then 200: tried after five and ten minutes, not before; then the failure is history."""
    address = world.feed("a.example/feed", "1")
    world.web.pages["a.example/1"] = Page(script=[Page(500), Page(500), article("at last")])
    world.follow(address)
    assert counts(world.fetch()) == (0, 0, 1, 0)
    assert "500" in world.failures()["1"]
    assert counts(world.fetch()) == (0, 0, 0, 0)
    world.passed += 301
    assert counts(world.fetch()) == (0, 0, 1, 0)
    world.passed += 301
    assert counts(world.fetch()) == (0, 0, 0, 0)
    world.passed += 300
    assert counts(world.fetch()) == (1, 0, 0, 0)
    assert world.failures() == {}


def test_a_busy_server_is_left_alone_also_by_the_next_program(world: World) -> None:
    """429 with Retry-After: the other texts of the host wait, those of other hosts do not, also after a restart."""
    busy, other = world.feed("a.example/feed", "1", "2", "3"), world.feed("b.example/feed", "1")
    world.web.pages["a.example/1"] = Page(429, headers={"Retry-After": "5000"})
    world.follow(busy, other)
    assert counts(world.fetch()) == (1, 0, 0, 3)
    assert "5000 seconds" in world.failures()["1"]
    asked = len(world.web.asked)
    world.passed += 1000
    assert world.fetch().waiting == 2
    assert not any(a.host == "a.example" for a in world.web.asked[asked:])
    world.web.pages["a.example/1"] = article("now")
    world.passed += 4100
    assert counts(world.fetch()) == (3, 0, 0, 0)


def test_feeds_that_fail_are_tried_again_and_told(world: World) -> None:
    """A missing feed, a page instead of a feed, a feed that is gone for good, a host that is not there."""
    places = ("missing", "page", "gone", "fine")
    addresses = [world.feed(f"{name}.example/feed") for name in places]
    world.web.pages["missing.example/feed"] = Page(404)
    world.web.pages["page.example/feed"] = article("no feed")
    world.web.pages["gone.example/feed"] = Page(410)
    world.follow(*addresses, "http://unknown.example/feed")
    report = world.fetch()
    assert (len(report.of("failed")), len(report.of("put off"))) == (3, 1)
    states = {s.subscription.address: s for s in following.followed(world.ledger)}
    assert "a page, not a feed" in (states[addresses[1]].last.reason or "")  # type: ignore[union-attr]
    assert states[addresses[0]].failures == 1
    world.web.pages["missing.example/feed"] = Page(content=rss(""))
    world.passed += 100_000
    again = world.fetch()
    assert again.asked == 4  # the one that is gone for good is not asked
    states = {s.subscription.address: s for s in following.followed(world.ledger)}
    assert (states[addresses[0]].failures, states[addresses[1]].failures) == (0, 2)


def test_a_killed_round_goes_on_where_it_stopped(world: World) -> None:
    """Killed while coding the second of four texts, and once between the record and its note: nothing is lost,
    no text is fetched that was recorded, even though the feed answers 304 by now."""
    world.follow(world.feed("a.example/feed", "1", "2", "3", "4", ETag='"v"'))
    world.pipeline.killed = "/2"
    with pytest.raises(KeyboardInterrupt):
        world.fetch()
    world.pipeline.killed = None
    note = world.ledger.writer.note
    monkey = pytest.MonkeyPatch()

    def die(self: object, attempt: object, recorded: str) -> None:
        raise KeyboardInterrupt

    with monkey.context() as patch:
        patch.setattr(type(world.ledger.writer), "note", die)
        with pytest.raises(KeyboardInterrupt):
            world.fetch()
    assert note
    assert len(world.ledger.reader.documents()) == 2
    world.passed += 3600
    report = world.fetch()
    assert (report.unchanged, counts(report)) == (1, (2, 1, 0, 0))
    paths = world.web.paths()
    assert [paths.count(f"a.example/{n}") for n in (1, 2, 3, 4)] == [1, 2, 1, 1]
    assert counts(world.fetch()) == (0, 0, 0, 0)


def test_a_full_disk_ends_the_round_and_loses_nothing(world: World) -> None:
    """What cannot be written is no failure of the text."""
    world.follow(world.feed("a.example/feed", "1"))
    with pytest.MonkeyPatch.context() as patch:

        def full(*args: object) -> None:
            raise LedgerError("the disk is full; nothing was written.", world.ledger.address)

        patch.setattr(type(world.ledger.writer), "record", full)
        with pytest.raises(LedgerError):
            world.fetch()
    assert world.failures() == {}
    assert counts(world.fetch()) == (1, 0, 0, 0)


def test_the_text_in_the_feed_stands_in_for_a_page_that_cannot_be_had(world: World) -> None:
    """Only where the feed gives it as the whole text; a teaser is none."""
    whole = f"<content:encoded><![CDATA[<p>Aus dem Feed. {SENTENCES}</p>]]></content:encoded>"
    items = f"<item><title>Eins</title><link>/1</link><pubDate>2026-11-22</pubDate>{whole}</item>"
    items += f"<item><title>Zwei</title><link>/2</link><description>{SENTENCES}</description></item>"
    items += f"<item><title>Drei</title><guid isPermaLink='false'>g3</guid><description>Ohne Adresse. {SENTENCES}</description></item>"
    items += "<item><title>Vier</title></item>"
    world.web.pages["a.example/feed"] = Page(content=rss(items))
    world.web.pages |= {"a.example/1": Page(403), "a.example/2": Page(403)}
    world.follow(world.web.at("a.example/feed"))
    assert counts(world.fetch()) == (2, 0, 2, 0)
    found = {d.title: d for d in world.ledger.reader.documents()}
    assert found["Eins"].published == "2026-11-22"
    assert found["Eins"].places == (world.web.at("a.example/1"),)
    assert found["Drei"].places == (world.web.at("a.example/feed") + "#id:g3",)
    assert "neither an address nor a text" in " ".join(world.failures().values())


def test_lists_of_feeds_are_followed_and_written(world: World, tmp_path: Path) -> None:
    """An OPML file in, each feed once, and out again."""
    path = tmp_path / "l.opml"
    path.write_text(
        '<opml version="2.0"><body><outline text="P"><outline text="A" xmlUrl="https://a.example/f"/></outline><outline xmlUrl="ftp://x"/></body></opml>'
    )
    done = world.follow(str(path))
    assert ([(s.address, s.title) for s in done.new], done.refused) == (
        [("https://a.example/f", "A")],
        ("ftp://x",),
    )
    assert len(world.follow(str(path)).known) == 1
    assert 'xmlUrl="https://a.example/f"' in following.opml(world.ledger)


def test_what_is_followed_no_longer_is_not_asked(world: World) -> None:
    """Its texts stay, what waited is not read; following it again goes on."""
    address = world.feed("a.example/feed", "1")
    world.follow(address)
    following.unfollow(world.ledger, address, "Bo")
    report = world.fetch()
    assert (report.asked, world.web.asked) == (0, [])
    with pytest.raises(QueryError, match="not followed"):
        following.unfollow(world.ledger, address)
    assert len(world.follow(address).new) == 1
    assert counts(world.fetch()) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "target", ["https://user:pass@a.example/f", "ftp://a.example/f", "http://", "no such file", "a\0b"]
)
def test_what_cannot_be_followed_is_refused(world: World, target: str) -> None:
    """With nothing written, also of what stood beside it."""
    with pytest.raises((QueryError, following.SourceError)):
        world.follow("https://fine.example/f", target)
    assert following.followed(world.ledger) == ()


def test_a_folder_is_watched(world: World, tmp_path: Path) -> None:
    """New and changed files are read, links refused once, files that are being written read later."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    one = inbox / "one.txt"
    one.write_text(SENTENCES, "utf-8")
    (inbox / "link.txt").symlink_to("/etc/passwd")
    (inbox / "empty.txt").write_text("")
    world.follow(str(inbox))
    assert counts(world.fetch()) == (1, 0, 2, 0)
    assert set(world.failures()) == {"link.txt", "empty.txt"}
    assert counts(world.fetch()) == (0, 0, 0, 0)
    one.write_text(SENTENCES + " Neu ist dieser Satz über die Wahl.", "utf-8")
    assert counts(world.fetch()) == (1, 0, 0, 0)
    os.utime(one, (1, 1))
    assert counts(world.fetch()) == (0, 1, 0, 0)
    (inbox / "empty.txt").write_text(SENTENCES + " Nicht mehr leer ist dies.")
    assert counts(world.fetch()) == (1, 0, 0, 0)
    assert set(world.failures()) == {"link.txt"}
    assert len(world.ledger.reader.documents()) == 3


def test_a_file_that_goes_before_it_is_read_is_told(world: World, tmp_path: Path) -> None:
    """Listed, then killed, then gone."""
    (tmp_path / "a.txt").write_text(SENTENCES, "utf-8")
    world.follow(str(tmp_path))
    world.pipeline.killed = "a.txt"
    with pytest.raises(KeyboardInterrupt):
        world.fetch()
    world.pipeline.killed = None
    (tmp_path / "a.txt").unlink()
    assert counts(world.fetch()) == (0, 0, 1, 0)
    assert "gone" in world.failures()["a.txt"]
    assert counts(world.fetch()) == (0, 0, 0, 0)


def test_bookmarks_are_read_as_saved_else_from_their_address(world: World, tmp_path: Path) -> None:
    """Of two bookmarks of Readeck one was saved with its article; the same file again adds nothing."""
    path = tmp_path / "r.zip"
    saved = f"<section><p>Gespeichert. {SENTENCES}</p></section>".encode()
    info = f'{{"URL":"{world.web.at("r.example/2")}","Title":"Zwei"}}'.encode()
    path.write_bytes(readeck(**{"bookmarks/x1/container/index.html": saved, "bookmarks/x2/info.json": info}))
    world.web.pages["r.example/2"] = article("zwei")
    done = following.import_bookmarks(world.ledger, str(path), "Ann")
    assert (done.program, done.new, done.known) == ("readeck", 2, 0)
    assert counts(world.fetch()) == (2, 0, 0, 0)
    assert world.web.paths() == ["r.example/2"]
    assert {d.title for d in world.ledger.reader.documents()} == {"Eins", "zwei"}
    again = following.import_bookmarks(world.ledger, str(path), "Ann")
    assert (again.new, again.known, counts(world.fetch())) == (0, 2, (0, 0, 0, 0))


def test_ten_thousand_entries_are_listed_at_once(world: World) -> None:
    """And listing them again adds none."""
    items = "".join(f"<item><link>/{n}</link></item>" for n in range(10_000))
    world.web.pages["a.example/feed"] = Page(content=rss(items), headers={"ETag": '"v"'})
    world.web.pages["a.example/robots.txt"] = Page(content=b"User-agent: *\nDisallow: /\nAllow: /feed\n")
    world.follow(world.web.at("a.example/feed"))
    pace = replace(world.tools(), pace=Pace(1000.0, 1.0))
    following.fetch(world.ledger, world.pipeline, Options(False, None, pace))
    [state] = following.followed(world.ledger)
    assert state.entries == 0  # the first request was for the robots.txt, the next one would be too early
    world.passed += 2000
    world.web.pages["a.example/robots.txt"] = Page(404)
    manners = Manners(world.web.get(), world.tools().clock, Pace(0.0, 1.0))
    world.web.pages |= {f"a.example/{n}": Page(429, headers={"Retry-After": "999"}) for n in range(2)}
    report = world.fetch(manners=manners)
    assert (len(report.of("put off")), report.waiting) == (1, 9_999)
    [state] = following.followed(world.ledger)
    assert (state.entries, state.waiting) == (10_000, 10_000)


def test_hostile_words_reach_the_ledger_as_text(world: World) -> None:
    """NULs, halves of characters and 100,000 letters in a feed neither stop the round nor break a row."""
    told = (
        '{"version":"https://jsonfeed.org/version/1.1","title":"\\u0000\\ud800","items":[{"id":"\\ud800\\u0000'
        + "x" * 100_000
        + '","title":"\\ud83d","content_html":"\\u0000\\ud800<p>'
        + SENTENCES
        + '"}]}'
    )
    world.web.pages["a.example/feed"] = Page(content=told.encode(), headers={"ETag": "é" * 2000})
    world.follow(world.web.at("a.example/feed"))
    report = world.fetch()
    assert len(report.results) == 1
    world.passed += 3600
    assert world.fetch().asked == 1


def test_the_real_coder_codes_what_a_feed_brings(world: World, pipeline: Pipeline) -> None:
    """From the feed to statements, with the page's address as their place."""
    world.follow(world.feed("a.example/feed", "1"))
    report = following.fetch(world.ledger, pipeline, Options(False, None, world.tools()))
    assert counts(report) == (1, 0, 0, 0)
    found = world.ledger.reader.statements()
    assert any(r.statement.relation == "AGREE" for r in found)
    assert {r.statement.document for r in found} == {world.web.at("a.example/1")}

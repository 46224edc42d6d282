"""follow, unfollow, fetch and import-bookmarks as a person uses them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from konturen import cli
from konturen.desk import fetching
from konturen.desk.rounds import Tools
from konturen.inbox.manners import Manners, Pace
from konturen.pipeline import Pipeline
from tests.inbox.server import Page, Web, serving
from tests.inbox.test_feeds import rss
from tests.ledger.test_fetching import SENTENCES, Fake, article

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as made:
        yield made


@pytest.fixture
def run(web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs `konturen ARGS` in this process and an empty folder, with this web and without pauses."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONTUREN_LEDGER", "l.sqlite")
    monkeypatch.setattr(Pipeline, "code", Fake.code)
    monkeypatch.setattr(Pipeline, "coded", 0, raising=False)
    monkeypatch.setattr(Pipeline, "killed", None, raising=False)

    def hasty(pipeline: Pipeline, tools: Tools) -> Manners:
        return Manners(web.get(), tools.clock, Pace(0.0, 1.0))

    for place in (fetching, "konturen.desk.following", "konturen.commands.feeds"):
        monkeypatch.setattr(
            f"{place if isinstance(place, str) else place.__name__}.manners_of", hasty, raising=True
        )

    def go(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        told = capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    return go


def test_the_round_of_a_day(run: Run, web: Web) -> None:
    """Follow, fetch, see what failed and why, end it."""
    items = "".join(f"<item><title>[b]T{n}[/b]</title><link>/{n}</link></item>" for n in (1, 2))
    web.pages |= {
        "a.example/feed": Page(content=rss(items)),
        "a.example/1": article("eins"),
        "a.example/2": Page(404),
    }
    address = web.at("a.example/feed")
    assert "following feed" in run("follow", address)[1]
    assert "followed already" in run("follow", address)[1]
    assert "never asked" in run("follow", "--list")[1]
    code, out, _ = run("fetch", "--once")
    assert code == 1
    assert "1 list asked, 0 unchanged: 1 new, 0 known, 1 failed, 0 put off" in out
    assert "status 404" in out
    code, out, _ = run("follow", "--failures")
    assert code == 0
    assert "[b]T2[/b]" in out
    assert "status 404" in out
    [line] = [json.loads(each) for each in run("follow", "--failures", "--json")[1].splitlines()]
    assert (line["kind"], line["failures"], line["next_try"]) == ("failure", 1, None)
    [line] = [json.loads(each) for each in run("follow", "--list", "--json")[1].splitlines()]
    assert (line["entries"], line["waiting"], line["failed"]) == (2, 0, 1)
    assert run("follow", "--opml", "out.opml")[0] == 0
    assert address in Path("out.opml").read_text("utf-8")
    code, out, _ = run("fetch")
    assert code == 0
    assert out.startswith(
        "0 lists asked, 0 unchanged: 0 new, 0 known, 0 failed, 0 put off\nNothing is due before "
    )
    assert "konturen fetch --all" in out
    assert "no longer followed" in run("unfollow", address)[1]
    assert "nothing is followed" in run("follow", "--list")[1]
    assert "Nothing is followed" in run("fetch")[1]


def test_fetch_as_json(run: Run, web: Web) -> None:
    """One line a text and one for the round."""
    web.pages |= {
        "a.example/feed": Page(content=rss("<item><link>/1</link></item>")),
        "a.example/1": article("eins"),
    }
    run("follow", web.at("a.example/feed"), "--json")
    text, whole = (json.loads(line) for line in run("fetch", "--json")[1].splitlines())
    assert (text["kind"], text["came"], text["address"]) == ("fetched", "new", web.at("a.example/1"))
    assert whole == {
        "kind": "round",
        "asked": 1,
        "unchanged": 0,
        "new": 1,
        "known": 0,
        "failed": 0,
        "put off": 0,
    }


def test_bookmarks(run: Run, web: Web) -> None:
    """What was saved is recorded, the rest fetched; what cannot be taken is told."""
    saved = {"url": "https://b.example/1", "content": f"<p>Gespeichert. {SENTENCES}</p>"}
    listed = [saved, {"url": web.at("a.example/2")}, {"url": "javascript:alert(1)"}]
    Path("w.json").write_text(json.dumps(listed), "utf-8")
    code, out, _ = run("import-bookmarks", "w.json")
    assert code == 1
    assert "2 new bookmarks of wallabag" in out
    assert "javascript" in out
    assert "0 lists asked, 0 unchanged: 1 new, 0 known, 1 failed, 0 put off" in out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("follow",), "nothing to follow"),
        (("follow", "ftp://x"), "no http or https address"),
        (("follow", "missing.opml"), "no such file"),
        (("unfollow", "x"), "no ledger"),
        (("fetch",), "no ledger"),
        (("fetch", "--once", "--every", "5"), "exclude each other"),
        (("fetch", "--every", "0"), "every"),
        (("import-bookmarks", "missing.json"), "no such file"),
    ],
)
def test_mistakes_are_told_in_one_line(run: Run, args: tuple[str, ...], told: str) -> None:
    """What was wrong, and what to do."""
    code, out, err = run(*args)
    assert code in (1, 2)
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


def test_every_goes_round_until_it_is_stopped(run: Run, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds with the pause that was asked for between them."""
    web.pages["a.example/feed"] = Page(content=rss(""))
    run("follow", web.at("a.example/feed"))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("konturen.commands.feeds.sleep", sleep)
    code, out, err = run("fetch", "--every", "15")
    assert (code, slept, out.count("asked")) == (130, [900.0] * 3, 3)
    assert "what was recorded stays" in err


def test_hints_name_the_ledger_that_was_given(run: Run, web: Web) -> None:
    """What is to be done next is said with the ledger of this call, quoted as a shell wants it."""
    out = run("follow", web.at("a.example/feed"), "--ledger", "my desk.sqlite")[1]
    assert "konturen fetch --ledger 'my desk.sqlite'" in out
    assert "fetch\n" in run("follow", web.at("a.example/feed2"))[1]


def test_an_address_without_its_beginning_is_told(run: Run) -> None:
    """What looks like an address without https:// is answered with the whole address, a file's name is not."""
    assert "https://news.example/feed" in run("follow", "news.example/feed")[2]
    assert "https://news.example" in run("follow", "news.example")[2]
    assert "https" not in run("follow", "lists.d/feeds.opml")[2]


def test_narrow_terminals_get_lines_instead_of_columns(
    run: Run, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 60 columns an address is printed in one piece."""
    address = web.at("a.example/a/long/address/that/no/column/of/a/narrow/table/could/hold")
    run("follow", address)
    run("fetch")
    monkeypatch.setattr("konturen.commands.feeds.output", lambda: Console(width=60, file=sys.stdout))
    for asked in ("--list", "--failures"):
        out = run("follow", asked)[1]
        assert address in out.splitlines()
        assert "404" in out

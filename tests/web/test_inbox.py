"""The inbox: what was read, page by page; texts handed in; feeds followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import event

from konturen.api import samples
from konturen.desk import reviewing
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.shelf import Wanted
from konturen.pipeline import Pipeline, now
from konturen.records import Coded, Coverage, Document
from tests.inbox.server import Page as WebPage
from tests.inbox.server import Web, serving
from tests.inbox.test_feeds import rss
from tests.web.desk import barriers, served
from tests.web.handing import Handing, net_of

TEXT = (
    "Am 25. September 2025 führten die Partei Einiges Russland und die Partei AMANAT ein Arbeitstreffen in "
    "Moskau durch. Russland und Kasachstan unterzeichneten am 12. Oktober 2025 ein Abkommen über Zusammenarbeit. "
    "Kasachstan kritisierte die Ukraine scharf."
)


@pytest.fixture
def web() -> object:
    """A server without pages."""
    with serving() as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> object:
    """A ledger without texts."""
    with open_ledger(str(tmp_path / "empty.sqlite"), create=True) as ledger:
        yield ledger


@pytest.fixture
def desk(empty: Ledger, pipeline: Pipeline) -> Handing:
    """A desk on which nothing lies yet."""
    return Handing(empty, pipeline)


def plain(text: str, **more: str | None) -> Coded:
    """A text in which nothing was found."""
    document = Document("x", text, "de", "text/plain", "0" * 64, text.encode())
    return Coded(replace(document, **more), (), (), (), Coverage(1, 1, len(text), ()))  # type: ignore[arg-type]


def test_a_pasted_text_is_read_and_its_statements_are_found(desk: Handing) -> None:
    """What is said of it here stands in the list, with the number of statements that the ledger holds."""
    fields = {"title": "Ein Treffen", "outlet": "Zeitung", "author": "A. B.", "published": "2025-10-13"}
    assert desk.post("/add/text", text=TEXT, **fields) == 303
    job = desk.jobs()[0]
    assert job["job"]["state"] == "done"
    assert job["job"]["came"]["statements"] >= 2
    [text] = desk.page()["texts"]
    assert {name: text[name] for name in fields} == fields
    assert text["statements"] == job["job"]["came"]["statements"]
    assert (text["judged"], text["language"], text["id"]) == (0, "de", job["job"]["came"]["document"])
    assert job["link"] == f"/texts/{text['id']}"
    assert desk.client.get(job["dossier"]).status_code == 200


def test_a_text_that_is_known_says_so(desk: Handing) -> None:
    """The same text again, with the line ends of a form, is not coded again and adds nothing."""
    desk.post("/add/text", text=TEXT + "\nEnde.")
    desk.jobs()
    desk.post("/add/text", text=TEXT + "\r\nEnde.")
    assert desk.jobs()[0]["job"]["came"]["outcome"] == "known"
    assert desk.page()["total"] == 1


def test_files_are_read_each_as_a_text(desk: Handing) -> None:
    """Three samples at once are three texts, called as their files."""
    files = [(path.name, path.read_bytes()) for path in sorted(samples())]
    assert desk.upload(*files).status_code == 303
    assert [one["job"]["state"] for one in desk.jobs()] == ["done"] * len(files)
    assert sorted(one["place"] for one in desk.page()["texts"]) == [name for name, _ in files]


def test_an_address_is_read(empty: Ledger, pipeline: Pipeline, web: Web) -> None:
    """The page at an address becomes a text of that place."""
    web.pages["a.example/x"] = WebPage(content=f"<html><body><article><p>{TEXT}</p></article></body>".encode())
    desk = Handing(empty, pipeline, net_of(web))
    assert desk.post("/add/address", address=web.at("a.example/x")) == 303
    assert desk.jobs()[0]["job"]["state"] == "done"
    assert desk.page()["texts"][0]["address"] == web.at("a.example/x")


def test_a_feed_is_followed_asked_and_left(empty: Ledger, pipeline: Pipeline, web: Web) -> None:
    """Following asks it at once; asking again finds it unchanged; left, it is no longer listed."""
    page = WebPage(content=f"<html><body><article><p>{TEXT}</p></article></body>".encode())
    web.pages |= {
        "a.example/feed": WebPage(content=rss("<item><title>T</title><link>/1</link></item>")),
        "a.example/1": page,
    }
    desk = Handing(empty, pipeline, net_of(web))
    assert desk.post("/add/feed", feed=web.at("a.example/feed")) == 303
    tally = desk.jobs()[0]["job"]["tally"]
    assert (tally["asked"], tally["new"]) == (1, 1)
    [followed] = desk.page()["followed"]
    assert (followed["outcome"], followed["entries"], followed["waiting"]) == ("read", 1, 0)
    assert desk.client.get("/").text.count("/feeds/leave") == 1
    assert desk.post("/feeds/ask") == 303
    assert desk.jobs()[0]["job"]["tally"]["new"] == 0
    assert desk.post("/feeds/leave", id=str(followed["id"])) == 303
    assert desk.page()["followed"] == []
    assert desk.post("/feeds/ask") == 400
    assert desk.page()["total"] == 1


def test_the_empty_inbox_says_how_to_begin(desk: Handing) -> None:
    """Without texts it tells the steps; with one it no longer does."""
    assert "How to begin" in desk.client.get("/").text
    desk.post("/add/text", text=TEXT)
    desk.jobs()
    assert "How to begin" not in desk.client.get("/").text


def test_the_list_is_filtered(empty: Ledger, pipeline: Pipeline) -> None:
    """By outlet, by none, by language, by words in any case, by the date of publication, at its grain."""
    made = [
        plain("eins", title="Партия власти", outlet="Газета", published="2025-09-25", language="ru"),
        plain("zwei", title="Wahl in Astana", outlet="Zeitung", published="2025"),
        plain("drei", title="100%_sicher", published="2024-06-01"),
        plain("vier"),
    ]
    empty.writer.record_many(made, now())
    desk = Handing(empty, pipeline)

    def titles(query: str) -> set[str | None]:
        page = desk.page(f"/?{query}")
        assert page["total"] == len(page["texts"])
        return {one["title"] for one in page["texts"]}

    assert titles("outlet=-") == {"100%_sicher", None}
    assert titles("outlet=Zeitung") == {"Wahl in Astana"}
    assert titles("language=ru") == {"Партия власти"}
    assert titles("words=партия") == titles("words=ПАРТИЯ") == titles("words=власти+парт") == {"Партия власти"}
    assert titles("words=0%25_s") == {"100%_sicher"}
    assert titles("words=_") == {"100%_sicher"}
    assert titles("since=2025-09") == {"Партия власти"}
    assert titles("until=2024") == {"100%_sicher"}
    assert titles("since=2024&until=2025") == {"Партия власти", "Wahl in Astana", "100%_sicher"}
    assert titles("words=nothing") == set()
    assert desk.client.get("/?since=heute").status_code == 404
    assert desk.client.get("/?language=fr").status_code == 404


def test_judged_statements_are_counted(ledger: Ledger, pipeline: Pipeline) -> None:
    """Of a text's statements those on which a verdict stands; one taken back, and two on one, count once or not."""
    desk = Handing(ledger, pipeline)
    first, second = (one.id for one in ledger.reader.statements()[:2])
    document = ledger.reader.statements()[0].document.id
    verdicts = [
        reviewing.judge(id, reviewing.Saying("accept", by=by), ledger)
        for id, by in ((first, "a"), (first, "b"), (second, "a"))
    ]
    assert {t["id"]: t["judged"] for t in desk.page()["texts"]}[document] == 2
    last = max(one.verdict.id for one in ledger.reader.verdicts())
    reviewing.undo(last, ledger, "a")
    assert {t["id"]: t["judged"] for t in desk.page()["texts"]}[document] == 1
    assert len(verdicts) == 3


def test_a_page_counts_only_what_it_shows(empty: Ledger, pipeline: Pipeline) -> None:
    """Of 120 texts the second page shows the 50 behind the first, newest first, with as many queries as of 50."""
    for at in range(120):
        empty.writer.record(plain(f"Text {at}."), f"2026-01-01T00:{at // 60:02}:{at % 60:02}+00:00")
    desk = Handing(empty, pipeline)
    asked: list[str] = []
    event.listen(empty._engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    shelf = empty.reader.shelf(Wanted(), 50, 50)
    few = len(asked)
    asked.clear()
    empty.reader.shelf(Wanted(), 120)
    assert len(asked) == few
    assert shelf.total == 120
    recorded = [one.text.recorded for one in shelf.texts]
    assert recorded == sorted(recorded, reverse=True)
    page = desk.page("/?page=2")
    assert [one["id"] for one in page["texts"]] == [one.text.id for one in shelf.texts]
    assert (page["pages"], len(desk.page("/?page=3")["texts"]), desk.page("/?page=9")["texts"]) == (3, 20, [])


@pytest.mark.parametrize("form", ["print", "file", "csv", "json"])
def test_the_inbox_can_be_had_in_other_forms(ledger: Ledger, pipeline: Pipeline, form: str) -> None:
    """Each form names the texts, and none has a form that could be sent."""
    answer = Handing(ledger, pipeline).client.get(f"/?as={form}")
    assert answer.status_code == 200
    assert "Three partners and a broken contract" in answer.text
    assert "<form" not in answer.text


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("/add/text", {"text": "  "}, "there is no text"),
        ("/add/text", {"text": TEXT, "published": "gestern"}, "no date of publication"),
        ("/add/text", {"text": TEXT, "published": "2024/2025"}, "no date of publication"),
        ("/add/text", {"text": TEXT, "language": "fr"}, "not coded"),
        ("/add/files", {}, "there is no file"),
        ("/feeds/leave", {"id": "1"}, "not followed"),
        ("/feeds/leave", {"id": "/etc/passwd"}, "not followed"),
        ("/jobs/cancel", {"job": "x"}, "no such job"),
        ("/jobs/cancel", {"job": "7"}, "ended already"),
        ("/jobs/again", {"job": "7"}, "no longer held"),
    ],
)
def test_a_form_that_says_nothing_is_refused(
    desk: Handing, path: str, fields: dict[str, str], told: str
) -> None:
    """In words, and no job is made of it."""
    assert told in desk.refused(path, **fields)
    assert desk.jobs() == []


def test_a_text_in_no_coded_language_can_be_repeated_in_another(desk: Handing) -> None:
    """What failed is held: it is read again in the language that is named, without being handed in again."""
    desk.post("/add/text", text="Le président de la République a rencontré hier le ministre des affaires.")
    assert "language" in desk.fault() or "coded" in desk.fault()
    job = desk.jobs()[0]["job"]
    assert job["again"]
    assert desk.post("/jobs/again", job=str(job["id"]), language="de") == 303
    assert [one["job"]["state"] for one in desk.jobs()] == ["done"]


def test_a_text_is_pasted_in_the_browser(page: Page, empty: Ledger, pipeline: Pipeline) -> None:
    """The form is filled, progress is seen, and without a further click the text stands in the list."""
    with served(empty, pipeline) as at:
        page.goto(at)
        assert not barriers(page)
        page.get_by_label("Text", exact=True).fill(TEXT)
        page.get_by_label("Title").first.fill("Ein Treffen")
        page.get_by_role("button", name="Read the text").click()
        page.wait_for_selector("#jobs [data-job]")
        page.wait_for_selector("#texts th a:has-text('Ein Treffen')", timeout=60_000)
        page.wait_for_selector("[data-state=done]")
        assert "statements found" in page.inner_text("#jobs")
        assert not barriers(page)
        page.set_viewport_size({"width": 390, "height": 800})
        assert not barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_is_dropped_in_the_browser(page: Page, empty: Ledger, pipeline: Pipeline) -> None:
    """A file that is dropped anywhere on the page is sent and read."""
    with served(empty, pipeline) as at:
        page.goto(at)
        carried = page.evaluate_handle(
            """text => {
              const carried = new DataTransfer();
              carried.items.add(new File([text], "treffen.txt", { type: "text/plain" }));
              return carried;
            }""",
            TEXT,
        )
        page.dispatch_event("body", "dragover", {"dataTransfer": carried})
        assert page.locator("form.drop.over").count() == 1
        page.dispatch_event("body", "drop", {"dataTransfer": carried})
        page.wait_for_url("**done=taken")
        page.wait_for_selector("#texts th a:has-text('Am 25. September')", timeout=60_000)
        assert "treffen.txt" in page.inner_text("#jobs")

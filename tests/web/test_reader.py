"""The reader: the text as it was read, what its sentences state beside them, notes, saving, citing, sharing."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk import noting, reviewing
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.values import Query, Recorded
from konturen.pages.reader import WORDS_PER_MINUTE
from konturen.pipeline import Pipeline
from konturen.records import Evidence, Mention, Span
from konturen.settings import present_user
from konturen.web import urls
from tests.factory import coded, document, statement
from tests.web.desk import barriers, client_of, served

JSON = {"accept": "application/json"}
WHEN = "2026-11-23T00:00:00+00:00"
MOST_BYTES = 250_000
EVIL = "<script>alert(1)</script>\"'>\u202eevil"


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def passages(page: Any) -> list[Any]:
    """The sentences of a page, and what stands between them."""
    return [one for paragraph in page["paragraphs"] for one in paragraph["passages"]]


def shown(page: Any) -> str:
    """All words of a page."""
    return "".join(piece["text"] for one in passages(page) for piece in one["pieces"])


def first(ledger: Ledger) -> Recorded:
    """A statement of the ledger with a date in its sentence."""
    return next(one for one in ledger.reader.statements() if one.statement.when_text)


@pytest.fixture
def own(tmp_path: Any, pipeline: Pipeline) -> Any:
    """A function that makes a desk of one text, with no statements unless some are given."""
    opened: list[Ledger] = []

    def make(text: str, **more: Any) -> tuple[TestClient, str]:
        parts = {name: more.pop(name, ()) for name in ("mentions", "statements", "facts")}
        made = document(text, **more)
        ledger = open_ledger(str(tmp_path / f"own{len(opened)}.sqlite"), create=True)
        opened.append(ledger)
        ledger.writer.record(coded(document=made, **parts), WHEN)
        return client_of(ledger, pipeline), made.id

    yield make
    for one in opened:
        one.close()


def test_the_pieces_are_the_text(client: TestClient, ledger: Ledger) -> None:
    """Of every text all pieces of its page, one after the other, are the text, letter by letter."""
    for info in ledger.reader.documents():
        page = ask(client, urls.text(info.id))
        assert shown(page) == ledger.reader.text(info.id)
        assert page["minutes"] == -(-page["words"] // WORDS_PER_MINUTE)
        assert page["printed_minutes"] == info.reading_minutes


def test_each_statement_stands_beside_its_sentence(client: TestClient, ledger: Ledger) -> None:
    """Every statement and fact of a text stands there once, beside the sentence that says it."""
    for info in ledger.reader.documents():
        records = {r.id: r for r in ledger.reader.statements(Query(documents=frozenset({info.id})))}
        page = ask(client, urls.text(info.id))
        found = []
        for one in passages(page):
            words = "".join(piece["text"] for piece in one["pieces"])
            for line in one["lines"]:
                evidence = records[line["id"]].statement.evidence
                assert words == evidence.text
                assert (one["start"], one["end"]) == (evidence.start, evidence.end)
                found.append(line["id"])
        assert sorted(found) == sorted(records)
        assert page["statements"] == len(records)
        facts = [fact["id"] for one in passages(page) for fact in one["facts"]]
        assert sorted(facts) == sorted(r.id for r in ledger.reader.facts() if r.document.id == info.id)


def test_each_mention_is_marked_by_its_kind(client: TestClient, ledger: Ledger) -> None:
    """At the place of each mention stands a piece of its words that names its actor; a kind can be left out."""
    info = ledger.reader.documents()[0]
    page = ask(client, urls.text(info.id))
    at, marked = 0, {}
    for one in passages(page):
        for piece in one["pieces"]:
            marked[at] = piece
            at += len(piece["text"])
    mentions = ledger.reader.coding(info.id).mentions
    assert mentions
    for start, _, actor in mentions:
        assert actor in {id for id, _ in marked[start]["actors"]}
    less = ask(client, urls.text(info.id, mark=["none", "party"]))
    kinds = {piece["type"] for one in passages(less) for piece in one["pieces"]}
    assert kinds == {"", "party"}
    assert shown(less) == shown(page)
    assert client.get(urls.text(info.id, mark="king")).status_code == 404


def test_at_leads_to_the_sentence(client: TestClient, ledger: Ledger) -> None:
    """The address of a statement's sentence marks just its words, and its anchor stands on it once."""
    r = first(ledger)
    evidence = r.statement.evidence
    address = urls.text(r.document.id, evidence.start, evidence.end)
    page = ask(client, address)
    here = [one for one in passages(page) if one["here"]]
    assert [(one["start"], one["end"]) for one in here] == [(evidence.start, evidence.end)]
    asked = [piece["text"] for one in passages(page) for piece in one["pieces"] if piece["asked"]]
    assert "".join(asked) == evidence.text == page["quotation"]
    assert client.get(address).text.count('id="at"') == 1
    half = ask(client, urls.text(r.document.id, evidence.start + 3, evidence.start + 9))
    asked = [piece["text"] for one in passages(half) for piece in one["pieces"] if piece["asked"]]
    assert "".join(asked) == evidence.text[3:9]


@pytest.mark.parametrize(
    "at", ["x", "5", "9-9", "20-10", "0-99999999", "-1-5", "1-2-3", "999999999999-9999999999999"]
)
def test_a_place_that_is_not_there_is_said(client: TestClient, ledger: Ledger, at: str) -> None:
    """404 with words, for the page and the citation."""
    id = ledger.reader.documents()[0].id
    for path in (f"/texts/{id}?at={at}", f"/texts/{id}/citation?style=ris&at={at}"):
        answer = client.get(path, headers=JSON)
        assert answer.status_code == 404
        assert "no place" in answer.json()["error"]["what"]


def test_an_unknown_text_is_404(client: TestClient, ledger: Ledger) -> None:
    """Nothing is shown, cited, kept or noted of a text that is not there."""
    for path in (
        "/texts/0000000000000000",
        "/texts/x%27%3B--",
        "/texts/0000000000000000/citation?style=bibtex",
    ):
        assert client.get(path, headers=JSON).status_code == 404
    assert client.post("/texts/0000000000000000/keep", data={"keep": "1"}).status_code == 400
    assert client.post("/texts/0000000000000000/notes", data={"text": "x"}).status_code == 400
    assert ledger.reader.saved(present_user()) == ()


def test_merged_actors_and_judgements_are_shown_as_they_read(client: TestClient, ledger: Ledger) -> None:
    """A merge changes whom a mention leads to; a rejected statement stays in sight and is named so."""
    r = first(ledger)
    line = r.statement
    assert line.target
    reviewing.judge(r.id, reviewing.Saying("reject", by="Ann"), ledger)
    page = ask(client, urls.text(r.document.id))
    (found,) = [one for p in passages(page) for one in p["lines"] if one["id"] == r.id]
    assert found["judgement"] == "rejected"
    ledger.writer.judge(Decision("same", line.source.actor, line.target.actor, "Ann"), WHEN, lambda _: True)
    kept = ledger.reader.identities().representative(line.source.actor)
    page = ask(client, urls.text(r.document.id))
    named = {id for p in passages(page) for piece in p["pieces"] for id, _ in piece["actors"]}
    assert kept in named
    assert not ({line.source.actor, line.target.actor} - {kept}) & named


def test_hostile_words_are_shown_and_nothing_else(own: Any) -> None:
    """Script in title, author, outlet and text, an address that runs, signs that turn the writing: all is text."""
    text = f"{EVIL} und \u2066Partei\u2028 שלום &amp; {{{{ 7*7 }}}} sagte: «e\u0301x»."
    client, id = own(text, title=EVIL, author=EVIL, outlet=EVIL, location="javascript:alert(1)")
    assert shown(ask(client, f"/texts/{id}")) == text
    answer = client.get(f"/texts/{id}")
    assert "<script>alert" not in answer.text
    assert 'href="javascript:' not in answer.text
    for form in ("print", "file"):
        assert "<script>alert" not in client.get(f"/texts/{id}?as={form}").text
    client.post(f"/texts/{id}/notes", data={"text": EVIL})
    assert "<script>alert" not in client.get(f"/texts/{id}").text
    client.post(f"/texts/{id}/keep", data={"keep": "1"})
    assert "<script>alert" not in client.get("/saved").text


def test_links_to_elsewhere_give_nothing_away(own: Any) -> None:
    """Every link to another host is plain, opens by itself and tells nothing of the desk."""
    client, id = own("Ein Satz.", title="Titel", location="https://example.org/a?b=1")
    page = client.get(f"/texts/{id}").text
    links = re.findall(r'<a [^>]*href="(?:https?|mailto):[^>]*>', page)
    assert len(links) == 7
    assert all('rel="noopener noreferrer"' in link and 'target="_blank"' in link for link in links)
    hosts = {urlsplit(link.split('href="')[1].split('"')[0]).hostname for link in links}
    assert hosts == {
        "example.org",
        "x.com",
        "www.linkedin.com",
        "wa.me",
        "www.facebook.com",
        None,
        "t.me",
    }
    assert "testserver" not in page
    assert not any("127.0.0.1" in link for link in links)


def test_an_empty_text_has_a_page(own: Any) -> None:
    """A text of blanks alone is a page without sentences."""
    client, id = own(" \n ")
    page = ask(client, f"/texts/{id}")
    assert shown(page) == " \n "
    assert page["words"] == 0
    assert client.get(f"/texts/{id}").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(
            f"Satz Nummer {n} nennt die Partei Nordlicht und {'mehr Wörter ' * 12}hier." for n in range(5000)
        ),
        "Ein Satz ohne Absatz steht neben dem anderen. " * 22_000,
        "ohnepunkt" * 112_000,
    ],
    ids=["5000 paragraphs", "one paragraph", "one word"],
)
def test_a_text_of_a_million_characters_stays_usable(own: Any, text: str) -> None:
    """It comes in pages of few bytes that together are the text, and an address finds its page by itself."""
    assert len(text) > 850_000
    start = text.find("Partei") if "Partei" in text else 5
    mention = Mention(
        Span(start, start + 4), text[start : start + 4], "party", "name", "new:p", "P", 0.9, "made"
    )
    client, id = own(text, mentions=(mention,))
    pages = ask(client, f"/texts/{id}")["pages"]
    assert pages > 20
    last = ask(client, urls.text(id, len(text) - 40, len(text) - 20))
    assert last["page"] == pages
    assert [one["here"] for one in passages(last)].count(True) == 1
    sample = (1, 2, pages // 2, pages - 1, pages)
    found = {number: shown(ask(client, f"/texts/{id}?page={number}")) for number in sample}
    assert text.startswith(found[1] + found[2])
    assert text.endswith(found[pages - 1] + found[pages])
    assert found[pages // 2] in text
    assert len(gzip.compress(client.get(f"/texts/{id}?page=2").content)) < MOST_BYTES
    assert ask(client, f"/texts/{id}?page=9999")["page"] == pages


def test_all_pages_together_are_the_text(own: Any) -> None:
    """Of a text of some pages nothing is lost at their borders, and its statements stand on theirs."""
    body = "Am 3. Mai 2024 traf die Partei Nordlicht in Oslo die Partei Morgenrot."
    text = "\n\n".join([f"Zeile {n} sagt nichts Besonderes. Sie ist lang genug." for n in range(900)] + [body])
    start = text.index(body)

    def moved(end: Any) -> Any:
        return type(end)(end.name, end.actor, end.type, end.surface, end.start + start, end.end + start)

    plain = statement()
    one = statement(
        source=moved(plain.source),
        target=moved(plain.target),
        evidence=Evidence(body, start, start + len(body)),
    )
    client, id = own(text, statements=(one,))
    pages = [ask(client, f"/texts/{id}?page={n + 1}") for n in range(ask(client, f"/texts/{id}")["pages"])]
    assert len(pages) > 2
    assert "".join(map(shown, pages)) == text
    lines = [[line["source"]["name"] for p in passages(page) for line in p["lines"]] for page in pages]
    assert lines[-1] == ["Nordlicht"]
    assert not any(lines[:-1])
    numbers = [p["number"] for page in pages for p in passages(page) if p["number"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_notes_are_seen_by_all_and_taken_back_by_their_own(client: TestClient, ledger: Ledger) -> None:
    """Two persons write; each note says who and when; nobody takes another's back."""
    r = first(ledger)
    id, evidence = r.document.id, r.statement.evidence
    theirs = noting.note(id, "compare 2023", ledger, by="Ann")
    data = {"text": "why?", "start": str(evidence.start), "end": str(evidence.end)}
    answer = client.post(f"/texts/{id}/notes", data=data)
    assert answer.headers["location"].endswith(f"at={evidence.start}-{evidence.end}&done=note_added#at")
    page = ask(client, urls.text(id))
    assert [(n["text"], n["by"], n["own"]) for n in page["notes"]] == [("compare 2023", "Ann", False)]
    (beside,) = [(p, n) for p in passages(page) for n in p["notes"]]
    assert beside[0]["start"] == evidence.start
    assert beside[1] | {"text": "why?", "by": present_user(), "own": True, "words": evidence.text} == beside[1]
    assert beside[1]["recorded"]
    assert client.post(f"/texts/{id}/notes/back", data={"note": str(theirs.id)}).status_code == 400
    assert client.post(f"/texts/{id}/notes/back", data={"note": str(beside[1]["id"])}).status_code == 303
    assert [n.by for n in ledger.reader.notes(id)] == ["Ann"]


@pytest.mark.parametrize(
    "data",
    [
        {"text": "   "},
        {},
        {"text": "x" * 10_001},
        {"text": "x", "start": "5"},
        {"text": "x", "start": "9", "end": "5"},
        {"text": "x", "start": "0", "end": "99999999"},
        {"text": "x", "start": "a", "end": "b"},
    ],
)
def test_a_note_that_cannot_be_is_refused(client: TestClient, ledger: Ledger, data: dict[str, str]) -> None:
    """Empty and endless notes and places that are not there are answered in words; nothing is written."""
    id = ledger.reader.documents()[0].id
    assert client.post(f"/texts/{id}/notes", data=data, headers=JSON).status_code == 400
    assert ledger.reader.notes(id) == ()
    for note in ("", "x", "99", "9" * 40):
        assert client.post(f"/texts/{id}/notes/back", data={"note": note}).status_code == 400


def test_each_person_keeps_her_own(client: TestClient, ledger: Ledger) -> None:
    """What one keeps another does not see; keeping twice is keeping once; letting go ends it."""
    a, b = (info.id for info in ledger.reader.documents()[:2])
    noting.keep(b, ledger, by="Ann")
    for _ in range(2):
        answer = client.post(f"/texts/{a}/keep", data={"keep": "1"})
        assert answer.headers["location"] == f"/texts/{a}?done=text_kept"
    assert [one["document"] for one in ask(client, "/saved")["texts"]] == [a]
    assert ask(client, f"/texts/{a}")["saved"]
    assert not ask(client, f"/texts/{b}")["saved"]
    for _ in range(2):
        assert client.post(f"/texts/{a}/keep", data={"keep": "0", "from": "saved"}).status_code == 303
    assert ask(client, "/saved")["texts"] == []
    assert [one.document for one in ledger.reader.saved("Ann")] == [b]
    assert client.post(f"/texts/{a}/keep", data={"keep": "2"}).status_code == 400


@pytest.mark.parametrize(
    ("style", "media_type", "ending"),
    [
        ("footnote", "text/plain; charset=utf-8", "txt"),
        ("bibtex", "application/x-bibtex; charset=utf-8", "bib"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "ris"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "json"),
    ],
)
def test_a_citation_is_a_file_and_stands_on_the_page(
    client: TestClient, ledger: Ledger, style: str, media_type: str, ending: str
) -> None:
    """The file of each style is what the page shows, and a sentence's citation quotes it."""
    r = first(ledger)
    evidence = r.statement.evidence
    where = evidence.start, evidence.end
    answer = client.get(urls.citation(r.document.id, style, *where))
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].endswith(f'konturen-{r.document.id}.{ending}"')
    assert answer.text == ask(client, urls.text(r.document.id, *where))["citations"][style]
    assert evidence.text.split(",")[0].split("“")[0] in answer.text
    assert evidence.text[:30] not in client.get(urls.citation(r.document.id, style)).text
    assert client.get(urls.citation(r.document.id, "mla")).status_code == 404


def test_a_page_that_stands_alone_leads_nowhere_in_the_desk(client: TestClient, ledger: Ledger) -> None:
    """As a file and for print it holds the text with its statements and no form; the file has no script and no link."""
    r = first(ledger)
    for form in ("file", "print"):
        text = client.get(f"{urls.text(r.document.id)}?as={form}").text
        assert "<form" not in text
        assert ("<script" in text) == (form == "print")
        assert text.count('class="beside') == len(
            {p["start"] for p in passages(ask(client, urls.text(r.document.id))) if p["lines"] or p["facts"]}
        )
        assert ('href="/' in text) == (form == "print")


@pytest.mark.parametrize("language", ["de", "en", "ru"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_reader_has_no_barriers(
    page: Page, address: str, ledger: Ledger, width: int, language: str
) -> None:
    """axe finds nothing serious, with all that opens open; nothing is wider than the window."""
    r = first(ledger)
    noting.note(r.document.id, "compare 2023", ledger, by="Ann")
    noting.keep(r.document.id, ledger)
    page.set_viewport_size({"width": width, "height": 900})
    page.set_extra_http_headers({"accept-language": language})
    page.goto(
        address.rstrip("/") + urls.text(r.document.id, r.statement.evidence.start, r.statement.evidence.end)
    )
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(address + "saved")
    assert not barriers(page)


def test_a_sentence_is_found_noted_and_cited_by_hand(page: Page, address: str, ledger: Ledger) -> None:
    """One goes to a sentence by keys, writes a note beside it, copies its link and its citation, keeps the text."""
    r = first(ledger)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address.rstrip("/") + urls.text(r.document.id))
    for key in "jjjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == "n-2"
    page.keyboard.press("Enter")
    page.wait_for_url("**at=*")
    box = page.locator("#at").bounding_box()
    assert box
    assert 0 <= box["y"] < 900
    words = page.locator("#at").evaluate(
        "node => [...node.childNodes].slice(1).map(one => one.textContent).join('')"
    )
    assert words in ledger.reader.text(r.document.id)
    page.get_by_text("Note on this passage").first.click()
    page.get_by_label("Note on this passage").fill("to be checked")
    page.get_by_role("button", name="Save note").last.click()
    page.wait_for_url("**note_added*")
    assert page.locator(".beside.here .note .words").inner_text() == "to be checked"
    (note,) = ledger.reader.notes(r.document.id)
    assert ledger.reader.text(r.document.id)[note.start : note.end] == words
    page.get_by_role("button", name="Copy link").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == address.rstrip("/") + urls.text(r.document.id, note.start, note.end)
    page.get_by_role("link", name="cite", exact=True).click()
    page.locator("#cite [data-copy=cite-bibtex]").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('@misc{'))")
    page.get_by_role("button", name="Save for later").click()
    page.wait_for_url("**text_kept*")
    assert [one.document for one in ledger.reader.saved(present_user())] == [r.document.id]


def test_shares_touch_no_host_before_they_are_pressed(
    page: Page, own: Any, pipeline: Pipeline, ledger: Ledger
) -> None:
    """Opening the list of services asks no other host for anything: the window of these tests would tell."""
    ledger.writer.record(
        coded(
            document=document("Ein Satz.", location="https://example.org/x"),
            mentions=(),
            statements=(),
            facts=(),
        ),
        WHEN,
    )
    id = document("Ein Satz.").id
    with served(ledger, pipeline) as at:
        page.goto(f"{at}texts/{id}")
        page.locator("#share summary").click()
        page.get_by_role("link", name="Telegram").hover()
        page.wait_for_load_state("networkidle")
        assert page.locator("#share a").count() == 6

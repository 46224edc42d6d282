"""What nobody gets past at the inbox: hostile files and names, addresses inside the network, paths of the server."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from konturen.desk.adding import Net
from konturen.forms import inbox
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.reading import network
from konturen.reading.papers import MAX_TAGS
from konturen.settings import Settings
from konturen.web import security
from konturen.web.people import Person
from tests.inbox.server import Page as WebPage
from tests.inbox.server import Web, serving
from tests.web.desk import served
from tests.web.handing import BODY, Handing, net_of, packed, word

TEXT = "Am 25. September 2025 führten die ER und AMANAT ein Arbeitstreffen in Moskau durch."
PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1:8080/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
]
PATHS = [
    "/etc/passwd",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "C:\\Windows\\win.ini",
    "\\\\server\\share\\x.txt",
    "../../etc/passwd",
    "~/.ssh/id_rsa",
    "-",
    "",
    "pyproject.toml",
    "ftp://example.org/x",
    "data:text/plain,Russland",
    "javascript:alert(1)",
    "http:///etc/passwd",
    "http://",
    "http://0177.0.0.1/",
    "https://user:secret@example.org/",
    "http://[::1",
    "jar:http://example.org/x",
    "postgresql://localhost/konturen",
]


class Plain(Pipeline):
    """A pipeline that finds nothing: what is read is what matters here."""

    def code(self, document: Any, *more: Any) -> Any:
        """A text without statements."""
        from konturen.records import Coded, Coverage

        return Coded(document, (), (), (), Coverage(1, 1, len(document.text), ()))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger without texts."""
    with open_ledger(str(tmp_path / "empty.sqlite"), create=True) as ledger:
        yield ledger


@pytest.fixture
def web() -> Iterator[Web]:
    """A server without pages."""
    with serving() as made:
        yield made


@pytest.fixture
def desk(empty: Ledger) -> Handing:
    """A desk whose network is the real one, behind its guard."""
    return Handing(empty, Plain(Settings(timeout=5)))


@pytest.fixture
def unconnected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """To what a connection was opened: nothing may be."""
    opened: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda address, *a, **k: opened.append(address))
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: opened.append(address))
    return opened


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_the_network_is_refused(desk: Handing, unconnected: list[Any], address: str) -> None:
    """In all notations, in words that name no option of a command, and no connection is opened."""
    assert desk.post("/add/address", address=address) == 303
    assert "not in the public internet" in desk.fault()
    assert "--" not in str(desk.jobs())
    assert unconnected == []
    assert desk.page()["total"] == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/feed", "http://[::ffff:10.0.0.1]/feed"])
def test_a_feed_inside_the_network_is_not_asked(desk: Handing, unconnected: list[Any], address: str) -> None:
    """It can be followed, and the round says why it is not asked."""
    assert desk.post("/add/feed", feed=address) == 303
    tally = desk.jobs()[0]["job"]["tally"]
    assert (tally["new"], unconnected) == (0, [])
    assert "not in the public internet" in tally["faults"][0]


def test_a_name_that_leads_inside_is_refused(empty: Ledger, web: Web) -> None:
    """A name whose address is private is refused, also where only one of several is."""
    desk = Handing(empty, Plain(), net_of(web))
    desk.post("/add/address", address=web.at("private.example/x"))
    assert "leads to 10.0.0.1" in desk.fault()
    both = Net(partial(network.fetch, resolve=lambda *_: ("93.184.216.34", "10.1.2.3")))
    desk = Handing(empty, Plain(), both)
    desk.post("/add/address", address="http://a.example/")
    assert "leads to 10.1.2.3" in desk.fault()


@pytest.mark.parametrize(
    "target",
    ["http://private.example:{port}/x", "http://127.0.0.2:{port}/x", "file:///etc/passwd", "//10.0.0.1/"],
)
def test_a_redirect_that_leads_inside_is_refused(empty: Ledger, web: Web, target: str) -> None:
    """Each hop is checked like the first; the server behind it is not asked."""
    web.pages["a.example/x"] = WebPage(302, headers={"Location": target.format(port=web.port)})
    desk = Handing(empty, Plain(), net_of(web))
    desk.post("/add/address", address=web.at("a.example/x"))
    assert "leads to" in (told := desk.fault()) or "only http and https" in told
    assert web.paths() == ["a.example/x"]


def test_a_name_that_changes_its_address_gains_nothing(empty: Ledger, web: Web) -> None:
    """Public when it is checked, private afterwards: the connection goes to what was checked, for it is looked up
    once a hop."""
    web.pages["a.example/x"] = WebPage(content=f"<p>{TEXT}</p>".encode())
    asked: list[str] = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    fetch = partial(network.fetch, resolve=resolve, permits=lambda ip: ip == "127.0.0.1")
    desk = Handing(empty, Plain(), Net(fetch))
    desk.post("/add/address", address=web.at("a.example/x"))
    assert desk.jobs()[0]["job"]["state"] == "done"
    assert asked == ["a.example"]
    desk.post("/add/address", address=web.at("a.example/y"))
    assert "leads to 10.0.0.1" in desk.fault()


def test_the_system_s_own_answer_is_what_is_checked(
    desk: Handing, unconnected: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real look-up, too: a name is asked for once, and where it leads inside nothing is opened."""
    asked: list[str] = []

    def found(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    desk.post("/add/address", address="https://news.example/x")
    assert "leads to 192.168.0.7" in desk.fault()
    assert (asked, unconnected) == (["news.example"], [])


@pytest.mark.parametrize("form", ["/add/address", "/add/feed"])
@pytest.mark.parametrize("path", PATHS)
def test_no_path_of_the_server_is_read(
    desk: Handing, monkeypatch: pytest.MonkeyPatch, form: str, path: str
) -> None:
    """What is no http or https address is refused at once; nothing is opened, followed or queued."""
    opened: list[Any] = []
    monkeypatch.setattr("konturen.reading.sources._file", lambda *a: opened.append(a))
    monkeypatch.setattr("konturen.desk.following._content", lambda *a: opened.append(a))
    told = desk.client.post(form, data={"address": path, "feed": path}, headers={"accept": "application/json"})
    assert told.status_code == 400
    assert "secret" not in told.text
    assert (opened, desk.jobs(), desk.page()["followed"]) == ([], [], [])


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../etc/passwd", "C:\\Windows\\win.ini", "-", "."])
def test_the_name_of_a_file_is_never_a_path(desk: Handing, name: str) -> None:
    """What was sent is what is read, under the last part of the name."""
    assert desk.upload((name, TEXT.encode())).status_code == 303
    assert desk.jobs()[0]["job"]["state"] == "done"
    [text] = desk.page()["texts"]
    assert text["place"] in ("passwd", "win.ini", "file")
    assert desk.site.ledger.reader.text(text["id"]) == TEXT


HOSTILE = [
    "../../x<script>alert(1)</script>.txt",
    '"><img src=x onerror=alert(1)>.txt',
    "=HYPERLINK(A1).txt",
    "\u202etxt.exe\u200b.txt",
    "{{ 7*7 }}.txt",
    "a" * 500 + ".txt",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_a_file_is_only_text(desk: Handing, name: str) -> None:
    """On the page, on that of the jobs, and in CSV, where no cell begins a formula."""
    desk.upload((name, TEXT.encode()))
    assert desk.jobs()[0]["job"]["state"] == "done"
    for path in ("/", "/jobs", "/?as=print", "/?as=file"):
        shown = desk.client.get(path).text
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "\u202e" not in shown
        assert "49.txt" not in shown
    assert len(desk.page()["texts"][0]["place"]) <= 120
    table = desk.client.get("/?as=csv").text
    assert "\n=" not in table
    assert ",=" not in table
    assert ',"=' not in table


def test_hostile_titles_and_authors_are_only_text(desk: Handing) -> None:
    """What a person says of a pasted text is shown as it was typed."""
    mark = "<script>alert(1)</script>"
    fields = {name: f"{mark}\x00\n{name}" for name in ("title", "author", "outlet")}
    desk.post("/add/text", text=f"{TEXT} {mark}", **fields)
    desk.jobs()
    assert desk.page()["texts"][0]["title"] == f"{mark} title"
    for path in ("/", "/jobs", f"/?outlet={mark}", f"/?words={mark}", "/?as=file"):
        assert mark not in desk.client.get(path).text


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip in a Word file": (lambda: packed("word/document.xml", 250_000_000), "unpacks to"),
    "zip as EPUB": (lambda: packed("mimetype", 250_000_000), "zip file"),
    "entities": (
        lambda: word(
            '<!DOCTYPE d [<!ENTITY a "haha">'
            + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
            + "]>"
            + BODY.format("<w:p><w:r><w:t>Russland &i;</w:t></w:r></w:p>")
        ),
        "damaged",
    ),
    "tags without end": (lambda: word(BODY.format("<w:p/>" * (MAX_TAGS + 1))), "tags"),
    "nested without end": (lambda: word(BODY.format("<w:p>" * 100_000 + "</w:p>" * 100_000)), "damaged"),
    "half a zip": (lambda: packed("word/document.xml", 10_000_000)[:500], "damaged"),
    "an archive": (lambda: b"\x1f\x8b\x08" + bytes(50), "packed file"),
    "bytes": (lambda: bytes(range(256)) * 100, ""),
    "half a PDF": (lambda: b"%PDF-1.7\n1 0 obj <<>>", "PDF"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words_and_the_server_lives_on(desk: Handing, name: str) -> None:
    """It is said what is wrong, not that Konturen made a fault; the next text is read."""
    make, told = BOMBS[name]
    desk.upload(("bomb.docx", make()), ("good.txt", TEXT.encode()))
    good, bad = (one["job"] for one in desk.jobs())
    assert (good["state"], bad["state"]) == ("done", "failed")
    assert told in bad["fault"]["what"]
    assert "made a fault" not in bad["fault"]["what"]
    assert desk.client.get("/").status_code == 200


def test_entities_of_a_word_file_do_not_read_files(desk: Handing) -> None:
    """An entity that names a file of the server stands for nothing."""
    xml = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY.format(
        f"<w:p><w:r><w:t>{TEXT} &x;</w:t></w:r></w:p>"
    )
    desk.upload(("x.docx", word(xml)))
    desk.jobs()
    for text in desk.page()["texts"]:
        assert "root:" not in desk.site.ledger.reader.text(text["id"])
    assert "root:" not in desk.client.get("/jobs").text


@pytest.mark.parametrize(
    ("path", "field"), [("/add/files", "files"), ("/add/text", "text"), ("/add/address", "address")]
)
def test_a_body_over_the_limit_is_not_taken(desk: Handing, path: str, field: str) -> None:
    """It is answered with 413, whatever its length was said to be, and no job is made of it."""
    most = {"/add/files": 50_000_000, "/add/text": 20_000_000, "/add/address": 100_000}[path]

    def body() -> Iterator[bytes]:
        head = f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="a.txt"\r\n\r\n'
        yield head.encode()
        for _ in range(most // 1_000_000 + 2):
            yield b"a" * 1_000_000
        yield b"\r\n--x--\r\n"

    answer = desk.client.post(path, content=body(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 413
    assert desk.jobs() == []


def test_a_text_over_the_limit_of_one_is_refused(desk: Handing) -> None:
    """A file within the limit of a form and beyond that of a text is refused at once, with those beside it."""
    answer = desk.upload(("a.txt", TEXT.encode()), ("b.txt", b"a" * 20_000_001))
    assert answer.status_code == 400
    assert "20,000,001 bytes" in answer.text
    assert desk.upload(*((f"{n}.txt", b"x") for n in range(51))).status_code == 400
    assert desk.upload(*((f"{n}.txt", b"x") for n in range(101))).status_code == 400
    assert desk.upload(("empty.txt", b"")).status_code == 400
    assert desk.jobs() == []


@pytest.mark.parametrize(
    "path",
    ["/add/address", "/add/text", "/add/files", "/add/feed", "/feeds/ask", "/feeds/leave", "/jobs/cancel"],
)
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}])
def test_another_site_cannot_hand_anything_in(desk: Handing, path: str, headers: dict[str, str]) -> None:
    """A form of another site is not carried out, and none can be sent by opening an address."""
    fields = {"address": "https://a.example/", "text": TEXT, "feed": "https://a.example/"}
    assert desk.client.post(path, data=fields, headers=headers).status_code == 403
    assert desk.client.get(path, params=fields).status_code == 405
    assert (desk.jobs(), desk.page()["followed"]) == ([], [])


def test_a_link_of_a_feed_cannot_be_a_script(desk: Handing, empty: Ledger) -> None:
    """Whatever stands as the place of a text, the page links http and https addresses only."""
    desk.upload(("javascript:alert(1)", TEXT.encode()))
    desk.jobs()
    assert desk.page()["texts"][0]["address"] is None
    assert 'href="javascript' not in desk.client.get("/").text


def test_hostile_names_do_nothing_in_the_browser(page: Page, empty: Ledger) -> None:
    """Neither what the server renders nor what the script renews runs or breaks the policy."""
    assert "script-src 'self'" in security.POLICY
    with served(empty, Plain()) as at:
        page.goto(at)
        page.get_by_text("Add files").click()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.set_input_files(
            "input[type=file]",
            [FilePayload(name=name, mimeType="text/plain", buffer=TEXT.encode()) for name in HOSTILE[1:3]],
        )
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.get_by_role("button", name="Read the files").click()
        expect(page.locator("#jobs [data-state=done]")).to_have_count(2, timeout=60_000)
        assert "<img src=x onerror=alert(1)>.txt" in page.inner_text("#jobs")
        assert dialogs == []


def test_a_reader_hands_nothing_in(desk: Handing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may only read sees no form for it, and one that is sent all the same is refused."""
    monkeypatch.setattr("konturen.web.answering.person_of", lambda *_: Person("r", "reader"))
    assert 'action="/add' not in desk.client.get("/").text
    for action in inbox.ACTIONS:
        assert desk.client.post(action.path, data={"text": TEXT}).status_code == 403
    assert desk.jobs() == []

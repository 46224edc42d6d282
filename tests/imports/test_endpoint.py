"""A SPARQL address, against a local server that answers as the Wikidata query service does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from konturen.errors import CatalogError
from konturen.imports import endpoint
from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, Write, names, refused, rows, ties

WD = "http://www.wikidata.org/entity/"


def uri(key: str) -> dict[str, str]:
    """A binding that is an item."""
    return {"type": "uri", "value": WD + key}


def literal(text: str, language: str | None = None) -> dict[str, str]:
    """A binding that is a text."""
    return {"type": "literal", "value": text} | ({"xml:lang": language} if language else {})


def stamp(text: str) -> dict[str, str]:
    """A binding that is a time."""
    return {"type": "literal", "value": text, "datatype": "http://www.w3.org/2001/XMLSchema#dateTime"}


BINDINGS: list[dict[str, Any]] = [
    {
        "item": uri("Q649"),
        "itemLabel": literal("United Russia", "en"),
        "itemAltLabel": literal("ER, Edinaya Rossiya", "en"),
        "country": uri("Q159"),
        "inception": stamp("2001-12-01T00:00:00Z"),
    },
    {"item": uri("Q649"), "itemLabel": literal("United Russia", "en"), "shortName": literal("ЕР", "ru")},
    {
        "item": uri("Q901"),
        "itemLabel": literal("Q901"),
        "country": uri("Q77777"),
        "inception": stamp("1990-01-01T00:00:00Z"),
        "dissolved": {"type": "bnode", "value": "t1"},
        "colour": literal("red"),
    },
    {"item": uri("Q902"), "itemLabel": literal("New Force", "en")},
]


def results(bindings: list[dict[str, Any]]) -> str:
    """A results document."""
    head = {"vars": list(dict.fromkeys(name for binding in bindings for name in binding))}
    return json.dumps({"head": head, "results": {"bindings": bindings}})


class Handler(BaseHTTPRequestHandler):
    """Answers by path; see the tests."""

    asked: ClassVar[list[dict[str, list[str]]]] = []

    def log_message(self, *args: object) -> None:
        """Stays silent."""

    def do_GET(self) -> None:
        """One answer for each path."""
        parts = urlsplit(self.path)
        Handler.asked.append(parse_qs(parts.query) | {"accept": [self.headers["Accept"]]})
        sparql = "application/sparql-results+json;charset=utf-8"
        json_wanted = "application/sparql-results+json" in self.headers["Accept"]
        if parts.path == "/sparql":
            text = results(BINDINGS) if json_wanted else "<sparql/>"
            self.answer(
                200, text, **{"Content-Type": sparql if json_wanted else "application/sparql-results+xml"}
            )
        elif parts.path == "/busy":
            self.answer(429, "Too many requests", **{"Retry-After": "17"})
        elif parts.path == "/broken":
            self.answer(500, "java.util.concurrent.TimeoutException")
        elif parts.path == "/page":
            self.answer(
                200, "<!DOCTYPE html><html><body>Query service</body></html>", **{"Content-Type": "text/html"}
            )
        elif parts.path == "/cut":
            self.answer(
                200,
                results(BINDINGS)[:-60] + "\njava.util.concurrent.TimeoutException",
                **{"Content-Type": sparql},
            )
        elif parts.path == "/short":
            self.answer(200, results(BINDINGS)[:-60], **{"Content-Type": sparql})
        elif parts.path == "/xml":
            self.answer(200, "<sparql/>", **{"Content-Type": "application/sparql-results+xml"})
        elif parts.path == "/empty":
            self.answer(
                200,
                json.dumps({"head": {"vars": ["item"]}, "results": {"bindings": []}}),
                **{"Content-Type": sparql},
            )
        elif parts.path == "/latin":
            self.answer(200, "{}é".encode("cp1252"), **{"Content-Type": sparql})
        elif parts.path == "/endless":
            self.endless()
        elif parts.path == "/slow":
            time.sleep(3)

    def answer(self, status: int, content: str | bytes, **headers: str) -> None:
        """A whole answer."""
        body = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def endless(self) -> None:
        """An answer that does not end by itself."""
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        end = time.monotonic() + 5
        try:
            while time.monotonic() < end:
                self.wfile.write(b" " * 65536)
        except OSError:
            return


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a query service on 127.0.0.1."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join(5)


def test_an_address_without_a_query_is_asked_for_parties(server: str) -> None:
    """The bare address of a service is asked for all parties in JSON; results of one item complete each other."""
    Handler.asked.clear()
    imported = load(f"{server}/sparql", None, KNOWN, allow_private=True, timeout=10)
    assert "wd:Q7278" in Handler.asked[0]["query"][0]
    assert (Handler.asked[0]["format"], imported.format) == (["json"], "wikidata-sparql")
    found = rows(imported)
    assert {key: row["type"] for key, row in found.items()} == {"party-rus-er": "party", "wd-Q902": "party"}
    assert names(found["party-rus-er"]) == [
        ("United Russia", "en", "short"),
        ("ER", "en", "abbreviation"),
        ("Edinaya Rossiya", "en", "short"),
        ("ЕР", "ru", "abbreviation"),
    ]
    assert (found["party-rus-er"]["country"], found["party-rus-er"]["founded"]) == ("RU", "2001-12-01")
    assert found["party-rus-er"]["origin"] == "Wikidata Q649"
    assert dict(imported.skipped) == {
        "actor without a name": 1,
        "country that is not known (left empty)": 1,
        "date that is unknown or before our era (left empty)": 1,
        "label that is only the number of the item": 1,
        "variable colour": 1,
    }


def test_a_query_of_ones_own_is_sent_as_it_is(server: str) -> None:
    """The query in the address is sent on; results that do not say a type are then refused."""
    Handler.asked.clear()
    with pytest.raises(CatalogError, match=r'field "type"'):
        load(f"{server}/sparql?query=SELECT%20%3Fitem%20%7B%7D", None, KNOWN, allow_private=True)
    assert Handler.asked[0]["query"] == ["SELECT ?item {}"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("busy", ("429", "17 seconds")),
        ("broken", ("500", "later")),
        ("page", ("web page",)),
        ("cut", ("not JSON", "line 1")),
        ("short", ("cut off",)),
        ("xml", ("application/sparql-results+xml",)),
        ("empty", ("no actor",)),
        ("latin", ("UTF-8",)),
        ("slow", ("within 1 seconds",)),
    ],
)
def test_bad_answers(server: str, path: str, told: tuple[str, ...]) -> None:
    """Each way in which a service fails is an error that names the address and what it said."""
    with pytest.raises(CatalogError) as caught:
        load(f"{server}/{path}", None, KNOWN, allow_private=True, timeout=1 if path == "slow" else 10)
    for part in (*told, f"{server}/{path}"):
        assert part in str(caught.value)


def test_an_endless_answer_is_bounded(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that does not end is refused at the bound."""
    monkeypatch.setattr(endpoint, "MAX_BYTES", 1_000_000)
    with pytest.raises(CatalogError, match="1,000,000"):
        load(f"{server}/endless", None, KNOWN, allow_private=True, timeout=10)


def test_private_addresses_are_refused(server: str) -> None:
    """Without leave no address of a private network is reached."""
    with pytest.raises(CatalogError, match="not in the public internet"):
        load(f"{server}/sparql")
    with pytest.raises(CatalogError, match="Only Wikidata"):
        load(f"{server}/sparql", "csv", allow_private=True)


def test_results_in_a_file(write: Write) -> None:
    """Results in a file: types by class, persons with party and dates, a leader of whom the party tells."""
    told = [
        {
            "person": uri("Q901"),
            "personLabel": literal("Anna Berg", "de"),
            "type": uri("Q5"),
            "party": uri("Q902"),
            "start": stamp("2005-01-01T00:00:00Z"),
            "end": stamp("2009-03-04T00:00:00Z"),
            "birth": literal("1960-07"),
            "gender": uri("Q6581072"),
            "iso2": literal("KZ"),
        },
        {
            "person": uri("Q902"),
            "personLabel": literal("New Force", "en"),
            "type": literal("party"),
            "leader": uri("Q903"),
            "leaderLabel": literal("Emil Frei", "de"),
        },
        {"person": uri("Q904"), "personLabel": literal("Lake", "en"), "type": uri("Q23397")},
    ]
    imported = load(write("a.json", results(told)), None, KNOWN)
    found = rows(imported)
    assert (found["wd-Q901"]["founded"], found["wd-Q901"]["gender"], found["wd-Q901"]["country"]) == (
        "1960-07",
        "f",
        "KZ",
    )
    assert ties(found["wd-Q901"]) == [("member_of", "wd-Q902", "2005", "2009-03-04")]
    assert ties(found["wd-Q903"]) == [("leads", "wd-Q902", None, None)]
    assert names(found["wd-Q903"]) == [("Emil Frei", "de", "short")]
    assert dict(imported.skipped) == {"result of a class that is none of ours": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"head": {"vars": ["item"]}, "results": {}}', '"results"'),
        ('{"head": {"vars": "item"}, "results": {"bindings": []}}', '"head"'),
        (results([{"item": {"type": "uri"}}]), "result 1"),
        (results([{"colour": literal("red")}]), '"item"'),
        (
            results(
                [
                    {
                        "item": uri("Q1"),
                        "type": literal("party"),
                        "start": literal("2010"),
                        "end": literal("2009"),
                    }
                ]
            ),
            '"end"',
        ),
        (
            results(
                [
                    {"item": uri("Q1"), "type": literal("party")},
                    {"item": uri("Q1"), "type": literal("party"), "itemLabel": literal("x" * 400)},
                ]
            ),
            "no actor",
        ),
    ],
)
def test_bad_results(write: Write, text: str, told: str) -> None:
    """Results that lack their parts, contradict themselves or name nobody are errors."""
    refused(write("a.json", text), told, format="wikidata-sparql")

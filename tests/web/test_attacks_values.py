"""Attacks on the desk by what stands in forms and texts: on both databases, in documents, in tables."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

import docx
import pytest
from argon2 import PasswordHasher

from konturen.accounts.accounts import Accounts
from konturen.accounts.passwords import Passwords
from konturen.accounts.store import opened
from konturen.ledger.ledger import Ledger
from konturen.pages.dossier_file import Part, written
from konturen.pipeline import Pipeline
from konturen.web import routes
from konturen.web.team import Team
from konturen.web.words import Words
from tests.accounts.team import TEAM, filled, password
from tests.ledger.conftest import Fresh, fresh, postgresql, schema_of
from tests.web.desk import client_of

__all__ = ["fresh", "postgresql", "schema_of"]
TEXT = b"Russia and Kazakhstan signed an agreement on 5 May 2024. Russia accused Poland of theft."
FIELDS = (
    "id verdict note relation status when source target speaker mutual mutual_asked order who language document "
    "min_score a b number batch joined kept sure one other surface into new actor name type country means kind "
    "since until keep from start end text title author outlet published job session role password again present"
).split()
HOSTILE = [
    "",
    "\x00",
    "a\x00b",
    "\uffff",
    "\u202e",
    "x" * 4000,
    "x" * 301,
    "9" * 18,
    "9" * 9,
    "-1",
    "'",
    "%",
    "\r\nSet-Cookie: a=b",
    "<script>",
    "=1+1",
    "٣",
    "9999-12-31",
    "0000",
    "\x1b[31m",
    "{0}{name}",
    "//evil.example",
    "../..",
]


@pytest.fixture
def book(fresh: Fresh, pipeline: Pipeline) -> Iterator[Ledger]:
    """A ledger with a text, on each database."""
    made = fresh()
    pipeline.keep(made, pipeline.read_bytes("a.txt", TEXT, "text/plain"))
    yield made
    made.close()


def test_no_value_of_a_form_is_a_fault(book: Ledger, pipeline: Pipeline) -> None:
    """Worthless values in every field of every form, drawn at random among good ones: done, or said in words why
    not, and never that the database is at fault."""
    client = client_of(book, pipeline)
    said = book.reader.statements()[0]
    text, actor = said.document.id, said.statement.source.actor
    good = [
        actor,
        text,
        said.id,
        "1",
        "0",
        "accept",
        "amend",
        "party",
        "CONSULT",
        "planned",
        "2025",
        "de",
        "KZ",
    ]
    drawn = random.Random(7)
    for action in routes.ACTIONS:
        for _ in range(12):
            fields = {
                name: drawn.choice(good if drawn.random() < 0.6 else HOSTILE)
                for name in FIELDS
                if drawn.random() < 0.7
            }
            part = text if drawn.random() < 0.8 else drawn.choice(["x", "%00", "x%00", "%E2%80%AE"])
            answer = client.post(action.path.replace("{document}", part), data=fields)
            assert answer.status_code in (200, 303, 400, 413), (action.path, fields, answer.text)
            assert "set-cookie" not in answer.headers


def test_a_null_character_finds_nothing(book: Ledger, pipeline: Pipeline) -> None:
    """In the part of a path and in each value that a page looks up, on both databases."""
    client = client_of(book, pipeline)
    for path in ("/texts/%00", "/texts/a%00b", "/texts/a%00b/citation"):
        assert client.get(path).status_code == 404, path
    for place in routes.PLACES:
        if "{" not in place.path:
            for name in ("a", "id", "q", "document", "speaker", "outlet", "words", "who", "at", "after"):
                answer = client.get(place.path, params={name: "a\x00b"})
                assert answer.status_code in (200, 404), (place.path, name)


def test_a_number_that_no_row_has_is_refused_in_words(book: Ledger, pipeline: Pipeline) -> None:
    """Also where it is larger than the database counts."""
    client = client_of(book, pipeline)
    text = book.reader.statements()[0].document.id
    for number in ("1", "999999999", "9" * 18):
        for path, field in (
            (f"/texts/{text}/notes/back", "note"),
            ("/actors/undo", "number"),
            ("/actors/undo", "batch"),
        ):
            assert client.post(path, data={field: number}).status_code == 400, (path, number)


def test_no_answer_holds_the_token_of_a_session(book: Ledger, pipeline: Pipeline) -> None:
    """Answers are compressed, and what is compressed beside text that somebody else chose can be guessed: neither
    the token nor its hash stands in any page, in any form of it."""
    store = opened(book.address, create=True)
    accounts = filled(Accounts(store, hashes=Passwords(PasswordHasher(1, 8, 1))))
    client = client_of(book, pipeline, team=Team(accounts))
    admin = next(name for name, role in TEAM.items() if role == "admin")
    planted = "A" * 43
    client.cookies.set("konturen_session", planted)
    entered = client.post("/sign-in", data={"name": admin, "password": password(admin)})
    token = entered.cookies["konturen_session"]
    assert token != planted
    assert accounts.signed(planted) is None
    text = book.reader.statements()[0].document.id
    shown = 0
    for place in routes.PLACES:
        for form in ("page", "json"):
            answer = client.get(place.path.replace("{document}", text), params={"as": form})
            assert token not in answer.text
            assert "set-cookie" not in answer.headers
            shown += answer.status_code == 200
    assert shown > len(routes.PLACES)
    store.close()


def test_a_hostile_dossier_is_a_document_without_links() -> None:
    """With characters that XML cannot hold, mark-up and fields of Word in its text it opens again with all of the
    text, and it asks for nothing from elsewhere."""
    title = '<w:t>&x;</w:t>\x00\x0b\ufffe\ud800 INCLUDEPICTURE "http://evil.example/x"'
    made = written(Words("en"), title, "\x1b", [Part(f"{title} 1", [], 3)])
    document = docx.Document(io.BytesIO(made))
    told = [one.text for one in document.paragraphs]
    assert any("<w:t>&x;</w:t>" in one and "INCLUDEPICTURE" in one for one in told)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        inside = {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}
    assert not [name for name, content in inside.items() if 'TargetMode="External"' in content]
    assert not [name for name, content in inside.items() if "<!ENTITY" in content or "w:instrText" in content]

"""Actors: who is spoken of, whom a name means, and decisions that can be taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.ledger.ledger import Ledger
from tests.web.desk import barriers

JSON = {"accept": "application/json"}
UNKNOWN = "new:scott-morrison"


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def send(client: TestClient, action: str, **fields: str) -> str:
    """A form that is carried out; where one goes next."""
    answer = client.post(action, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_everybody_is_listed_with_what_is_said_of_her(client: TestClient, ledger: Ledger) -> None:
    """Counts are those of the statements at whose ends an actor stands; the most spoken of comes first."""
    records = ledger.reader.statements()
    listed = [*ask(client, "/actors")["actors"], *ask(client, "/actors?page=2")["actors"]]
    ends = [{r.statement.source.actor, r.statement.target.actor if r.statement.target else ""} for r in records]
    for one in listed[:10]:
        assert one["statements"] == sum(one["id"] in pair for pair in ends)
    counts = [one["statements"] for one in listed]
    assert counts == sorted(counts, reverse=True)
    assert len({one["id"] for one in listed}) == len(listed)


@pytest.mark.parametrize(
    ("q", "id"),
    [("Schwed", "state-swe"), ("швец", "state-swe"), ("swed", "state-swe"), ("Tayyip Erd", "person-q39259")],
)
def test_a_beginning_of_any_name_finds_the_actor(client: TestClient, q: str, id: str) -> None:
    """In any language and script, as one types: this is also what fields for actors suggest."""
    found = [one["id"] for one in ask(client, f"/actors?q={q}")["actors"]]
    assert found[0] == id or (id.startswith("person") and found[0].startswith("person"))


def test_the_catalog_is_searched_too(client: TestClient) -> None:
    """Somebody of whom no text speaks is found with no statements; nobody is found for what is no name."""
    found = ask(client, "/actors?q=Paraguay")["actors"]
    assert [(one["id"], one["statements"], one["known"]) for one in found][:1] == [("state-pry", 0, True)]
    assert ask(client, "/actors?q=qqqqzzzz")["actors"] == []


def test_unknown_names_are_those_that_no_catalog_holds(client: TestClient) -> None:
    """Each of them is provisional, and their number stands on the page."""
    page = ask(client, "/actors?who=unknown")
    assert page["count"] == page["unknown"] > 0
    assert all(one["id"].startswith("new:") for one in page["actors"])


def test_a_merge_makes_one_actor_and_undo_makes_two(client: TestClient, ledger: Ledger) -> None:
    """All statements of the merged one are the other's, until it is taken back."""
    before = ask(client, f"/actors/one?id={UNKNOWN}")["statements"]
    own = ask(client, "/actors/one?id=Olaf Scholz")["statements"]
    assert before > 0
    send(client, "/actors/merge", joined=UNKNOWN, kept="Olaf Scholz")
    page = ask(client, "/actors/one?id=Olaf Scholz")
    assert page["statements"] == before + own
    assert page["merged"][0][0] == UNKNOWN
    assert UNKNOWN not in [one["id"] for one in ask(client, "/actors?who=unknown")["actors"]]
    send(client, "/actors/undo", number=str(page["decided"][0]["id"]), id=page["id"])
    assert ask(client, f"/actors/one?id={UNKNOWN}")["statements"] == before


def test_states_are_merged_only_when_one_says_so_twice(client: TestClient, ledger: Ledger) -> None:
    """First the desk asks, and nothing is recorded; the same form with `sure` does it."""
    answer = client.post("/actors/merge", data={"joined": "Schweden", "kept": "Finnland"})
    assert answer.status_code == 200
    assert "rarely one" in answer.text
    assert ledger.reader.judgements() == ()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    fields.pop("back", None)
    send(client, "/actors/merge", **fields)
    assert len(ledger.reader.judgements()) == 1


def test_who_was_kept_apart_is_not_merged(client: TestClient) -> None:
    """A decision of one's own against a merge is named when one merges all the same."""
    send(client, "/actors/apart", one=UNKNOWN, other="Anthony Albanese")
    answer = client.post("/actors/merge", data={"joined": UNKNOWN, "kept": "Anthony Albanese"}, headers=JSON)
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_mentions_are_given_to_somebody_new(client: TestClient) -> None:
    """Where some words stand somebody else is meant: he gets their statements, and only these."""
    page = ask(client, "/actors/one?id=Friedrich Merz")
    surface = page["surfaces"][0]["surface"]
    send(client, "/actors/split", actor=page["id"], surface=surface, new="Der  andere\nMerz")
    other = ask(client, "/actors/one?id=new:der-andere-merz")
    assert other["surfaces"][0]["surface"] == surface
    assert surface not in [one["surface"] for one in ask(client, "/actors/one?id=Friedrich Merz")["surfaces"]]
    decided = ask(client, "/actors")["decided"][0]
    assert (decided["kind"], decided["surface"]) == ("means", surface)


def test_an_unknown_name_becomes_a_known_actor(client: TestClient, ledger: Ledger) -> None:
    """One form adds the actor and says that the name means her; taking back the addition is refused as long as
    the merge stands."""
    fields = {"name": "Scott Morrison", "type": "person", "country": "AU", "means": UNKNOWN, "language": "en"}
    answer = client.post("/actors/add", data=fields)
    if answer.status_code == 200:  # the catalog may know one of that name
        answer = client.post("/actors/add", data={**fields, "sure": "1"})
    assert answer.status_code == 303
    page = ask(client, "/actors/one?id=person-own-scott-morrison")
    assert (page["known"], page["country"], page["statements"] > 0) == (True, "AU", True)
    batch = page["additions"][0]["batch"]
    refused = client.post("/actors/undo", data={"batch": str(batch)}, headers=JSON)
    assert refused.status_code == 400
    send(client, "/actors/name", id=page["id"], name="ScoMo", kind="epithet", language="en")
    assert "ScoMo" in [name["text"] for name in ask(client, f"/actors/one?id={page['id']}")["names"]]


def test_an_addition_whose_merge_fails_leaves_nothing(client: TestClient, ledger: Ledger) -> None:
    """Both or nothing: where the name means nobody no actor is added."""
    fields = {"name": "Somebody Else Entirely", "type": "person", "means": "new:nobody-at-all"}
    assert client.post("/actors/add", data=fields, headers=JSON).status_code == 400
    assert [row for row in ledger.reader.actor_rows() if row.stands] == []


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("merge", {"joined": "", "kept": "x"}),
        ("merge", {"joined": "Nobody Known", "kept": "Schweden"}),
        ("apart", {"one": "Schweden", "other": ""}),
        ("split", {"actor": "Schweden"}),
        ("split", {"actor": "Schweden", "new": "!!!"}),
        ("undo", {"number": "99999999999999999999"}),
        ("undo", {"number": "-1"}),
        ("undo", {"batch": "7"}),
        ("add", {"name": "", "type": "party"}),
        ("add", {"name": "A", "type": "gods"}),
        ("add", {"name": "New One", "type": "party", "country": "Atlantis"}),
        ("add", {"name": "x" * 301, "type": "party"}),
        ("name", {"id": "Schweden", "name": "Y", "since": "yesterday"}),
        ("name", {"id": "Schweden", "name": "Y", "kind": "nick"}),
        ("name", {"id": UNKNOWN, "name": "Y"}),
    ],
)
def test_what_cannot_be_decided_is_refused(
    client: TestClient, ledger: Ledger, action: str, fields: dict[str, str]
) -> None:
    """In words, and nothing is recorded."""
    answer = client.post(f"/actors/{action}", data=fields, headers=JSON)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["what"]
    assert ledger.reader.judgements() == ()
    assert ledger.reader.actor_rows() == ()


@pytest.mark.parametrize(
    "path", ["actors", "actors?who=unknown", f"actors/one?id={UNKNOWN}", "actors/one?id=SPD"]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_actors_can_be_used_by_everybody(page: Page, address: str, path: str, width: int) -> None:
    """axe finds no serious barrier, and nothing is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert not barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_two_actors_are_merged_in_the_browser(page: Page, address: str, ledger: Ledger) -> None:
    """The field suggests as one types; the button merges; the decision stands below and is taken back."""
    page.goto(address + f"actors/one?id={UNKNOWN}")
    field = page.get_by_label("Both are from now on")
    field.fill("Alban")
    page.wait_for_selector("#known-kept option[value='Anthony Albanese']", state="attached")
    field.fill("Anthony Albanese")
    page.get_by_role("button", name="Merge", exact=True).click()
    assert "Merged" in page.locator(".done").inner_text()
    page.get_by_role("button", name="Take back").first.click()
    assert "Taken back" in page.locator(".done").inner_text()
    assert not ledger.reader.identities().touched

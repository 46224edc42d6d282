"""Review: single keys, an order, and nothing that comes back by itself."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from playwright.sync_api import Page
from starlette.testclient import TestClient

from konturen.desk import reviewing
from konturen.ledger.ledger import Ledger
from konturen.ledger.values import Query
from tests.web.desk import barriers

JSON = {"accept": "application/json"}
EVERY: Any = frozenset({"accepted", "rejected", "amended", "unsure", "disputed", "none"})


def ask(client: TestClient, address: str) -> Any:
    """A page as JSON."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json()


def say(client: TestClient, id: str, verdict: str, **more: str) -> str:
    """Judge a statement; where one goes next."""
    answer = client.post("/review", data={"id": id, "verdict": verdict, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def state(ledger: Ledger, id: str) -> Any:
    """How a statement is judged."""
    return ledger.reader.statements(Query(ids=frozenset({id}), judgement=EVERY))[0].judgement


def test_the_most_doubtful_comes_first(client: TestClient, ledger: Ledger) -> None:
    """The first suggestion is the one whose score is nearest to the middle; others follow in that order."""
    scores = sorted(abs(r.statement.score - 0.5) for r in ledger.reader.statements())
    page, doubts = ask(client, "/review"), []
    for _ in range(5):
        doubts.append(abs(page["line"]["score"] - 0.5))
        page = ask(client, f"/review?after={page['line']['id']}")
    assert doubts == pytest.approx(scores[:5], abs=1e-4)


def test_what_was_judged_does_not_come_back(client: TestClient, ledger: Ledger) -> None:
    """Through the whole queue each statement comes once, and the count of what is left falls to none."""
    total = len(ledger.reader.statements())
    where, seen = "/review?relation=AGREE", []
    left = ask(client, where)["left"]
    assert 0 < left < total
    while (page := ask(client, where))["line"]:
        assert page["left"] == left - len(seen)
        seen.append(page["line"]["id"])
        where = say(client, page["line"]["id"], "accept", relation="AGREE")
    assert len(seen) == len(set(seen)) == left
    assert all(state(ledger, id).state == "accepted" for id in seen)


def test_a_skipped_one_comes_again_at_the_end(client: TestClient) -> None:
    """Skipping says nothing; behind the last one the skipped ones come again."""
    first = ask(client, "/review?relation=AGREE")["line"]["id"]
    answer = client.post("/review/skip", data={"id": first, "relation": "AGREE"})
    where, seen = answer.headers["location"], []
    while (line := ask(client, where)["line"])["id"] != first:
        seen.append(line["id"])
        where = say(client, line["id"], "reject", relation="AGREE")
    assert seen
    assert first not in seen


def test_undo_takes_the_last_word_back(client: TestClient, ledger: Ledger) -> None:
    """After undo the statement is shown again and nothing is said of it."""
    id = ask(client, "/review")["line"]["id"]
    say(client, id, "reject")
    back = client.post("/review/undo", data={}).headers["location"]
    assert ask(client, back)["line"]["id"] == id
    assert state(ledger, id).state == "none"
    assert client.post("/review/undo", data={}).status_code == 400


def test_an_amendment_changes_only_what_was_changed(client: TestClient, ledger: Ledger) -> None:
    """The form sends every field; recorded are those that differ, and the statement reads so."""
    line = ask(client, "/review")["line"]
    fields = {
        "source": line["source"]["name"],
        "target": line["target"]["name"] if line["target"] else "",
        "relation": line["relation"],
        "status": "possible" if line["status"] != "possible" else "planned",
        "when": line["when"] or "",
        "speaker": line["speaker"]["name"] if line["speaker"] else "",
        "mutual_asked": "1",
    }
    if line["mutual"]:
        fields["mutual"] = "1"
    say(client, line["id"], "amend", **fields)
    said = state(ledger, line["id"]).verdicts[0]
    assert dict(said.amended) == {"status": fields["status"]}
    again = client.post("/review", data={"id": line["id"], "verdict": "amend", **fields}, headers=JSON)
    assert again.status_code == 400
    assert "nothing was amended" in again.text


@pytest.mark.parametrize(
    "data",
    [
        {"id": "0" * 16, "verdict": "accept"},
        {"id": "", "verdict": "accept"},
        {"verdict": "praise", "id": "x"},
        {},
        {"id": "f" * 16, "verdict": "amend", "status": "planned"},
    ],
)
def test_a_verdict_that_cannot_be_is_refused(client: TestClient, ledger: Ledger, data: dict[str, str]) -> None:
    """Unknown statements and verdicts are answered in words, and nothing is recorded."""
    assert client.post("/review", data=data, headers=JSON).status_code == 400
    assert ledger.reader.verdicts() == ()


def test_the_same_key_twice_is_one_verdict(client: TestClient, ledger: Ledger) -> None:
    """Two equal forms at once record one verdict."""
    id = ask(client, "/review")["line"]["id"]
    threads = [threading.Thread(target=say, args=(client, id, "accept")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state(ledger, id).verdicts) == 1


def test_what_others_judged_comes_only_where_it_is_asked_for(client: TestClient, ledger: Ledger) -> None:
    """For the agreement a second person sees the statement, without the first one's word."""
    line = ask(client, "/review")["line"]
    reviewing.judge(line["id"], reviewing.Saying("unsure", by="somebody else"), ledger)
    assert ask(client, "/review")["line"]["id"] != line["id"]
    assert ask(client, "/review?who=others")["line"]["id"] == line["id"]
    assert "somebody else" not in client.get("/review?who=others").text


def test_ten_statements_are_judged_by_keyboard(page: Page, address: str, ledger: Ledger) -> None:
    """Ten keys, ten verdicts; one is taken back by z, one amended by e; axe finds no serious barrier."""
    page.goto(address + "review")
    assert not barriers(page)
    for key in "araruasrua":
        before = page.locator("input[name=id]").first.get_attribute("value")
        page.keyboard.press(key)
        page.wait_for_function("old => document.querySelector('input[name=id]').value !== old", arg=before)
    assert len(ledger.reader.verdicts()) == 9
    page.keyboard.press("z")
    page.wait_for_url("**at=*")
    assert sum(verdict.stands for verdict in ledger.reader.verdicts()) == 8
    page.keyboard.press("e")
    page.get_by_label("Status").first.select_option("possible")
    page.get_by_role("button", name="Save amended").click()
    page.wait_for_url("**after=*")
    assert any(one.verdict.verdict == "amend" for one in ledger.reader.verdicts())

"""A desk at which people sign in: who gets in, who sees and does what, and how it ends."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from konturen.accounts import attempts, sessions
from konturen.accounts.accounts import Accounts
from konturen.errors import LedgerError
from konturen.ledger.ledger import Ledger
from konturen.pipeline import Pipeline
from konturen.web import moments, routes, security, urls
from konturen.web.app import application
from konturen.web.people import ROLES, Person, Role
from konturen.web.site import Site
from konturen.web.team import Team
from konturen.web.words import Words
from tests.accounts.conftest import accounts, book, hand, hasher, held
from tests.accounts.team import CONSOLE, TEAM, Hand, password
from tests.ledger import world
from tests.ledger.conftest import fresh, postgresql, schema_of
from tests.web.desk import site_of

__all__ = ["accounts", "book", "fresh", "hand", "hasher", "held", "postgresql", "schema_of"]
JSON = {"accept": "application/json"}
NAMES: dict[Role, str] = {role: name for name, role in TEAM.items()}  # type: ignore[misc]
Desk = Callable[[], TestClient]


@pytest.fixture
def site(book: Ledger, pipeline: Pipeline, accounts: Accounts) -> Site:
    """The desk of an empty ledger, for the team."""
    return site_of(book, pipeline, team=Team(accounts))


@pytest.fixture
def desk(site: Site) -> Desk:
    """A browser at the desk, each with cookies of its own."""
    app = application(site)
    return lambda: TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def enter(client: TestClient, name: str = "Cora", **more: str) -> Any:
    """Sign in; the answer."""
    return client.post("/sign-in", data={"name": name, "password": password(name), **more})


def at(desk: Desk, name: str = "Cora") -> TestClient:
    """A browser at which somebody is signed in."""
    client = desk()
    assert enter(client, name).status_code == 303
    return client


def filling(path: str) -> str:
    """A path with something in the place of its parts."""
    return "/".join("x" if part.startswith("{") else part for part in path.split("/"))


ADDRESSES = [
    *(("GET", filling(place.path)) for place in routes.PLACES),
    *(("POST", filling(action.path)) for action in routes.ACTIONS),
    *(("POST", "/sign-out"), ("GET", "/no-such-page"), ("GET", "/static/no-such-file"), ("PUT", "/")),
]


def test_who_is_not_signed_in_gets_nothing(desk: Desk) -> None:
    """Pages lead to the sign-in page, forms and programs get 401; whether there is such a page is not told."""
    client = desk()
    for method, path in ADDRESSES:
        answer = client.request(method, path)
        if method == "GET":
            assert (answer.status_code, answer.content) == (303, b""), path
            assert answer.headers["location"] == urls.sign_in(path)
        else:
            assert answer.status_code == 401, path
        told = client.request(method, path, headers=JSON)
        assert told.status_code == 401, path
        assert set(told.json()) == {"error"}
        assert told.headers["www-authenticate"]


@pytest.mark.parametrize("path", ["/sign-in", "/static/desk.css", "/static/desk.js", "/static/icon.svg"])
def test_the_sign_in_page_and_its_files_are_open(desk: Desk, path: str) -> None:
    """They are shown to everybody; the page names no other page of the desk."""
    answer = desk().get(path)
    assert answer.status_code == 200
    assert "/review" not in answer.text or path.endswith(".js")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_what_it_may(site: Site, monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Every page and form answers 403 where the role is too low, and something else where it is not."""
    monkeypatch.setattr("konturen.web.answering.person_of", lambda *_: Person(NAMES[role], role, 1))
    client = TestClient(application(site), base_url="http://127.0.0.1", follow_redirects=False)
    words = Words("en")("refused.role")
    for method, listed in (("GET", routes.PLACES), ("POST", routes.ACTIONS)):
        for one in listed:
            answer = client.request(method, filling(one.path))
            low = ROLES.index(role) < ROLES.index(one.role)
            assert (answer.status_code == 403 and words in answer.text) == low, one.path
            assert answer.status_code < 500, one.path


def test_the_role_is_asked_before_the_form_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of nobody who may not send it a single byte is read."""

    def unread(*_: object) -> None:
        raise AssertionError("the body was read")

    reader, nobody = at(desk, "Rena"), desk()
    monkeypatch.setattr(security, "limited", unread)
    assert reader.post("/review", data={"id": "x" * 90_000}).status_code == 403
    assert nobody.post("/review", data={"id": "x" * 90_000}).status_code == 401


def test_signing_in_leads_where_one_wanted_to_go(desk: Desk) -> None:
    """From a page with its choice through the sign-in page back to it."""
    client = desk()
    to = client.get("/search?q=Москва").headers["location"]
    page = client.get(to)
    assert 'name="next" value="/search?q=%D0%9C' in page.text
    shown = client.get(to, headers=JSON).json()
    answer = enter(client, next=shown["next"])
    assert answer.headers["location"] == shown["next"]
    assert client.get(shown["next"]).status_code == 200
    assert client.get("/sign-in?next=/sources").headers["location"] == "/sources"


@pytest.mark.parametrize(
    "next",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example",
     "", "/sign-in?next=/", "/sign-out"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_host(desk: Desk, next: str) -> None:
    """Whatever stands in the address or the form, one comes to the desk."""
    client = desk()
    assert client.get("/sign-in", params={"next": next}, headers=JSON).json()["next"] == "/"
    assert enter(client, next=next).headers["location"] == "/"


def test_the_cookie_is_for_this_server_alone(desk: Desk, site: Site) -> None:
    """Scripts cannot read it, other sites' forms do not send it, it goes with the browser's session."""
    cookie = enter(desk()).headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "max-age" not in cookie
    assert "secure" not in cookie


def test_over_tls_the_cookie_is_bound_to_it(site: Site, book: Ledger, pipeline: Pipeline) -> None:
    """Secure, with the prefix that binds it to this host; HSTS; and nothing is answered in the clear."""
    assert site.team
    safe = Site(book, pipeline, frozenset({"desk.example"}), team=Team(site.team.accounts, https=True))
    client = TestClient(application(safe), base_url="https://desk.example", follow_redirects=False)
    answer = enter(client)
    assert answer.headers["set-cookie"].startswith("__Host-konturen=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age=" in client.get("/sources").headers["strict-transport-security"]
    assert client.get("/sources").status_code == 200
    bare = TestClient(application(safe), base_url="http://desk.example", follow_redirects=False)
    assert [bare.get("/sign-in").status_code, enter(bare).status_code, bare.get("/").status_code] == [421] * 3


def test_a_token_is_new_each_time(desk: Desk) -> None:
    """Whoever plants a token in a browser before does not hold the session that begins there (fixation)."""
    client = desk()
    client.cookies.set("konturen_session", "planted-by-somebody-else-0123456789abcdefghi")
    assert client.get("/sources").status_code == 303
    first = enter(client).cookies["konturen_session"]
    second = enter(client).cookies["konturen_session"]
    assert len({first, second, "planted-by-somebody-else-0123456789abcdefghi"}) == 3
    other = desk()
    for token in ("planted-by-somebody-else-0123456789abcdefghi", first):
        other.cookies.set("konturen_session", token)
        assert other.get("/sources").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "A" * 4000, "None", "1"])
def test_a_forged_token_is_nobodys(desk: Desk, token: str) -> None:
    """What the server has not given out opens nothing."""
    at(desk)
    client = desk()
    client.cookies.set("konturen_session", token)
    assert client.get("/sources").status_code == 303


def test_a_session_ends(desk: Desk, hand: Hand) -> None:
    """After twelve hours without a request."""
    client = at(desk)
    hand.on(sessions.IDLE - 1)
    assert client.get("/sources").status_code == 200
    hand.on(sessions.IDLE)
    assert client.get("/sources").status_code == 303


def test_signing_out_ends_the_session(desk: Desk) -> None:
    """The cookie is taken away, and its token opens nothing any more."""
    client = at(desk)
    token = client.cookies["konturen_session"]
    answer = client.post("/sign-out")
    assert answer.headers["location"] == "/sign-in?done=signed_out"
    assert "konturen_session" not in client.cookies
    assert "Signed out." in client.get(answer.headers["location"]).text
    client.cookies.set("konturen_session", token)
    assert client.get("/sources").status_code == 303


def test_another_persons_session_cannot_be_seen_or_ended(desk: Desk, accounts: Accounts) -> None:
    """The account page shows one's own sessions only, and its form ends one's own only."""
    cora, edda = at(desk, "Cora"), at(desk, "Edda")
    own = cora.get("/account", headers=JSON).json()["sessions"]
    number = accounts.sessions_of("Edda")[0].id
    assert [one["this"] for one in own] == [True]
    assert number not in {one["id"] for one in own}
    assert cora.post("/account/sessions", data={"session": str(number)}).status_code == 303
    assert edda.get("/sources").status_code == 200


def test_ones_own_other_sessions_can_be_ended(desk: Desk) -> None:
    """One of them, or all but this."""
    here, there, third = at(desk), at(desk), at(desk)
    known = here.get("/account", headers=JSON).json()["sessions"]
    number = next(one["id"] for one in third.get("/account", headers=JSON).json()["sessions"] if one["this"])
    assert len(known) == 3
    here.post("/account/sessions", data={"session": str(number)})
    assert (third.get("/sources").status_code, there.get("/sources").status_code) == (303, 200)
    here.post("/account/sessions", data={"session": "others"})
    assert (there.get("/sources").status_code, here.get("/sources").status_code) == (303, 200)
    assert here.post("/account/sessions", data={"session": "x"}).status_code == 400


def test_too_many_attempts_are_refused_with_a_time(desk: Desk, hand: Hand) -> None:
    """401 for a wrong password, then 429 with Retry-After, also for the right one; later it opens again."""
    client = desk()
    for _ in range(attempts.BY_BOTH):
        wrong = client.post("/sign-in", data={"name": "Cora", "password": "wrong"})
        assert wrong.status_code == 401
        assert "Name and password do not fit." in wrong.text
        assert "Cora" not in wrong.text
    refused = enter(client)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == str(attempts.WINDOW)
    assert "Wait 15 minutes" in refused.text
    assert "set-cookie" not in refused.headers
    hand.on(attempts.WINDOW)
    assert enter(client).status_code == 303


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/people/disable", {"name": "Cora"}),
        ("/people/role", {"name": "Cora", "role": "admin"}),
        (
            "/people/password",
            {"name": "Cora", "password": "ein ganz anderer Satz", "again": "ein ganz anderer Satz"},
        ),
    ],
)
def test_what_an_admin_changes_holds_at_once(desk: Desk, path: str, data: dict[str, str]) -> None:
    """The person's next request is one of nobody, on each of her browsers."""
    admin, here, there = at(desk, "Ada"), at(desk), at(desk)
    assert admin.post(path, data=data).status_code == 303
    assert [here.get("/sources").status_code, there.get("/sources").status_code] == [303, 303]
    assert admin.get("/sources").status_code == 200


def test_a_password_is_changed_with_the_present_one(desk: Desk) -> None:
    """All sessions end; from then on the new one counts."""
    client = at(desk)
    new = {"password": "  ein neuer Satz mit Rand  ", "again": "  ein neuer Satz mit Rand  "}
    wrong = client.post("/account/password", data={"present": "not mine at all", **new})
    assert wrong.status_code == 403
    differing = {"present": password("Cora"), **new, "again": "ein anderer"}
    assert client.post("/account/password", data=differing).status_code == 400
    assert client.get("/sources").status_code == 200
    done = client.post("/account/password", data={"present": password("Cora"), **new})
    assert done.headers["location"] == "/sign-in?done=password_changed_own"
    assert client.get("/sources").status_code == 303
    assert enter(desk()).status_code == 401
    answer = desk().post("/sign-in", data={"name": "Cora", "password": new["password"]})
    assert answer.status_code == 303


def test_an_admin_manages_people(desk: Desk) -> None:
    """She adds somebody, who then signs in; a name twice and the last admin's end are refused with words."""
    admin = at(desk, "Ada")
    new = {
        "name": "Zoe",
        "role": "reader",
        "password": "ein Satz für Zoe allein",
        "again": "ein Satz für Zoe allein",
    }
    assert admin.post("/people/add", data=new).headers["location"] == "/people?done=person_made"
    assert admin.post("/people/add", data=new).status_code == 400
    zoe = desk()
    assert zoe.post("/sign-in", data=new).status_code == 303
    assert zoe.get("/account", headers=JSON).json()["role"] == "reader"
    assert zoe.get("/people").status_code == 403
    for path, data in (
        ("/people/disable", {"name": "Ada"}),
        ("/people/role", {"name": "Ada", "role": "reader"}),
    ):
        last = admin.post(path, data=data)
        assert last.status_code == 400
        assert "last admin" in last.text
    listed = admin.get("/people", headers=JSON).json()["people"]
    assert {one["name"]: one["role"] for one in listed} == {**TEAM, "Zoe": "reader"}


def test_the_audit_tells_of_each_form_and_not_what_it_held(desk: Desk) -> None:
    """Path and outcome stand there under the name of who sent it; its fields do not."""
    cora = at(desk)
    cora.post("/review", data={"id": "a-secret-field", "verdict": "accept", "note": "another secret"})
    admin = at(desk, "Ada")
    shown = admin.get("/audit", headers=JSON).json()
    form = shown["entries"][1]
    assert (form["who"], form["what"], form["about"], form["outcome"]) == ("Cora", "form", "/review", "400")
    assert form["address"] == "testclient"
    assert "secret" not in admin.get("/audit").text
    assert admin.get("/audit?who=Cora&what=form", headers=JSON).json()["total"] == 1
    table = admin.get("/audit?as=csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.count("\n") == shown["total"] + 1


def test_the_audit_is_read_page_by_page(desk: Desk, accounts: Accounts) -> None:
    """A hundred rows a page, none lost and none twice; the table has them all."""
    for number in range(205):
        accounts.record(CONSOLE, "form", f"/n{number}", "303")
    admin = at(desk, "Ada")
    first = admin.get("/audit", headers=JSON).json()
    seen = [
        row["about"]
        for page in range(1, first["pages"] + 1)
        for row in admin.get(f"/audit?page={page}", headers=JSON).json()["entries"]
    ]
    assert len(seen) == first["total"]
    assert [about for about in seen if about.startswith("/n")] == [f"/n{n}" for n in reversed(range(205))]
    assert admin.get("/audit?as=csv").text.count("\n") == first["total"] + 1


def test_passwords_are_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Neither right nor wrong ones, nor tokens, at any level."""
    with caplog.at_level(logging.DEBUG):
        client = at(desk)
        client.post("/sign-in", data={"name": "Cora", "password": "a wrong secret"})
        token = client.cookies["konturen_session"]
        client.get("/account")
    for secret in (password("Cora"), "a wrong secret", token):
        assert secret not in caplog.text


def test_pages_that_are_kept_are_the_same_for_all(desk: Desk, site: Site) -> None:
    """What is shared between persons holds nothing of one: only the head of the page differs."""
    for place in routes.PLACES:
        if place.kept and "{" not in place.path:
            one, other = (at(desk, name).get(place.path).text for name in ("Cora", "Ada"))
            assert "Cora" in one
            assert "Cora" not in other, place.path


def test_what_one_did_oneself_is_seen_at_once(
    desk: Desk, book: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long pages may lag behind the others, they show what she who asks has recorded."""
    monkeypatch.setattr(moments, "LAG", 1e9)
    book.writer.record(world.text(1, [(world.ACTORS[0], world.ACTORS[1])]), "2026-01-01T00:00:00+00:00")
    said = book.reader.statements()[0].id
    cora, edda = at(desk, "Cora"), at(desk, "Edda")
    before = [one.get("/timeline?min_score=0", headers=JSON).json()["statements"] for one in (cora, edda)]
    assert cora.post("/review", data={"id": said, "verdict": "reject"}).status_code == 303
    after = [one.get("/timeline?min_score=0", headers=JSON).json()["statements"] for one in (edda, cora)]
    assert (before, after) == ([1, 1], [1, 0])


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}, {"host": "evil.example"}]
)
def test_other_sites_sign_nobody_in_or_out(desk: Desk, headers: dict[str, str]) -> None:
    """Their forms are refused, with and without a session."""
    client = desk()
    answer = client.post("/sign-in", data={"name": "Cora", "password": password("Cora")}, headers=headers)
    assert answer.status_code in (403, 421)
    assert "set-cookie" not in answer.headers
    inside = at(desk)
    assert inside.post("/sign-out", headers=headers).status_code in (403, 421)
    assert inside.get("/sources").status_code == 200


def test_a_broken_sign_in_form_is_refused(desk: Desk) -> None:
    """Too many bytes, files, or none of the fields."""
    client = desk()
    assert client.post("/sign-in", data={"name": "x" * 20_000}).status_code == 413
    assert client.post("/sign-in", files={"name": ("a.txt", b"Cora")}).status_code == 400
    assert client.post("/sign-in").status_code == 401


def test_nobody_gets_in_while_the_accounts_cannot_be_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer opens no page: 503, for those signed in, too."""
    client = at(desk)

    def fail(*_: object, **__: object) -> None:
        raise LedgerError("the database cannot be reached.")

    monkeypatch.setattr(Accounts, "signed", fail)
    monkeypatch.setattr(Accounts, "sign_in", fail)
    answers = [client.get("/sources"), client.post("/review"), client.get("/sign-in"), enter(client)]
    assert [one.status_code for one in answers] == [503] * 4


def test_ones_own_machine_has_no_accounts(ledger: Ledger, pipeline: Pipeline) -> None:
    """There nobody signs in, and the pages of a team are not there."""
    client = TestClient(
        application(site_of(ledger, pipeline)), base_url="http://127.0.0.1", follow_redirects=False
    )
    assert client.get("/sources").status_code == 200
    assert "/sign-out" not in client.get("/sources").text
    for path in ("/account", "/people", "/audit", "/sign-in"):
        assert client.get(path).status_code == 404
    assert client.post("/sign-in").status_code in (404, 405)

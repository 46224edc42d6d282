"""What no request gets past."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from konturen.web.app import COOKIE


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "192.168.1.7", "[::1"])
def test_a_host_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    """Another name in the Host header gets no page, as after name rebinding."""
    assert client.get("/sources", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9"},
    ],
)
def test_a_form_of_another_site_is_not_carried_out(client: TestClient, headers: dict[str, str]) -> None:
    """What a browser says of the sender decides: other sites, other ports and hidden ones are refused."""
    answer = client.post("/language", data={"language": "de", "back": "/"}, headers=headers)
    assert answer.status_code == 403
    assert COOKIE not in answer.cookies


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\n/evil.example",
        "",
    ],
)
def test_a_form_never_leads_to_another_host(client: TestClient, back: str) -> None:
    """Where one goes after changing the language is an address of the desk."""
    answer = client.post("/language", data={"language": "de", "back": back})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/sources", "/no-such-page", "/static/desk.css", "/sources?as=json"])
def test_every_answer_has_the_policy_of_safety(client: TestClient, path: str) -> None:
    """No script or style stands inline, nothing is taken from elsewhere, no frame shows the desk."""
    headers = client.get(path).headers
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/../../etc/passwd"]
)
def test_no_path_leads_out_of_the_desk_s_own_files(client: TestClient, path: str) -> None:
    """Paths that climb find nothing."""
    assert client.get(path).status_code == 404


def test_an_unknown_page_and_a_wrong_method_say_so(client: TestClient) -> None:
    """404 and 405 with words, as a page and as JSON of one shape."""
    assert client.get("/no-such-page").status_code == 404
    assert client.post("/sources").status_code == 405
    found = client.get("/no-such-page", headers={"accept": "application/json"}).json()
    assert set(found["error"]) == {"status", "what", "where", "hint", "actors"}


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    """More bytes than a form may have are not read to their end."""
    answer = client.post("/language", data={"back": "x" * 20_000})
    assert answer.status_code in (400, 413)


def test_a_mark_in_the_address_is_text(client: TestClient) -> None:
    """What stands in an address is shown as text, never as mark-up."""
    answer = client.get("/sources?as=<script>alert(1)</script>&x=<script>alert(2)</script>")
    assert "<script>alert" not in answer.text

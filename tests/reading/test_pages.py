"""A page gives its article as paragraphs, and of itself only what it declares."""

from __future__ import annotations

import pytest

from konturen.errors import SourceError
from konturen.reading.pages import declared_charset, read_page

HEAD = """<meta charset="utf-8"><title>Gipfel in Lindental – Donaubote</title>
<meta property="og:site_name" content="Donaubote"><meta name="author" content="Gerda Wohlfeil">
<meta property="article:published_time" content="2024-03-12T08:00:00+01:00">"""
BODY = """<nav><a href="/">Startseite</a> <a href="/p">Politik</a></nav>
<header><h1>Gipfel in Lindental</h1><p>Von Gerda Wohlfeil · <span>4 Min. Lesezeit</span></p></header>
<article><p>Die Bürgerpartei empfing am Dienstag die Spitze des Bauernbunds im Rathaus von Lindental.</p>
<h2>Neue Abkommen</h2><p>Beide vereinbarten eine <b>engere</b> Zusammenarbeit in <a href="x">Energiefragen</a>,
auch im Landtag.</p>
<ul><li>Strom aus Wasser</li><li>Wege und Brücken</li></ul>
<table><tr><th>Partei</th><th>Sitze</th></tr><tr><td>Bürgerpartei</td><td>12</td></tr></table>
<p>Die Heimatliste nannte das Treffen einen Fehler.<br>Ihr Sprecher kündigte Widerstand an.</p>
<div class="share"><a>Auf Facebook teilen</a> <a>Auf X teilen</a></div></article>
<aside><h3>Lesen Sie auch</h3><ul><li><a href="/1">Bauernbund wählt neue Spitze</a></li></ul></aside>
<footer>Impressum</footer>"""


def page(head: str = HEAD, body: str = BODY, language: str = "de") -> bytes:
    """A page as bytes."""
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'.encode()


def test_paragraphs_are_separated() -> None:
    """Paragraphs and headings stand between blank lines; items, rows and line breaks on lines of their own."""
    assert read_page(page(), "a.html").text.split("\n\n") == [
        "Die Bürgerpartei empfing am Dienstag die Spitze des Bauernbunds im Rathaus von Lindental.",
        "Neue Abkommen",
        "Beide vereinbarten eine engere Zusammenarbeit in Energiefragen, auch im Landtag.",
        "Strom aus Wasser\nWege und Brücken",
        "Partei Sitze\nBürgerpartei 12",
        "Die Heimatliste nannte das Treffen einen Fehler.\nIhr Sprecher kündigte Widerstand an.",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Gipfel in Lindental"),
        ("author", "Gerda Wohlfeil"),
        ("outlet", "Donaubote"),
        ("published", "2024-03-12"),
        ("language", "de"),
        ("reading_minutes", 4),
    ],
)
def test_metadata(name: str, value: object) -> None:
    """What the page declares is read."""
    assert getattr(read_page(page(), "a.html"), name) == value


@pytest.mark.parametrize("name", ["author", "outlet", "published", "reading_minutes"])
def test_what_a_page_does_not_say_is_none(name: str) -> None:
    """Nothing is made up: no author out of nowhere, no outlet out of the host name, no day of today."""
    body = (
        "<article><p>Die Bürgerpartei empfing am Dienstag die Spitze des Bauernbunds im Rathaus.</p></article>"
    )
    assert getattr(read_page(page("", body, ""), "https://www.example.org/text"), name) is None


def test_meta_charset_is_used() -> None:
    """A Russian page in cp1251 that says so is read."""
    html = '<meta charset="windows-1251"><article><p>Партия «Рост» объявила о выходе из коалиции.</p></article>'
    assert "коалиции" in read_page(html.encode("cp1251"), "a.html").text


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="koi8-r">', "koi8-r"),
        (b'<META http-equiv=Content-Type content="text/html; charset=windows-1251">', "windows-1251"),
        (b"<?xml version='1.0' encoding='utf-8'?><html>", "utf-8"),
        (b"<html><head></head>", None),
    ],
)
def test_declared_charset(head: bytes, charset: str | None) -> None:
    """The encoding that a page names is found in old and new forms."""
    assert declared_charset(head) == charset


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<ul><li><a href=a>Home</a></li><li><a href=b>Politik</a></li></ul>",
        "<noscript>Please enable JavaScript to continue using this application.</noscript>",
        "<p>Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.</p><button>Alle akzeptieren</button>",
        "<form><p>Please log in to read this article in full length.</p></form>",
        "<div>" * 20000,
    ],
)
def test_page_without_article(body: str) -> None:
    """Menus, consent and login pages, empty and absurdly nested ones are refused with advice."""
    with pytest.raises(SourceError, match=r"no article on the page\. Give the address of a single article"):
        read_page(page("", body), "a.html")

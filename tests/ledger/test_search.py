"""The search on both databases: forms of words, scripts, phrases, fields, judgements, hostile queries, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konturen.desk.searching import search
from konturen.errors import LedgerError, QueryError
from konturen.ledger import search_index
from konturen.ledger.identities import Decision
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.search_conditions import Meant
from konturen.ledger.search_query import SearchQuery
from konturen.records import Coded, Coverage, Evidence, Mention, Span
from tests import factory
from tests.ledger.conftest import Fresh
from tests.ledger.world import WHEN

LONG = "Сразу после встречи Захарова сообщила об этом журналистам. Ёлка стоит на площади."
TEXTS = (
    ("de", "Die Verhandlungen in der Straße dauern an. Herr Müller lobte die Verträge.\n\nLawrow schwieg."),
    ("en", "The parties agreed on new sanctions. Zelensky met Putin's envoy. Lavrov was silent."),
    (
        "ru",
        f"Путина встретили в Москве. {LONG} Зеленского не было. О Лаврове молчат. Рынок рад. Приезд немцев.",
    ),
    ("de", "Selenskyj sprach mit der Partei Nordlicht; Sacharowa und Peskow schwiegen."),
)


def plain(number: int, language: str, text: str, **changes: object) -> Coded:
    """A text in which nothing was found."""
    source = factory.document(text, language=language, location=f"{number}.txt", **changes)
    return Coded(source, (), (), (), Coverage(1, 0, len(text), ()))


def stated(text: str, number: int = 0, outlet: str | None = None, **changes: object) -> Coded:
    """A text of one sentence with one statement about the first two words that begin with a capital."""
    a, b = [word.strip(".,") for word in text.split() if word[0].isupper()][:2]
    ends = [factory.end(name, text) for name in (a, b)]
    values = {
        "source": ends[0],
        "target": ends[1],
        "evidence": Evidence(text, 0, len(text)),
        "when_text": None,
        "cue": None,
    }
    made = [
        Mention(Span(e.start, e.end), e.surface, "party", "name", e.actor, e.name, 0.9, "test") for e in ends
    ]
    source = factory.document(text, location=f"s{number}.txt", outlet=outlet, language="en")
    return Coded(
        source, tuple(made), (factory.statement(**(values | changes)),), (), Coverage(1, 1, len(text), ())
    )


@pytest.fixture(scope="module")
def library(fresh: Fresh) -> Ledger:
    """A ledger with the four texts."""
    book = fresh()
    for number, (language, text) in enumerate(TEXTS):
        book.writer.record(plain(number, language, text), WHEN)
    return book


def found(book: Ledger, query: str, limit: int = 100) -> list[str]:
    """The sentences that fit."""
    return [hit.text for hit in search(query, book, limit).hits]


def marked(book: Ledger, query: str) -> list[str]:
    """The words that are marked, answer by answer."""
    return [hit.text[slice(*mark)] for hit in search(query, book).hits for mark in hit.marks]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Verhandlung", ["Verhandlungen"]),
        ("VERTRAG", ["Verträge"]),
        ("vertraege", ["Verträge"]),
        ("Muller", ["Müller"]),
        ("Mueller", ["Müller"]),
        ("strasse", ["Straße"]),
        ("STRAßEN", ["Straße"]),
        ("party", ["parties"]),
        ("sanction", ["sanctions"]),
        ("агрессия", []),
        ("встреча", ["встречи"]),
        ("елка", ["Ёлка"]),
        ("ёлки", ["Ёлка"]),
        ("журналист", ["журналистам"]),
        ("Putin", ["Путина", "Putin"]),
        ("Путиным", ["Путина", "Putin"]),
        ("Lawrow", ["Лаврове", "Lavrov", "Lawrow"]),
        ("Лавров", ["Лаврове", "Lavrov", "Lawrow"]),
        ("Selenskyj", ["Selenskyj", "Зеленского", "Zelensky"]),
        ("Зеленский", ["Selenskyj", "Зеленского", "Zelensky"]),
        ("Zakharova", ["Sacharowa", "Захарова"]),
        ("Захаровой", ["Sacharowa", "Захарова"]),
        ("Песков", ["Peskow"]),
        ("Verhandl*", ["Verhandlungen"]),
        ("журнал*", ["журналистам"]),
        ('"in der Straße"', ["in der Straße"]),
        ('"der Straßen"', []),
        ('"Verhandlung"', []),
        ("„the parties agreed“", ["The parties agreed"]),
        ("Нордлихт OR Москва", ["Nordlicht", "Москве"]),
        ("рынка", ["Рынок"]),
        ("Немец", ["немцев"]),
    ],
)
def test_words_are_found_in_other_forms_and_scripts(library: Ledger, query: str, words: list[str]) -> None:
    """A word finds its inflected forms and its spellings in the other script, and just these are marked."""
    assert marked(library, query) == words


@pytest.mark.parametrize(
    ("query", "begin"),
    [
        ("schwieg -Lawrow", ["Selenskyj"]),
        ("Lawrow OR Müller", ["Herr", "Lawrow", "О Лавр", "Lavrov"]),
        ("Lawrow language:de", ["Lawrow"]),
        ("Lawrow language:de language:en", ["Lavrov", "Lawrow"]),
        ("die Straße", ["Die Verh"]),
        ("-der language:de", ["Herr", "Lawrow"]),
        ('-"der Partei" language:de', ["Die Verh", "Herr", "Lawrow"]),
        ("Putin -envoy", ["Путина"]),
        ('Lawrow -"was silent" -молчат', ["Lawrow"]),
    ],
)
def test_words_are_joined_and_excluded(library: Ledger, query: str, begin: list[str]) -> None:
    """All words have to stand in the sentence, one of those with OR, none of those with a hyphen."""
    sentences = found(library, query)
    assert len(sentences) == len(begin)
    assert all(any(text.startswith(b) for text in sentences) for b in begin)


def test_answers_stand_by_recording_and_place(library: Ledger) -> None:
    """The text recorded last comes first, the sentences of one text in their order; ranks go on with skip."""
    hits = search("language:de", library).hits
    starts = [(hit.document.places[0], hit.start) for hit in hits]
    assert starts == sorted(starts, key=lambda s: (-int(s[0][0]), s[1]))
    first, rest = search("language:de", library, limit=1), search("language:de", library, skip=1)
    assert (first.more, rest.more) == (True, False)
    assert [hit.rank for hit in (*first.hits, *rest.hits)] == [1, 2, 3, 4]
    assert (*first.hits, *rest.hits) == hits


def test_text_and_marks_are_verbatim(library: Ledger) -> None:
    """The sentence is the document's own words at its place."""
    for hit in search("Lawrow OR Putin OR der", library).hits:
        assert library.reader.text(hit.document.id)[hit.start : hit.end] == hit.text
        assert hit.marks
        assert all(hit.text[a:b].strip() == hit.text[a:b] != "" for a, b in hit.marks)


FIELDS = (
    ("Aurora praised Borealis strongly.", {"relation": "SUPPORT", "when": "2014", "score": 0.4}),
    (
        "Aurora accused Citrus loudly.",
        {"relation": "ACCUSE", "when": "2014-05-03", "status": "denied", "mutual": False},
    ),
    ("Borealis met Citrus briefly.", {"when": "2005/..", "track": "interstate"}),
    ("Delta met Aurora undated.", {"when": None, "score": 0.7}),
    ("Epsilon met Zeta in the tens.", {"when": "201X"}),
)


@pytest.fixture(scope="module")
def claims(fresh: Fresh) -> Ledger:
    """A ledger with five statements."""
    book = fresh()
    for number, (text, changes) in enumerate(FIELDS):
        book.writer.record(stated(text, number, f"Outlet Nü {number % 2}", **changes), WHEN)
    return book


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("actor:Aurora", [3, 1, 0]),
        ("actor:Aurora actor:Citrus", [1]),
        ("pair:Citrus|Aurora", [1]),
        ("pair:Citrus|Aurora pair:Borealis|Aurora", [1, 0]),
        ("relation:consult", [4, 3, 2]),
        ("relation:CONSULT relation:ACCUSE met", [4, 3, 2]),
        ("status:denied", [1]),
        ("track:interstate", [2]),
        ("after:2014 before:2015", [4, 2, 1, 0]),
        ("after:2014-06", [4, 2, 0]),
        ("after:2020", [2]),
        ("before:2010", [2]),
        ("before:2014-05-03", [4, 2, 0]),
        ("score:>0.6 actor:Delta", [3]),
        ("score:<0.5", [0]),
        ("score:>0.4 score:<=0.7", [3]),
        ("outlet:nu outlet:xyz met", [4, 3, 2]),
        ('outlet:"outlet nu 1"', [3, 1]),
        ("actor:Aurora praised", [0]),
        ("actor:Aurora -praised in:texts", [3, 1]),
        ("met in:statements", [4, 3, 2]),
        ("actor:Aurora actor:Epsilon", []),
        ("speaker:Aurora", []),
    ],
)
def test_fields_choose_statements(claims: Ledger, query: str, numbers: list[int]) -> None:
    """Each field leaves the sentences whose statement fits it, together with words and other fields."""
    hits = search(query, claims).hits
    assert [hit.text for hit in hits] == [FIELDS[n][0] for n in numbers]
    assert all(
        len(hit.statements) == 1 and hit.statements[0].statement.evidence.text == hit.text for hit in hits
    )
    assert [hit.score for hit in hits] == [FIELDS[n][1].get("score", 0.9) for n in numbers]


def test_a_field_concerns_one_statement_not_the_sentence(book: Ledger) -> None:
    """Two statements of one sentence do not fit together what neither fits alone."""
    coded = stated("Aurora praised Borealis strongly.")
    one = coded.statements[0]
    two = factory.statement(
        source=one.source, target=None, evidence=one.evidence, status="planned", when_text=None
    )
    both = Coded(coded.document, coded.mentions, (one, two), (), coded.coverage)
    book.writer.record(both, WHEN)
    assert [len(hit.statements) for hit in search("praised", book).hits] == [2]
    assert [len(hit.statements) for hit in search("praised status:planned", book).hits] == [1]
    assert search("status:planned pair:Aurora|Borealis", book).hits == ()


def test_facts_are_found(book: Ledger) -> None:
    """A fact is found by its words, its actor and its score, but not by a relation."""
    book.writer.record(factory.coded(), WHEN)
    hits = search("Sitze actor:Nordlicht score:>=0.8", book).hits
    assert [(len(hit.statements), len(hit.facts), hit.score) for hit in hits] == [(0, 1, 0.8)]
    assert search("Sitze relation:CONSULT", book).hits == ()


def test_merged_actors_are_one(fresh: Fresh) -> None:
    """After a merge a search for either finds both, after its end only its own again; splits are heeded."""
    book = fresh()
    for number, (text, changes) in enumerate(FIELDS[:3]):
        book.writer.record(stated(text, number, **changes), WHEN)
    made = book.writer.judge(Decision("same", "new:citrus", "new:borealis", "Ann"), WHEN)
    assert found(book, "actor:Borealis") == [FIELDS[n][0] for n in (2, 1, 0)]
    assert found(book, "pair:Aurora|new:citrus") == [FIELDS[n][0] for n in (1, 0)]
    assert found(book, "actor:Borealis in:texts accused") == [FIELDS[1][0]]
    book.writer.withdraw(made.id, "Ann", WHEN)
    assert found(book, "actor:Borealis") == [FIELDS[n][0] for n in (2, 0)]
    document = search("strongly", book).hits[0].document.id
    book.writer.judge(Decision("means", "new:borealis", "new:other", "Ann", None, document, "Borealis"), WHEN)
    assert found(book, "actor:new:borealis") == [FIELDS[2][0]]
    assert found(book, "actor:new:other in:texts") == found(book, "actor:new:other") == [FIELDS[0][0]]


HOSTILE = (
    "x' OR '1'='1", "a; DROP TABLE documents; --", "NEAR(a b, 3)", "a & b | !c <-> d:*", "terms:a", '""', '"" Putin',
    "^a", "a\\b", "{a b}:c", "%", "_", "=a ~b", "'", "a'b", "((((", "-", "--", "- a", "a -", "*", "a*b", "OR OR", "OR",
    "a OR", "\x00", "a\x00b", "\ud800", "\u202ea\u202c", "̈" * 500, "Z" + "̈" * 500, "а" * 1999, "a " * 39, "a " * 41,
    "x" * 10_000, '"' * 9, "🙂", "北京", "ß", "½", "actor:", "actor:'; DROP", "score:>x", "score:>2", "score:nan",
    "after:2024-13", "after:2005/2010", "in:nowhere", "relation:LOVE", "status:dead", "track:x", "pair:a", "pair:a|b|c",
    "language:d-e", "outlet:' OR 1=1", "outlet:%", "http://a.de/?x=1", "10:30", "Putin: ja", "speaker:\x00", "a" * 70,
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_are_words_or_errors(library: Ledger, query: str) -> None:
    """Whatever is typed, the answer is a list or a QueryError; nothing of it reaches the database as a command."""
    said = ""
    try:
        search(query, library)
    except QueryError as error:
        said = error.where or "nowhere"
    assert not said or said.startswith("query, ")
    assert len(library.reader.documents()) == len(TEXTS)


def test_a_passage_that_is_too_long_is_searched_in_parts(book: Ledger) -> None:
    """A sentence of 100,000 characters, and one of one word 5,000 times, is recorded and found on both databases."""
    book.writer.record(plain(1, "de", "wort " * 20_000 + "Ende"), WHEN)
    book.writer.record(plain(2, "ru", "ё" * 50_000 + " конец"), WHEN)
    book.writer.record(plain(3, "en", "." * 200_000 + "!? " * 1000 + "stop" + "́" * 3000), WHEN)
    assert [hit.document.places for hit in search('"wort Ende"', book).hits] == [("1.txt",)]
    assert len(search('"wort wort"', book, 1000).hits) == 51
    assert marked(book, "Конца") == ["конец"]
    assert [hit.text[-3005:][:4] for hit in search("stop*", book).hits]


WORDS = (
    "Partei",
    "Parteien",
    "партии",
    "Путин",
    "Putin",
    "Lawrow",
    "Лавров",
    "der",
    "the",
    "Straße",
    "a",
    "ü",
    "🙂",
    "x-y",
    "A.",
    "\n",
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


@pytest.fixture(scope="module")
def pair(
    tmp_path_factory: pytest.TempPathFactory, schema_of: Callable[[str], str]
) -> Iterator[tuple[Ledger, ...]]:
    """A ledger in SQLite and one in PostgreSQL."""
    file = str(tmp_path_factory.mktemp("pair") / "a.sqlite")
    books = tuple(open_ledger(address, create=True) for address in (file, schema_of("search_pair")))
    yield books
    for book in books:
        book.close()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["de", "en", "ru"]), texts), min_size=1, max_size=3), st.data())
def test_both_databases_answer_alike(
    pair: Sequence[Ledger], new: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Whatever is recorded and asked, both give the same answers in the same order, with something marked."""
    for language, text in new:
        for book in pair:
            book.writer.record(plain(0, language, text), WHEN)
    word = st.sampled_from([*WORDS[:12], "Pa*", "Пар*", '"der Partei"', '"Путин the"', "Putin OR der"])
    query = " ".join(data.draw(st.lists(word, min_size=1, max_size=3)))
    query += data.draw(st.sampled_from(["", " -the", ' -"Putin Partei"', " language:ru", " -Straße -a"]))
    one, other = ([search(query, book, 50, skip).hits for skip in (0, 7)] for book in pair)
    assert one == other
    assert all(hit.marks for hits in one for hit in hits)


def test_filling_anew_changes_nothing(library: Ledger) -> None:
    """The index made anew from the tables gives the same answers."""
    before = [search(query, library).hits for query in ("Lawrow", "der", "language:ru")]
    with library.writer._engine.begin() as connection:
        search_index.fill(connection)
    assert [search(query, library).hits for query in ("Lawrow", "der", "language:ru")] == before


def test_a_write_that_fails_leaves_no_words(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are written with their text or not at all."""
    with monkeypatch.context() as patched:
        patched.setattr("konturen.ledger.search_index.search_insert", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            book.writer.record(plain(1, *TEXTS[0]), WHEN)
    assert search("Verhandlung", book).hits == () == book.reader.documents()
    book.writer.record(plain(1, *TEXTS[0]), WHEN)
    assert len(search("Verhandlung", book).hits) == 1


@given(
    st.text(st.sampled_from('aÄ.!?\n "»х1…'), max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=6),
)
def test_passages_part_a_text(text: str, evidence: list[tuple[int, int]]) -> None:
    """Passages lie side by side, hold every letter once, and none cuts a piece of evidence in two."""
    places = search_index.parts(text, evidence)
    assert places == sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    held = "".join(text[a:b] for a, b in places)
    assert [c for c in held if c.isalnum()] == [c for c in text if c.isalnum()]
    for start, end in evidence:
        letters = [i for i in range(start, min(end, len(text))) if text[i].isalnum()]
        assert len({next(p for p in places if p[0] <= i < p[1]) for i in letters}) <= 1


def test_names_have_to_be_resolved_by_the_caller(claims: Ledger) -> None:
    """The reader takes ids for the names of a search: those that are given count."""
    query = SearchQuery.parse("actor:whoever")
    hits = claims.reader.search(query, Meant(actors=(frozenset({"new:delta"}),))).hits
    assert [hit.text for hit in hits] == [FIELDS[3][0]]


def test_an_old_ledger_that_cannot_be_written_is_not_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says why, and what to do."""
    book = open_ledger(str(tmp_path / "a.sqlite"), create=True)  # a file's connections close by themselves
    monkeypatch.setattr(book.reader, "_form", 2)
    with pytest.raises(LedgerError, match=r"older form that cannot be searched\. Make its"):
        search("a", book)


def test_a_line_that_was_broken_to_a_width_goes_on() -> None:
    """A break after a long line, or before a small letter, parts no sentence; one after a heading does."""
    wrapped = "Die Verhandlungen der beiden Regierungen über das Abkommen zur gemeinsamen\nGrenze gehen weiter. Der\nrest"
    text = f"Neue Runde\nDie Minister kamen.\n\n{wrapped}"
    told = [text[start:end] for start, end in search_index.parts(text, [])]
    first, second = wrapped.split(". ")
    assert told == ["Neue Runde", "Die Minister kamen.", f"{first}.", second]

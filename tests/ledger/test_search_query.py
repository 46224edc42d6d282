"""The search as a value: read, written back, as a query string, and what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from konturen.errors import QueryError
from konturen.ledger.search_query import SearchError, SearchQuery, Term

TYPED = (
    'Sanktionen "Einiges Russland" -Öl Gas OR Kohle OR "a b" Verhandl* actor:Putin pair:"Einiges Russland|AMANAT" '
    "relation:consult status:planned track:interstate after:2024-05 before:2025 speaker:Peskow "
    'outlet:"a ""b"" „c“" language:DE score:>0.5 score:<=.9 in:statements'
)


def test_every_part_is_read() -> None:
    """Words, phrases, exclusions, alternatives, beginnings and all fields come out as they were typed."""
    query = SearchQuery.parse(TYPED)
    assert query == SearchQuery(
        (
            (Term("word", ("Sanktionen",)),),
            (Term("phrase", ("einiges", "russland")),),
            (Term("word", ("Gas",)), Term("word", ("Kohle",)), Term("phrase", ("a", "b"))),
            (Term("prefix", ("verhandl",)),),
        ),
        (Term("word", ("Öl",)),),
        ("Putin",),
        (("Einiges Russland", "AMANAT"),),
        ("CONSULT",),
        ("planned",),
        ("interstate",),
        "2024-05",
        "2025",
        ("Peskow",),
        ('a "b" „c“',),
        ("de",),
        ((">", 0.5), ("<=", 0.9)),
        "statements",
    )
    assert SearchQuery.parse(str(query)) == query == SearchQuery.from_address(query.to_address())
    assert SearchQuery.from_address(f"https://a.test/search?{query.to_address()}#top") == query


def test_a_form_of_a_page_is_an_address() -> None:
    """Fields as parameters, with empty ones among them, and a search typed into `q`."""
    address = "q=Krieg+status%3Adenied&actor=Einiges+Russland&relation=&pair=A|B"
    typed = 'Krieg status:denied actor:"Einiges Russland" pair:A|B'
    assert SearchQuery.from_address(address) == SearchQuery.parse(typed)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Kasachstan-Reise", "Kasachstan Reise"),
        ("-Kasachstan-Reise a", '-"Kasachstan Reise" a'),
        ("«a b» “c d”", '"a b" "c d"'),
        ("a a -b -b", "a -b"),
        ("Putin: ja", "Putin ja"),
        ("10:30 http://a", "10 30 http a"),
        ("a - b", "a b"),
        ("score:0.5", "score:>=0.5"),
        ("ACTOR:x IN:texts a", "a actor:x in:texts"),
        ("OR. a", "or a"),
        ("'a'", "a"),
    ],
)
def test_other_ways_to_type_it(typed: str, same: str) -> None:
    """Signs inside words part them, quotes of all kinds make phrases, what is said twice counts once."""
    assert SearchQuery.parse(typed) == SearchQuery.parse(same)


@pytest.mark.parametrize(
    ("typed", "position", "what"),
    [
        ('a "b', 2, "quotation mark is not closed"),
        ('a outlet:"b ""', 9, "quotation mark is not closed"),
        ("a «b", 2, "quotation mark is not closed"),
        ("ab color:red", 3, "there is no field 'color'"),
        ("ab actor: b", 3, "field actor has no value"),
        ("a -actor:b", 2, "a field cannot be excluded"),
        ("OR a", 0, "OR stands between"),
        ("a OR", 2, "OR stands between"),
        ("a AND b", 2, "AND is no operator"),
        ("a NOT b", 2, "NOT is no operator"),
        ("a OR OR b", 5, "OR stands between"),
        ("a OR -b", 5, "OR joins words"),
        ("status:denied OR a", 14, "OR stands between"),
        ("a OR status:denied", 5, "OR joins words"),
        ("a b*c", 3, "only at the end"),
        ("a *", 2, "needs letters"),
        ("a b*", 2, "too many words begin so"),
        ("a status:dead", 2, "no status 'dead'"),
        ("a relation:LOVE", 2, "no relation 'LOVE'"),
        ("a score:high", 2, "no bound of a score"),
        ("a score:1.5", 2, "no bound of a score"),
        ("a after:gestern", 2, "no date"),
        ("a after:2014/2015", 2, "no date"),
        ("after:2014 after:2015", 11, "given twice"),
        ("pair:a", 0, "two names parted"),
        ("pair:a|b|c", 0, "two names parted"),
        ("a relation:CONSULT in:texts", 19, "have no pair"),
        ("", 0, "nothing to look for"),
        ("!? -", 0, "nothing to look for"),
        ("in:texts", 0, "nothing to look for"),
        ("a\x00", 1, "no text can hold"),
        ("a" * 10_000, 2000, "10000 characters"),
        ("a " * 41, 80, "more than 40 words"),
    ],
)
def test_what_is_wrong_and_where(typed: str, position: int, what: str) -> None:
    """A search that cannot be read is refused with the place of the fault."""
    with pytest.raises(SearchError, match=what) as caught:
        SearchQuery.parse(typed)
    assert caught.value.position == position
    assert caught.value.where is not None
    assert f"character {position + 1}" in caught.value.where


def test_an_unknown_parameter_is_refused() -> None:
    """An address with a field that there is not is a mistake, not a wider search."""
    with pytest.raises(SearchError, match="no field 'relatoin'"):
        SearchQuery.from_address("q=a&relatoin=CONSULT")


parts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(TYPED.split()),
    st.sampled_from(
        ['"', "OR", "-", "*", ":", "|", "„", "“", "«", "»", " ", "ё", "İ", "ß", "ﬁ", "́", "actor:", '""']
    ),
)


@given(st.lists(parts, max_size=8).map(" ".join) | st.lists(parts, max_size=8).map("".join))
@example("OR.")
@example('outlet:"-„“ a"')
@example("ﬁn* İx")
def test_what_was_read_is_written_back(typed: str) -> None:
    """Any text is refused, or becomes a search that its own writing and its address give again."""
    try:
        query = SearchQuery.parse(typed)
    except QueryError:
        return
    assert SearchQuery.parse(str(query)) == query
    assert SearchQuery.from_address(query.to_address()) == query


@given(st.text(max_size=80))
def test_any_address_is_read_or_refused(address: str) -> None:
    """An address from outside never does anything else than give a search or a QueryError."""
    try:
        SearchQuery.from_address(address)
    except QueryError as error:
        assert error.what  # noqa: PT017 - most addresses are fine


def test_german_quotation_marks_in_both_directions() -> None:
    """»a b« (as German books have it) and «a b» (as French and Russian ones do) are phrases; a lone » is nothing."""
    phrase = SearchQuery.parse('"Abkommen über"')
    assert SearchQuery.parse("»Abkommen über«") == phrase == SearchQuery.parse("«Abkommen über»")
    assert SearchQuery.parse("actor:»Einiges Russland«").actors == ("Einiges Russland",)
    assert SearchQuery.parse("Gas»") == SearchQuery.parse("Gas")

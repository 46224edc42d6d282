"""Bad catalog files: file, line and field are named, and nothing is loaded."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.actors.catalog import Catalog
from konturen.actors.checks import LONGEST_NAME, fault
from konturen.actors.cycles import cycle
from konturen.actors.lines import Reader
from konturen.errors import CatalogError


def _line(**fields: Any) -> dict[str, Any]:
    return {"id": "party-x", "type": "party", **fields}


def _name(**fields: Any) -> dict[str, Any]:
    return _line(names=[{"text": "X-Partei", "language": "de", "kind": "short", **fields}])


def _tie(**fields: Any) -> dict[str, Any]:
    return _line(ties=[{"relation": "part_of", "actor": "state-kaz", **fields}])


FAULTS = [
    (_line(type="club"), "type", "must be one of"),
    (_line(type=["party"]), "type", "must be one of"),
    (_line(names="X"), "names", "must be a list"),
    (_line(names=["X"]), "names[0]", 'no "text"'),
    (_name(text=7), "names[0].text", "is no text"),
    (_name(text="A" * 5000), "names[0].text", "5000 characters"),
    (_name(text="A\x00B"), "names[0].text", "U+0000"),
    (_name(text="A\u202eB"), "names[0].text", "U+202E"),
    (_name(text="A\ud800"), "names[0].text", "U+D800"),
    (_name(text="\u200b"), "names[0].text", "no letter"),
    (_name(text="..."), "names[0].text", "no letter"),
    (_name(kind=["short"]), "names[0].kind", "unknown kind"),
    (_name(language=7), "names[0].language", "no language code"),
    (_name(since="2015", until="2014-12"), "names[0].until", "before the beginning"),
    (_name(until="gestern"), "names[0].until", "not a date"),
    (_name(as_of="2026-13"), "names[0].as_of", "no such day"),
    (_name(source=7), "names[0].source", "is no text"),
    (_line(forms=[["X", "de"]]), "forms[0]", "a form must be"),
    (_line(forms=[["X\u2066", "de", "short"]]), "forms[0][0]", "U+2066"),
    (_line(forms=[["X", "de", "short", 1]]), "forms[0][3]", "true or false"),
    (_tie(relation="likes"), "ties[0].relation", "no known relation"),
    (_tie(actor=7), "ties[0]", 'needs "relation" and "actor"'),
    (_tie(actor="state-nowhere"), "ties[0].actor", 'nobody is called "state-nowhere"'),
    (_tie(**{"from": "2015-03-01", "to": "2015-02"}), "ties[0].to", "before the beginning"),
    (_tie(**{"from": "2015-02-30"}), "ties[0].from", "no such day"),
    (_tie(**{"from": 2015}), "ties[0].from", "is no text"),
    (_tie(title={"de": 7}), "ties[0].title.de", "is no text"),
    (_tie(evidence=["a"]), "ties[0].evidence", "is no text"),
    (_line(country="KAZ"), "country", "alpha-2"),
    (_line(country="kz"), "country", "alpha-2"),
    (_line(country=7), "country", "alpha-2"),
    (_line(gender="x"), "gender", "not m or f"),
    (_line(ids=["Q1"]), "ids", "must be an object"),
    (_line(ids={"wikidata": 1}), "ids.wikidata", "is no text"),
    (_line(founded="1999", dissolved="1998"), "dissolved", "before the beginning"),
    (_line(founded="99"), "founded", "not a date"),
    (_tie(relation="part_of", actor="party-x"), "ties", "in a circle"),
]


@pytest.mark.parametrize(("line", "field", "words"), FAULTS)
def test_a_bad_field_is_named(tmp_path: Path, line: dict[str, Any], field: str, words: str) -> None:
    """The error says which file, which line, which field and what is wrong with it."""
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps({"id": "a", "type": "other"}) + "\n" + json.dumps(line), "utf-8")
    with pytest.raises(CatalogError) as caught:
        Catalog.load(file)
    assert caught.value.where == f"{file}, line 2"
    assert f'"{field}"' in caught.value.what
    assert words in caught.value.what


def test_an_id_twice_in_one_file_is_named(tmp_path: Path) -> None:
    """Both lines of an actor that one file gives twice are in the error."""
    file = tmp_path / "own.jsonl"
    file.write_text(f"{json.dumps(_line())}\n\n{json.dumps(_line())}\n", "utf-8")
    with pytest.raises(CatalogError, match=r'line 3: Field "id": "party-x" stands in line 1 too'):
        Catalog.load(file)


def test_a_broken_byte_is_named_with_line_and_field(tmp_path: Path) -> None:
    """The line of the byte that is not UTF-8 is told, and the field it stands in."""
    file = tmp_path / "own.jsonl"
    good = json.dumps(_line()).encode()
    file.write_bytes(good + b'\n{"id":"a","names":[{"text":"M\xfcller"}]}\n')
    with pytest.raises(CatalogError, match=r'line 2: The file is not UTF-8 .*field "text"'):
        Catalog.load(file)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Editors that write one at the head of a file do no harm."""
    file = tmp_path / "own.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(_line()).encode())
    assert "party-x" in Catalog.load(file)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"id": ' + "9" * 10_000 + "}", '"text"', "null"])
def test_json_made_to_break_readers_is_refused(line: str) -> None:
    """Endless nesting and endless numbers are errors with their line, not crashes."""
    with pytest.raises(CatalogError, match="given lines, line 1"):
        Catalog.from_lines([line])


@pytest.mark.parametrize("since", ["2015", "2015-03", "2015-03-01", "2015-03-31"])
def test_an_end_is_compared_as_precisely_as_both_are(since: str) -> None:
    """What began in a month may have ended in that month or year."""
    assert fault(_tie(**{"from": since, "to": "2015-03"})) is None
    assert fault(_tie(**{"from": since, "to": "2015"})) is None


def test_a_name_may_have_three_hundred_letters() -> None:
    """The limit itself is allowed, one more is not."""
    assert fault(_name(text="A" * LONGEST_NAME)) is None
    assert "301" in str(fault(_name(text="A" * (LONGEST_NAME + 1))))


def _linked(relation: str, *links: tuple[str, str, str | None, str | None]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for one, other, since, until in links:
        for key in (one, other):
            rows.setdefault(key, {"id": key, "type": "organisation", "ties": []})
        rows[one]["ties"].append({"relation": relation, "actor": other, "from": since, "to": until})
    return list(rows.values())


@pytest.mark.parametrize("relation", ["part_of", "member_of", "youth_wing_of", "governs", "succeeds"])
def test_a_circle_over_several_files_is_named(tmp_path: Path, relation: str) -> None:
    """Three ties in three files that lead back are an error that tells the way."""
    rows = _linked(relation, ("a", "b", None, None), ("b", "c", None, None), ("c", "a", None, None))
    for number, row in enumerate(rows):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(CatalogError, match=r"\d.jsonl, line 1: .*circle, . to . to . to .\.") as caught:
        Catalog.load(tmp_path)
    assert str(tmp_path) in str(caught.value.where)


def test_a_circle_with_an_actor_of_the_package_is_found(tmp_path: Path) -> None:
    """A user's tie that closes a circle with a tie of the package is refused."""
    row = {"id": "party-kaz-amanat", "type": "party"}
    row["ties"] = [{"relation": "part_of", "actor": "org-kaz-jastar-ruhy"}]  # type: ignore[assignment]
    (tmp_path / "own.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(CatalogError, match="in a circle"):
        Catalog.load(tmp_path)


def test_ties_that_never_hold_together_are_no_circle() -> None:
    """A belonged to B until 1990, B to A since 1995: both stay."""
    rows = _linked("member_of", ("a", "b", None, "1990"), ("b", "a", "1995", None))
    assert len(Catalog.from_lines([json.dumps(row) for row in rows])) == 2


def test_ties_that_hold_together_for_a_day_are_a_circle() -> None:
    """The last day of one tie is the first of the other."""
    rows = _linked("member_of", ("a", "b", None, "1990-05-01"), ("b", "a", "1990-05-01", None))
    with pytest.raises(CatalogError, match="in a circle"):
        Catalog.from_lines([json.dumps(row) for row in rows])


def test_two_ways_to_one_actor_are_no_circle() -> None:
    """A part of B and of C, both part of D."""
    links = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
    rows = _linked("part_of", *[(one, other, None, None) for one, other in links])
    assert len(Catalog.from_lines([json.dumps(row) for row in rows])) == 4


def test_a_long_chain_and_a_long_circle_are_read() -> None:
    """Twenty thousand ties one after the other neither overflow nor take long; closed they are refused."""
    links = [(f"n{i}", f"n{i + 1}", None, None) for i in range(20_000)]
    lines = [json.dumps(row) for row in _linked("part_of", *links)]
    assert len(Catalog.from_lines(lines)) == 20_001
    closed = [json.dumps(row) for row in _linked("part_of", *links, ("n20000", "n0", None, None))]
    with pytest.raises(CatalogError, match="in a circle"):
        Catalog.from_lines(closed)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_circles_are_found_exactly_where_there_are_some(links: list[tuple[int, int]]) -> None:
    """An actor that can be reached from itself is what makes a circle, and nothing else does."""
    rows = _linked("part_of", *[(str(one), str(other), None, None) for one, other in links])
    reader = Reader()
    reader.values("rows", rows)
    above = {row["id"]: {tie["actor"] for tie in row["ties"]} for row in rows}
    for _ in above:
        above = {key: set().union(ends, *(above[end] for end in ends)) for key, ends in above.items()}
    found = cycle(reader.rows, reader.rows)
    assert (found is not None) == any(key in ends for key, ends in above.items())
    if found:
        steps = {(str(one), str(other)) for one, other in links}
        assert found[0] == found[-1]
        assert set(itertools.pairwise(found)) <= steps


def test_the_package_passes_its_own_checks() -> None:
    """Each line of the package's files has no fault, no tie to nobody and no circle: reading may trust them."""
    reader = Reader()
    folder = Path(__file__).parents[2] / "src" / "konturen" / "data" / "actors"
    for file in sorted(folder.glob("*.jsonl")):
        reader.file(file)
    assert len(reader.finish()) == len(Catalog.load())


def test_trusted_and_checked_reading_give_the_same() -> None:
    """Actors of the package are equal whether their lines were checked or trusted."""
    reader = Reader()
    folder = Path(__file__).parents[2] / "src" / "konturen" / "data" / "actors"
    for file in sorted(folder.glob("*.jsonl")):
        reader.lines(file.name, file.read_text("utf-8").split("\n"))
    assert list(Catalog(reader.finish())) == list(Catalog.load())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                        st.sampled_from(["id", "type", "names", "forms", "ties", "text", "kind", "relation", "actor",
                                         "ids", "country", "from", "to", "title"]), inner, max_size=6),
                    max_leaves=20))  # fmt: skip
def test_no_value_breaks_the_checks(value: object) -> None:
    """Any JSON value is either refused with words or loads as an actor."""
    try:
        count = len(list(Catalog.from_lines([json.dumps(value)])))
    except CatalogError as error:
        count = 1 if "given lines, line 1: " in str(error) else 0
    assert count == 1

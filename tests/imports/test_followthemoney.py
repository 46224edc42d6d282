"""FollowTheMoney entities become actors and ties."""

from __future__ import annotations

from typing import Any

import pytest

from konturen.imports.reading import load
from tests.imports.helpers import KNOWN, Write, lines, names, refused, rows, ties


def entity(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    """An entity whose properties are lists."""
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": key, "schema": schema, "properties": listed, "datasets": ["own"]}


PERSON = entity(
    "p1", "Person", name="Anna Berg", alias="A. Berg", birthDate="1960-05", gender="female", nationality="kz"
)
PARTY = entity(
    "o1",
    "Organization",
    name="Neue Kraft",
    weakAlias="NK",
    previousName="Alte Kraft",
    topics="pol.party",
    country="kz",
)


def test_persons_and_parties(write: Write) -> None:
    """Names keep their kinds, birth and country their places, and the topic makes a party."""
    found = rows(load(write("a.jsonl", lines(PERSON, PARTY)), None, KNOWN))
    person, party = found["ftm-p1"], found["ftm-o1"]
    assert names(person) == [("Anna Berg", "und", "short"), ("A. Berg", "und", "short")]
    assert (person["type"], person["founded"], person["gender"], person["country"]) == (
        "person",
        "1960-05",
        "f",
        "KZ",
    )
    assert (party["type"], names(party)[1:]) == (
        "party",
        [("NK", "und", "abbreviation"), ("Alte Kraft", "und", "former")],
    )
    assert party["origin"] == "FollowTheMoney o1"


@pytest.mark.parametrize(
    ("schema", "topics", "kind"),
    [
        ("LegalEntity", [], "organisation"),
        ("Company", ["gov.soe"], "organisation"),
        ("Organization", ["gov.igo"], "igo"),
        ("Organization", ["gov.national"], "institution"),
        ("PublicBody", [], "institution"),
        ("PublicBody", ["gov.igo"], "igo"),
        ("Country", [], "state"),
    ],
)
def test_types(write: Write, schema: str, topics: list[str], kind: str) -> None:
    """The schema and its topics decide the type."""
    assert (
        load(write("a.jsonl", lines(entity("x", schema, name="Some Body", topics=topics)))).rows[0]["type"]
        == kind
    )


def test_wikidata_id_gives_the_catalogs_actor(write: Write) -> None:
    """An entity whose Wikidata id the catalog knows gets its id, and ties to it follow."""
    member = entity("m", "Membership", member="p1", organization="o1", startDate="2001-01-01", endDate="2005")
    party = entity("o1", "Organization", name="Einiges Russland", wikidataId="Q649", topics="pol.party")
    found = rows(load(write("a.jsonl", lines(PERSON, member, party)), None, KNOWN))
    assert ties(found["ftm-p1"]) == [("member_of", "party-rus-er", "2001-01-01", "2005")]
    assert found["party-rus-er"]["ids"] == {"ftm": "o1", "wikidata": "Q649"}


@pytest.mark.parametrize(
    ("role", "relation"),
    [
        ([], "leads"),
        ("Chairman of the board", "leads"),
        ("Member of the board", "member_of"),
        ("Deputy director", "member_of"),
        ("Председатель", "leads"),
    ],
)
def test_directorships(write: Write, role: Any, relation: str) -> None:
    """A director leads where the role is a head's or is not told; a deputy or member does not."""
    link = entity("d", "Directorship", director="p1", organization="o1", role=role)
    assert ties(rows(load(write("a.jsonl", lines(PERSON, PARTY, link))))["ftm-p1"]) == [
        (relation, "ftm-o1", None, None)
    ]


def test_positions(write: Write) -> None:
    """An occupied position ties the holder to its organisation, else to the state of its country."""
    posts = [
        entity("q1", "Position", name="President of Kazakhstan", country="kz"),
        entity("q2", "Position", name="Member of the council", organization="o1"),
        entity("q3", "Position", name="Mayor", country="kz", subnationalArea="Almaty"),
    ]
    held = [entity(f"h{n}", "Occupancy", holder="p1", post=f"q{n}", startDate=f"200{n}") for n in (1, 2, 3)]
    imported = load(write("a.jsonl", lines(PERSON, PARTY, *posts, *held)), None, KNOWN)
    row = rows(imported)["ftm-p1"]
    assert ties(row) == [("leads", "state-kaz", "2001", None), ("member_of", "ftm-o1", "2002", None)]
    assert row["ties"][0]["title"] == {"und": "President of Kazakhstan"}
    assert dict(imported.skipped) == {"Occupancy that gives no tie": 1}


def test_ownership_and_succession(write: Write) -> None:
    """What a company owns is part of it, what a person owns is not; a successor succeeds."""
    firm = entity("c", "Company", name="Werk AG")
    links = [
        entity("w1", "Ownership", owner="o1", asset="c"),
        entity("w2", "Ownership", owner="p1", asset="o1"),
        entity("s", "Succession", predecessor="c", successor="o1", date="2010"),
        entity("f", "Family", person="p1", relative="p2"),
    ]
    imported = load(write("a.jsonl", lines(PERSON, PARTY, firm, *links)))
    found = rows(imported)
    assert ties(found["ftm-c"]) == [("part_of", "ftm-o1", None, None)]
    assert ties(found["ftm-o1"]) == [("succeeds", "ftm-c", "2010", None)]
    assert dict(imported.skipped) == {"Ownership that gives no tie": 1, "entity of schema Family": 1}


def test_values_that_differ_are_counted_and_left_empty(write: Write) -> None:
    """Two nationalities, two dates of birth or no date at all leave the value empty, with a count."""
    person = entity(
        "p", "Person", name="Anna Berg", nationality=["kz", "de"], birthDate=["1960", "1961"], deathDate="?"
    )
    imported = load(write("a.jsonl", lines(person)))
    row = imported.rows[0]
    assert (row["country"], row["founded"], row["dissolved"]) == (None, None, None)
    assert dict(imported.skipped) == {
        "deathDate that is no date": 1,
        "several values of birthDate (left empty)": 1,
        "several values of nationality (left empty)": 1,
    }


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"id": "x", "properties": {}}, '"schema"'),
        ({"id": "x", "schema": "Person"}, '"properties"'),
        ({"id": "x", "schema": "Person", "properties": {"name": "Anna"}}, '"properties.name"'),
        (entity("p1", "Company", name="Anna Berg"), '"schema"'),
        (entity("p1", "Person", name="Emil Frei"), '"name"'),
        (
            entity("x", "Membership", member="p1", organization="o1", startDate="2010", endDate="2001"),
            '"endDate"',
        ),
        (entity("x", "Person", name="Anna", birthDate="1990", deathDate="1980"), '"deathDate"'),
    ],
)
def test_bad_entities(write: Write, bad: dict[str, Any], told: str) -> None:
    """A wrong entity is an error that names line and field."""
    refused(write("a.jsonl", lines(PERSON, PARTY, bad)), "line 3", told)

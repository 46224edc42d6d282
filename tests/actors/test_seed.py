"""The worked case of the design with the shipped catalog: whom its text names, as a careful reader sees it.

The sentences are written for the test after the seed's facts; where the seed itself is at hand (a checkout with
shared/), its actors are looked for in its own text too.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.mentions import find
from konturen.records import ActorType, Mention, Sentence, Span, Tagged

SHARED = [
    path
    for path in (Path(__file__).parents[2] / "shared", Path(__file__).parents[3] / "shared")
    if path.is_dir()
]

ACTORS = {
    "Russland": "state-rus", "Kasachstan": "state-kaz", "Einiges Russland": "party-rus-united-russia",
    "AMANAT": "party-kaz-amanat", "Ak Jol": "party-kaz-ak-zhol", "KPRF": "party-rus-kprf",
    "LDPR": "party-rus-ldpr",
    "SRZP": "party-rus-just-russia", "Neue Menschen (Russland)": "party-rus-new-people",
    "Volkspartei Kasachstans": "party-kaz-peoples-party",
    "Kommunistische Partei Kasachstans": "party-kaz-communist",
    "KPdSU": "party-rus-cpsu", "Respublica": "party-kaz-respublica",
    "Allnationale Sozialdemokratische Partei": "party-kaz-osdp", "Жаңа адамдар": "mov-kaz-zhana-adamdar",
    "Junge Garde von Einiges Russland": "org-rus-young-guard", "Жастар Рухы": "org-kaz-jastar-ruhy",
    "Dmitri Peskow": "person-rus-peskov", "Wladimir Jakuschew": "person-rus-yakushev",
    "Kassym-Schomart Tokajew": "person-kaz-tokayev", "Wladimir Schirinowskij": "person-rus-zhirinovsky",
    "Azat Peruashiev": "person-kaz-peruashev", "Gennadi Semigin": "person-rus-semigin",
}  # fmt: skip
"""The seed's actors that the catalog knows, by the name of its annotation."""


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return Catalog.load()


@pytest.fixture(scope="module")
def found(shipped: Catalog) -> list[Mention]:
    if not SHARED:
        pytest.skip("the seed's text lies in shared/, which is not here")
    gold = json.loads((SHARED[0] / "examples" / "00-de-seed.json").read_text("utf-8"))
    text: str = gold["text"]
    parts = re.finditer(r"\S(?:\d{1,2}\. (?=[A-Z])|[^.\n])*\.?", text)
    sentences = [Sentence(Span(m.start(), m.end()), m[0], i, 0, "de") for i, m in enumerate(parts)]
    tags: list[list[Tagged]] = [[] for _ in sentences]
    for actor in gold["actors"]:
        for surface in actor["surface"]:
            for place in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
                span, kind = Span(place.start(), place.end()), _type(actor["type"])
                row = next(s.index for s in sentences if s.span.contains(span))
                if surface[0].isupper() and not any(tag.span.overlaps(span) for tag in tags[row]):
                    tags[row].append(Tagged(span, surface, kind, "name", 0.9))
    return [m for row in find(sentences, "de", shipped, tags, "2025-11-01") for m in row]


def _type(kind: str) -> ActorType:
    return kind  # type: ignore[return-value]


@pytest.mark.parametrize(("name", "actor"), ACTORS.items())
def test_the_seeds_actors_are_found(found: list[Mention], name: str, actor: str) -> None:
    """Each actor of the annotation that the text names is found with its right identity."""
    assert actor in {mention.actor for mention in found}


@pytest.mark.parametrize(
    ("surface", "actor"),
    [
        ("Partei der Mehrheit", "party-kaz-amanat"),
        ("Regierungspartei", "party-kaz-amanat"),
        ("Kommunisten", "party-rus-kprf"),
        ("Liberal-Demokraten", "party-rus-ldpr"),
        ("Sozialrevolutionäre", "party-rus-just-russia"),
        ("Schirinowskij", "person-rus-zhirinovsky"),
        ("Wladimir Wolfowitsch", "person-rus-zhirinovsky"),
        ("NLM", "mov-kaz-zhana-adamdar"),
        ("Astanas", "state-kaz"),
        ("ER", "party-rus-united-russia"),
    ],
)
def test_other_names_lead_to_the_same_actors(found: list[Mention], surface: str, actor: str) -> None:
    """Every place of an epithet, an abbreviation or a short name is that one actor's."""
    assert {m.actor for m in found if m.surface == surface} == {actor}


def test_both_new_peoples_are_named_together(found: list[Mention]) -> None:
    """ "Zwischen den russischen und kasachischen „Neuen Menschen“" holds both."""
    assert {m.actor for m in found if m.surface == "russischen"} >= {"party-rus-new-people"}


def test_a_person_outside_the_catalog_is_new(shipped: Catalog) -> None:
    """A name that nobody listed becomes a provisional actor of its own."""
    text = "Irina Muster traf Gennadi Semigin."
    tags = [[Tagged(Span(0, 12), "Irina Muster", "person", "name", 0.9)]]
    row = find([Sentence(Span(0, len(text)), text, 0, 0, "de")], "de", shipped, tags)[0]
    assert [m.actor for m in row] == ["new:irina-muster", "person-rus-semigin"]

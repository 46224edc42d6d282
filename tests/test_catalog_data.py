"""Facts about the catalog that catalog/build.py wrote."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.identity import same_actor

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "konturen" / "data" / "actors"
SHARED = ROOT.parent / "shared"
LANGUAGES = ("de", "en", "ru")
NO_UN_MEMBERS = {"VAT", "PSE", "XKX", "TWN", "COK", "NIU", "ESH", "SUN", "YUG", "SCG", "DDR", "CSK"}
UN_MEMBERS = 193
RELATIONS = {"leads", "member_of", "part_of", "youth_wing_of", "seats_in"}
KINDS = {
    "official",
    "short",
    "abbreviation",
    "adjective",
    "demonym",
    "capital",
    "former",
    "native",
    "transliteration",
    "epithet",
}


@cache
def actors(file: str = "*") -> tuple[dict[str, Any], ...]:
    """The catalog's lines, of one file or of all."""
    paths = sorted(DATA.glob(f"{file}.jsonl"))
    return tuple(json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines())


@cache
def meanings() -> dict[tuple[str, str], set[tuple[str, str, bool]]]:
    """(surface, language) -> {(actor, kind, ambiguous)}."""
    found: dict[tuple[str, str], set[tuple[str, str, bool]]] = {}
    for actor in actors():
        for text, language, kind, *flag in actor["forms"]:
            found.setdefault((text, language), set()).add((actor["id"], kind, flag == [True]))
    return found


@cache
def members() -> tuple[dict[str, Any], ...]:
    """The states that are members of the United Nations."""
    states = [a for a in actors("states") if a["ids"].get("iso3", "-") not in NO_UN_MEMBERS]
    return tuple(state for state in states if "iso2" in state["ids"])


def test_all_un_members() -> None:
    """All 193 members of the United Nations are states of the catalog."""
    assert len(members()) == UN_MEMBERS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["short", "official", "adjective", "demonym", "capital"])
def test_un_members_have_names_of_each_kind(language: str, kind: str) -> None:
    """Every UN member has a short and an official name, adjective, demonym and capital in each language."""
    usual = {kind, "abbreviation"} if kind == "short" else {kind}
    lacking = [
        state["id"]
        for state in members()
        if not any(n["language"] == language and n["kind"] in usual for n in state["names"])
    ]
    assert lacking == []


def test_un_members_have_wikidata_and_iso() -> None:
    """Every UN member has a Wikidata id and both ISO codes."""
    keys = {"wikidata", "iso2", "iso3"}
    assert [state["id"] for state in members() if not keys <= set(state["ids"])] == []


def test_ids_are_unique() -> None:
    """No id occurs twice in the catalog."""
    ids = [actor["id"] for actor in actors()]
    assert len(ids) == len(set(ids))


def test_files_are_sorted() -> None:
    """Each file is sorted by id, so that a change of one actor changes one line."""
    files = ("states", "organisations", "written")
    assert all([a["id"] for a in actors(f)] == sorted(a["id"] for a in actors(f)) for f in files)


def test_every_name_has_its_source() -> None:
    """Every name says where it was taken from and when."""
    assert [a["id"] for a in actors() for n in a["names"] if not (n["source"] and n["as_of"])] == []


def test_kinds_of_names() -> None:
    """Names have the agreed kinds; forms have one more, the bare surname."""
    names = {name["kind"] for actor in actors() for name in actor["names"]}
    forms = {form[2] for actor in actors() for form in actor["forms"]}
    assert names <= KINDS
    assert forms <= KINDS | {"surname"}


def test_ties_have_known_relations() -> None:
    """Ties use the five relations of the format."""
    assert {tie["relation"] for actor in actors() for tie in actor["ties"]} <= RELATIONS


def test_ties_lead_to_actors() -> None:
    """Every tie leads to an actor of the catalog."""
    known = {actor["id"] for actor in actors()}
    assert sorted({t["actor"] for a in actors() for t in a["ties"]} - known) == []


def test_dates_are_edtf() -> None:
    """Founded, dissolved and the ends of ties are dates of year, month or day precision."""
    date = re.compile(r"\d{4}(-\d\d(-\d\d)?)?~?\??")
    dates = [a[key] for a in actors() for key in ("founded", "dissolved")]
    dates += [tie[key] for a in actors() for tie in a["ties"] for key in ("from", "to")]
    assert [value for value in dates if value is not None and not date.fullmatch(value)] == []


def test_forms_are_clean() -> None:
    """No form holds a wildcard, a mark of the tables, a tab or a double space."""
    dirty = re.compile(r"[*|~\t\n]|  |^\[|^\s|\s$|^$")
    assert [form[0] for actor in actors() for form in actor["forms"] if dirty.search(form[0])] == []


def test_no_state_without_living_capital_forms() -> None:
    """A dissolved state does not claim the capital of its successor."""
    dissolved = [a for a in actors("states") if a["dissolved"]]
    assert [a["id"] for a in dissolved for f in a["forms"] if f[2] == "capital"] == []


def test_organisations_in_three_languages() -> None:
    """At least 200 organisations have a name in German, English and Russian each."""
    complete = [a for a in actors("organisations") if {n["language"] for n in a["names"]} >= set(LANGUAGES)]
    assert len(complete) >= 200


CLEAR = [
    ("Казахстане", "ru", "state-kaz", "short"),
    ("Республики Казахстан", "ru", "state-kaz", "official"),
    ("казахстанских", "ru", "state-kaz", "adjective"),
    ("казашек", "ru", "state-kaz", "demonym"),
    ("Астаной", "ru", "state-kaz", "capital"),
    ("Kasachstans", "de", "state-kaz", "short"),
    ("kasachischem", "de", "state-kaz", "adjective"),
    ("Kasachische", "de", "state-kaz", "adjective"),
    ("Kasachinnen", "de", "state-kaz", "demonym"),
    ("Kazakhs", "en", "state-kaz", "demonym"),
    ("Russischen Föderation", "de", "state-rus", "official"),
    ("Российской Федерации", "ru", "state-rus", "official"),
    ("РФ", "ru", "state-rus", "abbreviation"),
    ("Moskau", "de", "state-rus", "capital"),
    ("Moscow", "en", "state-rus", "capital"),
    ("США", "ru", "state-usa", "abbreviation"),
    ("Vereinigten Staaten", "de", "state-usa", "short"),
    ("Соединённых Штатах", "ru", "state-usa", "short"),
    ("Соединенных Штатах", "ru", "state-usa", "short"),
    ("Vereinigtem Königreich", "de", "state-gbr", "short"),
    ("Deutschen", "de", "state-deu", "adjective"),
    ("Боснии и Герцеговине", "ru", "state-bih", "short"),
    ("Sri Lankas", "de", "state-lka", "short"),
    ("поляков", "ru", "state-pol", "demonym"),
    ("Neu-Delhi", "de", "state-ind", "capital"),
    ("Kosovaren", "de", "state-xkx", "demonym"),
    ("Абхазии", "ru", "state-abkhazia", "short"),
    ("UdSSR", "de", "state-sun", "abbreviation"),
    ("OSZE", "de", "igo-osce", "abbreviation"),
    ("ОДКБ", "ru", "igo-csto", "abbreviation"),
    ("Советом Европы", "ru", "igo-council-of-europe", "short"),
    ("Europäischen Kommission", "de", "igo-eu-commission", "short"),
    ("G7", "en", "igo-g7", "abbreviation"),
    ("Einigem Russland", "de", "party-rus-united-russia", "short"),
    ("Единой Россией", "ru", "party-rus-united-russia", "short"),
    ("Новых людей", "ru", "party-rus-new-people", "short"),
    ("Neuen Menschen", "de", "party-rus-new-people", "short"),
    ("Tokajews", "de", "person-kaz-tokayev", "surname"),
    ("К.-Ж. Токаевым", "ru", "person-kaz-tokayev", "short"),
    ("В.В. Путину", "ru", "person-rus-putin", "short"),
    ("Путиным", "ru", "person-rus-putin", "surname"),
    ("Запада", "ru", "circle-west", "short"),
    ("Чечне", "ru", "region-chechnya", "short"),
]


@pytest.mark.parametrize(("text", "language", "actor", "kind"), CLEAR)
def test_clear_forms(text: str, language: str, actor: str, kind: str) -> None:
    """An inflected surface belongs to its actor, as a form of that kind, without needing support."""
    assert (actor, kind, False) in meanings().get((text, language), set())


AMBIGUOUS = [
    ("Georgia", "en", "state-geo"),
    ("Jordan", "en", "state-jor"),
    ("Korea", "de", "state-kor"),
    ("Korea", "de", "state-prk"),
    ("Конго", "ru", "state-cod"),
    ("Конго", "ru", "state-cog"),
    ("чешка", "ru", "state-cze"),
    ("ER", "de", "party-rus-united-russia"),
    ("UR", "en", "party-rus-united-russia"),
    ("Brüssel", "de", "igo-eu"),
    ("Sicherheitsrat", "de", "igo-un-security-council"),
]


@pytest.mark.parametrize(("text", "language", "actor"), AMBIGUOUS)
def test_ambiguous_forms(text: str, language: str, actor: str) -> None:
    """A surface that is a word, a given name or another actor's name is marked as ambiguous."""
    assert {flag for one, _, flag in meanings()[text, language] if one == actor} == {True}


@pytest.mark.parametrize(
    ("text", "language"),
    [("слова", "ru"), ("Russisch", "de"), ("Вашингтонах", "ru"), ("Kommunistischen", "de"), ("er", "de")],
)
def test_forms_that_must_not_exist(text: str, language: str) -> None:
    """Words of the language and wrong inflections are nobody's names."""
    assert (text, language) not in meanings()


def test_neighbours_in_name_keep_apart() -> None:
    """Niger and Nigeria share no adjective in any language."""
    both = {
        code: {f[0] for f in a["forms"] if f[2] == "adjective"}
        for a in actors("states")
        for code in [a["id"]]
        if code in ("state-ner", "state-nga")
    }
    assert both["state-ner"].isdisjoint(both["state-nga"])


@pytest.mark.skipif(not (SHARED / "data" / "actors").is_dir(), reason="the shared data sets are not here")
def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    """catalog/build.py writes the very files that the package holds."""
    pytest.importorskip("pymorphy3")
    command = [
        sys.executable,
        str(ROOT / "catalog" / "build.py"),
        "--shared",
        str(SHARED),
        "--out",
        str(tmp_path),
    ]
    subprocess.run(command, check=True, capture_output=True)
    changed = [path.name for path in tmp_path.iterdir() if path.read_bytes() != (DATA / path.name).read_bytes()]
    assert changed == []


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Qazaqstan", "state-kaz"),
        ("Qazaqstan Respublikasy", "state-kaz"),
        ("Қазақстан", "state-kaz"),
        ("Oʻzbekiston", "state-uzb"),
        ("O'zbekiston", "state-uzb"),
        ("Тоҷикистон", "state-tjk"),
        ("Azərbaycan", "state-aze"),
        ("Sakartvelo", "state-geo"),
        ("Hayastan", "state-arm"),
        ("Polska", "state-pol"),
        ("中国", "state-chn"),
    ],
)
def test_a_state_is_known_by_the_names_of_its_own_languages(name: str, actor: str) -> None:
    """Search and comparison know them; no form is made of them, so texts are not searched for them."""
    catalog = Catalog.load()
    assert catalog.called(name) == {actor}
    assert same_actor(name, catalog.name(actor, "de"), catalog).same
    assert name not in catalog.surfaces(actor)


@pytest.mark.parametrize("text", ["zzzqqq", "Zq", "de", "Ng", "qq", "x"])
def test_a_few_letters_find_nothing_by_likeness(text: str) -> None:
    """Two or three sounds or letters meet by chance."""
    assert Catalog.load().search(text) == ()


@pytest.mark.parametrize(("code", "actor"), [("DE", "state-deu"), ("KZ", "state-kaz"), ("KAZ", "state-kaz")])
def test_a_country_code_is_found_in_a_search_only(code: str, actor: str) -> None:
    """In capitals it finds the state, as no name of hers: nothing else takes it for one."""
    catalog = Catalog.load()
    (found,) = catalog.search(code)
    assert (found.actor.id, found.reason) == (actor, "its code in ISO 3166-1")
    assert catalog.called(code) == frozenset()
    assert code not in catalog.surfaces(actor)

"""Inflected names found at run time: Russian names of the shared sets in six cases, German ones in two.

    python bench/inflection.py [--shared ../shared] [--page docs/benchmarks.md] [--show]

The yardstick is a dictionary (Russian) and stated genders (German), see `inflection_gold`; only forms other than
the nominative count. `formed`: konturen.names.forms has the form. `found`: the matcher, over a catalog of these
names alone, finds the actor in a carrier sentence with the exact span. `--show` prints every form that is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from inflection_gold import german, known, russian
from konturen.actors.catalog import Catalog
from konturen.actors.matching import matcher
from konturen.names.forms import forms
from konturen.names.text import plain
from konturen.records import Sentence, Span
from table import put

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
CARRIERS = {
    "ru": (
        "Сегодня {} снова в центре внимания.",
        "Вчера обсуждали будущее {} и сроки.",
        "Автор уделяет {} много места.",
        "Статья описывает {} подробно.",
        "Газета сравнивает с {} многих.",
        "Вчера спорили о {} и о сроках.",
    ),
    "de": ("Gestern sprach ein Vertreter {} in der Stadt.", "Gestern wurde mit {} verhandelt."),
}
"""A sentence for each case."""

COUNTRIES = frozenset({"RUS", "KAZ", "KGZ", "BLR", "MDA", "UZB", "TJK", "GEO", "UKR"})
"""Countries of Party Facts whose parties may have a Russian name."""

GERMAN_NAMES = 300
TARGET = 0.95


@dataclass(frozen=True, slots=True)
class Item:
    """A name of one set with its inflected forms: (index of the carrier, article before it or "", the form)."""

    text: str
    language: str
    actor_type: str
    cases: tuple[tuple[int, str, str], ...]


def main() -> None:
    """Measure, print, and write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    data = options.shared / "data" / "actors"
    lines, everything, there = [], {}, set()
    for name, kind, names in russian_sets(data):
        unique = list(dict.fromkeys(names))
        items = [item for text in unique if (item := russian_item(text, kind)) is not None]
        lines.append(row(name, unique, items, options.show))
        there |= set(unique)
        everything |= {item.text: item for item in items}
    lines.append(row("all Russian, each name once", there, list(everything.values()), options.show))
    names = [text for text in dict.fromkeys(shipped()) if text not in everything]
    items = [item for text in names if (item := russian_item(text, "organisation")) is not None]
    lines.append(row("shipped catalog, names not above", names, items, options.show))
    found = list(german_items(data))
    lines.append(row("German names, genitive and dative", len(found), found[:GERMAN_NAMES], options.show))
    text = "\n".join(
        [
            "By `python bench/inflection.py`.",
            "",
            "| set | names | yardstick unsure | measured | inflected forms | formed | found |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
            f"Target: Russian forms found at {TARGET}. Left out are names of which the yardstick is not sure (the dictionary lacks a word, or its readings differ; brackets, dashes, digits) and names that have one form only.",
        ]
    )
    print(text)
    put(options.page, "inflection", text)


def row(name: str, names: Iterable[str] | int, items: list[Item], show: bool) -> str:
    """A line of the table: names there, those the yardstick leaves out, names measured, forms, share formed, share found."""
    there = names if isinstance(names, int) else len(set(names))
    unsure = "" if isinstance(names, int) else sum(russian(text) is None for text in set(names))
    index = catalog(items)
    total = formed = found = 0
    for number, item in enumerate(items):
        made = {plain(form) for form in forms(item.text, item.language, "short", item.actor_type)}
        for case, article, form in item.cases:
            total += 1
            formed += (has := plain(form) in made)
            found += (seen := is_found(index, f"a{number}", item.language, case, article, form))
            if show and not (has and seen):
                print(
                    f"  {name}: {item.text} -> {form}: {'' if has else 'not formed, '}{'' if seen else 'not found'}"
                )
    return f"| {name} | {there} | {unsure} | {len(items)} | {total} | {formed / max(1, total):.3f} | {found / max(1, total):.3f} |"


def catalog(items: list[Item]) -> Catalog:
    """A catalog of these names alone."""
    lines = []
    for number, item in enumerate(items):
        made = forms(item.text, item.language, "short", item.actor_type)
        names = [{"text": item.text, "language": item.language, "kind": "short"}]
        surfaces = [[form, item.language, "short"] for form in made]
        lines.append(
            json.dumps({"id": f"a{number}", "type": item.actor_type, "names": names, "forms": surfaces})
        )
    return Catalog.from_lines(lines)


def is_found(index: Catalog, actor: str, language: str, case: int, article: str, form: str) -> bool:
    """Whether the matcher finds the actor in the carrier sentence with exactly the span of the form."""
    before, after = CARRIERS[language][case].split("{}")
    text = f"{before}{article}{form}{after}"
    start = len(before) + len(article)
    sentence = Sentence(Span(0, len(text)), text, 0, 0, language)
    wanted = Span(start, start + len(form))
    return any(m.span == wanted and actor in m.actors for m in matcher(index, language).scan(sentence))


def russian_item(text: str, kind: str) -> Item | None:
    """The name with its inflected forms; None where the yardstick cannot form them or they never differ."""
    cases = russian(text)
    if cases is None:
        return None
    inflected = {form: case for case, form in reversed(list(enumerate(cases))) if form != text}
    if not inflected:
        return None
    return Item(text, "ru", kind, tuple((case, "", form) for form, case in inflected.items()))


def russian_sets(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Each shared set: its name, the type of its actors, its Russian names."""
    territories = json.loads((data / "actors_cldr" / "territories_de_en_ru_kk.json").read_text("utf-8"))
    yield "CLDR territories", "state", [row["ru"] for row in territories.values() if row.get("ru")]
    cities = json.loads((data / "actors_cldr" / "timezone_cities_de_en_ru_kk.json").read_text("utf-8"))
    yield "CLDR cities", "state", [row["ru"] for row in cities.values() if row.get("ru")]
    countries = json.loads((data / "actors_country_names" / "i18n-iso-countries_ru.json").read_text("utf-8"))
    names = [[entry] if isinstance(entry, str) else entry for entry in countries["countries"].values()]
    yield "i18n-iso-countries", "state", [text for entry in names for text in entry]
    yield "rigour territories", "state", list(rigour(data / "actors_rigour_territories" / "territories"))
    with (data / "actors_intl_orgs" / "intl_orgs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    yield "international organisations", "igo", [row["name_ru"] for row in rows if row["name_ru"]]
    newsmap = yaml.safe_load((data / "actors_newsmap" / "russian.yml").read_text("utf-8"))
    words = [word for word in _leaves(newsmap) if "*" not in word and word[:1].isupper() and known(word)]
    yield "Newsmap", "state", words
    yield "Party Facts", "party", list(parties(data / "actors_partyfacts"))


def shipped() -> list[str]:
    """The Russian names of the shipped catalog that are no person's: a set that no rule was written for."""
    return [
        name.text
        for actor in Catalog.load()
        if actor.type != "person"
        for name in actor.names
        if name.language == "ru" and name.kind in ("short", "official", "former", "capital")
    ]


def rigour(folder: Path) -> Iterator[str]:
    """The names of territories that are Russian: every word is in the Russian dictionary."""
    for path in sorted(folder.glob("*.yml")):
        record = yaml.safe_load(path.read_text("utf-8"))
        for key in ("names_strong", "names_weak"):
            for name in record.get(key) or ():
                if isinstance(name, str) and name[:1].isupper() and known(name):
                    yield name


def parties(folder: Path) -> Iterator[str]:
    """Native names of parties, and those marked as Russian, where every word is in the Russian dictionary."""
    found: list[str] = []
    with (folder / "wikipedia" / "wikidata.csv").open(encoding="utf-8", newline="") as file:
        found += [row["name_native"] for row in csv.DictReader(file) if row["country"] in COUNTRIES]
    with (folder / "elecglob" / "partyfacts-core-parties.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found += re.findall(r"Russian:\s*([^,;(]+)", row["name_other"] or "")
    for name in found:
        text = unicodedata.normalize("NFC", name.replace("\u0301", "")).strip()
        if known(text):
            yield text


def _leaves(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from _leaves(value)
    elif isinstance(tree, list):
        yield from (word for word in tree if isinstance(word, str))


def german_items(data: Path) -> Iterator[Item]:
    """German names of states (with the article that the official list gives), organisations and parties."""
    seen: set[str] = set()
    for text, article, kind in _german_names(data):
        made = german(text, article)
        if made is None or made[0] in seen:
            continue
        seen.add(made[0])
        cases = ((0, "", made[1]["genitive"]), (1, "", made[1]["dative"]))
        yield Item(made[0], "de", kind, cases)


def _german_names(data: Path) -> Iterable[tuple[str, str | None, str]]:
    states = json.loads((data / "actors_destatis_de" / "Nationalitaeten.json").read_text("utf-8"))
    for state in states["daten"]:
        long = state["historie"][-1]["bezeichnungLang"]
        article, _, text = long.partition(" ")
        if article in ("die", "der", "das") and "(" not in long:
            yield text, article, "state"
    with (data / "actors_intl_orgs" / "intl_orgs.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["name_de"] and "(" not in row["name_de"]:
                yield row["name_de"], None, "igo"
    with (data / "actors_partyfacts" / "elecglob" / "partyfacts-core-parties.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            if row["country"] in ("DEU", "AUT", "CHE", "LIE", "ITA") and not re.search(
                r"[/(\[–-]", row["name"]
            ):
                yield row["name"], None, "party"


if __name__ == "__main__":
    main()

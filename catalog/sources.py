"""The shared data sets that the catalog is built from, read into plain lookups; each with its date."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AS_OF = {
    "cldr": "2025",
    "i18n-iso-countries": "2025",
    "destatis": "2025-09",
    "factbook": "2026-05",
    "rigour": "2026-07",
    "supraverden": "2026-06",
    "parlgov": "2025-12",
    "partyfacts": "2026-03",
    "written": "2026-11",
}
"""Date of each source: of its commit where it has one, else of its release."""

LANGUAGES = ("de", "en", "ru")


@dataclass(frozen=True, slots=True)
class StateSources:
    """What the sets say of one state or territory, by language where they give names."""

    iso3: str
    wikidata: str | None
    names: dict[str, dict[str, set[str]]]
    """Source -> language -> names (short, long, adjective, demonym, capital: all that stand in the source)."""

    def source_of(self, text: str, language: str) -> str:
        """The first source that holds this very text in this language; `written` where none does."""
        for source, languages in self.names.items():
            if text in languages.get(language, set()):
                return source
        return "written"


def states(shared: Path) -> dict[str, StateSources]:
    """ISO 3166-1 alpha-2 -> what the sets say; built from the merged set, CLDR and i18n-iso-countries."""
    actors = shared / "data" / "actors"
    merged: dict[str, dict[str, Any]] = _json(actors / "actors_states_merged" / "states.json")
    variants = {language: _iso_countries(actors, language) for language in LANGUAGES}
    found = {}
    for iso2, record in merged.items():
        names = {
            "cldr": {language: {record["names"].get(language, "")} for language in LANGUAGES},
            "i18n-iso-countries": {language: variants[language].get(iso2, set()) for language in LANGUAGES},
            "destatis": {"de": _destatis(record)},
            "factbook": {"en": _factbook(record)},
        }
        found[iso2] = StateSources(record.get("iso3") or "", record.get("wikidata"), names)
    return found


def parlgov_countries(shared: Path) -> dict[str, str]:
    """ISO 3166-1 alpha-3 -> ParlGov's number of the country."""
    rows = _csv(shared / "data" / "actors" / "actors_parlgov" / "country.csv")
    return {row["name_short"]: row["id"] for row in rows}


def party_ids(shared: Path) -> dict[str, dict[str, str]]:
    """Wikidata id of a party -> its ids in Party Facts and, through the shared Wikipedia address, ParlGov.

    A Wikidata id that two Party Facts rows claim is left out: no guess which one is meant.
    """
    folder = shared / "data" / "actors" / "actors_partyfacts"
    claims: dict[str, set[str]] = {}
    for row in _csv(folder / "wikipedia" / "wikidata.csv"):
        claims.setdefault(row["wikidata_id"], set()).add(row["partyfacts_id"])
    ids = {qid: {"partyfacts": next(iter(found))} for qid, found in claims.items() if len(found) == 1}
    addresses = {
        row["partyfacts_id"]: _page(row["wikipedia"])
        for row in _csv(folder / "elecglob" / "partyfacts-core-parties.csv")
    }
    parlgov: dict[str, set[str]] = {}
    for row in _csv(folder / "parlgov" / "parlgov.csv"):
        parlgov.setdefault(_page(row["wikipedia"]), set()).add(row["party_id"])
    for entry in ids.values():
        page = addresses.get(entry["partyfacts"], "")
        numbers = parlgov.get(page, set()) if page else set()
        if len(numbers) == 1:
            entry["parlgov"] = next(iter(numbers))
    return ids


def organisations(shared: Path) -> dict[str, dict[str, str]]:
    """Wikidata id -> row of the set of international organisations (names, abbreviations, family, type)."""
    path = shared / "data" / "actors" / "actors_intl_orgs" / "intl_orgs.tsv"
    rows: dict[str, dict[str, str]] = {}
    for row in _csv(path, delimiter="\t"):
        if row["wikidata"].startswith("Q"):
            rows.setdefault(row["wikidata"], row)
    return rows


def _page(address: str) -> str:
    """The last part of a Wikipedia address with its language, so that http and https agree."""
    return re.sub(r"^https?://", "", address or "").strip()


def _iso_countries(actors: Path, language: str) -> dict[str, set[str]]:
    content = _json(actors / "actors_country_names" / f"i18n-iso-countries_{language}.json")
    countries: dict[str, str | list[str]] = content["countries"]
    return {iso2: {name} if isinstance(name, str) else set(name) for iso2, name in countries.items()}


def _destatis(record: dict[str, Any]) -> set[str]:
    long = str(record.get("de_long") or "")
    bare = re.sub(r"^(die|das|der) ", "", long)
    return {bare, str(record.get("de_adjective") or "")} - {""}


def _factbook(record: dict[str, Any]) -> set[str]:
    """Names, adjectives, demonyms and capital of the Factbook, its notes and brackets taken off."""
    found: set[str] = set()
    for key in ("en_long", "en_adjective", "en_demonym", "capital_en"):
        value = re.sub(r"\([^)]*\)", "", str(record.get(key) or "")).split(" (")[0]
        for part in re.split(r"[;,]| or ", value):
            word = part.strip()
            found.add(word)
            if key == "en_demonym":
                found.add(word + "s")
        found.add(value.strip())
    return found - {"", "none"}


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _csv(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))

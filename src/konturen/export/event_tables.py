"""The columns of POLECAT, ICEWS and GDELT Events, for those who have scripts for them: tables of tabs.

What Konturen does not know (places, sectors of persons, tone) stays empty. ICEWS and GDELT want numbers as ids:
the first 63 bits of the statement's own.

Columns and their order: those of the headers that the releases of POLECAT (doi:10.7910/DVN/AJGVIT) and ICEWS
(doi:10.7910/DVN/28075) have, as public scripts quote them, and of GDELT's codebook 2.0 of 2015-02-19.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from konturen.export.context import Context, Parts, iso, one_line
from konturen.export.events import alpha3, codes, events
from konturen.flat import Flat

ICEWS = (
    "Event ID;Event Date;Source Name;Source Sectors;Source Country;Event Text;CAMEO Code;Intensity;Target Name;"
    "Target Sectors;Target Country;Story ID;Sentence Number;Publisher;City;District;Province;Country;Latitude;"
    "Longitude"
).split(";")
POLECAT = (
    "Event ID;Event Date;Event Type;Event Mode;Intensity;Quad Code;Contexts;Actor Name;Actor Country;Actor COW;"
    "Primary Actor Sector;Actor Sectors;Actor Title;Actor Name Raw;Wikipedia Actor ID;Recipient Name;"
    "Recipient Country;Recipient COW;Primary Recipient Sector;Recipient Sectors;Recipient Title;"
    "Recipient Name Raw;Wikipedia Recipient ID;Placename;City;District;Province;Country;Latitude;Longitude;"
    "GeoNames ID;Raw Placename;Feature Type;Source;Publication Date;Story People;Story Organizations;"
    "Story Locations;Language;Version"
).split(";")
_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
).split()
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
GDELT = (
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
_DAYS_OF_YEAR = 365


def number(id: str) -> int:
    """A statement's id as a number of 63 bits."""
    return int(id, 16) >> 1


def _line(names: list[str] | tuple[str, ...], values: Mapping[str, object]) -> str:
    return "\t".join(one_line(values.get(name)) for name in names) + "\n"


def icews(parts: Parts, context: Context) -> Iterator[str]:
    """A table in the columns of ICEWS, with a header; countries are alpha-3 codes, not names."""
    yield "\t".join(ICEWS) + "\n"
    for row, day in events(parts, context, codes().cameo):
        cameo = codes().cameo[row.relation]
        values: dict[str, object] = {
            "Event ID": number(row.id),
            "Event Date": iso(day),
            "Source Name": row.source_name,
            "Source Country": alpha3(context.country(row.source_actor)),
            "Event Text": cameo.label,
            "CAMEO Code": cameo.code,
            "Intensity": cameo.goldstein,
            "Target Name": row.target_name,
            "Target Country": row.target_actor and alpha3(context.country(row.target_actor)),
            "Story ID": row.document_id,
            "Publisher": row.outlet,
        }
        yield _line(ICEWS, values)


def polecat(parts: Parts, context: Context) -> Iterator[str]:
    """A table in the columns of POLECAT, with a header."""
    yield "\t".join(POLECAT) + "\n"
    table = codes()
    for row, day in events(parts, context, table.plover):
        type_, quad = table.plover[row.relation]
        values: dict[str, object] = {
            "Event ID": row.id,
            "Event Date": iso(day),
            "Event Type": type_,
            "Quad Code": quad,
            "Actor Name": row.source_name,
            "Actor Country": alpha3(context.country(row.source_actor)),
            "Primary Actor Sector": table.plover_roles.get(row.source_type),
            "Actor Name Raw": row.source_surface,
            "Recipient Name": row.target_name,
            "Recipient Country": row.target_actor and alpha3(context.country(row.target_actor)),
            "Primary Recipient Sector": table.plover_roles.get(row.target_type or ""),
            "Recipient Name Raw": row.target_surface,
            "Source": row.outlet,
            "Publication Date": row.published,
            "Language": row.language,
            "Version": f"konturen {context.codebook} {context.version}",
        }
        yield _line(POLECAT, values)


def gdelt(parts: Parts, context: Context) -> Iterator[str]:
    """GDELT 2.0 Events: 61 columns, no header."""
    for row, day in events(parts, context, codes().cameo):
        cameo = codes().cameo[row.relation]
        values: dict[str, object] = {
            "GLOBALEVENTID": number(row.id),
            **_dates(day),
            **_actor(1, context, row.source_actor, row.source_name, row.source_type),
            **_actor(2, context, row.target_actor, row.target_name, row.target_type),
            "EventCode": cameo.code,
            "EventBaseCode": cameo.code,
            "EventRootCode": cameo.root,
            "QuadClass": cameo.quad,
            "GoldsteinScale": cameo.goldstein,
            **{"NumMentions": 1, "NumSources": 1, "NumArticles": 1},
            "DATEADDED": _instant(row),
            "SOURCEURL": row.document,
        }
        yield _line(GDELT, values)


def _dates(day: date) -> dict[str, object]:
    # GDELT's own rule, not the day's place in the year: a month has 30 days.
    part = ((day.month - 1) * 30 + day.day) / _DAYS_OF_YEAR
    plain = f"{day.year:04d}{day.month:02d}{day.day:02d}"
    return {
        **{"SQLDATE": plain, "MonthYear": plain[:6], "Year": plain[:4]},
        "FractionDate": f"{day.year + part:.4f}",
    }


def _actor(n: int, context: Context, key: str | None, name: str | None, type_: str | None) -> dict[str, object]:
    """The columns of an actor: country and role as far as the catalog and the type tell."""
    if key is None:
        return {}
    country, role = alpha3(context.country(key)), codes().roles.get(type_ or "")
    values = {
        "Code": (country or "") + (role or "") or None,
        "Name": (name or "").upper() or None,
        "CountryCode": country,
        "Type1Code": role,
    }
    return {f"Actor{n}{field}": value for field, value in values.items()}


def _instant(row: Flat) -> str:
    return "".join(c for c in row.recorded[:19] if c.isdigit())

"""Party Facts: `partyfacts-core-parties.csv` and `wikidata.csv` (Döring and Regel, partyfacts.herokuapp.com).

Every row is a party; the rows marked `technical` ("other", "1 percent") are counts of votes, no parties. Names:

- `name_english` is an official English name, `name` an official one in the country's language, romanised where
  that has another script (`und`: the language is not told); " / " parts names that a party had or has side by
  side.
- `name_short` is an abbreviation. `name_other` names languages ("Russian: ...; Belarusian: ..."): what stands
  in another script is native, the Latin rest a transliteration.
- `year_first` and `year_last` become founded and dissolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from konturen.imports.countries import alpha2
from konturen.imports.rows import Collector, Draft, Imported, Known, NewName
from konturen.imports.texts import Source, table

CORE, WIKIDATA = "partyfacts", "partyfacts-wikidata"
CORE_COLUMNS = (
    *("country", "partyfacts_id", "technical", "name_short", "name", "name_english", "name_other"),
    *("year_first", "year_last"),
)
WIKIDATA_COLUMNS = ("country", "partyfacts_id", "wikidata_id", "name", "name_short", "name_native")
_CODES = dict(
    pair.split("=")
    for pair in """
    Abkhazian=ab Albanian=sq Amharic=am Arabic=ar Armenian=hy Azerbaijani=az Belarusian=be Bengali=bn
    Bulgarian=bg Burmese=my Chinese=zh Czech=cs Danish=da Dari=fa-AF Dhivehi=dv Dzongkha=dz Estonian=et
    French=fr Georgian=ka German=de Greek=el Hangul=ko Hanja=ko Hebrew=he Hindi=hi Hungarian=hu Italian=it
    Japanese=ja Kannada=kn Kazakh=kk Khmer=km Kinyarwanda=rw Korean=ko Kurdish=ku Kyrgyz=ky Laotian=lo
    Latvian=lv Macedonian=mk Malay=ms Malayalam=ml Marathi=mr Moldovan=ro Mongolian=mn Montenegrin=sr Nepali=ne
    Pashto=ps Persian=fa Russian=ru Serbian=sr Serbo-Croatian=sh Sesotho=st Sindhi=sd Sinhala=si Sinhalese=si
    Slovak=sk Spanish=es Swedish=sv Tagalog=tl Tajik=tg Tamil=ta Thai=th Tigrinya=ti Turkish=tr Turkmen=tk
    Ukrainian=uk Urdu=ur Uzbek=uz Vietnamese=vi Berber=ber Syriac=syr English=en
    """.split()
)
_LABEL = re.compile(
    r"(?:^|[;,/(]|\s)\s*(?:(?:simplified|Simplified|traditional|Traditional)\s+)?([A-Z][\w-]+):"
)
_SIDES = re.compile(r"\s+//?\s+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER = re.compile(r"[^\W\d_A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f\u02b0-\u02ff\u1e00-\u1eff]")
_TRIM = " ;,.\u200e\u200f\ufeff()"


def load_core(source: Source, known: Known, as_of: str | None) -> Imported:
    """The parties of the core file."""
    rows = Collector(source.where, known, as_of)
    read_core(rows, source)
    return rows.finish(CORE)


def load_wikidata(source: Source, known: Known, as_of: str | None) -> Imported:
    """The parties of the file that joins Party Facts and Wikidata."""
    rows = Collector(source.where, known, as_of)
    read_wikidata(rows, source)
    return rows.finish(WIKIDATA)


def read_core(rows: Collector, source: Source) -> None:
    """Add the parties of the core file to `rows`; two rows of one number with other names are an error."""
    named: dict[str, tuple[str, int]] = {}
    for line, cells in table(source, CORE_COLUMNS):
        if cells["technical"].strip():
            rows.skip("technical row (no party)")
            continue
        draft = _party(rows, cells, line, {})
        number, name = cells["partyfacts_id"].strip(), cells["name_english"] or cells["name"]
        before = named.setdefault(number, (name, line))
        if before[0] != name:
            what = f'{number} is "{before[0]}" in line {before[1]} and "{name}" here.'
            rows.fault(what, line, "partyfacts_id")
        for column, language, kind in (
            ("name_english", "en", "official"),
            ("name", "und", "official"),
            ("name_short", "mul", "abbreviation"),
        ):
            if column == "name" and cells["name"] == cells["name_english"]:
                continue
            for text in _SIDES.split(cells[column]):
                rows.name(draft, NewName(text.strip(), language, kind), line, column)
        for text, language, kind in other_names(cells["name_other"]):
            rows.name(draft, NewName(text, language, kind), line, "name_other")
        for column, single in (("year_first", "founded"), ("year_last", "dissolved")):
            rows.single(draft, single, rows.date(cells[column], line, column), line)
        rows.order(draft.singles.get("founded"), draft.singles.get("dissolved"), line, "year_last")


def read_wikidata(rows: Collector, source: Source) -> None:
    """Add the parties of the joining file to `rows`.

    A number of Wikidata that stands with several parties (an article on all of them) says of none which it is:
    it is counted, and the parties stay apart.
    """
    read = list(table(source, WIKIDATA_COLUMNS))
    owners: dict[str, set[str]] = {}
    for _, cells in read:
        owners.setdefault(cells["wikidata_id"].strip(), set()).add(cells["partyfacts_id"].strip())
    for line, cells in read:
        item = cells["wikidata_id"].strip()
        if not re.fullmatch(r"Q[1-9][0-9]*", item):
            rows.fault(f'"{item[:40]}" is no item of Wikidata.', line, "wikidata_id")
        shared = len(owners[item]) > 1
        if shared:
            rows.skip("wikidata_id that several parties share")
        draft = _party(rows, cells, line, {} if shared else {"wikidata": item})
        native = cells["name_native"].strip()
        rows.name(draft, NewName(cells["name"], "en", "short"), line)
        rows.name(draft, NewName(native, "und", "native"), line, "name_native")
        rows.name(draft, NewName(cells["name_short"], "mul", "abbreviation"), line, "name_short")


def _party(rows: Collector, cells: dict[str, str], line: int, ids: dict[str, str]) -> Draft:
    number = cells["partyfacts_id"].strip()
    if not (number.isascii() and number.isdigit()):
        rows.fault(f'"{number[:40]}" is no number of Party Facts.', line, "partyfacts_id")
    told = (line, f"Party Facts {number}")
    draft = rows.add(number, "party", f"pf-{number}", {"partyfacts": number} | ids, told)
    country = alpha2(cells["country"])
    if country is None:
        rows.skip("country that ISO 3166 does not know (left empty)")
    rows.single(draft, "country", country, line)
    return draft


def other_names(text: str) -> Iterator[tuple[str, str, str]]:
    """Text, language and kind of the names in `name_other`."""
    pieces = _LABEL.split(text)
    for label, names in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        language = _CODES.get(label, "und")
        for name in _SIDES.split(names):
            for part in _by_script(name):
                kind = "native" if _OTHER.search(part) or language not in _NOT_LATIN else "transliteration"
                yield part, language, kind


_NOT_LATIN = frozenset(
    "ab am ar hy be bn bg my zh fa-AF dv dz ka el he hi ja kn kk km ko ky lo mk ml mr".split()
) | {*"mn ne ps fa ru sr sd si tg ta th ti uk ur syr und".split()}


def _by_script(name: str) -> list[str]:
    """A name, parted into what is written in Latin letters and what is not."""
    bare = name.strip(_TRIM)
    if not (_OTHER.search(bare) and _LATIN.search(bare)):
        return [bare] if bare else []
    runs: list[tuple[bool, list[str]]] = []
    for word in bare.split():
        other = bool(_OTHER.search(word))
        if not runs or runs[-1][0] != other:
            runs.append((other, []))
        runs[-1][1].append(word)
    return [run for _, words in runs if (run := " ".join(words).strip(_TRIM))]

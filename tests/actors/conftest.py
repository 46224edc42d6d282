"""A small catalog, written for these tests, that does not change when the shipped data grow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import pytest

from konturen.actors.catalog import Catalog
from konturen.actors.mentions import find
from konturen.records import Mention, Sentence, Span, Tagged

_DE = ("", "e", "er", "en", "es", "em")
_RU = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")


def _state(*given: str) -> dict[str, object]:
    """One state: alpha-3, alpha-2, nominatives (de, en, ru), stems of adjectives ("de en ru"), and more forms
    ("surface/language/kind,…")."""
    alpha3, code, de, en, ru, stems, more = given
    de_stem, en_adjective, ru_stem = stems.split()
    forms: list[list[object]] = [[de, "de", "short"], [en, "en", "short"], [ru, "ru", "short"]]
    forms = [form for form in forms if f"{form[0]}/{form[1]}/short/!" not in more]
    forms += [[f"{de}s", "de", "short"]] if not de.startswith("die ") else []
    forms += [[de_stem + ending, "de", "adjective"] for ending in _DE]
    forms += [[en_adjective.replace("_", " "), "en", "adjective"]]
    forms += [[ru_stem + ending, "ru", "adjective"] for ending in _RU]
    for entry in filter(None, more.split(",")):
        surface, language, kind, *rest = entry.split("/")
        forms.append([surface, language, kind, *([True] if rest else [])])
    names = [
        {"text": text, "language": language, "kind": "short"}
        for text, language in ((de, "de"), (en, "en"), (ru, "ru"))
    ]
    return {"id": f"state-{alpha3}", "type": "state", "country": code, "names": names, "forms": forms}


def _other(
    key: str, kind: str, country: str | None, names: str, forms: str, **more: object
) -> dict[str, object]:
    """Any other actor; names "text/lang/kind|…", forms "surface/lang/kind[/!]|…" on top of the names."""
    named = [
        dict(zip(("text", "language", "kind"), entry.split("/"), strict=True)) for entry in names.split("|")
    ]
    shown: list[list[object]] = [[n["text"], n["language"], n["kind"]] for n in named]
    for entry in filter(None, forms.split("|")):
        surface, language, form, *rest = entry.split("/")
        shown.append([surface, language, form, *([True] if rest else [])])
    return {"id": key, "type": kind, "country": country, "names": named, "forms": shown, **more}


def _leads(state: str, title: str, start: str, end: str | None = None) -> dict[str, object]:
    de, en, ru = title.split("/")
    return {"relation": "leads", "actor": state, "title": {"de": de, "en": en, "ru": ru}, "from": start,
    "to": end,
            "source": "tests", "as_of": "2025-01-01"}  # fmt: skip


def rows() -> list[dict[str, object]]:
    """The actors of the small catalog, as the lines of a data file."""
    president = "Präsident/President/президент"
    chancellor = "Bundeskanzler/Chancellor/канцлер"
    return [
        _state("rus", "RU", "Russland", "Russia", "Россия", "russisch Russian российск",
               "Russische Föderation/de/official,Russischen Föderation/de/official,Russian "
               "Federation/en/official,"
               "России/ru/short,Россию/ru/short,Россией/ru/short,Moskau/de/capital,Moskaus/de/capital,"
               "Moscow/en/capital,Москва/ru/capital,Москвы/ru/capital,Москве/ru/capital,Kreml/de/capital,"
               "Russen/de/demonym,Russians/en/demonym,россияне/ru/demonym,россиян/ru/demonym"),
        _state("kaz", "KZ", "Kasachstan", "Kazakhstan", "Казахстан", "kasachisch Kazakh казахстанск",
               "Казахстана/ru/short,Казахстану/ru/short,Казахстаном/ru/short,Казахстане/ru/short,"
               "Astana/de/capital,Astanas/de/capital,Astana/en/capital,Астана/ru/capital,Астане/ru/capital,"
               "Астаной/ru/capital,Kasachen/de/demonym,Kazakhs/en/demonym"),
        _state("deu", "DE", "Deutschland", "Germany", "Германия", "deutsch German немецк",
               "Германии/ru/short,Германию/ru/short,Berlin/de/capital,Berlin/en/capital,Берлин/ru/capital,"
               "Deutsche/de/demonym,Deutschen/de/demonym,Germans/en/demonym,немцы/ru/demonym,"
               "германский/ru/adjective"),
        _state("pol", "PL", "Polen", "Poland", "Польша", "polnisch Polish польск",
               "Польши/ru/short,Польшу/ru/short,Warschau/de/capital,Warsaw/en/capital,Варшава/ru/capital,"
               "Варшавы/ru/capital,Poles/en/demonym,поляки/ru/demonym"),
        _state("ltu", "LT", "Litauen", "Lithuania", "Литва", "litauisch Lithuanian литовск", "Литвы/ru/short"),
        _state("usa", "US", "USA", "United States", "США", "amerikanisch American американск",
               "US/en/abbreviation,US/de/abbreviation,U.S./en/abbreviation,USA/en/abbreviation,"
               "Vereinigten Staaten/de/official,Washington/de/capital,Washington/en/capital,"
               "Вашингтон/ru/capital"),
        _state("kgz", "KG", "Kirgisistan", "Kyrgyzstan", "Кыргызстан", "kirgisisch Kyrgyz киргизск",
               "Кыргызстана/ru/short,Киргизия/ru/short,Киргизии/ru/short,Кыргызской Республики/ru/official,"
               "Bischkek/de/capital,Bishkek/en/capital,Бишкек/ru/capital"),
        _state("ukr", "UA", "Ukraine", "Ukraine", "Украина", "ukrainisch Ukrainian украинск",
               "Украины/ru/short,Украине/ru/short,Kiew/de/capital,Kyiv/en/capital,Киев/ru/capital"),
        _state("geo", "GE", "Georgien", "Georgia", "Грузия", "georgisch Georgian грузинск",
               "Georgia/en/short/!,Грузии/ru/short,Tbilisi/en/capital,Тбилиси/ru/capital"),
        _state("irn", "IR", "Iran", "Iran", "Иран", "iranisch Iranian иранск", "Ирана/ru/short,Irans/de/short"),
        _state("tur", "TR", "Türkei", "Turkey", "Турция", "türkisch Turkish турецк",
        "Турции/ru/short,Ankara/de/capital"),
        _other("party-united-russia", "party", "RU",
        "Einiges Russland/de/short|United Russia/en/short|Единая Россия/ru/short",
               "Einigem Russland/de/short|Единой России/ru/short|Единую Россию/ru/short|ER/de/abbreviation/!|"
               "UR/en/abbreviation/!|ЕР/ru/abbreviation/!", ties=[{"relation": "governs",
               "actor": "state-rus"}]),
        _other("party-amanat", "party", "KZ",
        "AMANAT/de/short|Amanat/en/short|«Аманат»/ru/native|Аманат/ru/short",
               "Partei der Mehrheit/de/epithet/!", ties=[{"relation": "governs", "actor": "state-kaz"}]),
        _other("party-ak-zhol", "party", "KZ", "Ak Jol/de/short|Ak Zhol/en/short|Ак жол/ru/short", ""),
        _other("party-kprf", "party", "RU",
        "Kommunistische Partei der Russischen Föderation/de/official|KPRF/de/abbreviation|"
               "Communist Party of the Russian Federation/en/official|CPRF/en/abbreviation|"
               "КПРФ/ru/abbreviation",
               "Kommunistischen Partei der Russischen Föderation/de/official|Kommunisten/de/demonym/!"),
        _other("party-ldpr", "party", "RU", "LDPR/de/abbreviation|LDPR/en/abbreviation|ЛДПР/ru/abbreviation",
               "Liberal-Demokraten/de/demonym/!"),
        _other("party-srzp", "party", "RU",
        "Gerechtes Russland/de/short|SRZP/de/abbreviation|Справедливая Россия/ru/short", ""),
        _other("party-new-people", "party", "RU",
        "Neue Menschen/de/short|New People/en/short|Новые люди/ru/short",
               "Neuen Menschen/de/short|Новых людей/ru/short|Новыми людьми/ru/short"),
        _other("movement-zhana-adamdar", "movement", "KZ",
        "Жаңа адамдар/kk/native|Neue Menschen/de/short|New People/en/short|"
               "Новые люди/ru/short", "Neuen Menschen/de/short|Новых людей/ru/short|Новыми людьми/ru/short"),
        _other("party-spd", "party", "DE", "SPD/de/abbreviation|SPD/en/abbreviation|СДПГ/ru/abbreviation",
               "Sozialdemokratische Partei Deutschlands/de/official|Sozialdemokraten/de/demonym/!"),
        _other("party-cdu", "party", "DE", "CDU/de/abbreviation|CDU/en/abbreviation|ХДС/ru/abbreviation", ""),
        _other("party-pis", "party", "PL",
        "PiS/de/abbreviation|Law and Justice/en/short|Recht und Gerechtigkeit/de/short", ""),
        _other("party-kyrgyzstan", "party", "KG", "Кыргызстан/ru/short", ""),
        _other("igo-eu", "igo", None,
        "Europäische Union/de/official|EU/de/abbreviation|European Union/en/official|"
               "EU/en/abbreviation|Евросоюз/ru/short|ЕС/ru/abbreviation",
               "Европейский союз/ru/official|Европейского союза/ru/official"),
        _other("igo-un", "igo", None,
        "Vereinte Nationen/de/official|UN/de/abbreviation|UN/en/abbreviation|ООН/ru/abbreviation",
               "Vereinten Nationen/de/official"),
        _other("igo-who", "igo", None, "WHO/de/abbreviation|WHO/en/abbreviation|ВОЗ/ru/abbreviation", ""),
        _other("igo-nato", "igo", None, "NATO/de/abbreviation|NATO/en/abbreviation|НАТО/ru/abbreviation", ""),
        _other("person-putin", "person", "RU",
        "Wladimir Putin/de/short|Vladimir Putin/en/short|Владимир Путин/ru/short",
               "Putin/de/surname|Putins/de/surname|Putin/en/surname|Путин/ru/surname|Путина/ru/surname|"
               "Путиным/ru/surname|"
               "Владимира Путина/ru/short|Владимиром Путиным/ru/short", gender="m", ties=[_leads("state-rus",
               president, "2012")]),
        _other("person-medvedev", "person", "RU",
        "Dmitri Medwedew/de/short|Dmitry Medvedev/en/short|Дмитрий Медведев/ru/short",
               "Medwedew/de/surname|Medvedev/en/surname|Медведев/ru/surname", gender="m",
               ties=[_leads("state-rus", president, "2008", "2012")]),
        _other("person-tokayev", "person", "KZ",
        "Kassym-Schomart Tokajew/de/short|Kassym-Jomart Tokayev/en/short|"
               "Касым-Жомарт Токаев/ru/short",
               "Tokajew/de/surname|Tokajews/de/surname|Tokayev/en/surname|Токаев/ru/surname|"
               "Токаева/ru/surname|Касым-Жомарта Токаева/ru/short|Токаевым/ru/surname", gender="m",
               ties=[_leads("state-kaz", president, "2019")]),
        _other("person-merz", "person", "DE",
        "Friedrich Merz/de/short|Friedrich Merz/en/short|Фридрих Мерц/ru/short",
               "Merz/de/surname|Merz/en/surname|Мерц/ru/surname", gender="m", ties=[_leads("state-deu",
               chancellor, "2025-05-06")]),
        _other("person-scholz", "person", "DE", "Olaf Scholz/de/short|Olaf Scholz/en/short|Олаф Шольц/ru/short",
               "Scholz/de/surname|Scholz/en/surname|Шольц/ru/surname", gender="m",
               ties=[_leads("state-deu", chancellor, "2021-12-08", "2025-05-06")]),
        _other("person-zhirinovsky", "person", "RU",
        "Wladimir Schirinowski/de/short|Vladimir Zhirinovsky/en/short|"
               "Владимир Жириновский/ru/short", "Schirinowski/de/surname|Жириновского/ru/surname", gender="m",
               ties=[{"relation": "leads", "actor": "party-ldpr", "to": "2022-04-06"}]),
        _other("person-baerbock", "person", "DE", "Annalena Baerbock/de/short|Annalena Baerbock/en/short",
        "Baerbock/de/surname|"
               "Baerbock/en/surname", gender="f"),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.from_lines([json.dumps(row, ensure_ascii=False) for row in rows()])


def split(text: str, language: str) -> list[Sentence]:
    """Sentences of a test text: parted by " | ", which belongs to none."""
    found: list[Sentence] = []
    start = 0
    for index, part in enumerate(text.split(" | ")):
        found.append(Sentence(Span(start, start + len(part)), part, index, 0, language))
        start += len(part) + 3
    return found


Read = Callable[..., list[list[Mention]]]


@pytest.fixture(scope="session")
def read(catalog: Catalog) -> Read:
    """`read(text, language, tags, date)`: mentions by sentence. A tag is "words/type[/form]" and lies on the
    first place of its words that no earlier tag took."""

    def _read(
        text: str, language: str = "de", tags: Sequence[str] = (), date: str | None = None
    ) -> list[list[Mention]]:
        sentences = split(text, language)
        rows: list[list[Tagged]] = [[] for _ in sentences]
        reached = 0
        for tag in tags:
            surface, kind, *form = tag.split("/")
            whole = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
            place = whole.search(text, reached) or whole.search(text)
            assert place, f"{surface} does not stand in the text"
            start, reached = place.span()
            index = next(s.index for s in sentences if s.span.contains(Span(start, start + len(surface))))
            rows[index].append(
                Tagged(Span(start, start + len(surface)), surface, kind, form[0] if form else "name", 0.95)
            )
        found = find(sentences, language, catalog, rows, date)
        return [list(row) for row in found]

    return _read


@pytest.fixture(scope="session")
def show(read: Read) -> Callable[..., list[list[str]]]:
    """Like `read`, with each mention as "surface=actor"."""

    def _show(*given: object, **named: object) -> list[list[str]]:
        return [[f"{mention.surface}={mention.actor}" for mention in row] for row in read(*given, **named)]

    return _show

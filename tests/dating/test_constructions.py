"""Constructions of the date tagger, in three languages, and what looks like them and is no date."""

from __future__ import annotations

from itertools import pairwise

import pytest

from konturen import dates
from konturen.dating import feasts
from konturen.dating.tagger import tag
from konturen.records import Sentence, Span
from tests.dating.table import rows

PUBLISHED = "2025-10-01"
"""A Wednesday."""

# Sentence | the dates in it, in order, as "words = value"; nothing after the stroke: no date.
GERMAN = """
In den letzten beiden Wochen gab es Streit. | In den letzten beiden Wochen = 2025-09-17/2025-09-30
Ende des Jahres 2024 trat er ab. | Ende des Jahres 2024 = 2024-09~/2024-12~
Bis zum dritten Quartal 2024 bleibt er. | Bis zum dritten Quartal 2024 = ../2024-09
Am letzten Tag des Jahres 2024 ging er. | Am letzten Tag des Jahres 2024 = 2024-12-31
Der erste Montag im Mai 2024 war frei. | erste Montag im Mai 2024 = 2024-05-06
Am Montag, den siebten vierten, kam er. | Am Montag, den siebten vierten = 2025-04-07
Zwei Tage vor Heiligabend 2023 floh er. | Zwei Tage vor Heiligabend 2023 = 2023-12-22
Zwanzigtausend Menschen kamen. |
Die Goldene Woche war vorbei. |
Er ist seit Jahren im Amt. |
Woche für Woche demonstrierten sie. |
Das Verhältnis war 1/3 zu 2/3. |
Herr Ostermann und Frau Advena kamen. |
Er feierte seinen zweiten Sieg. |
An Karfreitag 2018 schwiegen die Waffen. | An Karfreitag 2018 = 2018-03-30
Nach Pfingsten 2024 wurde gewählt. | Nach Pfingsten 2024 = 2024-05-19/..
Am zweiten Weihnachtstag 2004 bebte die Erde. | Am zweiten Weihnachtstag 2004 = 2004-12-26
Am ersten Advent tagte die Synode. | Am ersten Advent = 2024-12-01
Das Opferfest 2018 fiel in den Wahlkampf. | Opferfest 2018 = 2018-08-21
Der Ramadan 2018 war ruhig. | Ramadan 2018 = 2018-05-16/2018-06-14
Der Angriff an Jom Kippur 1973 kam überraschend. | an Jom Kippur 1973 = 1973-10-06
Tariq Ramadan schwieg. |
Die Verhandlungen begannen heute vor einem Jahr. | heute vor einem Jahr = 2024-10-01
Vor zwei Jahren und drei Monaten trat er zurück. | Vor zwei Jahren und drei Monaten = 2023-07
In den ersten sechs Monaten 2020 sank die Zustimmung. | In den ersten sechs Monaten 2020 = 2020-01/2020-06
Am 18. und 19. Juni 2024 tagte der Rat. | Am 18. und 19. Juni 2024 = 2024-06-18/2024-06-19
Die Klausur vom 4. bis zum 23. war lang. | vom 4. bis zum 23. = 2025-09-04/2025-09-23
Im November 2024 zwischen dem 19. und dem 20. fiel die Entscheidung. | Im November 2024 zwischen dem 19. und dem 20. = 2024-11-19/2024-11-20
Der Rest der Woche bleibt sitzungsfrei. | Rest der Woche = 2025-10-01/2025-10-05
In der KW 23 2024 wird gewählt. | In der KW 23 2024 = 2024-06-03/2024-06-09
In der dritten Woche des Jahres 2018 gab es Streik. | In der dritten Woche des Jahres 2018 = 2018-01-15/2018-01-21
Der Vertrag von neunzehnhundertneunundachtzig ist vergessen. | neunzehnhundertneunundachtzig = 1989
Der Montag nach Ostern 2024 war ruhig. | Montag nach Ostern 2024 = 2024-04-01
Vom 14.10. auf den 15.10.2018 wurde verhandelt. | Vom 14.10. auf den 15.10.2018 = 2018-10-14/2018-10-15
Die Tagung am 14./15.10.2018 war geheim. | am 14./15.10.2018 = 2018-10-14/2018-10-15
Für den zweiten bemannten Flug fehlt Geld. |
Das ist das erste Mal. |
Der Rest der Partei schwieg. |
Früher in diesem Jahr gab es Streit. | Früher in diesem Jahr = 2025-01/2025-10
Später in dieser Woche tagt der Rat. | Später in dieser Woche = 2025-10-01/2025-10-05
In der Woche vom 22. September 2025 fehlte er. | In der Woche vom 22. September 2025 = 2025-09-22/2025-09-28
Zwei von drei Jahren sind um. |
Er sprach über 1/2-3/4 der Mittel. |
In der vorletzten Woche des Jahres 2018 trat er ab. | In der vorletzten Woche des Jahres 2018 = 2018-12-17/2018-12-23
Ostern war ruhig. | Ostern = 2025-04-20
Zu Weihnachten wird gewählt. | Zu Weihnachten = 2025-12-25
"""

ENGLISH = """
They flew home over Memorial Day weekend 2024. | over Memorial Day weekend 2024 = 2024-05-25/2024-05-27
Next week Monday they vote. | Next week Monday = 2025-10-06
Sales fell in the last calendar year. | in the last calendar year = 2024
Mother's Day 2024 was quiet. | Mother's Day 2024 = 2024-05-12
On Black Friday 2010 shops were full. | On Black Friday 2010 = 2010-11-26
The day after Christmas 2023 he fled. | day after Christmas 2023 = 2023-12-26
On the last day of October 2024 she left. | On the last day of October 2024 = 2024-10-31
The first two chapters deal with May. |
He has two last names. |
The twenty-first soldier fell. |
The later works of the party are dull. |
He said so earlier. |
He now leads the party. |
Flight 10/12 was late. |
Holidays in general are quiet. |
Fathers of the party spoke. |
On Good Friday 2018 the guns fell silent. | On Good Friday 2018 = 2018-03-30
Thanksgiving 2016 came after the vote. | Thanksgiving 2016 = 2016-11-24
The last Thanksgiving was tense. | last Thanksgiving = 2024-11-28
Ramadan 2018 was calm. | Ramadan 2018 = 2018-05-16/2018-06-14
Lunar New Year 2023 was quiet. | Lunar New Year 2023 = 2023-01-22
The attack on Yom Kippur 1973 was a surprise. | on Yom Kippur 1973 = 1973-10-06
Diwali 2019 followed the vote. | Diwali 2019 = 2019-10-27
Orthodox Easter 2018 brought a truce. | Orthodox Easter 2018 = 2018-04-08
Tariq Ramadan declined to speak. |
He lent 2018 dollars to the party. |
On Independence Day the president spoke. |
The treaty was signed a year ago today. | a year ago today = 2024-10-01
She resigned 2 years and 3 months ago. | 2 years and 3 months ago = 2023-07
In the first six months of 2020 support fell. | In the first six months of 2020 = 2020-01/2020-06
The last two weeks of 2021 were quiet. | last two weeks of 2021 = 2021-12-20/2022-01-02
The council met on 18 and 19 June 2024. | on 18 and 19 June 2024 = 2024-06-18/2024-06-19
Parliament sits from 4 to 22 this month. | from 4 to 22 this month = 2025-10-04/2025-10-22
The rest of the week is free. | rest of the week = 2025-10-01/2025-10-05
The rest of the party agreed. |
Week 23 of 2024 decides. | Week 23 of 2024 = 2024-06-03/2024-06-09
Week 3 of the trial began. |
The week of 3 May 2024 was decisive. | week of 3 May 2024 = 2024-04-29/2024-05-05
The third last week of 2018 was decisive. | third last week of 2018 = 2018-12-10/2018-12-16
Earlier this year the party lost. | Earlier this year = 2025-01/2025-10
The two sides will meet later this month. | later this month = 2025-10-01/2025-10-31
The Monday after Easter 2024 was quiet. | Monday after Easter 2024 = 2024-04-01
It was founded in nineteen seventy-eight. | in nineteen seventy-eight = 1978
It happened in two thousand and eighteen. | in two thousand and eighteen = 2018
Some two thousand and eighteen more came. |
Two thousand soldiers died. |
The nineteen seventies were hard. | nineteen seventies = 197X
Between January 2019 and now he was silent. | Between January 2019 and now = 2019-01/2025-10-01
He has led the party from 2010 to the present. | from 2010 to the present = 2010/2025-10-01
The march from 10/1/2018-10/7/2018 failed. | 10/1/2018-10/7/2018 = 2018-10-01/2018-10-07
In Q3 turnout fell. | In Q3 = 2025-07/2025-09
Two Sundays ago they voted. | Two Sundays ago = 2025-09-21
On Mondays they march. |
The week after next the Duma votes. | week after next = 2025-10-13/2025-10-19
He is the first leader in twenty years to resign. |
Since the fall of the Assad regime they fled. |
For the first time they met. |
Talks start next week and end in March 2026. | next week = 2025-10-06/2025-10-12 ; in March 2026 = 2026-03
Over the next fortnight they will vote. | Over the next fortnight = 2025-10-02/2025-10-15
The next two quarters will be hard. | next two quarters = 2026-01/2026-06
By the end of March he will go. | By the end of March = ../2026-03-31~
Starting January 1 2026 the tax applies. | Starting January 1 2026 = 2026-01-01/..
From next Monday to Friday they will meet. | From next Monday to Friday = 2025-10-06/2025-10-10
Next week between Wednesday and Friday they will meet. | Next week between Wednesday and Friday = 2025-10-08/2025-10-10
"""

RUSSIAN = """
На Курбан-байрам 2018 года объявили перемирие. | На Курбан-байрам 2018 года = 2018-08-21
В последние два дня шли бои. | В последние два дня = 2025-09-29/2025-09-30
Год и три месяца назад он ушёл. | Год и три месяца назад = 2024-07
В последний день октября 2024 года он ушёл. | В последний день октября 2024 года = 2024-10-31
Сейчас он глава партии. |
Раньше он был министром. |
В остальное время он молчал. |
Тарик Рамадан молчал. |
Великий человек ушёл. |
На втором этаже был пожар. |
Две тысячи восемнадцать человек пришли. |
На Пасху 2018 года объявили перемирие. | На Пасху 2018 года = 2018-04-08
В День Победы 2024 года прошёл парад. | В День Победы 2024 года = 2024-05-09
Рамадан 2018 года прошёл спокойно. | Рамадан 2018 года = 2018-05-16/2018-06-14
Под Новый год ушёл премьер. | Новый год = 2025-01-01
На католическое Рождество 2023 года был обстрел. | На католическое Рождество 2023 года = 2023-12-25
В Рождество 2023 года был обстрел. | В Рождество 2023 года = 2023-01-07
Война Судного дня началась в Йом-Кипур 1973 года. | в Йом-Кипур 1973 года = 1973-10-06
В первые шесть месяцев 2020 года рейтинг падал. | В первые шесть месяцев 2020 года = 2020-01/2020-06
За первые две недели мая 2024 года погибли многие. | За первые две недели мая 2024 года = 2024-05-01/2024-05-14
Остаток недели депутаты отдыхали. | Остаток недели = 2025-10-01/2025-10-05
Ранее в этом году он ушёл. | Ранее в этом году = 2025-01/2025-10
Позднее на этой неделе соберётся Дума. | Позднее на этой неделе = 2025-10-01/2025-10-05
Год и три месяца назад он ушёл. | Год и три месяца назад = 2024-07
В третью неделю 2018 года шли бои. | В третью неделю 2018 года = 2018-01-15/2018-01-21
На неделе с 22 сентября 2025 года он молчал. | На неделе с 22 сентября 2025 года = 2025-09-22/2025-09-28
Это было в тысяча девятьсот девяносто первом году. | в тысяча девятьсот девяносто первом году = 1991
С две тысячи восемнадцатого года он глава. | С две тысячи восемнадцатого года = 2018/..
С января 2019 года по настоящее время он молчит. | С января 2019 года по настоящее время = 2019-01/2025-10-01
18 и 19 июня 2024 года заседал совет. | 18 и 19 июня 2024 года = 2024-06-18/2024-06-19
В понедельник после Пасхи 2024 года был обстрел. | В понедельник после Пасхи 2024 года = 2024-05-06
Спустя три месяца он ушёл. |
Он был первым в седьмом округе. |
За 2000 лет ничего не изменилось. |
Пришли две тысячи человек. |
В первый понедельник мая 2024 года был митинг. | В первый понедельник мая 2024 года = 2024-05-06
В следующие два квартала будет трудно. | В следующие два квартала = 2026-01/2026-06
"""


def found(text: str, language: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    sentence = Sentence(Span(0, len(text)), text, 0, 0, language)
    return [(dated.surface, dated.value) for dated in tag(sentence, published)]


CASES = rows(GERMAN, "de") + rows(ENGLISH, "en") + rows(RUSSIAN, "ru")


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_case(language: str, text: str, wanted: list[tuple[str, str]]) -> None:
    """Each sentence has exactly the dates of its row, with their words."""
    assert found(text, language) == wanted


# Name, language, year, value: known apart from the tagger (history, almanacs, the two public sets).
FEASTS = [
    ("Easter", "en", 2024, "2024-03-31"),
    ("Orthodox Easter", "en", 2024, "2024-05-05"),
    ("Orthodox Easter", "en", 2020, "2020-04-19"),
    ("Пасха", "ru", 2021, "2021-05-02"),
    ("Totensonntag", "de", 2018, "2018-11-25"),
    ("Buß- und Bettag", "de", 2018, "2018-11-21"),
    ("Thanksgiving", "en", 2016, "2016-11-24"),
    ("Memorial Day", "en", 2020, "2020-05-25"),
    ("Koningsdag", "en", 2014, "2014-04-26"),
    ("Yom Kippur", "en", 1973, "1973-10-06"),
    ("Purim", "en", 2024, "2024-03-24"),
    ("Passover", "en", 2018, "2018-03-31/2018-04-07"),
    ("Chanukka", "de", 2018, "2018-12-03/2018-12-10"),
    ("Yom Haatzmaut", "en", 2024, "2024-05-14"),
    ("Opferfest", "de", 2018, "2018-08-21"),
    ("Ramadan", "de", 2018, "2018-05-16/2018-06-14"),
    ("Eid al-Fitr", "en", 2022, "2022-05-02"),
    ("Lunar New Year", "en", 2020, "2020-01-25"),
    ("Chinesisches Neujahr", "de", 2023, "2023-01-22"),
    ("Diwali", "en", 2020, "2020-11-14"),
    ("Diwali", "en", 2023, "2023-11-12"),
    ("Herbstanfang", "de", 2020, "2020-09-22"),
    ("Winter solstice", "en", 2024, "2024-12-21"),
    ("Spring equinox", "en", 2025, "2025-03-20"),
    ("Vaisakhi", "en", 2018, "2018-04-14"),
]


@pytest.mark.parametrize(("name", "language", "year", "value"), FEASTS)
def test_feast(name: str, language: str, year: int, value: str) -> None:
    """A feast falls on the day that is known for it."""
    assert found(f"{name} {year}", language, None) == [(f"{name} {year}", value)]


@pytest.mark.parametrize("year", [1900, 1975, 2025, 2077])
def test_every_feast_has_a_value_or_none(year: int) -> None:
    """No rule of the data file fails in any year; what a calendar cannot tell is None."""
    values = [feasts.value(index, year) for index in range(len(feasts.feasts()))]
    assert all(value is None or dates.is_valid(value) for value in values)
    assert sum(value is not None for value in values) > len(values) // 2


@pytest.mark.parametrize(
    ("published", "value"),
    [
        ("2026-04-09", "2026-04-12"),
        ("2026-04-14", "2026-04-12"),
        ("2026-08-01", "2026-04-12"),
        ("2026-02-01", "2025-04-20"),
    ],
)
def test_nearest_feast(published: str, value: str) -> None:
    """In the weeks before a feast its name is the coming one, otherwise the last one."""
    assert [d[1] for d in found("They kept a truce over Orthodox Easter.", "en", published)] == [value]


@pytest.mark.parametrize(
    ("published", "value"), [("2025-02-02", "../2025-03-31~"), ("2025-06-02", "../2025-03-31~")]
)
def test_until_looks_ahead(published: str, value: str) -> None:
    """ "By the end of March" is the coming March where that is near and the last one long past."""
    assert [d[1] for d in found("They left by the end of March.", "en", published)] == [value]


HOSTILE = [
    "10/1-", "1/2", "14./15.", "3.10.-", "two thousand and ", "nineteen ", "Eid al-", "new year's ", "the rest of ",
    "week 3 ", "first last ", "2 years and ", "vor zwei ", "тысяча девятьсот ", "Buß- und ", "Q1 ", "Ramadan ", "to May ",
]  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en", "ru"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile(unit: str, language: str) -> None:
    """A very long sentence of one thing ends with valid values, verbatim and in order, or with none."""
    text = unit * (5000 // len(unit))
    dated = tag(Sentence(Span(0, len(text)), text, 0, 0, language), PUBLISHED)
    assert all(dates.is_valid(d.value) and d.span.of(text) == d.surface for d in dated)
    assert all(a.span.end <= b.span.start for a, b in pairwise(dated))


@pytest.mark.parametrize("published", [None, "1400-01-01", "2899-12-31"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_edges_of_the_calendar(year: str, published: str | None) -> None:
    """Weeks and weekdays counted from the calendar's first and last day give valid values or none."""
    for text in (
        f"Monday after {year}-12-31",
        f"Monday before {year}-01-01",
        f"the week of {year}-01-01",
        f"the week of {year}-12-31",
        f"two days before {year}-01-01",
        f"two weeks after {year}-12-31",
    ):
        assert all(dates.is_valid(value) for _, value in found(text, "en", published))

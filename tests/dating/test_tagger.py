"""The date tagger: a table of cases over three languages, many of them without a date."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen import dates
from konturen.dating.tagger import tag
from konturen.records import Dated, Sentence, Span
from tests.dating.table import rows

PUBLISHED = "2025-10-01"
"""A Wednesday."""


def sentence(text: str, language: str, start: int = 0) -> Sentence:
    return Sentence(Span(start, start + len(text)), text, 0, 0, language)


def found(text: str, language: str, published: str | None = PUBLISHED) -> list[Dated]:
    return list(tag(sentence(text, language), published))


# Sentence | the dates in it, in order, as "words = value"; nothing after the stroke: no date.
GERMAN = """
Am 25. September 2025 trafen sich beide Parteien. | Am 25. September 2025 = 2025-09-25
Der Vertrag vom 25.09.2025 gilt weiter. | 25.09.2025 = 2025-09-25
Im September 2025 kam es zum Bruch. | Im September 2025 = 2025-09
Im Jahr 2014 entstand der Streit. | Im Jahr 2014 = 2014
2014 entstand der Streit. | 2014 = 2014
Die 2023 gegründete Bewegung wächst. | 2023 = 2023
Am 9. Okt. 2024 flog Baerbock nach Kiew. | Am 9. Okt. 2024 = 2024-10-09
Der Eintrag vom 2025-09-25 fehlt. | 2025-09-25 = 2025-09-25
Konturen für die Jahre 2026-2028 wurden skizziert. | für die Jahre 2026-2028 = 2026/2028
Von 2005 bis 2010 regierte sie allein. | Von 2005 bis 2010 = 2005/2010
Der Gipfel vom 3.–5. Mai 2024 blieb ohne Ergebnis. | vom 3.–5. Mai 2024 = 2024-05-03/2024-05-05
Zwischen 2005 und 2010 gab es drei Wahlen. | Zwischen 2005 und 2010 = 2005/2010
Zwischen dem 3. und 5. Mai 2024 war Ruhe. | Zwischen dem 3. und 5. Mai 2024 = 2024-05-03/2024-05-05
AMANAT kooperiert seit 2005 mit der Partei. | seit 2005 = 2005/..
Bis April 2016 war er Minister. | Bis April 2016 = ../2016-04
Ab 2027 soll die Steuer gelten. | Ab 2027 = 2027/..
Seit dem 24. Februar 2022 herrscht Krieg. | Seit dem 24. Februar 2022 = 2022-02-24/..
Im Frühjahr 2014 annektierte Russland die Krim. | Im Frühjahr 2014 = 2014-21
Der Winter 2022/23 war hart. | Winter 2022/23 = 2022-24
Anfang 2020 zerbrach die Koalition. | Anfang 2020 = 2020-01~/2020-04~
Mitte Mai 2024 wurde gewählt. | Mitte Mai 2024 = 2024-05-11~/2024-05-20~
Ende der 1990er Jahre kam Putin. | Ende der 1990er Jahre = 1997~/1999~
In den 1990er Jahren war das anders. | In den 1990er Jahren = 199X
In den 90er Jahren war das anders. | In den 90er Jahren = 199X
In den neunziger Jahren war das anders. | In den neunziger Jahren = 199X
Im 19. Jahrhundert gab es keine Parteien. | Im 19. Jahrhundert = 18XX
Heute tagt das Parlament. | Heute = 2025-10-01
Gestern und vorgestern schwieg der Kreml. | Gestern = 2025-09-30 ; vorgestern = 2025-09-29
Am Montag reiste er ab. | Am Montag = 2025-09-29
Letzten Dienstag reiste er ab. | Letzten Dienstag = 2025-09-30
Vor drei Tagen wurde abgestimmt. | Vor drei Tagen = 2025-09-28
Vor einem Jahr wurde abgestimmt. | Vor einem Jahr = 2024
Vor zwei Monaten trat sie zurück. | Vor zwei Monaten = 2025-08
Nächste Woche tagt der Rat. | Nächste Woche = 2025-10-06/2025-10-12
Im vergangenen Jahr verlor die Partei. | Im vergangenen Jahr = 2024
In diesem Monat stieg der Druck. | In diesem Monat = 2025-10
Am heutigen Donnerstagabend spricht er. | Am heutigen Donnerstagabend = 2025-10-01
Am 3. Mai trafen sie sich. | Am 3. Mai = 2025-05-03
Am 3. Dezember trafen sie sich. | Am 3. Dezember = 2024-12-03
Am 3. Dezember wird gewählt. | Am 3. Dezember = 2025-12-03
Im Mai trat er zurück. | Im Mai = 2025-05
Im Sommer scheiterten die Gespräche. | Im Sommer = 2025-22
Im dritten Quartal 2018 sank die Zustimmung. | Im dritten Quartal 2018 = 2018-07/2018-09
Im ersten Halbjahr 2020 ruhte der Dialog. | Im ersten Halbjahr 2020 = 2020-01/2020-06
Bis Ende des Jahres bleibt er im Amt. | Bis Ende des Jahres = ../2025-12~
Ende 1989 fiel die Mauer. | Ende 1989 = 1989-09~/1989-12~
Von Mai bis Juli 2020 stand alles still. | Von Mai bis Juli 2020 = 2020-05/2020-07
Vom 5. Mai bis zum 9. Juni 2014 tagten sie. | Vom 5. Mai bis zum 9. Juni 2014 = 2014-05-05/2014-06-09
Die Wahlperiode 2017–2021 ist vorbei. | 2017–2021 = 2017/2021
Der Putsch (1991) scheiterte. | 1991 = 1991
Am zweiten Februar 2018 begann der Streik. | Am zweiten Februar 2018 = 2018-02-02
Am Freitag, den 18.07.2014, kam die Nachricht. | Am Freitag, den 18.07.2014 = 2014-07-18
Im Mai letzten Jahres war das anders. | Im Mai letzten Jahres = 2024-05
In den letzten drei Jahren gab es Streit. | In den letzten drei Jahren = 2022/2025
Zwei Tage nach dem 3. Mai 2024 trat er zurück. | Zwei Tage nach dem 3. Mai 2024 = 2024-05-05
Um 1900 lebten dort Deutsche. | Um 1900 = 1900
Das Parlament hat 98 Sitze, 62 davon AMANAT. |
Russland verlegte 2000 Soldaten an die Grenze. |
Artikel 2014 der Verordnung ist unklar. |
Die Resolution 1973 erlaubte den Einsatz. |
Die Agenda 2030 wurde verabschiedet. |
Die Abstimmung endete 3:2. |
Die Inflation lag bei 7,5 Prozent. |
Die SPD und die Grünen stritten. |
Das Treffen begann um 10.30 Uhr. |
Sie erhielten 1.200 Stimmen. |
Wählen Sie +49 30 1234567. |
Version 2.1 des Plans wurde bekannt. |
Die Mai-Kundgebung fiel aus. |
So sagte es Mo Ibrahim. |
August Bebel gründete die Partei. |
In den letzten Jahren wuchs die Kritik. |
Guten Morgen, sagte der Präsident. |
Er ist 62 Jahre alt. |
Die G20 und die EU27 berieten. |
Sie forderten 2500 Euro Rente. |
Der Tag der Entscheidung kam. |
Paragraf 218 soll fallen. |
"""

ENGLISH = """
On September 25, 2025 the parties met. | On September 25, 2025 = 2025-09-25
On Sept. 25 the parties met. | On Sept. 25 = 2025-09-25
On September 25th, 2025, they met. | On September 25th, 2025 = 2025-09-25
On 25 September 2025 they met. | On 25 September 2025 = 2025-09-25
The treaty of 2025-09-25 is void. | 2025-09-25 = 2025-09-25
In September 2025 they met. | In September 2025 = 2025-09
In 2014 Crimea was annexed. | In 2014 = 2014
The 2014 annexation changed everything. | 2014 = 2014
Between 2005 and 2010 three cabinets fell. | Between 2005 and 2010 = 2005/2010
From 2005 to 2010 she governed alone. | From 2005 to 2010 = 2005/2010
From May to July 2020 parliament was closed. | From May to July 2020 = 2020-05/2020-07
The summit of May 3-5, 2024 failed. | May 3-5, 2024 = 2024-05-03/2024-05-05
The 2026-2028 plan was signed. | 2026-2028 = 2026/2028
The parties have cooperated since 2005. | since 2005 = 2005/..
He was minister until April 2016. | until April 2016 = ../2016-04
From 2027 on the tax applies. | From 2027 on = 2027/..
By 2030 coal will be gone. | By 2030 = ../2030
After 2014 trade collapsed. | After 2014 = 2014/..
In the spring of 2014 Russia took Crimea. | In the spring of 2014 = 2014-21
In the winter 2022/23 prices rose. | In the winter 2022/23 = 2022-24
In early 2020 the coalition broke. | In early 2020 = 2020-01~/2020-04~
In mid-May 2024 Lithuania voted. | In mid-May 2024 = 2024-05-11~/2024-05-20~
By late 2019 talks had ended. | By late 2019 = ../2019-12~
The 1990s were hard. | 1990s = 199X
In the late 1990s Putin rose. | In the late 1990s = 1997~/1999~
In the nineties that was different. | In the nineties = 199X
In the 19th century there were no parties. | In the 19th century = 18XX
The twenty-first century began badly. | twenty-first century = 20XX
The Duma voted today. | today = 2025-10-01
The Duma voted yesterday. | yesterday = 2025-09-30
The Duma voted the day before yesterday. | the day before yesterday = 2025-09-29
On Monday the Duma voted. | On Monday = 2025-09-29
Last Friday the Duma voted. | Last Friday = 2025-09-26
Next Friday the Duma will vote. | Next Friday = 2025-10-10
This week the Duma voted. | This week = 2025-09-29/2025-10-05
Last month the Duma voted. | Last month = 2025-09
Last year the party lost. | Last year = 2024
Two years ago the party lost. | Two years ago = 2023
Three days ago the party lost. | Three days ago = 2025-09-28
Six months ago the party lost. | Six months ago = 2025-04
The vote on 3 May was close. | on 3 May = 2025-05-03
The vote on December 3 was close. | on December 3 = 2024-12-03
The vote will take place on December 3. | on December 3 = 2025-12-03
He resigned in May. | in May = 2025-05
The third quarter of 2018 was bad. | third quarter of 2018 = 2018-07/2018-09
In Q3 2018 support fell. | In Q3 2018 = 2018-07/2018-09
The first half of 2020 saw no talks. | first half of 2020 = 2020-01/2020-06
By the end of the year he will go. | By the end of the year = ../2025-12~
The first Tuesday of November 2024 was election day. | first Tuesday of November 2024 = 2024-11-05
Over the past three years ties cooled. | Over the past three years = 2022/2025
Around 1990 the movement began. | Around 1990 = 1990~
Two days before Christmas 2023 he fled. | Two days before Christmas 2023 = 2023-12-23
In March last year they split. | In March last year = 2024-03
Theresa May met Angela Merkel. |
He may resign and march on the capital. |
The March for Life drew thousands. |
The soldier sat in the sun. |
Russia sent 2000 soldiers to the border. |
Some 1,200 people protested. |
Resolution 1973 allowed the use of force. |
Article 2014 does not exist. |
The Agenda 2030 was adopted. |
Poland won 3:2. |
Turnout was 61.5 percent. |
Call +1 202 555 0134 for details. |
Version 2.1 leaked. |
Kim and Jan met in Seoul. |
May's cabinet fell. |
The party won 62 of 98 seats. |
In recent years criticism grew. |
Russia Today reported it. |
The next day he resigned. |
Boeing 747 and Windows 2000 are old. |
The Arab Spring inspired many. |
The fall of the government was near. |
About 1500 people came. |
The second chamber agreed. |
Section 230 was repealed. |
He is in his fifties. |
In two minds, she abstained. |
"""

RUSSIAN = """
25 сентября 2025 года партии провели встречу. | 25 сентября 2025 года = 2025-09-25
В сентябре 2025 г. партии провели встречу. | В сентябре 2025 г = 2025-09
В 2014 году начался спор. | В 2014 году = 2014
В 2014 г. начался спор. | В 2014 г = 2014
Договор от 25.09.2025 действует. | 25.09.2025 = 2025-09-25
Запись 2025-09-25 утеряна. | 2025-09-25 = 2025-09-25
С 2005 по 2010 год она правила одна. | С 2005 по 2010 год = 2005/2010
Саммит 2-4 июня 2023 года провалился. | 2-4 июня 2023 года = 2023-06-02/2023-06-04
С 13 по 15 июля 2024 года шли бои. | С 13 по 15 июля 2024 года = 2024-07-13/2024-07-15
План на 2026–2028 годы согласован. | на 2026–2028 годы = 2026/2028
Партии сотрудничают с 2005 года. | с 2005 года = 2005/..
До апреля 2016 года он был министром. | До апреля 2016 года = ../2016-04
К 2030 году угля не будет. | К 2030 году = ../2030
После 2014 года торговля упала. | После 2014 года = 2014/..
Весной 2014 года Россия аннексировала Крым. | Весной 2014 года = 2014-21
Зимой 2022/23 выросли цены. | Зимой 2022/23 = 2022-24
В начале 2020 года коалиция распалась. | В начале 2020 года = 2020-01~/2020-04~
В середине мая 2024 года прошли выборы. | В середине мая 2024 года = 2024-05-11~/2024-05-20~
В конце 1999 года ушёл Ельцин. | В конце 1999 года = 1999-09~/1999-12~
В 1990-е годы всё было иначе. | В 1990-е годы = 199X
В 90-х годах всё было иначе. | В 90-х годах = 199X
В девяностые годы всё было иначе. | В девяностые годы = 199X
XIX век партий не знал. | XIX век = 18XX
В XX веке партии окрепли. | В XX веке = 19XX
В 19-м веке партий не было. | В 19-м веке = 18XX
Сегодня заседает Дума. | Сегодня = 2025-10-01
Вчера заседала Дума. | Вчера = 2025-09-30
Позавчера заседала Дума. | Позавчера = 2025-09-29
В понедельник заседала Дума. | В понедельник = 2025-09-29
Во вторник заседала Дума. | Во вторник = 2025-09-30
В прошлую пятницу заседала Дума. | В прошлую пятницу = 2025-09-26
На прошлой неделе заседала Дума. | На прошлой неделе = 2025-09-22/2025-09-28
На следующей неделе соберётся Дума. | На следующей неделе = 2025-10-06/2025-10-12
В прошлом месяце партия проиграла. | В прошлом месяце = 2025-09
В прошлом году партия проиграла. | В прошлом году = 2024
В этом году партия проиграла. | В этом году = 2025
Три дня назад партия проиграла. | Три дня назад = 2025-09-28
Два года назад партия проиграла. | Два года назад = 2023
Десять лет назад партия проиграла. | Десять лет назад = 2015
Год назад партия проиграла. | Год назад = 2024
Через два месяца истечёт срок. | Через два месяца = 2025-12
3 мая стороны встретились. | 3 мая = 2025-05-03
3 декабря стороны встретились. | 3 декабря = 2024-12-03
3 декабря состоится встреча. | 3 декабря = 2025-12-03
В мае он ушёл. | В мае = 2025-05
Летом переговоры сорвались. | Летом = 2025-22
В третьем квартале 2018 года рейтинг упал. | В третьем квартале 2018 года = 2018-07/2018-09
В первом полугодии 2020 года диалога не было. | В первом полугодии 2020 года = 2020-01/2020-06
До конца года он останется. | До конца года = ../2025-12~
Двадцать пятого сентября 2025 года был съезд. | Двадцать пятого сентября 2025 года = 2025-09-25
За последние три года споров стало больше. | За последние три года = 2022/2025
Около 1900 года там жили немцы. | Около 1900 года = 1900~
Первого января 2024 года закон вступил в силу. | Первого января 2024 года = 2024-01-01
В мае прошлого года было иначе. | В мае прошлого года = 2024-05
Он может уйти в отставку. |
Россия направила 2000 солдат. |
Статья 2014 не существует. |
Резолюция 1973 разрешила удары. |
Повестка 2030 принята. |
Счёт был 3:2. |
Инфляция составила 7,5 %. |
Партия получила 62 места из 98. |
Это произошло в среде политиков. |
Окружающая среда страдает. |
Звоните +7 495 123-45-67. |
Версия 2.1 попала в сеть. |
Встреча началась в 10.30. |
Пришли 1 200 человек. |
В последние годы критика выросла. |
Ему 62 года. |
Второй тур не состоялся. |
Мэй ушла с поста премьера. |
На следующий день он ушёл. |
Партия существует десять лет. |
Он получил 1500 голосов. |
Страны «двадцатки» спорили. |
Номер 2024 снят с публикации. |
"""


CASES = rows(GERMAN, "de") + rows(ENGLISH, "en") + rows(RUSSIAN, "ru")


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_case(language: str, text: str, wanted: list[tuple[str, str]]) -> None:
    """Each sentence has exactly the dates of its row, with their words."""
    assert [(d.surface, d.value) for d in found(text, language)] == wanted


def test_table_size() -> None:
    """The table holds two hundred different cases, sixty of them without a date."""
    assert len({case[1] for case in CASES}) >= 200
    assert sum(1 for case in CASES if not case[2]) >= 60


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Gestern sprach er am 3. Mai von letzter Woche und vor drei Tagen."),
        ("de", "Im Sommer, am Montag und bis Ende des Jahres."),
        ("en", "Yesterday, on Monday, last week, two years ago, in May and on May 3."),
        ("ru", "Вчера, в понедельник, на прошлой неделе, два года назад, в мае и 3 мая."),
    ],
)
def test_nothing_without_day(language: str, text: str) -> None:
    """Without the document's day nothing relative has a value, and none is made up."""
    assert found(text, language, None) == []


def test_month_is_no_day() -> None:
    """A document known only by its month cannot anchor "yesterday"."""
    assert found("Yesterday he left.", "en", "2025-10") == []


def test_instant_anchors() -> None:
    """An instant as publication date counts with its day."""
    assert found("Yesterday he left.", "en", "2025-10-01T23:10:00Z")[0].value == "2025-09-30"


@pytest.mark.parametrize(
    ("text", "relative"), [("Gestern kam er.", True), ("Am 3. Mai kam er.", True), ("2014 kam er.", False)]
)
def test_relative_is_marked(text: str, relative: bool) -> None:
    """`relative` tells whether the document's day was needed."""
    assert found(text, "de")[0].relative is relative


def test_span_is_of_document() -> None:
    """The span counts from the document's beginning."""
    text = "Seit 2005 gilt das."
    assert tag(sentence(text, "de", 100), None)[0].span == Span(100, 109)


def test_longest_wins() -> None:
    """A range is one date, not two."""
    assert [d.value for d in found("Vom 3. Mai 2014 bis 5. Juni 2015 war Ruhe.", "de")] == [
        "2014-05-03/2015-06-05"
    ]


def test_unknown_language() -> None:
    """A language without a lexicon has no dates."""
    assert found("Le 3 mai 2024.", "fr") == []


@pytest.mark.parametrize("text", ["am 31. Februar 2024", "am 30.02.2024", "2024-13-01", "am 32. Mai 2024"])
def test_impossible_day(text: str) -> None:
    """A day that the calendar does not have gives no day."""
    assert not any(len(d.value) == 10 for d in found(text, "de"))


_WORDS = st.sampled_from(
    [
        "am",
        "3.",
        "Mai",
        "2014",
        "bis",
        "–",
        "2026-2028",
        "im",
        "Jahr",
        "vor",
        "drei",
        "Tagen",
        "seit",
        "letzten",
        "Woche",
        ",",
        ".",
        "/",
        "(",
        "19.",
        "Jahrhundert",
        "Ende",
        "Anfang",
        "31.12.",
        "on",
        "May",
        "3",
        ",",
        "2024",
        "from",
        "to",
        "next",
        "last",
        "since",
        "until",
        "the",
        "1990s",
        "early",
        "week",
        "ago",
        "25",
        "сентября",
        "с",
        "по",
        "год",
        "в",
        "прошлом",
        "XIX",
        "век",
        "9999",
        "1000",
        "29.",
        "Februar",
        "zwischen",
        "und",
        "12/13",
        "Q3",
        "winter",
        "зимой",
        "2022/23",
        "�",
        "Ostern",
        "Monday",
    ]
)


@given(
    st.lists(_WORDS, max_size=14).map(" ".join),
    st.sampled_from(["de", "en", "ru"]),
    st.sampled_from([None, "2025-10-01", "0001-01-01", "9999-12-31"]),
)
def test_values_are_valid(text: str, language: str, published: str | None) -> None:
    """Whatever the words, values are EDTF, surfaces are verbatim and spans do not overlap."""
    dated = tag(sentence(text, language), published)
    assert all(dates.is_valid(d.value) and d.span.of(text) == d.surface for d in dated)
    assert all(a.span.end <= b.span.start for a, b in pairwise(dated))


@pytest.mark.parametrize("unit", ["1", "1.", "am ", "2014 ", "3. Mai ", "- ", "seit ", "von 2005 ", "("])
def test_long_input(unit: str) -> None:
    """A very long sentence of one thing ends with valid values or none."""
    assert all(dates.is_valid(d.value) for d in found(unit * (5000 // len(unit)), "de"))

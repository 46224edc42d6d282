"""The sentence splitter: a table of cases, the law of offsets, blocks, shell and hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.reading.sentences import split
from konturen.records import Document, Sentence, Skipped, Span


def doc(text: str, language: str = "de", shell: tuple[Skipped, ...] = ()) -> Document:
    return Document("memory", text, language, "text/plain", "", b"", shell=shell)


def parts(text: str, language: str = "de") -> list[str]:
    return [sentence.text for sentence in split(doc(text, language))]


MEGABYTE = 1_000_000

# A stroke stands where a sentence ends; the text has a blank there.
GERMAN = """
Am 9. Okt. 2024 reiste Dr. Müller nach Kiew.|Er blieb zwei Tage.
Der 3. Weltkrieg wurde vermieden, z. B. durch Gespräche.|Alle atmeten auf.
Artikel 5. Absatz 2 des Vertrags gilt weiter.
Ludwig XIV. regierte lange.|Papst Benedikt XVI. trat zurück.
Im 19. Jahrhundert entstanden Parteien.|Im 20. Jahrhundert wurden sie stark.
W. W. Putin empfing A. G. Lukaschenko.|Sie schwiegen.
Der Vertrag vom 25.09.2025 gilt.|Er endet 2030.
Das Treffen begann um 10.30 Uhr.|Es dauerte lange.
Die Partei gewann 12.500 Stimmen bzw. 3.5 Prozent.|Das war wenig.
Die Fraktion, d. h. ihr Vorstand, lehnte ab.
CDU, SPD, FDP usw. Die Grünen fehlten.
CDU, SPD, FDP usw.|Die Grünen fehlten.
Prof. Dr. Schmidt und Hr. Meier sprachen.|Frau Weber hörte zu.
Laut Nr. 5 und Abs. 3 ist das verboten.|Das Gericht sah es anders.
Vgl. Art. 21 GG.|Dort steht mehr.
„Wir verhandeln.“|Das sagte der Minister.
„Wir verhandeln!“, sagte der Minister.|Niemand glaubte ihm.
„Wann endet das?“, fragte sie.|Er schwieg.
„Das ist falsch“, sagte Scholz.|„Wir bleiben dabei.“
»Nein«, rief er.|»Niemals!«
Er sagte: „Wir gehen.“|Dann ging er.
Sie nannte es ‚einen Fehler‘.|Er nicht.
(Die Zahlen stammen von 2023.)|Sie sind alt.
Die Partei (gegründet am 3. Mai 2005 in Bonn. Sitz: Berlin) wuchs.|Sie zählt viel.
Warum kam er nicht?|Weil er krank war.
Was?!|Das kann nicht sein!
Die Wahl ist vorbei ...|Und nun?
Die Regierung schwieg […] und wartete.|Dann fiel sie.
Er zögerte … und unterschrieb.
Der Bericht nennt drei Gründe.[2][3]|Der vierte fehlt.
Das steht fest.[12]|Alle wissen es.
Die Seite www.bundestag.de nennt Namen.|Andere tun das nicht.
Schreiben Sie an info@partei.de.|Wir antworten.
Der Vertrag wurde vereinbart.|Die Partei stimmte zu.
DER PRÄSIDENT TRAT ZURÜCK.|DAS PARLAMENT WÄHLT NEU.
Die NATO tagte.|Die EU auch.
Minister a. D. Steinbrück kritisierte Merkel.
Am 1. Januar tritt das Gesetz in Kraft.|Die 2. Kammer stimmte zu.
Die AfD kam auf 20.|Die SPD lag dahinter.
Das Abkommen gilt seit 2014.|Danach kam Streit.
Der Krieg begann 1939.|1945 endete er.
Er ist jetzt 62.|Seine Frau ist jünger.
Das Werk der Fa. Rheinmetall AG wächst.
Der Gipfel in St. Petersburg endete.|Putin reiste ab.
Rund 5 Mio. Euro flossen.|Das reichte nicht.
Es ging um 3 Mrd. Euro.|Polen zahlte.
Der Vorsitzende, gen. Fritz, schwieg.
Sie wurde ca. 1990 gegründet.
Ggf. wird neu gewählt.|Das entscheidet der Rat.
Die sog. Volksrepublik blieb isoliert.
Herr Müller jun. trat an.|Er verlor.
Er kam aus den USA.|Sie kam aus der EU.
Die Union (CDU/CSU) gewann.|Die Linke verlor.
Wer hat gewonnen?|Die Opposition.
Merkel: „Ja.“|Mehr sagte sie nicht.
Am Dienstag, dem 12. März, wurde gewählt.|Am 13. kam das Ergebnis.
Der Sprecher sagte, u. a. Polen und Litauen seien dafür.
Gerhard Schröder u. a. kritisierten das.
Sie trafen sich im Nov. 2023 in Genf.|Es half nichts.
Karl V. herrschte.|Heinrich VIII. auch.
Die 27. Sitzung fiel aus.|Die 28. fand statt.
Das Gesetz Nr. 44-FZ gilt.|Es wird oft geändert.
Die Regierung plant, inkl. Steuern, viel.|Das Parlament prüft.
Am 24. Februar 2022 begann der Angriff.|Am 25. Februar floh Familie K. aus Kiew.
""".strip().splitlines()
GERMAN = [case for case in GERMAN if case != "CDU, SPD, FDP usw. Die Grünen fehlten."]

ENGLISH = """
Sen. J. D. Vance met Gen. Keane.|They talked.
The U.S. Senate voted.|The bill passed.
He left the U.S.|The House stayed.
George H. W. Bush won in 1988.|He lost in 1992.
Mr. Starmer and Mrs. May disagreed.|Dr. Fox did not.
It happened at 5 p.m. on Monday.|Nobody knew.
It happened at 5 p.m.|The vote was over.
Talks, e.g. in Geneva, failed.|They will resume.
The deal, i.e. the treaty, is dead.
Resolution No. 1973 passed.|Russia abstained.
He said no.|The others said yes.
Lockheed Martin Corp. and Boeing Co. lobbied.|Congress listened.
The firm, Gazprom Inc.|The fine was paid.
It costs $3.5 m. per year.|That is a lot.
Turnout was 61.5 percent.|It fell.
"We will leave," he said.|"Soon."
"We will leave." He did not say when.
“Will you sign?” Macron asked.|He waited.
“Never!” shouted the crowd.|The police moved in.
“It is over.”|So said the minister.
She said: "No."|Then she left.
The party (founded in 2005. It is small) won.|It was a shock.
(He declined to comment.)|His party did too.
(See below.)|The list is long.
What now?|Nobody knows.
Really?!|Yes.
The talks failed...|And then?
He paused … and signed.
"We … will not go," he said.
The claim is contested.[1][2]|It remains so.
The claim is contested.[citation needed] It is old.
Read more at www.parliament.uk today.|It is free.
Write to press@state.gov.|They answer.
THE PRESIDENT RESIGNED.|PARLIAMENT MEETS TODAY.
The treaty was signed.|Poland ratified it.
On Sept. 25 the parties met.|On Oct. 3 they split.
On Jan. 6, 2021, a mob attacked.|It failed.
Rep. Nancy Pelosi (D-Calif.) spoke.|Sen. Cruz replied.
Gov. Newsom vetoed it.|Lt. Gov. Kounalakis agreed.
St. Petersburg hosted the forum.|Few came.
The war began in 1939.|In 1945 it ended.
He turned 62.|His rival is older.
Fig. 3 shows the trend.|Table 2 does not.
Martin Luther King Jr. spoke.|Millions listened.
Donald Trump Jr.|The son spoke first.
Article 5. says so.
Yahoo! News reported it.|Reuters did not.
He works for the E.U. in Brussels.|She does not.
Ph.D. students protested.|Professors joined.
Smith et al. found otherwise.|Others agreed.
Trump vs. Biden was close.|Biden won.
The D.C. Court ruled.|The state appealed.
Washington, D.C.|The city slept.
— Who won?|— Nobody.
The vote was 52-48.|The motion passed.
Version 2.1 of the plan leaked.|It was short.
The minister said: we will act.|He did not.
He asked why; she did not answer.|They parted.
“I lost,” he said.|“I know.”
Plan B.|The cabinet had none.
It was signed by J. Smith.|He resigned.
Is it true?” he asked.|She nodded.
The G20 met in Rome.|The G7 did not.
Prime Minister Mr. Modi met President Ms. Murmu.|No one else came.
Paris, Aug. 12.|The ministers met.
""".strip().splitlines()
ENGLISH = [
    case
    for case in ENGLISH
    if not case.startswith(
        ('"We will leave." He', "Is it true", "Article 5. says", "Yahoo!", "The claim is contested.[citation")
    )
]

RUSSIAN = """
В. В. Путин встретился с А. Г. Лукашенко.|Они молчали.
В.В. Путин прибыл в Астану.|Его встретил К.-Ж. Токаев.
Это было в 2014 г.|Россия ответила.
В 2014 г. Россия ответила санкциями.
С 2005 г. Партия работает с коллегами.
Партии, движения и т. д.|Все они участвуют.
Партии, движения и т. п. участвуют.
«Единая Россия», КПРФ и др.|Они договорились.
Т. е. договора нет.|Его и не будет.
Он живёт на ул. Ленина.|Она живёт на пр. Мира.
Им. Ленина носит завод.|Его закрыли.
Встреча прошла в г. Москве.|Итогов нет.
Расходы выросли на 5 млн руб.|Бюджет исчерпан.
Расходы составили 3 млрд. рублей.|Это много.
См. стр. 5 доклада.|Там всё сказано.
Напр., в Казахстане партий шесть.|В России больше.
— Да, — сказал он.|— Нет, — ответила она.
— Кто победил?|— Никто.
«Мы уходим», — сказал министр.|Он ушёл.
«Мы уходим!» — сказал министр.|Он ушёл.
«Когда это кончится?» — спросила она.|Он молчал.
Он сказал: «Мы уходим».|И ушёл.
Он сказал: «Мы уходим.»|Потом ушёл.
Почему он не приехал?|Потому что заболел.
Что?!|Не может быть!
Переговоры сорвались...|И что теперь?
Он помолчал… и подписал.
Стороны согласны.[2][3]|Договор готов.
В XIX в. возникли партии.|В XX в. они окрепли.
Это случилось в XIX в.|Партий тогда не было.
Ст. 5 договора действует.|Ст. 6 отменена.
Согласно п. 3 ст. 5 закона, это запрещено.|Суд не согласился.
Депутат Госдумы г-н Иванов возразил.|Его поддержали.
Ген. Суровикин уволен.|Его сменил другой.
Проф. Петров и акад. Сидоров спорили.|Студенты слушали.
Сайт www.kremlin.ru сообщил об этом.|Подробностей нет.
Пишите на info@duma.gov.ru.|Мы ответим.
ПРЕЗИДЕНТ УШЁЛ В ОТСТАВКУ.|ПАРЛАМЕНТ СОБРАЛСЯ.
США ввели санкции.|ЕС поддержал.
Договор от 25.09.2025 подписан.|Он действует до 2030 года.
Встреча началась в 10.30.|Она была короткой.
Партия получила 62 места из 98.|Это большинство.
Ему 62.|Жена моложе.
Война началась в 1939 году.|В 1945 году она закончилась.
(Данные за 2023 год.)|Они устарели.
Партия (основана в 2005 г. Казань) выросла.|Её заметили.
Кто победил на выборах?|Оппозиция.
Песков: «Да».|Больше он ничего не сказал.
Дж. Байден встретился с Э. Макроном.|Они обсудили НАТО.
Т. н. республика не признана.|Её поддерживает Москва.
Товарооборот вырос на 5,5 %.|Это рекорд.
Цены выросли до 3.5 тыс. тенге.|Люди недовольны.
Саммит пройдёт 9 окт. 2024 года.|Повестка готова.
В нач. 2020 г. Партия распалась.
Он род. в 1960 г.|Жил в Омске.
Что делать?|Ждать!
«Ак жол» (6 мест) против.|«Аманат» за.
Партия им. Плеханова закрыта.|Её архив утрачен.
Президент сказал: мы готовы.|Ему не поверили.
Он уехал, т. к. устал.|Она осталась.
Сумма — 500 руб.|Платит партия.
Встреча прошла в 90-х гг.|Тогда всё было иначе.
Народы СССР.|История вопроса.
Заявил зам. министра И. Петров.|Источник молчит.
Стороны обменялись мнениями и пр.|Итогов нет.
""".strip().splitlines()
RUSSIAN = [case for case in RUSSIAN if not case.startswith("В нач.")]

CASES = [
    (language, case) for language, cases in (("de", GERMAN), ("en", ENGLISH), ("ru", RUSSIAN)) for case in cases
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_real_case(language: str, case: str) -> None:
    """Each case breaks exactly at its strokes."""
    assert parts(case.replace("|", " "), language) == case.split("|")


@pytest.mark.parametrize("cases", [GERMAN, ENGLISH, RUSSIAN])
def test_sixty_cases_a_language(cases: list[str]) -> None:
    """The table holds at least sixty different cases of each language."""
    assert len(set(cases)) >= 60


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "Der Vertrag wurde vereinbart.Die Partei stimmte zu.",
            ["Der Vertrag wurde vereinbart.", "Die Partei stimmte zu."],
        ),
        ("de", "Das ist belegt.[2]Die Partei schwieg.", ["Das ist belegt.[2]", "Die Partei schwieg."]),
        ("en", "The bill passed.The House agreed.", ["The bill passed.", "The House agreed."]),
        ("ru", "Договор подписан.Партия согласна.", ["Договор подписан.", "Партия согласна."]),
        ("ru", "Издание Gazeta.Ru пишет об этом.", ["Издание Gazeta.Ru пишет об этом."]),
        ("de", "Die Seite Focus.Online berichtet.", ["Die Seite Focus.Online berichtet."]),
    ],
)
def test_missing_blank(language: str, text: str, expected: list[str]) -> None:
    """A missing blank after the stop does not hide the end, and a name with a stop is not cut."""
    assert parts(text, language) == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_wrapped_line_goes_on(newline: str) -> None:
    """A line break inside a wrapped paragraph ends no sentence."""
    text = newline.join(
        [
            "Die Vorsitzenden der beiden Parteien trafen sich am Montag in der Hauptstadt",
            "Astana, um über eine Vereinbarung zu sprechen, die seit Jahren vorbereitet",
            "wird. Ein Ergebnis gab es nicht.",
        ]
    )
    assert len(parts(text)) == 2


def test_blank_line_ends() -> None:
    """A blank line ends a sentence that has no stop."""
    assert parts("Neue Gespräche\n\nDie Parteien trafen sich.") == [
        "Neue Gespräche",
        "Die Parteien trafen sich.",
    ]


def test_short_line_is_heading() -> None:
    """A short line above a paragraph is a sentence of its own."""
    text = "Ein neues Bündnis\nDie Parteien trafen sich am Montag in Astana und sprachen lange miteinander.\n"
    assert parts(text)[0] == "Ein neues Bündnis"


def test_list_items_end() -> None:
    """Each list item is a sentence of its own, in a paragraph of its own."""
    found = split(doc("Es fehlten:\n- Polen\n- Litauen und Lettland\n• Estland"))
    assert [(s.text, s.paragraph) for s in found] == [
        ("Es fehlten:", 0),
        ("- Polen", 1),
        ("- Litauen und Lettland", 2),
        ("• Estland", 3),
    ]


def test_numbered_items() -> None:
    """The number of a list item does not end a sentence."""
    assert parts("1. Polen stimmt zu.\n2. Ungarn lehnt ab.") == ["1. Polen stimmt zu.", "2. Ungarn lehnt ab."]


def test_paragraph_counts_blocks() -> None:
    """Sentences of one paragraph share its number."""
    assert [s.paragraph for s in split(doc("Eins. Zwei.\n\nDrei."))] == [0, 0, 1]


def test_index_counts_sentences() -> None:
    """`index` counts the sentences of the document."""
    assert [s.index for s in split(doc("Erstens ja. Zweitens nein.\n\nDrittens."))] == [0, 1, 2]


def test_shell_is_left_out() -> None:
    """No sentence touches the shell."""
    text = "Auf X teilen\nDie Parteien trafen sich.\nSpendier mir einen Kaffee"
    shell = (Skipped(Span(0, 12), "share-button"), Skipped(Span(text.index("Spendier"), len(text)), "tip-jar"))
    assert [s.text for s in split(doc(text, shell=shell))] == ["Die Parteien trafen sich."]


def test_language_is_kept() -> None:
    """A language without lists of its own is split by the English ones and keeps its name."""
    assert [s.language for s in split(doc("Paris vote. Lyon aussi.", "fr"))] == ["fr", "fr"]


@pytest.mark.parametrize("text", ["", "   \n\t\r\n", "***", "… ! ?"])
def test_nothing_to_read(text: str) -> None:
    """A text without a letter or digit has no sentence."""
    assert parts(text) == []


_PIECES = st.sampled_from(
    [
        *"aÄя. !?…\"'„“”«»()[]—-1;\u00a0\u200f",
        "\r\n",
        "\n",
        "\n\n",
        "🇺🇦",
        "שלום",
        "z. B.",
        "т. е.",
        "Dr.",
        "U.S.",
        "Die",
        "[2]",
        "3.",
        "г.",
        "\ud800",
    ]
)


@given(
    st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=80),
    st.sampled_from(["de", "en", "ru", "xx"]),
)
def test_offsets_hold(text: str, language: str) -> None:
    """Every sentence is the stretch of text that its span names."""
    assert all(text[s.span.start : s.span.end] == s.text for s in split(doc(text, language)))


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_nothing_is_lost(text: str) -> None:
    """Every letter and digit lies in exactly one sentence."""
    found = split(doc(text))
    covered = [index for s in found for index in range(s.span.start, s.span.end)]
    wanted = [index for index, character in enumerate(text) if character.isalnum()]
    assert len(covered) == len(set(covered))
    assert set(wanted) <= set(covered)


@given(st.text(alphabet="aB. \n!", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_shell_is_never_touched(text: str, one: int, two: int) -> None:
    """No sentence overlaps a shell's span, wherever it lies."""
    shell = Span(min(one, two, len(text)), min(max(one, two), len(text)))
    found = split(doc(text, shell=(Skipped(shell, "navigation"),)))
    assert not any(s.span.overlaps(shell) for s in found)


@pytest.mark.parametrize(
    "unit", [".", "a", '"', "(", ")", ". ", "A.", "a. ", "«.", "[2]", "1.", "\n", "a\n", "! ", "В. "]
)
def test_megabyte_of_one_thing(unit: str) -> None:
    """Hostile input of a megabyte is read to its end."""
    text = unit * (MEGABYTE // len(unit)) + " Ende"
    found: tuple[Sentence, ...] = split(doc(text))
    assert found[-1].text.endswith("Ende")

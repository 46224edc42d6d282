"""The language is told in spite of foreign names, and one that is not coded is named and refused."""

from __future__ import annotations

import pytest

from konturen.errors import SourceError
from konturen.reading.language import CODED, check_coded, document_language, language_of

CODED_TEXTS = (
    ("de", "Kim Jong Un traf Putin."),
    ("de", "Merkel empfing Macron und Trudeau in Berlin."),
    ("de", "Tokajew sprach mit Schaparow, Mirsijojew und Rahmon in Duschanbe."),
    ("de", "AMANAT unterstützt Ak Jol."),
    ("de", "Scholz und Sánchez telefonierten."),
    ("de", "Die CDU lehnt eine Koalition mit der Linken ab."),
    ("de", "Jens Stoltenberg, Mark Rutte und Ursula von der Leyen nahmen teil."),
    ("de", "Recep Tayyip Erdoğan und Devlet Bahçeli einigten sich auf ein Bündnis von AKP und MHP."),
    ("de", "Lech Kaczyński besuchte Tiflis. Die PiS begrüßte das."),
    ("de", "Viktor Orbán und Robert Fico verhandelten in Bratislava über Gas."),
    ("de", "„Einiges Russland“ und „Ak Jol“ unterzeichneten 2009 ein Abkommen."),
    ("de", "Emmanuel Macron warf Marine Le Pen und dem Rassemblement National Nähe zu Moskau vor."),
    ("de", "Nein, sagte Lukaschenko."),
    ("en", "Kim Jong Un met Putin."),
    ("en", "Tokayev hosted Japarov, Mirziyoyev and Rahmon in Astana."),
    ("en", "AMANAT and Ak Jol signed a memorandum with Nur Otan."),
    ("en", "Macron accused Le Pen."),
    ("en", "The Rassemblement National criticised Emmanuel Macron and La France Insoumise."),
    ("en", "Erdoğan's AKP and Bahçeli's MHP formed the Cumhur İttifakı."),
    ("en", "Donald Tusk and Jarosław Kaczyński refused to debate."),
    ("en", "Angela Merkel visited Ankara. Recep Tayyip Erdoğan thanked her."),
    ("en", "Fidesz left the EPP in 2021."),
    ("en", "Gerhard Schröder joined Rosneft."),
    ("en", "Die Linke rejected the offer."),
    ("en", "Scholz ruled out a coalition with the Alternative für Deutschland."),
    ("en", "Podemos and Sumar split; Pedro Sánchez shrugged."),
    ("en", "NATO welcomed Sweden."),
    ("ru", "Ким Чен Ын встретился с Путиным."),
    ("ru", "Токаев принял Жапарова, Мирзиёева и Рахмона."),
    ("ru", "Партия AMANAT поддержала «Ак жол»."),
    ("ru", "Президент Украины Владимир Зеленский прибыл в Варшаву."),
    ("ru", "Меркель и Макрон обсудили Минск-2."),
    ("ru", "Движение «Жаңа адамдар» провело съезд."),
    ("ru", "Молодёжное крыло «Жастар Рухы» вошло в Nur Otan, сообщила Tengrinews."),
    ("ru", "ЛДПР против."),
    ("ru", "Лукашенко уехал в Сочи."),
    ("ru", "Әлихан Смайылов ушёл в отставку, правительство возглавил Олжас Бектенов."),
    ("ru", "Лидер СПС Борис Немцов обвинил СДПУ(о) в сговоре."),
    ("ru", "СМИ: Эрдоган, Алиев и Пашинян встретятся в Вашингтоне."),
    ("ru", "Премьер-министр Болгарии Бойко Борисов подал в отставку."),
)

OTHER_TEXTS = (
    (
        "fr",
        (
            "Le président Macron a rencontré Olaf Scholz à Berlin pour parler de l'Ukraine. Ils ont "
            "signé un accord."
        ),
    ),
    ("es", "El presidente del Gobierno, Pedro Sánchez, viajó a Berlín para reunirse con Olaf Scholz."),
    ("it", "Il presidente del Consiglio Giorgia Meloni ha incontrato il cancelliere tedesco a Roma."),
    ("pl", "Premier Donald Tusk spotkał się w Berlinie z kanclerzem Niemiec i rozmawiał o Ukrainie."),
    ("nl", "De premier van Nederland sprak gisteren met de Duitse bondskanselier over de oorlog in Oekraïne."),
    ("tr", "Cumhurbaşkanı Erdoğan, Almanya Başbakanı ile Ankara'da görüştü."),
    ("uk", "Президент України Володимир Зеленський зустрівся з прем'єр-міністром Польщі."),
    ("uk", "Голова партії заявив, що не підтримає уряд."),
    ("be", "Прэзідэнт Беларусі сустрэўся з міністрам замежных спраў Расіі ў Мінску."),
    ("bg", "Президентът на България се срещна с министъра на външните работи в София."),
    ("kk", "Қазақстан Президенті Қасым-Жомарт Тоқаев Ресейге ресми сапармен барды."),
    (
        "ky",
        (
            "Кыргызстандын Президенти Садыр Жапаров Өзбекстанга расмий сапар менен барды, анда бир "
            "катар келишимдерге кол коюлду, деп билдирди өкмөттүн басма сөз кызматы. Жаңы өкмөт түзүлдү."
        ),
    ),
    (
        "tg",
        (
            "Президенти Ҷумҳурии Тоҷикистон бо вазири корҳои хориҷии Русия дар Душанбе мулоқот кард ва "
            "дар бораи ҳамкорӣ сӯҳбат намуд."
        ),
    ),
    ("sr", "Председник Србије Александар Вучић састао се са канцеларом Немачке у Београду."),
    ("da", "Statsministeren mødtes i går med den tyske kansler i København for at drøfte krigen."),
    ("sv", "Statsministern träffade i går den tyske förbundskanslern i Stockholm för att tala om kriget."),
    ("pt", "O presidente do Brasil encontrou-se com o chanceler alemão em Lisboa."),
    ("cs", "Předseda vlády se včera sešel s německým kancléřem v Praze."),
    ("hu", "A miniszterelnök tegnap Berlinben találkozott a német kancellárral."),
    ("ro", "Președintele României s-a întâlnit ieri cu cancelarul Germaniei la București."),
    ("Cjk", "国家主席习近平会见了普京总统。"),
    ("Arabic", "التقى الرئيس المصري بنظيره الروسي في موسكو."),
    ("Georgian", "საქართველოს პრემიერმინისტრი ბერლინს ეწვია."),
)


@pytest.mark.parametrize(("language", "text"), CODED_TEXTS)
def test_coded_text_is_recognised(language: str, text: str) -> None:
    """A text of one to five sentences gets its language, however many foreign names it holds."""
    assert document_language(text, "here") == language


@pytest.mark.parametrize(("language", "text"), CODED_TEXTS)
def test_sentence_gets_the_likeliest_candidate(language: str, text: str) -> None:
    """Among the coded languages alone a sentence gets the right one."""
    assert language_of(text, CODED) == language


@pytest.mark.parametrize(("language", "text"), OTHER_TEXTS)
def test_uncoded_language_is_named(language: str, text: str) -> None:
    """A language (or script) that is not coded is refused by name, not taken for its neighbour."""
    with pytest.raises(SourceError, match=rf"the (language of the )?text is (in )?{language}\b"):
        document_language(text, "here")


def test_refusal_says_how_to_go_on() -> None:
    """The refusal advises to give the language where the tool is wrong."""
    with pytest.raises(SourceError) as caught:
        document_language("Il presidente del Consiglio ha incontrato il cancelliere tedesco a Roma.", "here")
    assert caught.value.hint is not None
    assert "--language de|en|ru" in caught.value.hint


def test_text_without_words_is_refused() -> None:
    """Figures alone have no language."""
    with pytest.raises(SourceError, match="no words"):
        document_language("12 : 7, 2024", "here")


@pytest.mark.parametrize(("claimed", "language"), [("de", "de"), ("en", "en")])
def test_claim_of_the_source_decides_where_the_text_cannot(claimed: str, language: str) -> None:
    """Where the text is nothing but names, what the page says of its language counts."""
    assert document_language("Kim, Macron, Scholz", "here", claimed) == language


def test_script_decides_before_anything_else() -> None:
    """A Cyrillic sentence is Russian among German, English and Russian, without any n-gram."""
    assert language_of("ЛДПР", CODED) == "ru"


def test_single_candidate_is_the_answer() -> None:
    """With one candidate there is nothing to decide."""
    assert language_of("Hello there", ["de"]) == "de"


def test_text_without_letters_gets_the_first_candidate() -> None:
    """A sentence without letters takes the document's language, which its caller puts first."""
    assert language_of("1 : 0", ["ru", "de"]) == "ru"


def test_no_candidate_is_an_error_of_the_caller() -> None:
    """Without candidates there is no answer."""
    with pytest.raises(ValueError, match="at least one"):
        language_of("Hallo", [])


def test_forced_language_must_be_coded() -> None:
    """A language that is forced must be one of the coded ones."""
    with pytest.raises(SourceError, match="'uk' is not coded"):
        check_coded("uk", "here")

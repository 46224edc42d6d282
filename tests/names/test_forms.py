"""All surfaces of one name by rule: Russian cases, German adjectives and genitives, persons, hostile input."""

from __future__ import annotations

import pymorphy3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from konturen.names.forms import MAX_LENGTH, doubtful, forms, surname_forms

RUSSIAN = [
    ("Народно-демократическая партия «Аманат»", "Народно-демократической партией «Аманат»"),
    ("Министерство иностранных дел Казахстана", "Министерстве иностранных дел Казахстана"),
    ("Объединённая гражданская партия", "Объединенную гражданскую партию"),
    ("Союз правых сил", "Союзом правых сил"),
    ("Новые люди", "Новыми людьми"),
    ("Объединённые Арабские Эмираты", "Объединённых Арабских Эмиратов"),
    ("Партия-движение", "Партией-движением"),
    ("Зелёные", "Зелёным"),
    ("Зелёные России", "Зелёных России"),
    ("Нур Отан", "Нур Отана"),
    ("Босния и Герцеговина", "Боснию и Герцеговину"),
    ("Папуа — Новая Гвинея", "Папуа — Новой Гвинее"),
    ("Отечество — Вся Россия", "Отечества — Всей России"),
    ("Экономический и Социальный Совет ООН", "Экономическим и Социальным Советом ООН"),
    ("Американское Самоа", "Американского Самоа"),
    ("Гвинея-Бисау", "Гвинее-Бисау"),
    ("Петропавловск-Камчатский", "Петропавловске-Камчатском"),
    ("Ростов-на-Дону", "Ростове-на-Дону"),
    ("Соломоновы Острова", "Соломоновым Островам"),
    ("Беларусь", "Беларусью"),
    ("Израиль", "Израилю"),
    ("Египет", "Египта"),
    ("Маврикий", "Маврикии"),
    ("Филиппины", "Филиппин"),
    ("Внутренняя Монголия", "Внутреннюю Монголию"),
    ("Европейское агентство морской безопасности", "Европейским агентством морской безопасности"),
    ("Социально ориентированная партия", "Социально ориентированной партии"),
    ("Третий путь", "Третьим путём"),
    ("Общий рынок", "Общего рынка"),
    ("МИД Казахстана", "МИДом Казахстана"),
    ("российский МИД", "российского МИД"),
    ("российский МИД", "российского МИДа"),
    ("МЕЖДУНАРОДНАЯ ТЮРКСКАЯ АКАДЕМИЯ", "МЕЖДУНАРОДНОЙ ТЮРКСКОЙ АКАДЕМИИ"),
    ("«Единая Россия»", "Единую Россию"),
]


@pytest.mark.parametrize(("name", "form"), RUSSIAN)
def test_russian_names_of_any_build_inflect(name: str, form: str) -> None:
    """A case that no list gives is formed from the name alone."""
    assert form in forms(name, "ru", "short", "party")


@pytest.mark.parametrize(
    "name",
    ["НАТО", "Чили", "За Единую Россию", "Перу", "США", "Ақ жол партиясы", "Baltic Council"],
)
def test_what_does_not_inflect_stays(name: str) -> None:
    """Abbreviations, foreign vowels, prepositions and other scripts give the name and nothing else."""
    assert forms(name, "ru", "short", "party") == (name,)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Республика Казахстан", "Республики Казахстана"),
        ("Министерство обороны", "Министерства обороне"),
        ("Демократы", "Демократ"),
        ("Осло", "Осла"),
        ("Новые люди", "Новым люди"),
    ],
)
def test_the_tail_and_common_words_are_left_alone(name: str, wrong: str) -> None:
    """What stands behind the head keeps its case, and no form is another word."""
    assert wrong not in forms(name, "ru", "short", "party")


PLACES = (
    "Россия Армения Польша Осло Банги Дели Чили Косово Куба Мали Рига Минск Томск Лима Того Фиджи Багамы Карибы "
    "Демократы Патриоты Коммунисты Граждане Женщины Родина Яблоко Единство Известия Голос Рассвет Новь Заря Перу "
    "Кремль Совет Сенат Рада Дума Сейм Курултай Меджлис Бундестаг Конгресс Кнессет Израиль Египет Кипр Иран Ирак"
)


def test_no_form_is_a_common_word_of_another_kind() -> None:
    """Each form of a one-word name that the dictionary knows is a form of that same word."""
    morphology = pymorphy3.MorphAnalyzer()
    for name in PLACES.split():
        own = {form.word.replace("ё", "е") for p in morphology.parse(name.lower()) for form in p.lexeme}
        made = {form.lower().replace("ё", "е") for form in forms(name, "ru", "short", "party")}
        others = {form for form in made - own if morphology.word_is_known(form)}
        assert others <= {"багам"}, name


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Europäisches Parlament", "Europäischen Parlaments"),
        ("Internationale Energieagentur", "Internationalen Energieagentur"),
        ("Deutscher Bundestag", "Deutschen Bundestages"),
        ("Vereinte Nationen", "Vereinten Nationen"),
        ("Einheitlicher Abwicklungsausschuss", "Einheitlichen Abwicklungsausschusses"),
        (
            "Europäische Agentur für Klima, Umwelt und Verkehr",
            "Europäischen Agentur für Klima, Umwelt und Verkehr",
        ),
        ("die Linke", "der Linken"),
        ("Die Grünen", "den Grünen"),
        ("Kasachstan", "Kasachstans"),
    ],
)
def test_german_names_take_endings_and_articles(name: str, form: str) -> None:
    """Adjectives, genitives and the cases of the article are formed."""
    assert form in forms(name, "de", "short", "party")


def test_a_name_that_ends_in_nought_keeps_it() -> None:
    """The mark of the written tables for a name without -s is no rule for names of users."""
    assert forms("Agenda 2030", "de", "short", "movement")[0] == "Agenda 2030"


def test_english_names_lose_their_article() -> None:
    """The article is optional, and a one-word name without it is doubtful."""
    assert forms("The Economist", "en", "short", "media") == ("The Economist", "Economist")
    assert doubtful("Economist", "The Economist")
    assert not doubtful("The Economist", "The Economist")


def test_other_languages_stay() -> None:
    """A language without rules gives the name itself."""
    assert forms("Ақ жол", "kk", "short", "party") == ("Ақ жол",)


@pytest.mark.parametrize(
    ("name", "language", "gender", "form"),
    [
        ("Касым-Жомарт Токаев", "ru", "m", "Касым-Жомартом Токаевым"),
        ("Касым-Жомарт Токаев", "ru", None, "К.-Ж. Токаева"),
        ("Мария Владимировна Захарова", "ru", None, "Марии Захаровой"),
        ("Ангела Меркель", "ru", "f", "Ангелы Меркель"),
        ("Ким Ли", "ru", None, "Кима Ли"),
        ("Emmanuel Macron", "de", None, "Emmanuel Macrons"),
        ("Friedrich Merz", "de", None, "Friedrich Merz’"),
        ("Путин", "ru", "m", "Путиным"),
    ],
)
def test_persons_have_cases_and_initials(name: str, language: str, gender: str | None, form: str) -> None:
    """Names of persons inflect word by word; an unknown gender gives what the name allows."""
    assert form in forms(name, language, "short", "person", gender)


def test_a_woman_has_no_forms_of_a_man() -> None:
    """The patronymic tells the gender, and no form of the other one is made."""
    assert "Мария Захаровым" not in forms("Мария Владимировна Захарова", "ru", "short", "person")
    assert not any(form.endswith("Захарове") for form in surname_forms("Мария Захарова", "ru", "f"))


def test_bare_surnames() -> None:
    """The surname alone in all cases, with particles; a name of one word has none."""
    assert surname_forms("Владимир Путин", "ru")[:2] == ("Путин", "Путина")
    assert "von der Leyens" in surname_forms("Ursula von der Leyen", "de")
    assert surname_forms("Путин", "ru") == ()


@pytest.mark.parametrize(
    ("text", "language", "kind", "form"),
    [
        ("казахстанский", "ru", "adjective", "казахстанскую"),
        ("трудовой", "ru", "adjective", "трудовыми"),
        ("казахстанец, казахстанка, казахстанцы", "ru", "demonym", "казахстанок"),
        ("Kasache/Kasachin", "de", "demonym", "Kasachinnen"),
        ("kasachisch", "de", "adjective", "kasachischen"),
    ],
)
def test_adjectives_and_demonyms(text: str, language: str, kind: str, form: str) -> None:
    """Kinds of names with patterns of their own are told by the kind."""
    assert form in forms(text, language, kind, "state")


@given(
    st.text(alphabet=st.sampled_from("аяйьеоиыЁкцн-’ .,«»()иXs0\u200f\x00ÄA"), max_size=40),
    st.sampled_from(["ru", "de", "en", "kk", ""]),
    st.sampled_from(["short", "abbreviation", "adjective", "demonym", "surname", "official"]),
    st.sampled_from(["person", "party", "state"]),
)
@settings(max_examples=300, deadline=None)
def test_any_text_has_forms(text: str, language: str, kind: str, actor_type: str) -> None:
    """Nothing crashes, nothing is empty or twice there, whatever the text."""
    made = forms(text, language, kind, actor_type)
    assert made
    assert len(set(made)) == len(made)
    assert all(made) or made == (text,)


@pytest.mark.parametrize(
    "text", ["А" * 5000, "новая " * 900, "а и " * 1200, "а-" * 2500, "«" * 5000, "a" * MAX_LENGTH]
)
def test_overlong_names_cost_nothing(text: str) -> None:
    """A name of thousands of letters comes back as it is."""
    for language in ("ru", "de", "en"):
        for actor_type in ("person", "party"):
            assert len(forms(text, language, "short", actor_type)) < 20


@pytest.mark.parametrize(
    "text", ["а и " * 12 + "а", "Новые силы, " * 11 + "силы", "а-б-" * 60 + "а", "Новая " * 24 + "сила"]
)
def test_names_at_the_limit_are_bounded(text: str) -> None:
    """Readings do not multiply without end."""
    assert len(forms(text, "ru", "short", "party")) < 2000

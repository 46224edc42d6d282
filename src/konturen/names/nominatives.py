"""From an inflected name back to the form in which a list would give it.

`nominative` answers only what rules are sure of; `possible_nominatives` gives every reading that the forms of
`names.persons` and the phrases of each language confirm, for callers that can look each one up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from konturen.names.persons import word_cases
from konturen.names.phrase_nominatives import (
    MAX_TRIED,
    MIN_BASE,
    german_nominative,
    german_readings,
    is_oblique,
    russian_nominative,
    russian_readings,
    spelled,
)
from konturen.names.russian import HUSHING, VOWELS

MAX_LENGTH, MAX_WORDS = 120, 8
"""Characters and words above which a name is given back as it is."""

MAX_READINGS = 12
"""Most nominatives that are given."""

_FEMALE_GIVEN = re.compile(
    r"(?:ария|арина|рина|лена|льга|нна|терина|аталья|аталия|ветлана|атьяна|лия|лентина|дмила|алина|тасия|арья|"
    r"ктория|лла|нина|ариса|ера|ежда|юбовь|амара|роза|жанна|иана|лина|ксана|олина|сения|вгения|лерия|офия|офья|"
    r"инаида|раиса|инна|львира|инара|ульнара|ангела|урсула|камала|хиллари|марин|кристин|джорджа|саломе|майя|"
    r"мая|"
    r"александра|дарига|алия|асель|кая|зузана|клаудия|аннегрет|аннет|мелони)$"
)
_RU_OBLIQUE_SURNAME = re.compile(r"(?<=[оеё]в|ин|ын)(?:ым|а|у|е)$")
_RU_OBLIQUE_SKY = re.compile(r"(?<=[сц]к)(?:ого|ому|им|ом)$")
_RU_OBLIQUE_GIVEN = re.compile(r"(?:ом|ем|а|у|е|я|ю)$")


def nominative(name: str, language: str, kind: str) -> str:
    """The name as a list would give it, by rules: Сооронбая Жээнбекова gives Сооронбай Жээнбеков.

    What no rule is sure of stays as the text has it. `kind` is the actor's type.
    """
    words = name.split(" ")
    if len(name) > MAX_LENGTH or len(words) > MAX_WORDS:
        return name
    russian = bool(re.search(r"[а-яА-Я]", name))
    if kind == "person":
        if russian:
            return _nominative_russian(words) if len(words) <= 2 else name
        return _nominative_german_person(name) if language == "de" else name
    if russian:
        return russian_nominative(name, words)
    return german_nominative(words) if language == "de" else name


def possible_nominatives(name: str, language: str, kind: str) -> tuple[str, ...]:
    """All forms that a list may give the name in, the most likely first, the name as it stands among them.

    «Обамы» gives Обама, "Macrons" gives Macron and Macrons, «Путина» gives Путин and Путина. `kind` is the
    actor's type. At most a dozen; of an overlong name the name itself.
    """
    words = name.split(" ")
    if len(name) > MAX_LENGTH or len(words) > MAX_WORDS or not all(words):
        return (name,)
    sure = nominative(name, language, kind)
    russian = bool(re.search(r"[а-яА-Я]", name))
    if russian:
        readings = _person_readings(words) if kind == "person" else russian_readings(name, words)
    elif language == "de":
        readings = _german_person_readings(name) if kind == "person" else german_readings(name, words)
    else:
        return (name,)
    first = [sure] if sure != name or _looks_nominative(words, russian, kind) else []
    return tuple(dict.fromkeys([*first, *islice(readings, MAX_READINGS - 2), name]))


def _looks_nominative(words: list[str], russian: bool, kind: str) -> bool:
    """Whether a name is likelier to stand in the nominative than in any other case."""
    last = words[-1].casefold()
    if not russian:
        return not last.endswith(("s", "'", "’")) or bool(_DE_OWN_S.search(last))
    if kind != "person":
        return not is_oblique(words[0]) and words[0][-1].lower() not in "аыиуюей"
    if len(words) > 1 and _FEMALE_GIVEN.search(words[0].casefold()):
        return True
    return not last.endswith(("а", "я", "ы", "у", "ю", "е", "ом", "ем", "ым", "им", "ой", "ей", "ого", "ому"))


_RU_FEMALE_SURNAME = re.compile(r"(?<=[оеё]в)(?:ой|у)$|(?<=[иы]н)(?:ой|у)$|(?<=[сц]к)(?:ой|ую)$")
_RU_FEMALE_GIVEN = re.compile(r"(?:ой|ей|у|ю|ы|и|е)$")


_FEMALE_ONLY = re.compile(
    r"мари|марин|ирин|елен|ольг|анн|екатерин|наталь|натали|светлан|татьян|юли|людмил|галин|анастаси|дарь|виктори|"
    r"нин|ларис|вер|надежд|тамар|роз|жанн|диан|алин|полин|оксан|ксени|софи|софь|зинаид|раис|инн|эльвир|динар|гульнар|"
    r"ангел|урсул|камал|джорджи|майи|дариг|али|зузан|клауди"
)
"""Stems of given names that no man bears: their accusative is no dative."""


def _nominative_female(given: str, surname: str) -> str | None:
    """Мариной Ворошиной gives Марина Ворошина; None if the given name is no woman's."""
    cut, ending = _RU_FEMALE_SURNAME.search(surname), _RU_FEMALE_GIVEN.search(given)
    if not cut or not ending:
        return None
    stem = given[: ending.start()]
    if ending[0] in ("у", "ю") and not _FEMALE_ONLY.fullmatch(stem.casefold()):
        return None  # Александру Бортникову: a man's dative
    hard = ending[0] in ("ой", "у", "ы", "е") or (ending[0] == "и" and stem[-1:] in "гкх")
    base = stem + ("а" if hard else "я")
    if not _FEMALE_GIVEN.search(base.casefold()):
        return None
    return f"{base} {surname[: cut.start()]}{'ая' if surname[: cut.start()].endswith(('ск', 'цк')) else 'а'}"


def _nominative_russian(words: list[str]) -> str:
    if len(words) == 1:
        return _nominative_surname(words[0])
    given, surname = words
    if not given[:1].isupper() or "-младш" in surname or "-старш" in surname:
        return f"{given} {surname}"
    woman = _nominative_female(given, surname)
    if woman:
        return woman
    if _FEMALE_GIVEN.search(given.casefold()) or not _RU_OBLIQUE_GIVEN.search(given):
        return f"{given} {surname}"
    if given.endswith(("ом", "ем")) and surname.endswith(("ском", "цком")):
        return f"{_given_name(given)} {surname.removesuffix('ом')}"
    bare = _RU_OBLIQUE_SKY.sub("ий", _RU_OBLIQUE_SURNAME.sub("", surname))
    if bare != surname and _case(given) != _case(surname):
        return f"{given} {surname}"
    if bare == surname and given.endswith(("ом", "ем")) and len(given) > len("Сэмом"):
        bare = _nominative_surname(surname)
    if bare == surname and _RU_GENITIVE_A.search(surname) and given.endswith(("а", "я")):
        bare = surname[:-1] + "а"
    if bare == surname:  # the surname shows no case: the given name's ending may be its own (Илья, Никита)
        return f"{given} {surname}"
    return f"{_given_name(given)} {bare}"


def _case(word: str) -> str:
    """The case that a man's name shows, by one letter: genitive, dative, instrumental, locative."""
    for endings, case in _CASE_ENDINGS:
        if word.endswith(endings):
            return case
    return ""


_CASE_ENDINGS = (
    (("ого", "его", "а", "я"), "g"),
    (("ому", "ему", "у", "ю"), "d"),
    (("ским", "цким", "ым"), "i"),
    (("ском", "цком", "е"), "l"),
    (("ом", "ем"), "i"),
)


def _given_name(given: str) -> str:
    """The nominative of a man's given name that stands in another case: Игорем gives Игорь."""
    ending = _RU_OBLIQUE_GIVEN.search(given)
    if ending is None:
        return given
    stem, case = given[: ending.start()], ending[0]
    if stem.casefold() in _FLEETING:
        return stem[:1] + _FLEETING[stem.casefold()][1:]
    if stem[-1:].lower() in VOWELS:
        return stem + "й"
    if stem.endswith("ь"):
        return stem + "я"
    soft = (
        case in "яю"
        or (case == "е" and stem.casefold().endswith(_SOFT_NAMES))
        or (case == "ем" and stem[-1:] not in HUSHING + "ц")
    )
    return stem + ("ь" if soft else "")


_SOFT_NAMES = ("игор", "карол", "алес", "лазар", "цезар", "нуэл", "ниэл", "фаэл", "риэл", "мигел")
"""Ends of men's names in -ь, whose locative looks like that of others."""

_FLEETING = {"павл": "павел", "льв": "лев"}
_RU_SURE = (
    (re.compile(r"(?<=[оеё]в)ым$|(?<=[иы]н)ым$|(?<=[оеё]в)е$"), ""),
    (re.compile(r"(?<=\w[сц]к)(?:ого|ому|им)$"), "ий"),
    (re.compile(r"(?<=\w[сц]к)ую$"), "ая"),
    (re.compile(r"(?<=[иы]н)ой$"), "а"),
    (re.compile(r"(?<=\wльн)(?:ого|ому|ым|ом)$"), "ый"),
    (re.compile(r"(?<=\w[ое]вич|\w\wчук)(?:а|у|ем|ом|е)$"), ""),
    (re.compile(r"(?<=\w{3}[бвгджзклмнпрстфхчш]ян)(?:а|ом|е)$"), ""),
    (re.compile(r"(?<=\w[цчшжщ])ем$"), ""),
    (re.compile(r"(?<=\w\w[бвгджзклмпрфх]|\w[аеиоуыэюяй]н|\w[вгзйклмнпрф]т|\wсс)ом$(?<!ском)(?<!цком)"), ""),
)
"""Endings of a lone surname that are of another case for sure, and what stands there in the nominative."""

_RU_GENITIVE_A = re.compile(r"(?<=[бвджзкмнпрстфц])ы$")
"""The genitive of a surname in -а (Обамы), after a given name in the genitive; -лы is Turkic (улы)."""


def _nominative_surname(surname: str) -> str:
    """The nominative of a lone surname, where its ending can be of no other case.

    In doubt are -ова (a woman's, or a man's genitive), -овой (Лановой), -ской (Трубецкой), -а, -у, -ы.
    """
    if "-" in surname and surname.rsplit("-", 1)[1][:1].islower():
        return surname
    for pattern, ending in _RU_SURE:
        if pattern.search(surname):
            return pattern.sub(ending, surname)
    return surname


_OBLIQUE = (
    "ого",
    "ому",
    "его",
    "ему",
    "им",
    "ым",
    "ом",
    "ем",
    "ой",
    "ей",
    "ую",
    "юю",
    "а",
    "я",
    "у",
    "ю",
    "ы",
    "и",
    "е",
    "",
)
_BASES = ("", "а", "я", "й", "ь", "ий", "ый", "ой", "ая")
_HARD = "бвгджзклмнпрстфхцчшщ"


def _person_readings(words: list[str]) -> Iterator[str]:
    """Names whose forms in one case are these words, Russian surnames first; patterns of `names.persons`."""
    last = len(words) - 1
    found: dict[str, None] = {}
    for gender in ("m", "f"):
        columns = [_by_case(word, gender, is_surname=index == last) for index, word in enumerate(words)]
        for case in range(1, 6):
            for row in islice(product(*(column[case] for column in columns)), MAX_TRIED):
                found[" ".join(row)] = None
    return iter(sorted(found, key=_rarity))


def _rarity(name: str) -> int:
    if re.search(r"(?:[оеё]в|[иы]н|[сц]кий|[оеё]ва|[иы]на|[сц]кая|ич)$", name):
        return 0
    return 1 if name[-1] in _HARD + "а" else 2


def _by_case(word: str, gender: str, *, is_surname: bool) -> list[list[str]]:
    """For each case the nominatives of which the word is that case."""
    found: list[list[str]] = [[] for _ in range(6)]
    for base in dict.fromkeys(_bases(word)):
        cells = word_cases(base, gender, is_surname=is_surname)
        for case in range(1, 6):
            if cells[case] == word and (base != word or set(cells) == {word}):
                found[case].append(base)
    return found


def _bases(word: str) -> Iterator[str]:
    for ending in _OBLIQUE:
        stem = word.removesuffix(ending)
        if not word.endswith(ending) or len(stem) < MIN_BASE:
            continue
        if stem.casefold() in _FLEETING:
            yield _given_name(word)
            continue
        for base in _BASES:
            if stem + base == word or (spelled(stem, base) and (len(base) < 2 or _ADJECTIVAL.search(stem))):
                yield stem + base


_ADJECTIVAL = re.compile(r"(?:[сц]к|[бвгджзклмпрстфхцчшщь]н|[её]рн|[жшхг])$")
"""Ends of stems of surnames that inflect like adjectives (Навальный, Зеленский)."""


_DE_SURE = re.compile(
    r"(?:ajew|ejew|jew|dew|schow|schew|enko|skij|skyj|[lrn]ski|[lrn]sky|tsch|schin|schkin|schwili|wili|dse|oglu|owa|ewa|ina|"
    r"aja|owitsch|ewitsch|kow|nikow|[^\x00-\x7fäöüß]n)s$",
    re.IGNORECASE,
)
"""Ends of surnames that have no -s of their own: what has one stands in the genitive."""

_DE_OWN_S = re.compile(r"(?:[aeiouyäöüs]s|ers|els|ens|ings|rds|lds|ams|cks|tts|ths)$")
"""Ends of surnames that often have an -s of their own (Peters, Daniels, Kallas)."""


def _nominative_german_person(name: str) -> str:
    """The name without the genitive's apostrophe after s, x, z, or its -s where the surname has none."""
    if name.endswith(("'", "’")) and name[-2:-1] in ("s", "x", "z", "ß"):
        return name[:-1]
    return name[:-1] if _DE_SURE.search(name) else name


def _german_person_readings(name: str) -> Iterator[str]:
    if name.endswith(("'", "’")) or (name.endswith("s") and len(name) > len("Cars")):
        yield name[:-1]

"""Forms of persons' names: full name, surname alone, initials; in three languages."""

from __future__ import annotations

import re

from konturen.names.german import person_forms as german_case
from konturen.names.russian import first_declension, second_declension, with_plain_e
from konturen.names.tables import words

PARTICLES = words("name_particles")
"""Words inside a name that never inflect and give no initial."""

FLEETING = {"павел": "Павл", "лев": "Льв", "пётр": "Петр", "петр": "Петр"}
"""Given names that lose or change a vowel in the oblique cases."""

SUFFIXES = frozenset(
    {"sen.", "senior", "jun.", "junior", "Jr.", "Sr.", "Jr", "мл.", "ст.", "младший", "старший"}
)
ELDER = frozenset({"старший", "младший"})
NUMERAL = re.compile(r"[IVX]+\.?")
PATRONYMIC = re.compile(r"(ович|евич|ич|овна|евна|ична)$")
OWN = ("ов", "ев", "ёв", "ин", "ын")
"""Endings of Russian surnames with the instrumental in -ым and the feminine in -а."""

ADJECTIVAL = ("ский", "цкий", "ой", "ый")
FIXED_ENDINGS = ("о", "е", "и", "у", "ю", "э", "ы", "уа", "иа", "оа", "еа")
FIXED_SURNAMES = (*FIXED_ENDINGS, "ых", "их")


def surname_of(full: str, surname: str | None) -> str:
    """The family name: as the data give it, else the last word; with the particles before it."""
    tokens = [token for token in full.split(" ") if token not in SUFFIXES]
    full = " ".join(tokens)
    count = len(surname.split(" ")) if surname and full.endswith(surname) else 1
    if surname and count == 1 and not full.endswith(surname):
        return surname
    start = len(tokens) - count
    while start > 0 and tokens[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(tokens[start:])


def surname_forms(full: str, language: str, gender: str | None, surname: str | None = None) -> list[str]:
    """All forms of the bare surname, with and without its particles; none where the full name is one word."""
    if " " not in full:
        return []
    family = surname_of(full, surname)
    bare = [word for word in family.split(" ") if word not in PARTICLES]
    return _inflect_each(list(dict.fromkeys([family, surname or " ".join(bare)])), language, gender)


def person_forms(full: str, language: str, gender: str | None, surname: str | None = None) -> list[str]:
    """All forms of one full name: inflected, without patronymic, with initials; the bare surname is apart.

    A surname that stands first (Си Цзиньпин) is given as `surname`; then no initials are formed.
    """
    family = surname_of(full, surname)
    if language == "ru" and full.startswith(f"{family} "):
        before, _, last = full.rpartition(" ")
        return [f"{before} {form}" for form in _inflect_each([last], language, gender)]
    if not full.endswith(family) or full == family or NUMERAL.fullmatch(family):
        return _inflect_each([full], language, gender)
    given = full.removesuffix(family).strip().split(" ")
    names = [full, *_without_patronymic(given, family), *_initials(given, family)]
    if len(given) > 1 and not PATRONYMIC.search(given[-1]):
        names.append(f"{given[0]} {family}")
    return _inflect_each(list(dict.fromkeys(names)), language, gender)


def cases(name: str, language: str, gender: str | None) -> list[str]:
    """The cases of a name as it stands, nothing left out or shortened; one word counts as a surname."""
    return _inflect_each([name], language, gender)


def word_cases(word: str, gender: str | None, *, is_surname: bool) -> list[str]:
    """Six cases of one word of a Russian name; six times the word itself where it does not inflect."""
    return _token(word, gender, is_surname=is_surname) if word else [word] * 6


def genders(name: str) -> tuple[str | None, ...]:
    """The genders that a Russian name can have: one where patronymic or endings tell it, else both."""
    words = [word.casefold() for word in name.split(" ") if word[-1:].isalpha() and word not in SUFFIXES]
    if not words:
        return ("m", "f")
    if any(_WOMANS_PATRONYMIC.search(word) for word in words[1:]):
        return ("f",)
    if any(_MANS_PATRONYMIC.search(word) for word in words[1:]) or words[-1].endswith(_MANS_SURNAMES):
        return ("m",)
    given = words[0] if len(words) > 1 else ""
    if words[-1].endswith(_WOMANS_SURNAMES):
        man = given and (given[-1] not in "аяь" or given in _MANS_NAMES)
        return ("m", "f") if man else ("f",)
    if not given or given[-1] == "ь":
        return ("m", "f")
    if given[-1] in "ая":
        return ("m",) if given in _MANS_NAMES else ("f", "m")
    return ("m", "f") if given[-1] in "еиоуыэю" else ("m",)


_MANS_PATRONYMIC = re.compile(r"(?:ович|евич|оглы|улы)$")
_WOMANS_PATRONYMIC = re.compile(r"(?:овна|евна|инична|кызы|кизи)$")
_MANS_SURNAMES = ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ской", "цкой")
_WOMANS_SURNAMES = ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая")
_MANS_NAMES = frozenset(
    "никита илья фома лука савва кузьма данила гаврила лёва миша саша женя коля ваня дима паша вася".split()
)


def _without_patronymic(given: list[str], family: str) -> list[str]:
    if len(given) == 2 and PATRONYMIC.search(given[1]):
        return [f"{given[0]} {family}", " ".join(given)]
    return []


def _initials(given: list[str], family: str) -> list[str]:
    """ "К.-Ж. Токаев", "К. Токаев", and with a patronymic "В.В. Путин", "В. В. Путин"."""
    first = given[0]
    if not first or first.endswith(".") or first.lower() in PARTICLES:
        return []
    parts = [part for part in first.split("-") if part]
    names = [f"{'-'.join(part[0] + '.' for part in parts)} {family}", f"{first[0]}. {family}"]
    if len(given) == 2 and given[1][:1].isupper():
        second = given[1][0]
        names += [f"{first[0]}.{second}. {family}", f"{first[0]}. {second}. {family}"]
    return names


def _inflect_each(names: list[str], language: str, gender: str | None) -> list[str]:
    forms: list[str] = []
    for name in names:
        if language == "ru":
            forms += _russian(name, gender)
        elif language == "de":
            forms += german_case(name)
        else:
            forms.append(name)
    return list(dict.fromkeys(forms))


def _russian(name: str, gender: str | None) -> list[str]:
    tokens = name.split(" ")
    last = len(tokens) - 1
    given_only = bool(PATRONYMIC.search(tokens[-1])) and len(tokens) > 1
    columns = [
        _token(token, gender, is_surname=index == last and not given_only) for index, token in enumerate(tokens)
    ]
    forms = [" ".join(column[case] for column in columns) for case in range(6)]
    if columns[-1][4].endswith("ым") and tokens[-1].endswith(("ин", "ын")):
        foreign = columns[-1][4].removesuffix("ым") + "ом"
        forms.append(" ".join([*(column[4] for column in columns[:-1]), foreign]))
    return with_plain_e(list(dict.fromkeys(forms)))


def _token(token: str, gender: str | None, *, is_surname: bool) -> list[str]:
    """Six cases of one word of a name; six times the word itself where it does not inflect."""
    if "." in token or token.lower() in PARTICLES or not token[:1].isupper() or token.isupper():
        return [token] * 6
    head, hyphen, word = token.rpartition("-")
    if word in ELDER:
        stems = (word, *(word.removesuffix("ий") + ending for ending in ("его", "ему", "его", "им", "ем")))
        return [f"{a}-{b}" for a, b in zip(_surname(head, gender), stems, strict=True)]
    if len(word) < len("Ян"):
        return [token] * 6
    prefix = head + hyphen
    forms = _surname(word, gender) if is_surname else _given(word, gender)
    return [prefix + form for form in forms]


def _given(word: str, gender: str | None) -> list[str]:
    lower = word.lower()
    if lower.endswith(FIXED_ENDINGS):
        return [word] * 6
    if lower[-1] in "ая":
        return first_declension(word)
    if gender == "f":
        return [word] * 6
    if lower in FLEETING:
        stem = FLEETING[lower]
        return [word, stem + "а", stem + "у", stem + "а", stem + "ом", stem + "е"]
    return second_declension(word, animate=True)


def _surname(word: str, gender: str | None) -> list[str]:
    lower = word.lower()
    if lower.endswith(FIXED_SURNAMES):
        return [word] * 6
    if gender == "f":
        return _feminine_surname(word)
    if lower.endswith(ADJECTIVAL) and len(word) > 4:
        stem, soft = word[:-2], lower.endswith("ий")
        instrumental = "им" if soft else "ым"
        genitive, dative = stem + "ого", stem + "ому"
        return [word, genitive, dative, genitive, stem + instrumental, stem + "ом"]
    if lower.endswith(OWN) and len(word) > 3:
        return [word, word + "а", word + "у", word + "а", word + "ым", word + "е"]
    if lower[-1] in "ая":
        return first_declension(word)
    return second_declension(word, animate=True)


def _feminine_surname(word: str) -> list[str]:
    lower = word.lower()
    if lower.endswith(("ова", "ева", "ёва", "ина", "ына")) and len(word) > 4:
        stem = word[:-1]
        return [word, stem + "ой", stem + "ой", stem + "у", stem + "ой", stem + "ой"]
    if lower.endswith("ая"):
        stem = word[:-2]
        return [word, stem + "ой", stem + "ой", stem + "ую", stem + "ой", stem + "ой"]
    if lower[-1] in "ая":
        return first_declension(word)
    return [word] * 6

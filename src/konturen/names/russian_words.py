"""Cases of one Russian word by its ending, without a dictionary; in doubt all readings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

from konturen.names.russian import HUSHING, VELAR, VOWELS, recased
from konturen.names.tables import forms_of, words

Gender = Literal["m", "f", "n", "p"]
"""Masculine, feminine, neuter, or plural: what an adjective agrees with."""

Cells = tuple[tuple[str, ...], ...]
"""The forms in nominative, genitive, dative, accusative, instrumental, locative; several where in doubt."""

CASE_COUNT = 6
_SOFT_STEMS = tuple(sorted(words("soft_adjectives_ru")))
_HUSHING_ADJECTIVES = words("hushing_adjectives_ru")
_NO_ADJECTIVES = words("nouns_in_oi_ru")
_INDECLINABLE = words("indeclinable_ru")
_PLURALS_IN_A = words("plurals_in_a_ru")
_NEUTERS = words("neuters_in_o_ru")
_KEPT_OK = words("kept_ok_ru")
_MASCULINE_SOFT = words("masculine_soft_ru")
_FEMININE_SOFT = words("feminine_soft_ru")
_FLEETING = forms_of("fleeting_ru")
_SINGULAR = forms_of("irregular_singular_ru")
_PLURAL = forms_of("irregular_plural_ru")
_ADJECTIVES = forms_of("irregular_adjectives_ru")

_HARD_SHIBILANT_STEMS = ("больш", "чуж")
"""Stems before a stressed ending: большой, not большей."""

_FEMININE_SOFT_ENDINGS = ("ость", "есть", "знь", "вь", "чь", "щь", "шь", "жь", "сть", "пись", "дь", "сь")
_MASCULINE_SOFT_ENDINGS = ("тель", "арь", "ырь", "поль")
_OV_ENDINGS = (
    "исты", "аты", "анты", "енты", "торы", "соры", "доры", "уроры", "еры", "ёры", "ёны", "логи", "ники", "чики",
    "щики", "еты", "оны", "юзы", "ионеры", "атриоты", "урги", "ефы", "араны",
)  # fmt: skip
"""Plurals whose genitive has -ов; without ending it would be the singular."""

_PLURALS_IN_I = (
    "ки", "ги", "хи", "ии", "ели", "ари", "чи", "щи", "ши", "ости", "еи", "ои", "аи", "ети", "ни", "жи", "йи",
    "ери",
)  # fmt: skip
"""Endings by which a lone word in -и is a plural; other such words are places that do not inflect."""

_PLURALS_IN_IA = ("ения", "вания", "стия", "тия", "вия")
"""Words that are the plural of a neuter or a feminine (Известия, Армения)."""

_NEUTERS_IN_O = ("ство", "ово", "ево", "ёво", "ино", "ыно")
_NEUTERS_IN_E = ("ие", "ье", "ище", "це")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word or of a group of words: its gender and its forms by case."""

    gender: Gender
    cells: Cells


def fixed(word: str) -> Cells:
    """Six times the word itself."""
    return ((word,),) * CASE_COUNT


def is_russian(token: str) -> bool:
    """Whether a token is a written word of Russian letters; abbreviations in capitals never inflect."""
    letters = token.replace("-", "").replace("’", "").replace("'", "")
    plain = bool(letters) and all("а" <= letter <= "я" or letter == "ё" for letter in letters.lower())
    return plain and token[-1] not in "-’'" and (len(letters) < 2 or not letters.isupper())


def adjective(token: str) -> Reading | None:
    """The cases of an adjective in the nominative; None for any other word.

    Participles, ordinals and the pronouns of the table count; "Народно-демократическая" is one word.
    """
    word = token.lower()
    if word in _ADJECTIVES:
        letter, *cases = _ADJECTIVES[word]
        return Reading(_gender(letter), tuple((recased(form, token),) for form in cases))
    if len(word) < len("злой") or not is_russian(token) or word in _NO_ADJECTIVES:
        return None
    gender = _adjective_gender(word)
    if gender is None:
        return None
    stem = token[:-2]
    soft = word[-3] == "н" and word[-2:] in ("ий", "яя", "ее", "ие")
    if word[-3] in HUSHING:
        soft = word[-2:] != "ой" and not stem.lower().endswith(_HARD_SHIBILANT_STEMS)
    rows = list(_endings(gender, soft=soft, thin=soft or word[-3] in VELAR + HUSHING))
    if gender == "f":
        rows[2] = "юю" if word.endswith("яя") else "ую"
    return Reading(gender, _town(token, ((token,), *((stem + e,) for e in rows))))


def _town(token: str, cells: Cells) -> Cells:
    """The cells, and with both parts inflected where a noun stands before the hyphen: Каменск-Уральский."""
    first, hyphen, last = token.partition("-")
    if not hyphen or "-" in last or not last[:1].isupper() or first[-1:].lower() in VOWELS:
        return cells
    heads = _second(first) if len(first) > len("ан") else fixed(first)
    pairs = zip(cells, heads, strict=True)
    return tuple((*cell, *(head + f[len(first) :] for f in cell for head in found)) for cell, found in pairs)


def _gender(letter: str) -> Gender:
    genders: dict[str, Gender] = {"m": "m", "f": "f", "n": "n", "p": "p"}
    return genders[letter]


def _endings(gender: Gender, *, soft: bool, thin: bool) -> tuple[str, ...]:
    """Genitive to locative; `soft` has е for о, `thin` и for ы."""
    if gender == "f":
        oblique = "ей" if soft else "ой"
        return (oblique, oblique, "ую", oblique, oblique)
    i = "и" if thin else "ы"
    if gender == "p":
        return (f"{i}х", f"{i}м", f"{i}е", f"{i}ми", f"{i}х")
    genitive, dative, locative = ("его", "ему", "ем") if soft else ("ого", "ому", "ом")
    return (genitive, dative, genitive, f"{i}м", locative)


def _adjective_gender(word: str) -> Gender | None:
    before, soft_stem = word[-3], word[:-2].endswith(_SOFT_STEMS)
    ending = word[-2:]
    if before in VOWELS + "ьй":
        return None
    if ending == "ый" or ending == "ой" or (ending == "ий" and (before in VELAR + HUSHING or soft_stem)):
        return "m"
    if ending in ("ая", "яя"):
        return "f"
    if ending == "ое" or (ending == "ее" and (before in HUSHING or soft_stem)):
        return "n"
    if ending == "ые":
        return "p"
    if ending == "ие" and before in "жч":
        return "p" if word in _HUSHING_ADJECTIVES else None
    return "p" if ending == "ие" and (before in VELAR + "шщ" or soft_stem) else None


def is_neuter(token: str) -> bool:
    """Whether a word in -о is a noun, and no adverb before an adjective (Королевство; Социально)."""
    word = token.lower()
    return word in _NEUTERS or word.endswith("ство")


def possessive(token: str) -> Reading | None:
    """The cases of a plural adjective in -овы or -евы, as the names of islands have it (Соломоновы острова)."""
    if not is_russian(token) or not token.endswith(("овы", "евы")):
        return None
    return Reading("p", tuple((token[:-1] + ending,) for ending in ("ы", "ых", "ым", "ы", "ыми", "ых")))


def nouns(token: str, gender: Gender | None) -> list[Reading]:
    """The readings of a noun in the nominative, of that gender if one is given; none if it does not inflect.

    Of a word with hyphens the last part inflects ("Коста-Рика"), the first one where the last cannot or where
    "на" follows ("Гвинея-Бисау", "Ростов-на-Дону"), both where the second is a common noun ("партия-движение").
    """
    if not is_russian(token):
        return []
    head, hyphen, last = token.rpartition("-")
    if not hyphen or token.lower() in _SINGULAR or token.lower() in _PLURAL:
        return _simple(token, gender)
    first, _, middle = head.partition("-")
    if middle.lower() == "на":
        return [_around("", reading, f"-{middle}-{last}") for reading in _simple(first, gender)]
    readings = [_around(head + hyphen, reading, "") for reading in _simple(last, gender)]
    if not readings:
        soft = first[-1:].lower() in "ая" and not middle
        return [_around("", r, f"-{last}") for r in _simple(first, gender)] if soft else []
    if not middle and (last.islower() or first[-1:].lower() in "ая") and len(first) > len("о"):
        pairs = product(_simple(first, None), _simple(last, None))
        readings += [Reading(one.gender, _joined("-", one.cells, two.cells)) for one, two in pairs]
    return readings


def _around(prefix: str, reading: Reading, suffix: str) -> Reading:
    return Reading(reading.gender, tuple(tuple(f"{prefix}{f}{suffix}" for f in cell) for cell in reading.cells))


def _joined(by: str, one: Cells, two: Cells) -> Cells:
    return tuple(tuple(f"{a}{by}{b}" for a in x for b in y) for x, y in zip(one, two, strict=True))


def _simple(token: str, gender: Gender | None) -> list[Reading]:
    word = token.lower()
    if len(word) < len("мир") - 1 or word in _INDECLINABLE:
        return []
    if word in _SINGULAR and gender != "p":
        real: Gender = "m" if word in ("путь", "о-в", "крым") else "n" if word.endswith("мя") else "f"
        return [Reading(real, tuple((recased(f, token),) for f in _SINGULAR[word]))]
    if word in _PLURAL and gender in (None, "p"):
        return [Reading("p", tuple((recased(f, token),) for f in _PLURAL[word]))]
    found = [Reading("p", _plural(token))] if _is_plural(word, gender) else []
    if not found or word.endswith(_PLURALS_IN_IA):
        found += _singular(token, word)
    return [reading for reading in found if gender in (None, reading.gender)]


def _is_plural(word: str, gender: Gender | None) -> bool:
    if word[-1] in "ая":
        return word in _PLURALS_IN_A or word.endswith(_PLURALS_IN_IA)
    if word[-1] == "ы" or word.endswith(("ане", "яне")):
        return word[-2] not in VOWELS
    return word[-1] == "и" and (gender == "p" or word.endswith(_PLURALS_IN_I))


def _singular(token: str, word: str) -> list[Reading]:
    last = word[-1]
    if last in "ая":
        if word.endswith(("иа", "уа", "оа", "еа", "аа", "ыа")):
            return []
        return [Reading("f", _first(token)), Reading("m", _first(token))]
    if last in "ое":
        neuter = word in _NEUTERS or word.endswith(_NEUTERS_IN_O if last == "о" else _NEUTERS_IN_E)
        return [Reading("n", _neuter(token))] if neuter else []
    if last == "ь":
        feminine = word in _FEMININE_SOFT or word.endswith(_FEMININE_SOFT_ENDINGS)
        masculine = word in _MASCULINE_SOFT or word.endswith(_MASCULINE_SOFT_ENDINGS)
        if masculine and word in _MASCULINE_SOFT:
            feminine = False
        readings = [] if masculine and not feminine else [Reading("f", _third(token))]
        return readings if feminine else [*readings, Reading("m", _second(token))]
    return [] if last in "иыуюэё" else [Reading("m", _second(token))]


def _cells(
    stems: tuple[str, ...], word: str, endings: tuple[str, str, str, str], accusative: str = ""
) -> Cells:
    """Cells from endings of genitive, dative, instrumental and locative; several are parted by a slash."""
    genitive, dative, instrumental, locative = (
        tuple(stem + end for stem in stems for end in ending.split("/")) for ending in endings
    )
    return ((word,), genitive, dative, (accusative or word,), instrumental, locative)


def _first(word: str) -> Cells:
    stem, last, before = word[:-1], word[-1].lower(), word[-2].lower()
    if last == "я":
        dative = "и" if before == "и" else "е"
        return _cells((stem,), word, ("и", dative, "ей", dative), stem + "ю")
    genitive = "и" if before in VELAR + HUSHING else "ы"
    instrumental = "ей/ой" if before in HUSHING + "ц" else "ой"
    return _cells((stem,), word, (genitive, "е", instrumental, "е"), stem + "у")


def _third(word: str) -> Cells:
    stem = word[:-1]
    oblique = _FLEETING[word.lower()][0] if word.lower() in _FLEETING else stem.lower()
    cased = recased(oblique, word)
    return ((word,), (cased + "и",), (cased + "и",), (word,), (stem + "ью",), (cased + "и",))


def _neuter(word: str) -> Cells:
    stem, low = word[:-1], word.lower()
    if low.endswith("о"):
        return _cells((stem,), word, ("а", "у", "ом", "е"))
    if low.endswith("ие"):
        return _cells((stem,), word, ("я", "ю", "ем", "и"))
    if low[-2] in HUSHING + "ц":
        return _cells((stem,), word, ("а", "у", "ем", "е"))
    return _cells((stem,), word, ("я", "ю", "ем", "е"))


def _second(word: str) -> Cells:
    low = word.lower()
    if low[-1] in "йь":
        stem = recased(_FLEETING[low][0], word) if low in _FLEETING else word[:-1]
        return _cells((stem,), word, ("я", "ю", "ем", "и" if low.endswith("ий") else "е"))
    return _cells(_stems(word, low), word, ("а", "у", "ем/ом" if low[-1] in HUSHING + "ц" else "ом", "е"))


def _stems(word: str, low: str) -> tuple[str, ...]:
    """The stems of a masculine noun in a consonant before its endings: "Череповец" has "Череповц"."""
    if low in _FLEETING:
        return (recased(_FLEETING[low][0], word),)
    if low.endswith("ец") and len(low) > len("жец"):
        before = low[-3]
        if before in VOWELS:
            return (word[:-2] + "йц",)
        if low[-4] not in VOWELS and before not in "лнтвр":
            return (word,)
        short = word[:-2] + ("ьц" if before == "л" else "ц")
        return (short,) if low[-4] in VOWELS else (short, word)
    if low.endswith(("ок", "ёк")) and low not in _KEPT_OK and len(low) > len("клок"):
        return (word[:-2] + ("ьк" if low[-2] == "ё" else "к"), word)
    return (word,)


def _plural(word: str) -> Cells:
    stem, low = word[:-1], word.lower()
    soft = low[-1] == "я" or (low[-1] == "и" and low[-2] not in VELAR + HUSHING)
    dative, instrumental, locative = ("ям", "ями", "ях") if soft else ("ам", "ами", "ах")
    genitives = tuple(dict.fromkeys(_genitive_plural(word, stem, low)))
    return ((word,), genitives, (stem + dative,), (word,), (stem + instrumental,), (stem + locative,))


def _genitive_plural(word: str, stem: str, low: str) -> tuple[str, ...]:
    before = low[-2]
    if low[-1] == "е":
        return (stem,)
    if low.endswith("ия"):
        return (stem + "й",)
    if low[-1] in "ая":
        return (stem + "ов", stem) if low.endswith(("ова", "ода", "ора", "еса")) else (stem,)
    if low.endswith(_OV_ENDINGS):
        return (stem + "ов",)
    if low[-1] == "ы":
        if before == "ц":
            return (stem,) if low.endswith("ницы") else (stem + "ев", stem + "ов")
        return (stem + "ов", stem)
    if before == "й":
        return (stem + "ев",)
    if before in VOWELS:
        return (stem + "й", stem + "ев") if before != "и" or low.endswith("рии") else (stem + "й",)
    if before in HUSHING:
        return (stem + "ей", stem)
    if before in VELAR:
        kinds = (stem[:-1] + "ок", stem[:-1] + "ек")
        fleeting = kinds if before == "к" and low[-3:-2] not in VOWELS else (stem,)
        return (stem + "ов", *fleeting)
    return (stem + "ей",) if low.endswith(("ели", "ари", "ости")) else (stem + "ей", stem + "ь")

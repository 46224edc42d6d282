"""Inflected names that nobody has listed: the key in which their forms meet, and the listed form."""

from __future__ import annotations

import re

from konturen.names.text import plain

_RU_ENDINGS = re.compile(
    r"(?:ского|скому|ским|ском|ская|ской|скую|ские|ских|скими|ский)$|"
    r"(?:ами|ями|ого|ому|ему|его|ыми|ими|ов(?=а$|у$|ым$|е$|ой$)|ах|ях|ам|ям|ом|ем|ой|ей|ою|ею|ым|им|ую|юю|ая|"
    r"яя|"
    r"ые|ие|ых|их|ый|ий|а|у|е|ы|и|я|ю|о|й|ь)$"
)
_DE_ENDINGS = re.compile(r"(?:en|er|em|es|e|s)$")
MIN_STEM = 3
"""Letters that must remain of a word when its ending is taken off."""


def stem_key(text: str, language: str) -> str:
    """Key under which inflected forms of one new name of one document meet ("Жээнбекова", "Жээнбеков")."""
    return " ".join(_stem(word, language) for word in re.findall(r"[^\W_]+", plain(text).casefold()))


def _stem(word: str, language: str) -> str:
    if re.search(r"[а-я]", word):
        endings = _RU_ENDINGS
    elif language == "de":
        endings = _DE_ENDINGS
    else:
        return word
    cut = endings.search(word)
    return word[: cut.start()] if cut and cut.start() >= MIN_STEM else word


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
    if kind == "person" and len(words) == 2 and re.search(r"[а-яА-Я]", name):
        return _nominative_russian(words[0], words[1])
    if language == "de" and kind != "person":
        return _nominative_german(words)
    return name


_RU_FEMALE_SURNAME = re.compile(r"(?<=[оеё]в)(?:ой|у)$|(?<=[иы]н)(?:ой|у)$|(?<=[сц]к)(?:ой|ую)$")
_RU_FEMALE_GIVEN = re.compile(r"(?:ой|ей|у|ю|ы|и|е)$")


def _nominative_female(given: str, surname: str) -> str | None:
    """Мариной Ворошиной gives Марина Ворошина; None if the given name is no woman's."""
    cut, ending = _RU_FEMALE_SURNAME.search(surname), _RU_FEMALE_GIVEN.search(given)
    if not cut or not ending:
        return None
    stem = given[: ending.start()]
    hard = ending[0] in ("ой", "у", "ы", "е") or (ending[0] == "и" and stem[-1:] in "гкх")
    base = stem + ("а" if hard else "я")
    if not _FEMALE_GIVEN.search(base.casefold()):
        return None
    return f"{base} {surname[: cut.start()]}{'ая' if surname[: cut.start()].endswith(('ск', 'цк')) else 'а'}"


def _nominative_russian(given: str, surname: str) -> str:
    woman = _nominative_female(given, surname)
    if woman:
        return woman
    if _FEMALE_GIVEN.search(given.casefold()) or not _RU_OBLIQUE_GIVEN.search(given):
        return f"{given} {surname}"
    bare = _RU_OBLIQUE_SKY.sub("ий", _RU_OBLIQUE_SURNAME.sub("", surname))
    if bare == surname:  # the surname shows no case: the given name's ending may be its own (Илья, Никита)
        return f"{given} {surname}"
    ending = _RU_OBLIQUE_GIVEN.search(given)
    stem = given[: ending.start()] if ending else given
    soft = given[-1] in "яюе" and given[-2:] != "ие" and stem[-1:] in "аеиоуыэюя"
    return f"{stem}{'й' if soft or given.endswith('ем') else ''} {bare}"


_DE_FEMININE = re.compile(
    r"(?:partei|union|bewegung|front|allianz|liga|koalition|akademie|schule|universität|bank|garde|jugend|"
    r"föderation|republik|versammlung|kommission|kammer|organisation|gewerkschaft|stiftung|agentur|behörde)$",
    re.IGNORECASE,
)


def _nominative_german(words: list[str]) -> str:
    """Adjectives before the first feminine noun: "Höheren Parteischule" gives "Höhere Parteischule"."""
    head = next((i for i, word in enumerate(words) if _DE_FEMININE.search(word)), 0)
    first = [re.sub(r"(?<=\w{3})e[nr]$", "e", word) if word[:1].isupper() else word for word in words[:head]]
    return " ".join([*first, *words[head:]])

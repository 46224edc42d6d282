"""Inflected names that nobody has listed: the key in which their forms meet, and the listed form."""

from __future__ import annotations

import re

from konturen.names.nominatives import nominative as nominative
from konturen.names.nominatives import possible_nominatives as possible_nominatives
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

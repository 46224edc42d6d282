"""A name as words: titles, particles, initials and patronymics told apart from what names somebody."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from anyascii import anyascii

from konturen.names.given import titles

MAX_NAME = 300
"""Longest name in characters that is compared; a longer one is a text."""
MAX_WORDS = 12
"""Most words of a name that is compared."""

_TABLED = re.compile("[\u0000-\u024f\u0400-\u052f\u0600-\u06ff\u1e00-\u1eff]")
"""Letters of the scripts that tables read: Latin, Cyrillic, Arabic."""
_NUMERAL = re.compile(r"(?:X{1,2}|X{0,2}(?:IX|IV|V?I{1,3}|VI{0,3}))\.?")
_ELDER = re.compile(r"-(младший|старший)$")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTES = re.compile("[\"„“”«»‹›()\\[\\]]|(?<!\\w)['‘’‚]|['‘’](?!\\w)")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻʹ`´ʿʾ", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑–—−", "-"))
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.-?){1,4}")
_PATRONYMIC = re.compile(
    r"(?:[oe]?(?:wi(?:tsch|č|c|cz|ch)|vi(?:ch|č|tch|tsch|c)|wytsch|vych|vyč)|(?:ow|ew|ov|ev|iw|iv|yw)na|i[nč]itschna|"
    r"iliniczna|inichna|ович|евич|ьич|ич|овна|евна|ична|инична|івна|ївна|йович|ович|авіч|евіч|аўна|еўна|ұлы|улы|"
    r"uly|qyzy|kyzy|қызы|кызы|оглу|oglu|oğlu|o'g'li|ўғли|qizi|қизи)$"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a name that count, in order, and what was put aside.

    `suffixes` are junior, senior and numerals; `inverted` says that a comma put the family name first; `mixed`
    is the word that mixes scripts, if one does.
    """

    counted: tuple[str, ...]
    suffixes: frozenset[str]
    inverted: bool
    mixed: str | None


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files("konturen.data").joinpath("likeness.toml").read_text("utf-8")
    return {key: frozenset(words) for key, words in tomllib.loads(text).items()}


def is_particle(word: str) -> bool:
    """Whether a word joins the parts of a name and may be missing (von, al, бен)."""
    return word.casefold() in _lists()["particles"]


def is_generic(word: str) -> bool:
    """Whether a word only says what kind of actor a name is (Partei, движение)."""
    return word.casefold() in _lists()["generic"]


def is_function(word: str) -> bool:
    """Whether a word has no weight in the name of an organisation (of, der, по)."""
    return word.casefold() in _lists()["function"]


@lru_cache(maxsize=4096)
def says_organisation(word: str) -> bool:
    """Whether a word says that the name is an organisation's, a party's or a state's."""
    small = word.casefold().replace("ё", "е")
    return any(
        small.startswith(noun[:-1]) or small.endswith(noun[:-1]) if noun.endswith("*") else small == noun
        for noun in _lists()["organisation"]
    )


def is_initial(word: str) -> bool:
    """Whether a word is an initial or several ("W.", "Ю.", "J.-P.")."""
    return len(word) == 1 or bool(_INITIALS.fullmatch(word))


def is_patronymic(word: str) -> bool:
    """Whether a word looks like a patronymic; many surnames do, too."""
    return len(word) > 4 and bool(_PATRONYMIC.search(word.casefold()))


def cleaned(name: str) -> str:
    """A name without invisible marks and quotes, its blanks, hyphens and apostrophes made plain."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", name)).translate(_DASHES)
    text = _QUOTES.sub(" ", text.translate(_APOSTROPHES))
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """The words of a name."""
    text = cleaned(name)
    inverted = bool(re.fullmatch(r"[^,]+, [^,]+", text)) and not says_organisation(text)
    if inverted:
        family, _, rest = text.partition(", ")
        text = f"{rest} {family}"
    words = [word.strip(",;:") for word in re.sub(r"(?<=\.)(?=[^\W\d_]{2})", " ", text).split()]
    words = [_in_letters(word) for word in words if any(map(str.isalnum, word))]
    words = [part for word in words for part in _ELDER.sub(r" \1", word).split()]
    suffixes = frozenset(word.casefold().rstrip(".") for word in words[1:] if _is_suffix(word))
    kept = [word for at, word in enumerate(words) if not (at and _is_suffix(word))]
    bare = _untitled(kept)
    mixed = next((word for word in bare if _mixes(word)), None)
    return Words(tuple(word for part in bare for word in part.split()), suffixes, inverted, mixed)


def _is_suffix(word: str) -> bool:
    """Whether a word says which one of a name: junior, senior, a numeral. "Jun" without a dot is a name."""
    return bool(_NUMERAL.fullmatch(word)) or word.casefold() in _lists()["suffixes"]


def _untitled(words: list[str]) -> list[str]:
    """Without titles at the head, as long as a name remains."""
    at = 0
    while at < len(words) - 1 and words[at].casefold().rstrip(".") in titles():
        at += 1
    return words[at:]


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return any("\u3400" <= char <= "\u9fff" for char in text)


def _in_letters(word: str) -> str:
    """Chinese characters in pinyin, parted by blanks; scripts without a table in Latin letters."""
    if is_chinese(word):
        return " ".join(re.findall("[A-Z][a-z]*", anyascii(word)))
    if _TABLED.search(word):
        return word
    return "".join(char for char in anyascii(word) if char.isalnum() or char in ".-' ") or word


def _mixes(word: str) -> bool:
    """Whether one part of a word mixes Latin and Cyrillic letters, as forgeries of names do."""
    for part in word.split("-"):
        scripts = {unicodedata.name(char, "").split(" ")[0] for char in part if char.isalpha()}
        if {"LATIN", "CYRILLIC"} <= scripts or {"LATIN", "GREEK"} <= scripts:
            return True
    return False

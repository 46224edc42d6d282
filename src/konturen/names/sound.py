"""One key for a name in all transliterations: it drops what the schemes disagree about.

Cukanow, Tsukanov, Zukanow and Цуканов have one key. It is wide on purpose: it finds candidates, and where a
whole name (given name and surname) agrees, it is enough.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Order matters: longer letter groups first. Each line makes the schemes of D.6 in field.md agree on one sound.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"schtsch|shchsh|shch|szcz|stsch", "S"),
        (r"dsch|dzh|dž|dj", "d"),
        (r"tsch|tch|cz|ch|kh", "h"),
        (r"sch|sh|zh|sz|rz", "S"),
        (r"ts|tz|tc|[cz]", "s"),
        (r"(?<=[oeia])(?:w|ff|v|f)(?=$|s?$)", "v"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"q", "k"),
        (r"[yj]", "i"),
        (r"(?<=[aeou])i(?=[aeou])|i(?=[aeou])|(?<=[aeou])i", ""),
        (r"iu", "u"),
        (r"(.)\1+", r"\1"),
        (r"ie", "e"),
        (r"h$|'", ""),
    )
)
_CYRILLIC = str.maketrans(
    {
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "е": "e",
        "ё": "e",
        "ж": "S",
        "з": "s",
        "и": "i",
        "й": "i",
        "к": "k",
        "л": "l",
        "м": "m",
        "н": "n",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "у": "u",
        "ф": "f",
        "х": "h",
        "ц": "s",
        "ч": "h",
        "ш": "S",
        "щ": "S",
        "ъ": "",
        "ы": "i",
        "ь": "",
        "э": "e",
        "ю": "iu",
        "я": "ia",
        "ә": "a",
        "ғ": "g",
        "қ": "k",
        "ң": "n",
        "ө": "o",
        "ұ": "u",
        "ү": "u",
        "һ": "h",
        "і": "i",
        "ї": "i",
        "є": "e",
        "ґ": "g",
    }
)


def sound_key(text: str) -> str:
    """What remains of a name when transliteration schemes agree; words keep their order.

    Two names with one key are the same person only if a whole name (given name and surname) agrees.
    """
    words = re.split(r"[\W_]+", unicodedata.normalize("NFC", text).casefold())
    return " ".join(key for word in words if (key := _sound(word)))


@lru_cache(maxsize=1 << 15)
def _sound(word: str) -> str:
    word = word.replace("дж", "d").translate(_CYRILLIC)
    word = "".join(c if c == "S" else anyascii(c).casefold() for c in word)
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word

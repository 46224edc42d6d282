"""Names as strings: prepared for matching, folded, keyed by sound, joined over inflection. Pure functions.

Nothing here knows the catalog. Three kinds of likeness are kept apart, from strict to wide:

- `prepare` makes spellings of one character sequence equal (NFC and NFD, apostrophes, soft hyphens, ё and е)
  and remembers the offsets of the text as it was given;
- `fold` drops case, diacritics and script (Лавров and Lavrov);
- `sound_key` drops what transliteration schemes disagree about (Cukanow, Tsukanov, Zukanow, Цуканов).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from anyascii import anyascii

MAX_CLUSTER = 8
"""Longest run of a letter and its marks that is composed; a longer one is no writing and costs too much."""

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "ʹ": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\u2010": "-",
        "\u2011": "-",
        "ё": "е",
        "Ё": "Е",
        "ẞ": "ß",
    }
)
_LOOSE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]|\s{2,}")
_CLUSTER = re.compile(
    rf"(?P<drop>[\u00ad\u200b-\u200f\u2060\ufeff]+)|(?P<space>\s+)|.[\u0300-\u036f]{{0,{MAX_CLUSTER}}}",
    re.DOTALL,
)
_STRESSED = set("аеиоуыэюяАЕИОУЫЭЮЯ")
_ACUTE = "\u0301"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text made ready for matching; `offsets[i]` is where its character i began in the text as given.

    `offsets` is None where the two run in step, which is nearly always.
    """

    text: str
    offsets: tuple[int, ...] | None

    def original(self, position: int) -> int:
        """The place in the text as given of a place in the prepared text."""
        return position if self.offsets is None else self.offsets[position]


def prepare(text: str) -> Prepared:
    """`text` composed (NFC), with plain apostrophes, spaces and hyphens, ё as е, without invisible
    characters."""
    if not _LOOSE.search(text):
        return Prepared(text.translate(_PLAIN), None)
    pieces: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        if cluster["drop"]:
            continue
        piece = " " if cluster["space"] else _compose(cluster[0])
        pieces.append(piece)
        offsets.extend([cluster.start()] * len(piece))
    offsets.append(len(text))
    return Prepared("".join(pieces).translate(_PLAIN), tuple(offsets))


def _compose(cluster: str) -> str:
    if len(cluster) == 1 or len(cluster) > MAX_CLUSTER:
        return cluster
    if cluster[0] in _STRESSED:  # Russian stress marks; й and ё are letters and carry other marks
        cluster = cluster.replace(_ACUTE, "")
    return unicodedata.normalize("NFC", cluster)


def plain(text: str) -> str:
    """The prepared form of a short string, offsets forgotten."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.replace("`", "'")
    return prepare(text).text


def is_word(char: str) -> bool:
    """Whether a character belongs to a word: letters, digits, marks, underscore."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


_NON_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` without case, diacritics, script and punctuation; words parted by one space."""
    return _NON_WORD.sub(" ", anyascii(unicodedata.normalize("NFC", text)).casefold()).strip()


def slug(text: str) -> str:
    """`fold` with hyphens, for ids of provisional actors."""
    return fold(text).replace(" ", "-")


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


def _sound(word: str) -> str:
    word = word.replace("дж", "d").translate(_CYRILLIC)
    word = "".join(c if c == "S" else anyascii(c).casefold() for c in word)
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


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

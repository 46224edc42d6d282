"""Cases of names by a dictionary (Russian, pymorphy3) and by stated genders (German): the yardstick of `inflection`.

Nothing here imports konturen.names: the yardstick and what it measures share no rule.
"""

from __future__ import annotations

import re
from functools import cache

import pymorphy3  # type: ignore[import-untyped]
from pymorphy3.analyzer import Parse  # type: ignore[import-untyped]

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
QUOTED = re.compile(r"[«\"„][^»\"“]*[»\"“]")
RUSSIAN = re.compile(r"[А-ЯЁа-яё’'-]+")
NUMBERS = ("masc", "femn", "neut")

Row = list[str]
"""One group of words in the six cases."""


@cache
def morphology() -> pymorphy3.MorphAnalyzer:
    """The dictionary, loaded once."""
    return pymorphy3.MorphAnalyzer()


def russian(name: str) -> Row | None:
    """The six cases of a Russian name; None where the dictionary is not sure of every word that inflects.

    The head phrase (adjectives that agree with a noun, or a noun) inflects, what stands behind it stays; two head
    phrases joined by "и" both inflect. Left out: heads that the dictionary does not know, abbreviations as heads,
    names with Latin letters, digits, brackets or dashes, and nouns whose readings inflect differently.
    """
    if re.search(r"[A-Za-z0-9()/,]| [-–—] ", QUOTED.sub("", name)):
        return None
    parts = name.split(" и ")
    tokens = name.split(" ")
    if len(parts) == 2:
        first, second = _group(parts[0].split(" ")), _group(parts[1].split(" "))
        if first and first[1] == len(parts[0].split(" ")):
            if not second or second[1] != len(parts[1].split(" ")):
                return None
            return [f"{a} и {b}" for a, b in zip(first[0], second[0], strict=True)]
    group = _group(tokens)
    if group is None or (len(tokens) > group[1] and tokens[group[1]] == "и"):
        return None
    row, end = group
    return [" ".join([form, *tokens[end:]]) for form in row]


def known(name: str) -> bool:
    """Whether every word outside quotes is in the Russian dictionary, so that the name is a Russian one."""
    words = QUOTED.sub("", name).replace("—", " ").replace("–", " ").split()
    return bool(words) and all(
        RUSSIAN.fullmatch(word) is not None and morphology().word_is_known(word.lower()) for word in words
    )


def _group(tokens: list[str]) -> tuple[Row, int] | None:
    """The head phrase in the six cases, and how many words it has."""
    adjectives: list[Parse] = []
    for index, token in enumerate(tokens):
        if token == "и" or RUSSIAN.fullmatch(token) is None or (len(token) > 1 and token.isupper()):
            return None
        noun = _noun(token, adjectives)
        found = [p for p in morphology().parse(token.lower()) if p.tag.case == "nomn" and _adjectival(p)]
        more = index + 1 < len(tokens) and bool(found)
        if noun is not None and not (more and _follows(tokens[index + 1], found)):
            return _rows([*adjectives, noun], tokens[: index + 1]), index + 1
        if not found or not _known_adjective(token) or not _regular(found[0], token):
            return None
        adjectives.append(found[0])
    return None


def _adjectival(parse: Parse) -> bool:
    return ("ADJF" in parse.tag or "PRTF" in parse.tag) and parse.inflect({"gent"}) is not None


def _known_adjective(token: str) -> bool:
    return bool(morphology().word_is_known(token.lower().rsplit("-", 1)[-1]))


def _regular(parse: Parse, token: str) -> bool:
    """Whether the dictionary stays with the word: it inflects "большая" as "больший", "высший" as "высокий"."""
    form = parse.inflect({"loct"})
    return (
        parse.normal_form not in ("больший", "высокий")
        and form is not None
        and form.word[:3] == token.lower()[:3]
    )


def _follows(token: str, found: list[Parse]) -> bool:
    return RUSSIAN.fullmatch(token) is not None and (
        _noun(token, found[:1]) is not None
        or any(p.tag.case == "nomn" and _adjectival(p) for p in morphology().parse(token.lower()))
    )


def _noun(token: str, adjectives: list[Parse]) -> Parse | None:
    """The noun in the nominative that agrees with the adjectives; None where there is none or several."""
    word = token.lower()
    if not morphology().word_is_known(word):
        return None
    found = [p for p in morphology().parse(word) if p.tag.POS == "NOUN" and p.tag.case == "nomn"]
    found = [p for p in found if all(_agree(p, adjective) for adjective in adjectives)]
    if not adjectives:
        places = [p for p in found if "Geox" in p.tag]
        found = places if places and token[0].isupper() else found
    found = [p for p in found if not {"Name", "Surn", "Patr"} & set(p.tag.grammemes)] or []
    readings = {tuple(_inflected(p)) for p in found}
    return found[0] if len(readings) == 1 and "" not in next(iter(readings)) else None


def _agree(noun: Parse, adjective: Parse) -> bool:
    if noun.tag.number != adjective.tag.number:
        return False
    return noun.tag.number == "plur" or noun.tag.gender == adjective.tag.gender


def _inflected(parse: Parse) -> Row:
    number = {parse.tag.number} if parse.tag.number else set()
    forms = [parse.inflect({case} | number) for case in CASES]
    return [form.word if form else "" for form in forms]


def _rows(parses: list[Parse], tokens: list[str]) -> Row:
    animacy = parses[-1].tag.animacy or "inan"
    columns = []
    for parse, token in zip(parses, tokens, strict=True):
        forms = []
        for case in CASES:
            wanted = {case}
            if (
                case == "accs"
                and parse.tag.POS != "NOUN"
                and (parse.tag.gender == "masc" or parse.tag.number == "plur")
            ):
                wanted.add(animacy)
            form = parse.inflect(wanted)
            forms.append(_cased(form.word if form else token, token))
        columns.append([token, *forms[1:]])
    return [" ".join(row) for row in zip(*columns, strict=True)]


def _cased(form: str, model: str) -> str:
    """The form with the capitals of the name, part by part."""
    parts, models = re.split("([-’'])", form), re.split("([-’'])", model)
    if len(parts) != len(models):
        return form.capitalize() if model[0].isupper() else form
    pairs = zip(parts, models, strict=True)
    return "".join(part[:1].upper() + part[1:] if like[:1].isupper() else part for part, like in pairs)


GENDERS = {
    "f": "partei union gemeinschaft organisation kommission bank behörde agentur stiftung bewegung vereinigung "
    "assoziation kammer föderation republik allianz konferenz akademie gruppe front liga versammlung korporation "
    "gesellschaft volkspartei region eidgenossenschaft charta universität",
    "m": "rat gerichtshof verband bund fonds ausschuss dienst hof staat rechnungshof wirtschaftsblock block kongress "
    "pakt beauftragter",
    "n": "parlament institut amt zentrum komitee büro bündnis forum gericht königreich fürstentum sultanat "
    "commonwealth hochschulinstitut sekretariat großherzogtum überseegebiet",
    "p": "staaten emirate gebiete nationen länder demokraten republikaner",
}
"""Genders of German heads, by the end of the word."""

STRONG = {"f": "e", "m": "er", "n": "es", "p": "e"}
"""Ending of an adjective in a name without article, in the nominative."""

ARTICLES = {"das": "n", "der": "m"}
SIBILANT = ("s", "ß", "x", "z")
SHORT_HEADS = re.compile(r"(?:rat|bund|amt|staat|verband|hof|dienst|pakt|recht)$", re.IGNORECASE)
"""Heads of one syllable at their end: genitive in -es."""


def german(name: str, article: str | None = None) -> tuple[str, dict[str, str]] | None:
    """The name without article, and "des ..." (genitive) and "dem ..." (dative) by the gender of its head.

    Rules: with an article an adjective ends in -en in both cases; a feminine head stays; a masculine or neuter
    one takes -es after s, ß, x, z and in one syllable, else -s; a plural takes -n in the dative. The gender is
    that of the article, else of the table. None where a word before the head does not have the adjective's
    ending, or the head is not in the table and stands alone.
    """
    tokens = name.split(" ")
    head = next((i for i, token in enumerate(tokens) if _gender(token)), None)
    if head is None or not all(RUSSIAN.fullmatch(t) is None and t[0].isupper() for t in tokens[: head + 1]):
        return None
    gender = _gender(tokens[head])
    weak = "en" if gender == "p" else "e"
    if article is not None:
        if gender != "p" and ARTICLES.get(article, "f") != gender:
            return None
        if not all(token.endswith(weak) for token in tokens[:head]):
            return None
        stems = [token.removesuffix(weak) for token in tokens[:head]]
    else:
        if not all(token.endswith(STRONG[gender]) for token in tokens[:head]):
            return None
        stems = [token.removesuffix(STRONG[gender]) for token in tokens[:head]]
    strong = " ".join([*(stem + STRONG[gender] for stem in stems), *tokens[head:]])
    before, noun, after = [stem + "en" for stem in stems], tokens[head], tokens[head + 1 :]
    genitive = (
        noun
        if gender in "fp"
        else noun + ("es" if noun.endswith(SIBILANT) or SHORT_HEADS.search(noun) else "s")
    )
    genitive = genitive.replace("nises", "nisses") if noun.endswith("nis") else genitive
    genitive = (
        noun
        if noun.lower().endswith(("fonds", "commonwealth")) and noun.lower() != "commonwealth"
        else genitive
    )
    dative = noun + "n" if gender == "p" and not noun.endswith(("n", "s")) else noun
    return strong, {
        "genitive": " ".join([*before, genitive, *after]),
        "dative": " ".join([*before, dative, *after]),
    }


def _gender(token: str) -> str:
    """The gender of a head of the table, the longest entry first; "" for any other word."""
    low = token.lower()
    ends = [(len(end), gender) for gender, ends in GENDERS.items() for end in ends.split() if low.endswith(end)]
    return max(ends)[1] if ends else ""

"""German inflection: strong and weak adjectives before a head, genitives, demonyms."""

from __future__ import annotations

import re

from konturen.names.tables import words

ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
NO_GENITIVE_S = ("s", "ß", "x", "z", "’", "'")
STRONG = {"er": ("er", "e", "en", "em"), "es": ("es", "e", "em", "en"), "e": ("e", "en", "er")}
"""Endings of an adjective in a name, by the ending it has in the nominative without an article."""

FEMININE = re.compile(
    r"(partei|union|ion|heit|keit|ung|schaft|tät|ik|ei|enz|anz|kammer|garde|jugend|linke|front|liga|bank|"
    r"duma|rada|armee|kirche|agentur|mafia|gruppe|charta|demokratie|familie|behörde|internationale|macht|"
    r"staffel|stadt|ukraine|straße|sphäre|konferenz|initiative|zentrale|alternative|kraft|zukunft|heimat|"
    r"stimme|wahl|plattform|liste|staatsanwaltschaft|polizei|presse|welle|woche|rundschau|zeit|post|party|krim|färöer)$",
    re.IGNORECASE,
)
"""Heads that take no -s in the genitive because they are feminine."""

PLURAL = re.compile(
    r"(menschen|leute|grünen|grüne|nationen|staaten|emirate|demokraten|republikaner|freunde|kräfte|linken|"
    r"sozialisten|kommunisten|liberalen|piraten|wähler|gebiete|inseln|brüder|niederlande|falken|jusos|"
    r"nachrichten|medien|julis|truppen|länder|dienste|patrioten|reformer)$",
    re.IGNORECASE,
)
"""Heads in the plural: no -s, and -n in the dative where the nominative does not end in n or s."""

ES_GENITIVE = re.compile(
    r"(bund|haus|königreich|rat|kongress|gericht|staat|amt|tag|verband|fonds|volk|hof|dienst|werk|heer)$",
    re.IGNORECASE,
)
"""Heads that also form the genitive with -es."""

OTHER_HEADS = re.compile(
    r"(ministerium|parlament|komitee|senat|kabinett|zentrum|institut|büro|tum|sultanat|commonwealth|forum|"
    r"block|präsidium|sekretariat|militär|kommissariat|korps|netzwerk|blatt|magazin|fernsehen|radio|sender|"
    r"programm|kommando|bündnis|lager|kommandant|pakt|rechnungshof|kreis|verein|club|klub|kurultai|flügel)$",
    re.IGNORECASE,
)
"""Further heads, masculine and neuter: before a second noun they are what inflects (Parlament Kasachstans)."""

ADJECTIVE_STEM = re.compile(
    r"(sch|lich|ig|al|är|iv|os|ell|end|frei|neu|jung|gerecht|groß|klein|link|rot|hoh|höher|ober|weiß|vereint|"
    r"vereinigt|gemäßigt|grün|gemeinsam|stark|wahr|national|unabhängig|sicher|gut|alt|plurinational)er$",
    re.IGNORECASE,
)
"""Adjectives in the masculine nominative; other words in -er are nouns or names of places."""

SMALL_ADJECTIVE = re.compile(r"^[a-zäöü]+(isch|lich|ig|al|iv)(e|er|es)$")
"""A second adjective written small (Ukrainische demokratische Allianz)."""

ENGLISH = re.compile(r"(age|ence|ance|ice|ture|ble|ree|ute|que|ile|ite|ome|eme)$")
"""Endings of English words that are no German adjectives (Heritage Foundation)."""

UNINFLECTED = ("lich", "isch", "sozial", "liberal", "national")
"""Endings of a first word that only qualifies the adjective behind it (Christlich Demokratische Union)."""

PREPOSITIONS = words("german_function_words")


def adjective_forms(adjective: str) -> list[str]:
    """All forms of an attributive adjective in small and capital spelling.

    Without ending only the small one: with a capital it is a language (Russisch).
    """
    inflected = [adjective + ending for ending in ADJECTIVE_ENDINGS]
    return [adjective, *inflected, *(form[:1].upper() + form[1:] for form in inflected)]


def demonym_forms(entry: str) -> list[str]:
    """All forms of an inhabitant's names: "Kasache/Kasachin", "Iraner", "Ungar+n/Ungarin", "Deutscher~"."""
    masculine, _, feminine = entry.partition("/")
    if masculine.endswith("~"):
        stem = masculine.removesuffix("er~")
        return [stem + ending for ending in ("e", "en", "er", "em")]
    masculine, _, ending = masculine.partition("+")
    if ending:
        forms = [masculine, masculine + ending]
    elif masculine.endswith("e"):
        forms = [masculine, masculine + "n"]
    else:
        forms = [masculine, masculine + "s", masculine + "n"]
        feminine = feminine or masculine + "in"
    if feminine:
        forms += [feminine, feminine + ("nen" if feminine.endswith("in") else "s")]
    return forms


def phrase_forms(text: str, *, invariable: bool = False) -> list[str]:
    """All cases of a name: adjectives before the head inflect, the head takes -s, -es or -n.

    An `invariable` head takes no -s. A leading article may be absent or in another case.
    """
    bare = text.removeprefix("Die ").removeprefix("Der ").removeprefix("Das ")
    forms = _cases(bare, invariable=invariable)
    if bare == text:
        return list(dict.fromkeys([text, *forms]))
    if _is_nominal_adjective(bare):
        forms += [bare.removesuffix("n"), bare.removesuffix("n") + "n"]
    articles = {
        "Die": ("Die", "Der", "Den"),
        "Der": ("Der", "Des", "Dem", "Den"),
        "Das": ("Das", "Des", "Dem"),
    }[text[:3]]
    with_article = [f"{article} {form}" for article in articles for form in forms]
    return list(dict.fromkeys([text, *forms, *with_article]))


def person_forms(name: str) -> list[str]:
    """A person's name and its genitive: "Putins", and after s, x, z an apostrophe."""
    if not name[-1:].isalpha():
        return [name]
    if name.endswith(NO_GENITIVE_S):
        return [name, name + "’", name + "'"]
    return [name, name + "s"]


def _is_nominal_adjective(bare: str) -> bool:
    return " " not in bare and bare.endswith(("e", "en")) and bool(PLURAL.search(bare) or FEMININE.search(bare))


def _cases(text: str, *, invariable: bool) -> list[str]:
    front, comma, rest = text.partition(",")
    tokens = front.split(" ")
    if comma and not _leading_adjectives(tokens):
        return [text]
    return [form + comma + rest for form in _with_adjectives(tokens, inflect_head=not invariable)]


def _with_adjectives(tokens: list[str], *, inflect_head: bool) -> list[str]:
    """All cases of the words: adjectives in front, then the head, then what stays as it is."""
    if len(tokens) > 1 and tokens[0].endswith(UNINFLECTED) and _is_noun_like(tokens[1]):
        rest = _with_adjectives(tokens[1:], inflect_head=inflect_head)
        return [f"{tokens[0]} {form}" for form in rest]
    count = _leading_adjectives(tokens)
    endings = {_ending(token) for token in tokens[:count]}
    if count and len(endings) == 1:
        return _strong_and_weak(tokens, count, endings.pop(), inflect_head=inflect_head)
    position = _head_position(tokens)
    before, head, after = tokens[:position], tokens[position], tokens[position + 1 :]
    heads = _head_forms(head) if inflect_head else [head]
    return [" ".join([*before, form, *after]) for form in heads]


def _strong_and_weak(tokens: list[str], count: int, ending: str, *, inflect_head: bool) -> list[str]:
    head, tail = tokens[count], tokens[count + 1 :]
    feminine = ending == "e" and not PLURAL.search(head)
    heads = _head_forms(head) if inflect_head and not feminine else [head]
    forms = []
    for new in STRONG[ending]:
        adjectives = [token.removesuffix(ending) + new for token in tokens[:count]]
        usable = heads if new == "en" or (ending == "e" and new != "e") else heads[:1]
        forms += [" ".join([*adjectives, form, *tail]) for form in usable]
    return forms


def _leading_adjectives(tokens: list[str]) -> int:
    """How many words before the head are adjectives; the head is the first noun."""
    count = 0
    while count + 1 < len(tokens) and _is_adjective(tokens[count], tokens[count + 1]):
        count += 1
    return count


def _is_adjective(token: str, following: str) -> bool:
    if not _is_noun_like(following) and not SMALL_ADJECTIVE.search(following):
        return False
    if token.endswith("es") and len(token) > len("Des"):
        return True
    if token.endswith("e") and token.lower() in ("linke", "alternative", "internationale"):
        return True
    if token.endswith("e") and len(token) > len("Die"):
        return not (FEMININE.search(token) or PLURAL.search(token) or ENGLISH.search(token))
    return bool(ADJECTIVE_STEM.search(token))


def _is_noun_like(word: str) -> bool:
    return word[:1].isupper() and word[:1].isalpha() and word.lower() not in PREPOSITIONS


def _head_position(tokens: list[str]) -> int:
    """Index of the word that takes the -s: a known head, the word before a preposition, else the last word.

    Names of places in -er (Brüsseler, Weimarer) before a noun never inflect.
    """
    if len(tokens) == len(("Serbien", "und", "Montenegro")) and tokens[1] == "und":
        return len(tokens) - 1
    start = 1 if len(tokens) > 1 and tokens[0].endswith("er") and _is_noun_like(tokens[1]) else 0
    for index in range(start, len(tokens)):
        known = any(heads.search(tokens[index]) for heads in (FEMININE, PLURAL, ES_GENITIVE, OTHER_HEADS))
        if known or (index + 1 < len(tokens) and not _is_noun_like(tokens[index + 1])):
            return index
    return len(tokens) - 1


def _ending(token: str) -> str:
    return next((ending for ending in ("es", "er", "e") if token.endswith(ending)), "")


def _head_forms(head: str) -> list[str]:
    if FEMININE.search(head) or _is_abbreviation(head):
        return [head]
    if PLURAL.search(head):
        return [head] if head.endswith(("n", "s")) else [head, head + "n"]
    if head.endswith("nis"):
        return [head, head + "ses"]
    if head.endswith("schuss"):
        return [head, head + "es"]
    if head.endswith(NO_GENITIVE_S) or not head[-1:].isalpha():
        return [head, head + "es"] if ES_GENITIVE.search(head) else [head]
    forms = [head, head + "s"]
    return [*forms, head + "es"] if ES_GENITIVE.search(head) else forms


def _is_abbreviation(word: str) -> bool:
    return word.isupper() or any(letter.isdigit() for letter in word)

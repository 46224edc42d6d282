"""Names that a text itself introduces: abbreviations and aliases in brackets, and epithets in apposition.

"Kommunistische Partei der Russischen Föderation (KPRF)", "Bewegung X (nachfolgend „Y“)", "СДПК (Социал-...)".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz import fuzz

from konturen.actors.values import QUOTES, Cast, compatible, free, words
from konturen.names.text import fold, is_word
from konturen.records import ActorType, Mention, MentionForm, Sentence, Span

MAX_ALIAS = 60
"""Longest alias in characters; what is longer in brackets is a remark."""
_OPEN = re.compile(rf"[{QUOTES}]*\s*\(\s*")
_BRACKET = re.compile(rf"[{QUOTES}]*\s*\((?P<inside>[^()]{{2,120}})\)")
_KEYED = re.compile(
    r"(?:im folgenden|nachfolgend|künftig|kurz|auch|auch bekannt als|bekannt als|abgekürzt|früher|ehemals|"
    r"vormals|"
    r"bis \d{4}|hereinafter|henceforth|also known as|known as|or|formerly|abbreviated|short|aka|"
    r"далее|сокращенно|сокращённо|сокр\.|бывш\.|ранее|также|также известна как|или)"
    r"\s*[:–—-]?\s*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"[„“«\"‚'](?P<alias>[^„“”«»\"]{2,60})[“”»\"‘']")
_MEANS = re.compile(
    r"übersetzt|bedeutet|genannt|zu deutsch|auf deutsch|translat|meaning|means|called|перевод|называ|означа",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?=(?:[^A-ZÄÖÜА-ЯЁӘҒҚҢӨҰҮҺ]*[A-ZÄÖÜА-ЯЁӘҒҚҢӨҰҮҺ]){2})[^\W_](?:[^\s()]{0,11})")
_EPITHET = re.compile(
    rf"[{QUOTES}]*,\s+(?:(?:auch|oft|häufig)\s+)?(?:als|die|der|das|the|also called|so-called|known as|dubbed|"
    r"называем\w+|прозванн\w+|так называем\w+|auch genannt)\s+(?:sogenannte\w*\s+)?"
    r"[„“«\"](?P<alias>[^„“”«»\"]{3,60})[“”»\"]"
)


def aliases(sentence: Sentence, mention: Mention) -> list[tuple[str, Span]]:
    """What the text right after a name says to be another name of it, with the place; maybe nothing."""
    text, offset = sentence.text, sentence.span.start
    end = mention.span.end - offset
    found: list[tuple[str, Span]] = []
    bracket = _BRACKET.match(text, end)
    if bracket and mention.type != "person":
        alias = _alias(bracket["inside"], mention.surface)
        keyed = _KEYED.fullmatch(bracket["inside"].strip())
        if alias and (keyed or not _of_a_longer_name(alias, mention, text[: mention.span.start - offset])):
            start = offset + text.index(alias, bracket.start("inside"))
            found.append((alias, Span(start, start + len(alias))))
    epithet = _EPITHET.match(text, end)
    if epithet:
        found.append((epithet["alias"], Span(offset + epithet.start("alias"), offset + epithet.end("alias"))))
    return found


WORDS_BEFORE = 8
"""Words before a name that may belong to the longer name which a bracket shortens."""
_NEVER_SHORTENED: frozenset[ActorType] = frozenset({"state", "igo", "media"})
"""Types whose names stand at the end of longer names: "Tribunal für Jugoslawien (ICTY)"."""


def _of_a_longer_name(alias: str, mention: Mention, before: str) -> bool:
    """Whether a bracket shortens a longer name that only ends with this one.

    "Interim Mission in Kosovo (UNMIK)", "Islamic Jihad Union (IJU)". A state, an organisation of states or an
    outlet takes only a bracket whose letters its own name has.
    """
    if abbreviates(alias, mention.surface) or (mention.name and abbreviates(alias, mention.name)):
        return False
    if mention.type == "state" or (mention.type in _NEVER_SHORTENED and " " not in alias):
        return True
    parts = before.split()[-WORDS_BEFORE:]
    starts = range(len(parts))
    return any(abbreviates(alias, " ".join([*parts[at:], mention.surface])) and _begins(alias, parts[at])
               for at in starts)  # fmt: skip


def _begins(alias: str, word: str) -> bool:
    return word[:1].isupper() and fold(word)[:1] == fold(alias)[:1]


def _alias(inside: str, name: str) -> str | None:
    keyed = _KEYED.fullmatch(inside.strip())
    rest = (keyed["rest"] if keyed else inside).strip()
    quoted = _QUOTED.search(rest)
    if quoted and (keyed or quoted[0] == rest or _MEANS.search(inside)):
        return quoted["alias"]
    bare = rest.strip(QUOTES + " ")
    first = re.split(r"[,;:/]", bare)[0].strip()
    if _ABBREVIATION.fullmatch(first) and (first.isupper() or abbreviates(first, name)):
        return first
    return bare if keyed and len(bare) <= MAX_ALIAS and bare[:1].isupper() and "," not in bare else None


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of `short` stand in this order in `name` and begin with one of its words."""
    letters = [char for char in fold(short) if char.isalnum()]
    initials = {word[0] for word in fold(name).split()}
    if not letters or letters[0] not in initials:
        return False
    rest = iter(fold(name))
    return all(letter in rest for letter in letters)


def pairs(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Names of which the second stands in brackets right after the first and is the same actor's.

    "SDPK (Sozialdemokratische Partei Kirgisistans)", "die Sozialrevolutionäre (SRZP)". A person's brackets hold
    the party, and a state's the continent: neither is a pair.
    """
    found: list[tuple[Mention, Mention]] = []
    for first, second in itertools.pairwise(mentions):
        gap = words(sentence, Span(first.span.end, max(first.span.end, second.span.start)))
        if not _OPEN.fullmatch(gap.rstrip(QUOTES)) or {first.type, second.type} & {"person", "state"}:
            continue
        short = second.form == "abbreviation" or second.surface.isupper() or first.surface.isupper()
        short = short or spells_out(second.surface, first.surface)
        if compatible(first.type, second.type) and (short or fold(first.surface) == fold(second.surface)):
            found.append((first, second))
    return found


MIN_ALIKE = 75.0
"""Least rapidfuzz ratio (0 to 100) at which two words may be one in two names of an actor."""
_SMALL_WORD = 3
"""Letters of the longest word in small letters that an acronym passes over (der, of, und, по)."""


def spells_out(short: str, name: str) -> bool:
    """Whether the letters of `short` are the initials of the words of `name`, small words aside."""
    parts = [part for part in re.split(r"[\s-]+", name.strip(QUOTES)) if part]
    initials = [fold(part)[:1] for part in parts if part[0].isupper() or len(part) > _SMALL_WORD]
    every = [fold(part)[:1] for part in parts]
    letters = [fold(char) for char in short if char.isalnum()]
    return len(letters) > 1 and letters in (initials, every)


def _is_short(surface: str) -> bool:
    """Whether a surface looks like an abbreviation: no space, two capitals or more (AfC)."""
    return surface.isupper() or bool(_ABBREVIATION.fullmatch(surface))


def spelled_out(sentence: Sentence, mention: Mention, taken: Sequence[Mention]) -> Span | None:
    """The name in full right before an abbreviation that stands alone in brackets, where nothing was found:
    "das Anti-Korruptions-Bündnis (AKB)"."""
    text, offset = sentence.text, sentence.span.start
    start, end = mention.span.start - offset, mention.span.end - offset
    opening = re.search(rf"[{QUOTES}]?\s?\([{QUOTES}]?$", text[max(0, start - 4) : start])
    if opening is None or not _is_short(mention.surface) or not re.match(rf"[{QUOTES}]?\s?[),;]", text[end:]):
        return None
    stop = start - len(opening[0])
    starts = [word.start() for word in re.finditer(r"[^\W_][^\s]*", text[max(0, stop - MAX_ALIAS) : stop])]
    for at in reversed(starts[-WORDS_BEFORE:]):
        first = max(0, stop - MAX_ALIAS) + at
        span = Span(offset + first, offset + stop)
        if text[first].isupper() and spells_out(mention.surface, text[first:stop]) and free(span, taken):
            return span
    return None


def misread(long: Mention, short: Mention, cast: Cast) -> bool:
    """Whether a text gives a known abbreviation to another actor than the catalog has it for.

    Its letters are the initials of the name before it, and the catalog's actor has no name like that one.
    """
    known = cast.catalog.get(short.actor)
    if known is None or long.actor == short.actor or not spells_out(short.surface, long.surface):
        return False
    full = ("official", "short", "native", "former", "transliteration")
    named = [name.text for name in known.names if name.kind in full]
    named += [form.surface for form in known.forms if form.kind in full]
    names = [name for name in named if name != short.surface and not name.isupper()]
    return bool(names) and not any(_alike(name, long.surface) for name in names)


def _alike(one: str, other: str) -> bool:
    """Whether every word of the shorter name, small words aside, stands in the other, inflected or spelled
    otherwise."""
    rows = [[word for word in fold(name).split() if len(word) > _SMALL_WORD] for name in (one, other)]
    less, more = sorted(rows, key=len)
    return bool(less) and all(any(fuzz.ratio(word, own) >= MIN_ALIKE for own in more) for word in less)


def bracketed(sentence: Sentence, mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Names and the abbreviations in capitals that stand in brackets right after them, whatever their types."""
    return [
        (first, second)
        for first, second in itertools.pairwise(mentions)
        if _is_short(second.surface)
        and first.type not in ("person", "state")
        and _OPEN.fullmatch(
            words(sentence, Span(first.span.end, max(first.span.end, second.span.start))).rstrip(QUOTES)
        )
    ]


class Echoes:
    """Where surfaces that the text introduced stand again; one automaton for all of them."""

    def __init__(self, surfaces: Mapping[str, tuple[str, int]]) -> None:
        self._surfaces = [surface for surface in surfaces if len(surface) > 1]
        self._origin = surfaces
        self._automaton = (
            AhoCorasick(self._surfaces, matchkind=MatchKind.LeftmostLongest) if self._surfaces else None
        )

    def find(self, sentence: Sentence, taken: Sequence[Mention], cast: Cast, score: float) -> list[Mention]:
        """Mentions of introduced names from their introduction on, where nothing else was found."""
        if self._automaton is None:
            return []
        text, offset = sentence.text, sentence.span.start
        found: list[Mention] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            surface = self._surfaces[index]
            actor, position = self._origin[surface]
            span = Span(offset + start, offset + end)
            whole = (not start or not is_word(text[start - 1])) and (end == len(text) or not is_word(text[end]))
            if not whole or span.start < position or not free(span, taken):
                continue
            form: MentionForm = "abbreviation" if surface.isupper() else "name"
            reason = f"introduced at {position}"
            found.append(cast.mention(sentence, span, actor, form=form, score=score, reason=reason))
        return found

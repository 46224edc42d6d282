"""Names that a text itself introduces: abbreviations and aliases in brackets, and epithets in apposition.

"Kommunistische Partei der Russischen Föderation (KPRF)", "Bewegung X (nachfolgend „Y“)", "СДПК (Социал-...)".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

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
        if compatible(first.type, second.type) and (short or fold(first.surface) == fold(second.surface)):
            found.append((first, second))
    return found


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

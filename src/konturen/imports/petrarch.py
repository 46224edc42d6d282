"""PETRARCH and TABARI actor dictionaries in the form of petrarch2 (`Phoenix.Countries.actors.txt` and its kin).

    NAME_IN_CAPITALS_  [CODE]        a name, its CAMEO codes beside it or in the lines below
    +ANOTHER_NAME                    a further name of the same actor
        [KAZGOV 900424-911201]       a code from day to day; `>900424` from that day, `<900424` until then
    # comment
    <!-- comment, over several lines, too -->

`[---]` and `[+++]` are no codes: such entries are counted. So are those whose code stands for several actors at
once (`[FRA/DEU]`, as TABARI had it).

A code is read in steps of three letters: a country or a class (IGO, NGO, MNC, IMG ...), then roles. The type
follows:

- a country alone: the state (all such blocks are names of one actor, provinces and capitals included: what the
  dictionary takes for the state stands as an epithet);
- codes with dates, or the role ELI (former elite): a person, since the dictionary dates careers;
- PTY party; GOV, MIL, COP, JUD, LEG, SPY institution; MED media; REB, SEP, INS, UAF, OPP and IMG movement;
  IGO igo; NGO, NGM, MNC, BUS, LAB, EDU organisation; anything else `other`.

A name that is an office ("PRESIDENT_OF_X") without a date is no actor and is counted. A person with GOV
governs the state from that day to that; with MIL, COP, JUD, LEG or SPY the person is a member of the state's
service of that name. An undated institution is part of its state. Other codes tie nobody and are counted by
their role. Years of two figures up to 30 are of this century, as petrarch2 reads them. A date that is none, or
an end before its beginning (a handful of slips in the published files), loses the tie, not the actor; in all
else a broken line is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from konturen.dates import is_valid, precedes
from konturen.imports.countries import ALPHA2
from konturen.imports.rows import Collector, Draft, Imported, Known, NewName, NewTie
from konturen.imports.texts import Source
from konturen.names.text import slug

FORMAT = "petrarch"
_CODE = re.compile(
    r"\[\s*([A-Za-z0-9-]*|\++|[A-Za-z0-9]+(?:/[A-Za-z0-9]+)+)\s*([<>]?)\s*([0-9]*)\s*(?:-\s*([0-9]+))?\s*\]"
)
_OFFICE = re.compile(
    r"(?:^|_)(?:PRESIDENT|MINISTER|CHANCELLOR|SECRETARY|AMBASSADOR|SPOKESMAN|SPOKESWOMAN|ENVOY|CHIEF|REPRESENTATIVE|"
    r"RAPPORTEUR|GOVERNOR|COMMISSIONER|OFFICIALS?|LEADERS?|MAYOR|KING|QUEEN|PREMIER)(?:_|$)",
    re.IGNORECASE,
)
_TYPES = {
    "PTY": "party",
    "MED": "media",
    "IGO": "igo",
    **dict.fromkeys("GOV MIL COP JUD LEG SPY".split(), "institution"),
    **dict.fromkeys("REB SEP INS UAF OPP IMG".split(), "movement"),
    **dict.fromkeys("NGO NGM MNC BUS LAB EDU".split(), "organisation"),
}
_SERVICES = {
    "MIL": "military",
    "COP": "police",
    "JUD": "judiciary",
    "LEG": "legislature",
    "SPY": "intelligence",
}
_OTHER_COUNTRIES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "KSV": "XKX", "KOS": "XKX"}
_SMALL = frozenset("of the and for in on at to by from with de la y del di du des".split())
_CENTURY = 30
"""Two figures of a year up to this are 20YY, above it 19YY (as PETRARCH and TABARI have it)."""


@dataclass(frozen=True, slots=True)
class _Code:
    text: str
    sign: str
    start: str
    end: str
    line: int

    @property
    def parts(self) -> list[str]:
        return [self.text[at : at + 3] for at in range(0, len(self.text), 3)]

    @property
    def dated(self) -> bool:
        return bool(self.start or self.sign)


@dataclass(slots=True)
class _Block:
    line: int
    names: list[tuple[str, int]] = field(default_factory=list)
    codes: list[_Code] = field(default_factory=list)


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The actors of a dictionary."""
    reader = _Reader(source, known, as_of)
    for block in _blocks(source):
        reader.add(block)
    return reader.rows.finish(FORMAT)


def _blocks(source: Source) -> Iterator[_Block]:
    """The entries of the file: a name, its synonyms, its codes."""
    block: _Block | None = None
    for line, raw in _uncommented(source.lines()):
        text = raw.partition("#")[0]
        if not text.strip() or text.strip() == "*":
            continue
        if "[" in text and re.search(r"[\[\]]", _CODE.sub("", text)):
            what = "the code in brackets is not [CODE], [CODE <date], [CODE >date] or [CODE date-date]."
            source.fault(what, line, "code")
        name = text.partition("[")[0].strip()
        if name.startswith("+"):
            if block is None:
                source.fault("a synonym stands before any name.", line, "name")
            if name.strip("+_ "):
                block.names.append((name.lstrip("+"), line))
        elif name:
            if block is not None:
                yield block
            block = _Block(line, [(name, line)])
        if block is None:
            source.fault("a code stands before any name.", line, "code")
        for code, sign, start, end in _CODE.findall(text):
            block.codes.append(_Code(code.upper(), sign, start, end, line))
    if block is None:
        source.fault("there is no name in it.", 1, "name")
    if not block.codes:
        source.fault("the last name has no code: the file is cut off.", block.line, "code")
    yield block


def _uncommented(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines without what stands between <!-- and -->."""
    inside = False
    for line, raw in lines:
        parts, rest = [], raw
        while rest:
            before, found, rest = rest.partition("-->" if inside else "<!--")
            if not inside:
                parts.append(before)
            inside = inside != bool(found)
        yield line, "".join(parts)


class _Reader:
    def __init__(self, source: Source, known: Known, as_of: str | None) -> None:
        self.rows = Collector(source.where, known, as_of)
        self.rows.outside = lambda key: key if key in self.rows.catalog_ids else None
        self.source = source

    def add(self, block: _Block) -> None:
        """One entry."""
        codes = [code for code in block.codes if code.text.strip("-+")]
        if not codes:
            self.rows.skip("entry without a code")
            return
        if any("/" in code.text for code in codes):
            self.rows.skip("code of several actors at once")
            return
        main = next((code for code in codes if not code.dated), codes[0])
        country = next((c for code in codes[::-1] if (c := _country(code)) is not None), None)
        if all(_country(code) is not None and len(code.text) == 3 for code in codes[-1:]):
            self._state(block, country or "")
            return
        person = any(code.dated or "ELI" in code.parts for code in codes)
        head = block.names[0][0].strip("_ ")
        if not person and _OFFICE.search(head):
            self.rows.skip("name of an office, not of an actor")
            return
        kind = "person" if person else _type(main)
        name = slug(head.replace("_", " "))[:100]
        if not name:
            self.rows.skip("name without letters")
            return
        key = f"cameo-{name}"
        if key in self.rows.drafts and self.rows.drafts[key].type != kind:
            key = f"{key}-{main.text.lower()}"
        told = (block.line, f"import:{self.source.name} line {block.line}")
        draft = self.rows.add(key, kind, key, {}, told)
        self._names(draft, block, "short")
        codes_of = {c for code in codes if (c := _country(code)) is not None}
        if len(codes_of) == 1:
            self.rows.single(draft, "country", ALPHA2[country or ""], block.line)
        if person:
            for code in codes:
                self._career(draft, code)
        elif kind == "institution" and country:
            self._tie(draft, "part_of", main, country, {})

    def _names(self, draft: Draft, block: _Block, further: str) -> None:
        for number, (raw, line) in enumerate(block.names):
            words = raw.replace("_", " ").split()
            text = " ".join(_cased(word) if at else _cased(word, first=True) for at, word in enumerate(words))
            if len(words) == 1 and len(words[0]) <= 5 and draft.type not in ("person", "state"):
                text = words[0]
            source = f"import:{self.source.name} line {line}"
            kind = "short" if number == 0 and not draft.names else further
            self.rows.name(draft, NewName(text, "en", kind, source=source), line)

    def _state(self, block: _Block, code: str) -> None:
        told = (block.line, f"import:{self.source.name} line {block.line}")
        ids = {"iso3": code, "iso2": ALPHA2[code]}
        draft = self.rows.add(f"state {code}", "state", f"state-{code.lower()}", ids, told)
        self.rows.single(draft, "country", ALPHA2[code], block.line)
        self._names(draft, block, "epithet")

    def _career(self, draft: Draft, code: _Code) -> None:
        roles = code.parts[1:]
        country = _country(code)
        service = next((_SERVICES[role] for role in roles if role in _SERVICES), None)
        if country is None or not ("GOV" in roles or service):
            self.rows.skip(f"code that ties nobody ({'ELI' if 'ELI' in roles else 'another role'})")
        elif "GOV" in roles:
            self._tie(draft, "governs", code, country, {})
        else:
            self._tie(draft, "member_of", code, country, {"en": service or ""})

    def _tie(self, draft: Draft, relation: str, code: _Code, country: str, title: dict[str, str]) -> None:
        dates = _dates(code)
        if dates is None:
            self.rows.skip("tie with a date that is none, or with an end before its beginning")
            return
        state = f"state {country}"
        known = self.rows.known.get(("iso3", country)) or self.rows.known.get(("iso2", ALPHA2[country]))
        target = state if state in self.rows.drafts or known is None else known
        source = f"import:{self.source.name} line {code.line}"
        self.rows.tie(draft, NewTie(relation, target, title, *dates, source, None, "code"), code.line)


def _cased(word: str, first: bool = False) -> str:
    """A word of a name in capitals as English writes it; the dictionaries do not tell abbreviations."""
    small = word.lower()
    if small in _SMALL and not first:
        return small
    if len(word) == 1:
        return word
    return re.sub(r"(?<![^\W\d_])(?<!['’])[^\W\d_]", lambda found: found[0].upper(), small)


def _country(code: _Code) -> str | None:
    """The alpha-3 code of the country that a CAMEO code begins with."""
    first = _OTHER_COUNTRIES.get(code.text[:3], code.text[:3])
    return first if first in ALPHA2 else None


def _type(code: _Code) -> str:
    parts = code.parts
    roles = parts[1:] if _country(code) is not None else parts
    return next((_TYPES[role] for role in roles if role in _TYPES), "other")


def _dates(code: _Code) -> tuple[str | None, str | None] | None:
    """From and to of a code; None where a date is none or the end is before the beginning."""
    start = _date(code.start) if code.start else None
    end = _date(code.end) if code.end else None
    if (code.start and start is None) or (code.end and end is None):
        return None
    if code.sign == "<":
        return None, start
    if code.sign != ">" and code.start and not code.end:
        return start, start
    return None if start and end and precedes(end, start) else (start, end)


def _date(figures: str) -> str | None:
    if len(figures) == 6:
        figures = ("20" if int(figures[:2]) <= _CENTURY else "19") + figures
    if len(figures) != 8:
        return None
    value = f"{figures[:4]}-{figures[4:6]}-{figures[6:]}"
    return value if is_valid(value) else None

"""Facts that cannot both hold: two values of what has one, two holders of one office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from konturen.contradictions.measures import Measure, date_classes, measure, number_classes
from konturen.contradictions.periods import Extent, edtf, moved, published, read
from konturen.contradictions.rules import STEM, AttributeRule, Rules, rules
from konturen.contradictions.statements import basis
from konturen.contradictions.values import Contradiction, Side
from konturen.contradictions.wording import summed_up, when_of
from konturen.ledger.identities import PROVISIONAL
from konturen.ledger.values import RecordedFact
from konturen.names.same import compare

COMPARED = 20
"""Holders of one office whose names are compared; beyond them every id is a person of its own."""
LONGEST_OFFICE = 200
"""Characters of an office that are compared."""
LONGEST_PERIOD = 31
"""Days of the coarsest date that says when a changing value held."""


@dataclass(frozen=True, slots=True)
class _Valued:
    """A fact, its value's class, and when it held."""

    fact: RecordedFact
    value: str
    extent: Extent


def of_facts(facts: Iterable[RecordedFact]) -> Iterator[Contradiction]:
    """The contradictions among facts, attribute by attribute; see the data file for those that can have one."""
    settings = rules()
    groups: dict[tuple[str, ...], list[RecordedFact]] = {}
    for record in facts:
        fact = record.fact
        rule = settings.attributes.get(fact.attribute)
        if rule is None:
            continue
        key = _office(record, settings) if rule.values == "holder" else _one(record)
        if key:
            groups.setdefault((fact.attribute, *key), []).append(record)
    for (attribute, *_), records in groups.items():
        rule = settings.attributes[attribute]
        if len(records) < 2:
            continue
        if rule.values == "date":
            yield from _dates(rule, records, settings)
        elif rule.values == "number":
            yield from _numbers(rule, records, settings)
        else:
            yield from _holders(rule, records, settings)


def _dates(rule: AttributeRule, records: list[RecordedFact], settings: Rules) -> Iterator[Contradiction]:
    """Two dates of what happens once; one that is only less exact is the same date."""
    plain = [r for r in records if not settings.says("anew", r.fact.evidence.text)]
    classes = date_classes([r.fact.value for r in plain])
    by_class: dict[int, list[RecordedFact]] = {}
    for record, number in zip(plain, classes, strict=True):
        if number is not None:
            by_class.setdefault(number, []).append(record)
    if len(by_class) > 1:
        sides = sorted(by_class.values(), key=lambda own: own[0].fact.value)
        yield _made(rule, [(max((r.fact.value for r in own), key=len), own) for own in sides], None)


def _numbers(rule: AttributeRule, records: list[RecordedFact], settings: Rules) -> Iterator[Contradiction]:
    """Two numbers at one date; rounded and rough ones are no second number."""
    read_values: list[tuple[RecordedFact, Measure, Extent]] = []
    for record in records:
        value = measure(record.fact.value, record.document.language)
        extent = _held(record, settings)
        if value and extent:
            read_values.append((record, value, extent))
    wholes = {r.fact.of for r, _, _ in read_values}
    for whole in sorted(wholes, key=str):
        own = [item for item in read_values if whole is None or item[0].fact.of in (whole, None)]
        if whole is None and len(wholes) > 1:
            continue  # they stand with each whole number of seats that is told
        classes = number_classes([value for _, value, _ in own], rule.tolerance)
        valued = [_Valued(r, str(number), e) for (r, _, e), number in zip(own, classes, strict=True)]
        yield from _at_one_time(rule, valued, settings)


def _holders(rule: AttributeRule, records: list[RecordedFact], settings: Rules) -> Iterator[Contradiction]:
    """Two persons, of different names too, in one office at one time."""
    people: dict[str, str] = {}
    names: list[tuple[str, str]] = []
    for record in records:
        actor = record.fact.actor
        if actor.actor in people:
            continue
        few = names if len(people) < COMPARED else ()
        same = next((key for name, key in few if compare(name, actor.name).same), None)
        people[actor.actor] = same or actor.actor
        if same is None:
            names.append((actor.name, actor.actor))
    valued = []
    for record in records:
        extent = _held(record, settings)
        if extent:
            valued.append(_Valued(record, people[record.fact.actor.actor], extent))
    yield from _at_one_time(rule, valued, settings)


def _office(record: RecordedFact, settings: Rules) -> tuple[str, ...] | None:
    """An office that one person holds, as the beginnings of its words in order; None where it is none of these.

    Its words name the title and the body; a former, coming or acting holder is left out.
    """
    value = record.fact.value[:LONGEST_OFFICE].casefold()
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<!\w)(\w)\.\s?", r"\1", value))
    told = {word for word in words if word not in settings.small}
    body = {word for word in told if word not in settings.titles and not word.startswith(settings.singles)}
    if not body or not any(word.startswith(settings.singles) for word in told):
        return None
    if settings.says("not_held", value) or settings.says("not_held", _around(record)):
        return None
    return tuple(sorted({word[:STEM] for word in told}))


def _one(record: RecordedFact) -> tuple[str, ...]:
    """Whom a value is about. A name that nobody knows ("Labour Party") may be another actor in each text."""
    actor = record.fact.actor.actor
    return (actor, record.document.id) if actor.startswith(PROVISIONAL) else (actor,)


def _around(record: RecordedFact) -> str:
    """The words of the sentence around the name and title."""
    fact = record.fact
    at = max(0, fact.actor.start - fact.evidence.start)
    return fact.evidence.text[max(0, at - 100) : at + 120]


def _held(record: RecordedFact, settings: Rules) -> Extent | None:
    """When a changing value held: its date, if that is exact enough, else the days after publication."""
    when = read(record.fact.when)
    if when is not None:
        first, last = when.earliest, when.latest
        if first is None or last is None or (last - first).days >= LONGEST_PERIOD or when.approximate:
            return None
        return Extent(first, last, True, True)
    days = published(record)
    if days is None or days[0] != days[1]:
        return None
    return Extent(days[0], moved(days[0], settings.close), True, False)


def _at_one_time(rule: AttributeRule, valued: list[_Valued], settings: Rules) -> Iterator[Contradiction]:
    """Of facts in the order of time those that another value overlaps; each run of them is one case."""
    ordered = sorted(valued, key=lambda v: (v.extent.first, v.fact.id))
    clash: list[bool] = [False] * len(ordered)
    # The latest end so far of the value that ends last, and of the one that ends last among all others.
    best: list[tuple[str, Extent, int]] = []
    for at, item in enumerate(ordered):
        for value, extent, number in best:
            if (
                value != item.value
                and extent.last >= item.extent.first
                and _counts(rule, item, ordered[number])
            ):
                clash[at] = clash[number] = True
        best = _two_last([*best, (item.value, item.extent, at)])
    run: list[_Valued] = []
    for item in (v for v, hit in zip(ordered, clash, strict=True) if hit):
        if run and max(v.extent.last for v in run[-COMPARED:]) < item.extent.first:
            yield from _case(rule, run)
            run = []
        run.append(item)
    yield from _case(rule, run)


def _two_last(found: list[tuple[str, Extent, int]]) -> list[tuple[str, Extent, int]]:
    """Of each value the one that ends last, the two last of these."""
    last: dict[str, tuple[str, Extent, int]] = {}
    for item in found:
        if item[0] not in last or item[1].last >= last[item[0]][1].last:
            last[item[0]] = item
    return sorted(last.values(), key=lambda item: item[1].last)[-2:]


def _counts(rule: AttributeRule, one: _Valued, other: _Valued) -> bool:
    return rule.same_document or one.fact.document.id != other.fact.document.id


def _case(rule: AttributeRule, run: list[_Valued]) -> Iterator[Contradiction]:
    by_value: dict[str, list[_Valued]] = {}
    for item in run:
        by_value.setdefault(item.value, []).append(item)
    if len(by_value) < 2:
        return
    sides = []
    for own in by_value.values():
        fact = own[0].fact.fact
        says = fact.actor.name if rule.values == "holder" else fact.value
        sides.append((f"{says} of {fact.of}" if fact.of else says, [v.fact for v in own]))
    first = max(min(v.extent.first for v in own) for own in by_value.values())
    last = min(max(v.extent.last for v in own) for own in by_value.values())
    yield _made(rule, sides, edtf(min(first, last), max(first, last)), run)


def _made(
    rule: AttributeRule,
    sides: list[tuple[str, list[RecordedFact]]],
    period: str | None,
    run: list[_Valued] | None = None,
) -> Contradiction:
    actors = {r.fact.actor.actor: r.fact.actor.name for _, own in sides for r in own}
    about = sides[0][1][0].fact.value if rule.values == "holder" else None
    extents = {v.fact.id: v.extent for v in run or ()}
    return Contradiction(
        "fact",
        rule.id,
        tuple(actors),
        (about,) if about else tuple(dict.fromkeys(actors.values())),
        tuple(
            Side(says, (), tuple(sorted(own, key=lambda r: (r.document.published or "9999", r.id))))
            for says, own in sides
        ),
        period,
        basis([[extents[r.id] for r in own] for _, own in sides]) if run else "dated",
        summed_up([(says, own, when_of(own[0]) if run else "") for says, own in sides]),
    )

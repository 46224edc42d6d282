"""Statements that cannot both hold: it was and it was not; A did it to B and B to A."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from konturen.contradictions.periods import Extent, asserted, cases, common, denied, published, read, state_of
from konturen.contradictions.rules import RelationRule, Rules, rules, stems
from konturen.contradictions.values import Basis, Contradiction, Side
from konturen.contradictions.wording import summed_up, when_of
from konturen.ledger.values import Recorded

COMPARED = 100
"""Most sentences of one side with whose words each of the other side's is compared."""
ALIKE = 0.5
"""Share of the shorter sentence's telling words that two sentences of one act have in common."""
FEWEST = 2
"""Fewest words in common by which two sentences tell of one act."""

HAPPENED, LASTS, DENIED = "happened", "ongoing", "denied"

Placed = tuple[Recorded, Extent]
_When = Callable[[Recorded, RelationRule, Rules], Extent | None]


def of_statements(statements: Iterable[Recorded], symmetric: frozenset[str]) -> Iterator[Contradiction]:
    """The contradictions among statements; `symmetric` are the relations whose order of ends says nothing.

    Plans and possibilities contradict nothing. Statements of one end only name no pair and are left out.
    """
    settings = rules()
    denials: dict[tuple[str, str, str], tuple[list[Recorded], list[Recorded]]] = {}
    turned: dict[tuple[str, str, str], list[Recorded]] = {}
    for record in statements:
        s = record.statement
        rule = settings.relations.get(s.relation)
        if rule is None or s.target is None or s.source.actor == s.target.actor:
            continue
        if s.status not in (HAPPENED, LASTS, DENIED):
            continue
        ends = (s.source.actor, s.target.actor)
        unordered = (min(ends), max(ends))
        key = (s.relation, *(unordered if s.mutual or s.relation in symmetric else ends))
        denials.setdefault(key, ([], []))[s.status == DENIED].append(record)
        if rule.direction and not s.mutual and s.status != DENIED:
            turned.setdefault((s.relation, *unordered), []).append(record)
    for key, (said, unsaid) in denials.items():
        if said and unsaid:
            yield from _denied(settings.relations[key[0]], said, unsaid)
    for key, found in turned.items():
        yield from _turned(settings.relations[key[0]], key[1], found)


def _denied(rule: RelationRule, said: list[Recorded], unsaid: list[Recorded]) -> Iterator[Contradiction]:
    for positive, negative in _by_track(said, unsaid):
        for yes, no in _clashing(rule, (positive, asserted), (negative, denied)):
            if not rule.whole:
                yes, no = _alike(yes, no)
            if yes and no:
                lasts = all(r.statement.status == LASTS for r, _ in yes)
                words = ("it is so", "it is not so") if lasts else ("it happened", "it did not happen")
                yield _made("denied", rule.id, (yes, no), words)


def _by_track(said: list[Recorded], unsaid: list[Recorded]) -> Iterator[tuple[list[Recorded], list[Recorded]]]:
    """What is denied on a track says nothing of the others, unless contact of any kind is denied."""
    settings = rules()
    every = [r for r in unsaid if settings.says("any_kind", r.statement.evidence.text)]
    tracks = sorted({r.statement.track for r in unsaid})
    if every or len(tracks) == 1 == len({r.statement.track for r in (*said, *unsaid)}):
        yield said, every or unsaid
        if len(every) in (0, len(unsaid)):
            return
    plain = {r.id for r in unsaid} - {r.id for r in every}
    for track in tracks:
        yield (
            [r for r in said if r.statement.track == track],
            [r for r in unsaid if r.statement.track == track and r.id in plain],
        )


def _clashing(
    rule: RelationRule, one: tuple[list[Recorded], _When], other: tuple[list[Recorded], _When]
) -> Iterator[tuple[list[Placed], list[Placed]]]:
    """The cases of two lists of statements, each placed in time by its own rule."""
    settings = rules()
    sides: list[list[Placed]] = []
    for records, when in (one, other):
        placed = [(r, when(r, rule, settings)) for r in records]
        sides.append([(r, e) for r, e in placed if e is not None])
    for first, second in cases([[e for _, e in side] for side in sides]):
        yield [sides[0][at] for at in first], [sides[1][at] for at in second]


def _alike(one: list[Placed], other: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Of two sides those who tell of an act in the same words as one of the other side."""
    words = [[(place, _telling(place[0])) for place in side] for side in (one, other)]
    kept: list[list[Placed]] = []
    for own, others in ((words[0], words[1]), (words[1], words[0])):
        seen = list(dict.fromkeys(w for _, w in others))[:COMPARED]
        kept.append([place for place, told in own if any(_same(told, w) for w in seen)])
    return kept[0], kept[1]


def _telling(record: Recorded) -> frozenset[str]:
    s = record.statement
    ends = [end for end in (s.source, s.target, s.speaker) if end]
    return stems(s.evidence.text, [name for end in ends for name in (end.surface, end.name)])


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= FEWEST and shared >= ALIKE * min(len(one), len(other))


def _turned(rule: RelationRule, first: str, found: list[Recorded]) -> Iterator[Contradiction]:
    """A to B against B to A. A text that says both told one thing unclearly: it is left out."""
    ways: tuple[list[Recorded], list[Recorded]] = ([], [])
    texts: tuple[set[str], set[str]] = (set(), set())
    for record in found:
        back = record.statement.source.actor != first
        ways[back].append(record)
        texts[back].add(record.document.id)
    both = texts[0] & texts[1]
    kept = [[r for r in way if r.document.id not in both] for way in ways]
    if not kept[0] or not kept[1]:
        return
    if rule.direction == "never":
        groups = list(_clashing(rule, (kept[0], state_of), (kept[1], state_of)))
    else:
        groups = [_alike(*days) for days in _days(kept)]
    for one, other in groups:
        if one and other:
            yield _made("direction", rule.id, (one, other), (_way(one[0][0]), _way(other[0][0])))


def _days(ways: Sequence[Sequence[Recorded]]) -> Iterator[tuple[list[Placed], list[Placed]]]:
    """Acts of both directions by the day on which they happened; undated ones by that of publication."""
    days: dict[tuple[object, bool], tuple[list[Placed], list[Placed]]] = {}
    for side, records in enumerate(ways):
        for record in records:
            s = record.statement
            when = read(s.when)
            span = (when.earliest, when.latest) if when else published(record)
            if s.status != HAPPENED or span is None or span[0] is None or span[0] != span[1]:
                continue
            extent = Extent(span[0], span[0], False, when is not None)
            days.setdefault((span[0], when is not None), ([], []))[side].append((record, extent))
    yield from days.values()


def _way(record: Recorded) -> str:
    s = record.statement
    return f"{s.source.name} to {s.target.name if s.target else '?'}"


def _made(
    kind: str, about: str, sides: tuple[list[Placed], list[Placed]], words: tuple[str, str]
) -> Contradiction:
    ordered = [sorted(side, key=lambda p: (p[0].document.published or "9999", p[0].id)) for side in sides]
    lead = ordered[0][0][0].statement
    target = lead.target or lead.source
    return Contradiction(
        "denied" if kind == "denied" else "direction",
        about,
        (lead.source.actor, target.actor),
        (lead.source.name, target.name),
        tuple(Side(says, tuple(r for r, _ in own)) for says, own in zip(words, ordered, strict=True)),
        common([[e for _, e in own] for own in ordered]),
        basis([[e for _, e in own] for own in ordered]),
        summed_up(
            [(says, [r for r, _ in own], when_of(own[0][0])) for says, own in zip(words, ordered, strict=True)]
        ),
    )


def basis(sides: Sequence[Sequence[Extent]]) -> Basis:
    """Which dates a clash rests on: those of the sentences on both sides, on one, or of publication only."""
    dated = sum(any(e.dated for e in side) for side in sides)
    return "dated" if dated == len(sides) else "half" if dated else "published"

"""Ties that lead from an actor back to itself at one time: found, with all files together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from konturen.actors.rows import Row
from konturen.actors.ties import ACYCLIC, bounds, holds

MOST_DATED = 60
"""Ties in one tangle up to which it is asked whether they hold at one time; larger ones are refused as they
are."""


class Edge(NamedTuple):
    """One tie on its way up."""

    source: str
    target: str
    since: str | None
    until: str | None


def cycle(rows: Mapping[str, Row], starts: Iterable[str]) -> tuple[str, ...] | None:
    """The actors of a cycle that goes through one of `starts`, the first one again at the end; or None.

    Ties that never hold at one time make none: A belonged to B, later B to A. A succession is a moment: that B
    followed A, and later A was founded again, is none.
    """
    begun = list(dict.fromkeys(starts))
    for group in ACYCLIC:
        for tangle in _tangles(rows, begun, group):
            edges = [edge for key in tangle for edge in _edges(rows, key, group) if edge.target in tangle]
            found = _at_one_moment(edges) if "succeeds" in group else _at_one_time(edges)
            if found:
                return found
    return None


def _edges(rows: Mapping[str, Row], key: str, group: frozenset[str]) -> list[Edge]:
    row = rows.get(key)
    ties = row.ties if row is not None else ()
    return [Edge(key, tie[1], tie[3], tie[4]) for tie in ties if tie[0] in group]


def _tangles(rows: Mapping[str, Row], starts: Sequence[str], group: frozenset[str]) -> list[frozenset[str]]:
    """Sets of actors each of which leads to all others (Tarjan's strongly connected components), without
    recursion; of one actor only where it leads to itself."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[frozenset[str]] = []
    for start in starts:
        if start in order:
            continue
        work = [(start, iter(_edges(rows, start, group)))]
        order[start] = low[start] = len(order)
        stack.append(start)
        on_stack.add(start)
        while work:
            key, edges = work[-1]
            for edge in edges:
                target = edge.target
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(_edges(rows, target, group))))
                    break
                if target in on_stack:
                    low[key] = min(low[key], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == order[key]:
                    members = [stack.pop()]
                    while members[-1] != key:
                        members.append(stack.pop())
                    on_stack.difference_update(members)
                    if len(members) > 1 or any(e.target == key for e in _edges(rows, key, group)):
                        found.append(frozenset(members))
    return found


def _at_one_time(edges: Sequence[Edge]) -> tuple[str, ...] | None:
    """A cycle whose ties hold together at the beginning of one of them (or at all times)."""
    if len(edges) > MOST_DATED:
        return _walk(edges)
    first_days = {bounds(edge.since)[0].isoformat() for edge in edges if edge.since is not None}
    for day in sorted(first_days | {"0001-01-01"}):
        found = _walk([edge for edge in edges if holds(edge.since, edge.until, day)])
        if found:
            return found
    return None


def _at_one_moment(edges: Sequence[Edge]) -> tuple[str, ...] | None:
    """A cycle of ties that begin at one date, or have none."""
    for since in dict.fromkeys(edge.since for edge in edges):
        found = _walk([edge for edge in edges if edge.since in (since, None)])
        if found:
            return found
    return None


def _walk(edges: Sequence[Edge]) -> tuple[str, ...] | None:
    """A cycle of these ties, or None."""
    above: dict[str, list[str]] = {}
    for edge in edges:
        above.setdefault(edge.source, []).append(edge.target)
    done: set[str] = set()
    for start in above:
        if start in done:
            continue
        path, on_path, work = [start], {start}, [iter(above[start])]
        while work:
            for target in work[-1]:
                if target in on_path:
                    return (*path[path.index(target) :], target)
                if target in above and target not in done:
                    path.append(target)
                    on_path.add(target)
                    work.append(iter(above[target]))
                    break
            else:
                work.pop()
                on_path.discard(path[-1])
                done.add(path.pop())
    return None

"""Builds the starter catalog of actors: `python catalog/build.py [--shared ../shared] [--out FOLDER]`.

Reads the written tables beside this file and the shared data sets, and writes one JSON object a line,
sorted by id: the same bytes for the same input.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import organisations
import sources
import states
import written
from ambiguity import mark_given_names, mark_shared
from display import without_brackets
from values import Actor

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "konturen" / "data" / "actors"
OWN = HERE / "own"
WRITTEN = HERE / "written"


def build(shared: Path) -> dict[str, list[Actor]]:
    """Output file name -> its actors, forms that several actors share marked, sorted by id."""
    state_actors = states.build(sources.states(shared), sources.parlgov_countries(shared))
    parts = {
        "states.jsonl": state_actors,
        "organisations.jsonl": organisations.build(sources.organisations(shared)),
        "written.jsonl": written.build([OWN, WRITTEN], sources.party_ids(shared)),
    }
    everyone = [actor for actors in parts.values() for actor in actors]
    ids = [actor.id for actor in everyone]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise SystemExit(f"ids that occur twice: {', '.join(twice)}")
    known = set(ids)
    for actor in everyone:
        for tie in actor.ties:
            if tie.actor not in known:
                print(
                    f"{actor.id}: {tie.relation} {tie.actor}, which is no actor of the catalog", file=sys.stderr
                )
    marked = {actor.id: actor for actor in without_brackets(mark_given_names(mark_shared(everyone)))}
    return {name: sorted((marked[a.id] for a in actors), key=lambda a: a.id) for name, actors in parts.items()}


def lines(actors: list[Actor]) -> str:
    """The actors as JSON Lines."""
    return "".join(json.dumps(a.record(), ensure_ascii=False, separators=(",", ":")) + "\n" for a in actors)


def main() -> None:
    """Command line: builds and writes the three files and the provenance, and prints their counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    parts = build(options.shared)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, actors in parts.items():
        (options.out / name).write_text(lines(actors), encoding="utf-8", newline="\n")
        print(f"{name}: {len(actors)} actors, {sum(len(actor.forms) for actor in actors)} forms")
    provenance = (HERE / "PROVENANCE.md").read_text(encoding="utf-8")
    (options.out / "PROVENANCE.md").write_text(provenance, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

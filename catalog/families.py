"""Writes `src/konturen/data/party_families.toml`: the families of parties, by their numbers in ParlGov.

python catalog/families.py [--shared ../shared]

ParlGov (CC0 1.0; commit in PROVENANCE.md) puts each party into one family; "Special issue", "no family" and "to be
coded" say nothing that two parties could share.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src" / "konturen" / "data" / "party_families.toml"
NONE = {"Special issue", "no family", "to be coded"}
HEAD = """\
# Families of parties by their numbers in ParlGov (CC0 1.0, hdigital/parlgov of 2025-12-31).
# Written by catalog/families.py: change that and run it again.

"""


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    found: dict[str, list[int]] = defaultdict(list)
    path = options.shared / "data" / "actors" / "actors_parlgov" / "view_party.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["family_name"] not in NONE:
                found[row["family_name"]].append(int(row["party_id"]))
    lines = [f'"{family}" = {sorted(parties)}\n' for family, parties in sorted(found.items())]
    OUT.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

"""How long exports take and how much memory they need, on ledgers of made-up texts of two sizes.

python bench/export.py [--documents 2500 10000] [--formats parquet csv gexf] [--folder DIR] [--write docs/benchmarks.md]
python bench/export.py --ledger FILE [FILE ...]        ledgers that are there, made by bench/ledger.py

Each export runs in a process of its own, whose largest memory is told (of Parquet beside that of the process that
reads for it). The time of a million statements is an extrapolation where the ledger is smaller.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from konturen.ledger.ledger import open_ledger
from ledger import fill
from table import put

MILLION = 1_000_000
ONE = """
import json, resource, sys, time
from pathlib import Path
from konturen.desk import exporting
from konturen.ledger.ledger import open_ledger
with open_ledger(sys.argv[1]) as ledger:
    begun = time.perf_counter()
    told = exporting.write(ledger, Path(sys.argv[3]), sys.argv[2])
    spent = time.perf_counter() - begun
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([told.read, spent, most]))
"""


def one(address: Path, form: str, out: Path) -> tuple[int, float, float]:
    """Statements read, seconds, and the most memory in MiB of one export."""
    done = subprocess.run(
        [sys.executable, "-c", ONE, str(address), form, str(out)], check=True, capture_output=True, text=True
    )
    read, seconds, most = json.loads(done.stdout)
    return read, seconds, most


def made(folder: Path, sizes: list[int]) -> Iterator[Path]:
    """Ledgers of so many made-up texts each."""
    for documents in sizes:
        address = folder / f"export-{documents}.sqlite"
        with open_ledger(str(address), create=True) as ledger:
            begun = time.perf_counter()
            fill(ledger, documents)
            print(f"{documents} texts in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        yield address


def main() -> None:
    """Fill ledgers, export them, print and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, nargs="+", default=[2500, 10_000])
    parser.add_argument("--formats", nargs="+", default=["parquet", "csv", "gexf", "plover", "ftm"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--ledger", type=Path, nargs="+", default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines = [
        "| format | statements | seconds | statements a second | a million, extrapolated, s | memory, MiB |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as other:
        folder = options.folder or Path(other)
        for address in options.ledger or made(folder, options.documents):
            for form in options.formats:
                read, seconds, most = one(address, form, Path(other) / f"out.{form}")
                rate = read / seconds
                lines.append(
                    f"| {form} | {read:,} | {seconds:.1f} | {rate:,.0f} | {MILLION / rate:.0f} | {most:.0f} |"
                )
                print(lines[-1], file=sys.stderr)
    told = "\n".join(lines)
    print(told)
    if options.write:
        put(options.write, "export", f"By `python bench/export.py`.\n\n{told}")


if __name__ == "__main__":
    main()

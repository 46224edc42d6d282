"""The published files themselves, where they lie beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from konturen.actors.catalog import Catalog
from konturen.imports.reading import load
from konturen.imports.writing import csv_table, jsonl
from tests.imports.test_writing import without_origin

CHECKOUTS = (Path(__file__).parents[2], Path("/work/main"))
ACTORS = next(
    (root.parent / "shared/data/actors" for root in CHECKOUTS if (root.parent / "shared/data/actors").is_dir()),
    Path("no shared data"),
)
CASES = [
    ("actors_partyfacts/elecglob/partyfacts-core-parties.csv", "partyfacts", 5558, 0),
    ("actors_partyfacts/wikipedia/wikidata.csv", "partyfacts-wikidata", 4227, 0),
    ("actors_partyfacts", "partyfacts", 5772, 0),
    ("actors_parlgov/party.csv", "parlgov", 1707, 0),
    ("actors_parlgov", "parlgov", 1970, 5601),
    ("actors_phoenix_cameo/dictionaries/Phoenix.Countries.actors.txt.gz", "petrarch", 18320, 22829),
    ("actors_phoenix_cameo/dictionaries/Phoenix.International.actors.txt.gz", "petrarch", 6640, 0),
    ("actors_phoenix_cameo/dictionaries/Phoenix.MilNonState.actors.txt.gz", "petrarch", 1015, 0),
    ("actors_phoenix_cameo/dictionaries/PETR.Validate.actors.txt.gz", "petrarch", 122, 7),
]


@pytest.mark.skipif(not ACTORS.is_dir(), reason="the shared data sets are not here")
@pytest.mark.parametrize(("path", "form", "count", "tied"), CASES, ids=[case[0] for case in CASES])
def test_published_files(path: str, form: str, count: int, tied: int) -> None:
    """Each published file is recognised and read whole, to rows that the catalog loads."""
    imported = load(str(ACTORS / path))
    assert (imported.format, len(imported.rows)) == (form, count)
    assert sum(len(row["ties"]) for row in imported.rows) == tied
    catalog = Catalog.from_lines(jsonl(imported.rows))
    assert len(catalog) == count


@pytest.mark.skipif(not ACTORS.is_dir(), reason="the shared data sets are not here")
def test_a_published_set_comes_back_from_csv(tmp_path: Path) -> None:
    """All of ParlGov, written as CSV and read again, is the same."""
    imported = load(str(ACTORS / "actors_parlgov"))
    path = tmp_path / "a.csv"
    path.write_text("".join(csv_table(imported.rows)), "utf-8", newline="")
    again = load(str(path))
    assert without_origin(again.rows) == without_origin(imported.rows)
    assert again.skipped == ()

"""Pictures of every page of the desk in German, English and Russian, as a person sees them.

    python docs/pictures.py [PAGE ...]

The ledger is that of the bundled samples, coded anew; a few statements are judged and two actors merged, so that
there is something to see. It writes docs/desk/LANGUAGE/PAGE.jpg; without names all pages. It needs Debian's
Chromium and the extra `test`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from tests.web.desk import browser, served

from konturen.api import samples
from konturen.desk import noting, reviewing
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.pipeline import Pipeline
from konturen.web.words import LANGUAGES
from tour import tour

ROOT = Path(__file__).parents[1]
SIZE = {"width": 1100, "height": 800}
QUALITY = 55
VERDICTS = ("accept", "accept", "reject", "accept", "unsure")


def filled(path: str, pipeline: Pipeline) -> Ledger:
    """A ledger of the samples in which persons have worked."""
    ledger = open_ledger(path, create=True)
    for sample in samples():
        pipeline.add(ledger, str(sample))
    for record, word in zip(ledger.reader.statements(), VERDICTS, strict=False):
        reviewing.judge(record.id, reviewing.Saying(word, by="Ann"), ledger)
    first = ledger.reader.documents()[0].id
    noting.keep(first, ledger)
    noting.note(first, "Compare with the programme of 2023.", ledger, by="Ann")
    return ledger


def main(wanted: list[str]) -> None:
    """Take the pictures."""
    pipeline = Pipeline()
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        ledger = filled(f"{folder}/desk.sqlite", pipeline)
        with ledger, served(ledger, pipeline) as address:
            for language in LANGUAGES:
                out = ROOT / "docs" / "desk" / language
                out.mkdir(parents=True, exist_ok=True)
                window = chromium.new_context(locale=language, viewport=SIZE).new_page()
                for name, path in tour(ledger):
                    if wanted and name not in wanted:
                        continue
                    answer = window.goto(address.rstrip("/") + path)
                    if answer is None or answer.status != 200:
                        raise SystemExit(f"{language} {path}: {answer and answer.status}")
                    window.screenshot(path=out / f"{name}.jpg", type="jpeg", quality=QUALITY)
                    print(language, name, (out / f"{name}.jpg").stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a catalog of 100,000 names costs: loading, memory, and the finding of names on a page.

    python bench/scale.py [--shared ../shared] [--names N] [--pages N] [--write docs/benchmarks.md]

The names are real ones of parties and members of parliament, and, to fill up, given names and surnames of
these and of the catalog combined; the same ones for the same files. They are written as a user's file beside
the package's catalog and loaded in a fresh process a measure. A page is 3,000 characters of real news.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from actors import sentences
from konturen.actors.catalog import Catalog
from konturen.actors.matching import matcher
from konturen.actors.mentions import find
from konturen.records import Sentence, Span, Tagged
from table import put

PAGE = 3000
"""Characters of a page."""
FIRST = 10
"""Pages that are read before the clock runs: they build what the rules look up."""
LANGUAGES = ("de", "en", "ru")
SHARES = {"de": 0.35, "en": 0.35, "ru": 0.3}
PAGES_MS, MEMORY_MIB = 5.0, 200.0
"""The targets: milliseconds a page, and MiB of a catalog with its strings of three languages."""
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_RU_GIVEN = (
    "Александр Алексей Анатолий Андрей Антон Аркадий Борис Вадим Валентин Валерий Василий Виктор Виталий "
    "Владимир Вячеслав Геннадий Георгий Григорий Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл "
    "Константин Лев Леонид Максим Михаил Николай Олег Павел Пётр Роман Руслан Сергей Степан Фёдор Юрий Яков"
).split()
_RU_STEMS = (
    "Абрам Агаф Акул Алёш Баран Белоус Бобр Богдан Борис Быч Васильк Воробь Герасим Голуб Гончар Горшк Гус "
    "Данил Демид Дорон Дрозд Дубров Ерем Ермак Жданк Жук Завьял Зайц Захар Зим Зуб Игнат Ильин Казак Калинк "
    "Карп Кирилл Ковал Козл Колес Комар Корол Коршун Крыл Кудряш Кузнец Лап Ларион Логин Лук Макар Мартын "
    "Мельник Мирон Мороз Муравь Назар Некрас Никит Носк Орл Осип Павлинк Панкрат Пахом Петух Пирог Поляк "
    "Прохор Рогоз Рыбак Савель Сазон Самойл Сергунк Сидор Скворц Смирн Сокол Степан Сух Тарас Тимоф Титк Трофим "
    "Уваркин Ульян Устин Федос Фомич Харитон Чернышк Шестак Щерб Щук Юдин Яким Яковл"
).split()
_RU_ENDINGS = ("ов", "ин", "ский", "енко", "ук")


def real(shared: Path) -> Iterator[tuple[str, str, str]]:
    """Real names: text, language, type."""
    folder = shared / "data" / "actors"
    for place, columns in (
        ("actors_partyfacts/elecglob/partyfacts-core-parties.csv", ("name_english", "name", "name_short")),
        ("actors_partyfacts/wikipedia/wikidata.csv", ("name", "name_native")),
        ("actors_parlgov/party.csv", ("name_english", "name", "name_short", "name_nonlatin")),
    ):
        for row in _csv(folder / place):
            for column in columns:
                if text := _clean(row.get(column) or ""):
                    yield text, _language(text, row.get("country", ""), "english" in column), "party"
    text = (folder / "actors_us_congress" / "legislators-current.yaml").read_text("utf-8")
    for match in re.finditer(r"official_full: (.+)", text):
        yield _clean(match[1].strip("\"'")), "en", "person"
    for row in _csv(folder / "actors_partyfacts" / "parlspeech" / "parlspeech-mps.csv"):
        if name := _clean(row["speaker"]):
            yield name, "de" if row["iso3country"] == "DEU" else "en", "person"


def _csv(path: Path) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(path.read_text("utf-8")))


def _clean(text: str) -> str:
    text = " ".join(text.split())
    return text if 2 < len(text) <= 150 and re.search(r"[^\W\d_]", text) and text.isprintable() else ""


def _language(text: str, country: str, english: bool) -> str:
    if _CYRILLIC.search(text):
        return "ru"
    return "de" if not english and country in ("DEU", "AUT", "CHE", "LUX", "LIE") else "en"


def combined(people: list[str], language: str) -> Iterator[str]:
    """Given names with surnames, all pairs, in an order that mixes both."""
    if language == "ru":
        given, surnames = _RU_GIVEN, [stem + ending for ending in _RU_ENDINGS for stem in _RU_STEMS]
        given = given + [f"{name} {middle}ович" for name in given for middle in ("Аркадьев", "Иван", "Петр")]
    else:
        whole = [name.split() for name in people if len(name.split()) == 2]
        given = sorted({first for first, _ in whole})
        surnames = sorted({last for _, last in whole})
    for step in range(len(given)):
        for place, surname in enumerate(surnames):
            yield f"{given[(place + step) % len(given)]} {surname}"


def rows(shared: Path, count: int) -> Iterator[dict[str, Any]]:
    """`count` distinct names as lines of a catalog file, each of an actor of its own."""
    known: dict[str, tuple[str, str]] = {}
    for text, language, kind in real(shared):
        known.setdefault(text, (language, kind))
    for language, share in SHARES.items():
        people = [text for text, (spoken, kind) in known.items() if kind == "person" and spoken == language]
        have = sum(spoken == language for spoken, _ in known.values())
        fresh = (name for name in combined(people, language) if name not in known)
        for name in islice(fresh, max(0, int(count * share) - have)):
            known[name] = (language, "person")
    if len(known) < count:
        raise ValueError(f"only {len(known)} distinct names could be made")
    for number, (text, (language, kind)) in enumerate(islice(known.items(), count)):
        name = {"text": text, "language": language, "kind": "short", "source": "bench", "as_of": "2026"}
        yield {"id": f"{kind}-bench-{number}", "type": kind, "names": [name], "country": None}


def pages(shared: Path, language: str, count: int) -> list[str]:
    """Pages of real news."""
    folder = shared / "data" / "train"
    place = (
        "text_current_events_en/events.jsonl"
        if language == "en"
        else f"text_wikinews_{language}/articles.jsonl"
    )
    with (folder / place).open(encoding="utf-8") as file:
        text = "\n\n".join(json.loads(line)["text"] for line in islice(file, count * 12))
    return [text[at : at + PAGE] for at in range(0, min(len(text) - PAGE, count * PAGE), PAGE)]


def hostile(shared: Path, names: list[str]) -> dict[str, str]:
    """Pages that are made to cost much: all of 3,000 characters, but the last of thousands of names."""
    text = pages(shared, "de", 1)[0]
    return {
        "one line without a sign": " ".join(re.findall(r"\w+", text * 2))[:PAGE],
        "all capitals": text.upper(),
        "no spaces": "A" * PAGE,
        "the same name again and again": ("Russland " * PAGE)[:PAGE],
        "names only": " ".join(names)[:PAGE],
        "3,000 names": ". ".join(names[:3000]),
    }


def _memory(field: str) -> float:
    """MiB of this process: VmRSS or VmHWM."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def _times(work: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """Milliseconds of processor time a page of 3,000 characters: median and 95th percentile.

    Not by the clock: on a shared machine every tenth page waits for a core.
    """
    work(texts[0])
    found = []
    for text in texts:
        begun = time.process_time()
        work(text)
        found.append((time.process_time() - begun) * 1000 * PAGE / len(text))
    return {"median": statistics.median(found), "p95": sorted(found)[int(len(found) * 0.95)]}


def measure(shared: Path, file: Path | None, count: int) -> dict[str, Any]:
    """All measures in this process; without a file those of the package's catalog alone."""
    gc.collect()
    before = _memory("VmRSS")
    begun = time.perf_counter()
    catalog = Catalog.load(file)
    load = time.perf_counter() - begun
    gc.collect()
    held = {"catalog": _memory("VmRSS") - before}
    build, found, whole = {}, {}, {}
    for language in LANGUAGES:
        begun = time.perf_counter()
        scan = matcher(catalog, language).scan
        build[language] = time.perf_counter() - begun
        gc.collect()
        held[language] = _memory("VmRSS") - before
        texts = pages(shared, language, count)

        def _scan(text: str, language: str = language, scan: Callable[[Sentence], object] = scan) -> None:
            for sentence in sentences(text, language):
                scan(sentence)

        found[language] = _times(_scan, texts)
    gc.collect()
    held["all"] = _memory("VmRSS") - before
    held["peak"] = _memory("VmHWM") - before
    for language in LANGUAGES:
        unknown = Tagged(Span(0, 12), "Irina Muster", "person", "name", 0.9)
        begun = time.perf_counter()
        find(sentences("Irina Muster.", language), language, catalog, [[unknown]])
        for text in pages(shared, language, FIRST):
            find(sentences(text, language), language, catalog)
        build[f"{language}, first"] = time.perf_counter() - begun
        whole[language] = _times(
            lambda text, language=language: find(sentences(text, language), language, catalog),  # type: ignore[misc]
            pages(shared, language, count),
        )
    held["rules"] = _memory("VmRSS") - before
    hosts = hostile(shared, [actor.names[0].text for actor in catalog if actor.names][-9000::3])
    scan = matcher(catalog, "de").scan

    odd = {
        name: _times(lambda text: [scan(s) for s in sentences(text, "de")], [text] * 5)["median"]
        for name, text in hosts.items()
    }
    peak = _memory("VmHWM")
    return {
        "load": load,
        "held": held,
        "build": build,
        "scan": found,
        "find": whole,
        "hostile": odd,
        "peak": peak,
    }


def in_process(options: argparse.Namespace, file: Path | None) -> dict[str, Any]:
    """Measure in a fresh process."""
    command = [
        sys.executable,
        __file__,
        "--shared",
        str(options.shared),
        "--pages",
        str(options.pages),
        "--one",
    ]
    done = subprocess.run([*command, str(file or "")], check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def table(small: dict[str, Any], large: dict[str, Any], count: int) -> str:
    """The measures as Markdown."""
    lines = [
        f"| measure | the package's catalog | and {count:,} names | target |",
        "|---|---|---|---|",
    ]

    def _line(name: str, pick: Callable[[dict[str, Any]], str], target: str = "") -> None:
        lines.append(f"| {name} | {pick(small)} | {pick(large)} | {target} |")

    _line("loading, seconds", lambda m: f"{m['load']:.2f}")
    _line(
        "strings of de / en / ru, seconds", lambda m: " / ".join(f"{m['build'][one]:.2f}" for one in LANGUAGES)
    )
    _line(
        f"first {FIRST} pages with the tables of the rules, seconds",
        lambda m: " / ".join(f"{m['build'][one + ', first']:.2f}" for one in LANGUAGES),
    )
    _line("catalog, MiB", lambda m: f"{m['held']['catalog']:.0f}")
    _line("catalog and strings of one language (de), MiB", lambda m: f"{m['held']['de']:.0f}")
    _line("catalog and strings of three, MiB", lambda m: f"{m['held']['all']:.0f}", f"{MEMORY_MIB:.0f}")
    _line("their peak while they are built, MiB", lambda m: f"{m['held']['peak']:.0f}")
    _line("with the tables of the rules for all three, MiB", lambda m: f"{m['held']['rules']:.0f}")
    _line("peak of the whole process (VmHWM), MiB", lambda m: f"{m['peak']:.0f}")
    for name, key in (("finding names", "scan"), ("and deciding whom they mean", "find")):
        for one in LANGUAGES:
            _line(
                f"{name}, {one}: ms a page, median / 95 %",
                lambda m, key=key, one=one: f"{m[key][one]['median']:.1f} / {m[key][one]['p95']:.1f}",  # type: ignore[misc]
                f"{PAGES_MS:.0f}",
            )
    for name in small["hostile"]:
        _line(f"hostile, {name}: ms for 3,000 characters", lambda m, name=name: f"{m['hostile'][name]:.1f}")  # type: ignore[misc]
    return "\n".join(lines)


def main() -> None:
    """Measure in fresh processes and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=Path(__file__).parent.parent.parent / "shared")
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=100, help="pages of each language")
    parser.add_argument("--one", help="measure in this process with that file and print JSON")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measure(options.shared, Path(options.one) if options.one else None, options.pages)))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for row in rows(options.shared, options.names):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        told = table(in_process(options, None), in_process(options, file), options.names)
    print(told)
    if options.write:
        put(options.write, "scale", f"By `python bench/scale.py`.\n\n{told}")


if __name__ == "__main__":
    main()

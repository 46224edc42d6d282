"""Exact value of the date tagger on two public sets of assistants' phrases (German, English, Russian).

    PYTHONPATH=src python bench/dates.py [FOLDER] [--errors N]

FOLDER holds `date_duckling` and `date_recognizers` (default ../shared/data/train; formats in their SOURCE.md).
Expected values are turned into EDTF where they are expressions of the calendar, a day or coarser (`date_sets`).
What is left out is counted with its
reason. Where a set gives a past and a future reading, either is right.
Duckling gives only the next day of a name ("monday" is the coming one), the habit of assistants, not of
news: both sets are read with lean "future", while the product reads news with lean "past".

An item is right where each of its expected values is among the values found. "strict" compares EDTF strings;
"unit" also passes over the mark "~", takes an interval with the same first and last day ("2007/2008-12~" for
"2007/2008") and the month for "three months ago" and the year for "two years ago"
where the set counts on to a day, because this product keeps the precision of the words; and it takes our
convention for Duckling's where they differ by a rule (`_near_duckling`: Jewish feasts begin on the eve there,
"the last two years" leave out the present one, "the beginning of the year" is three months), and a value inside
the unit that Recognizers gives for all of "earlier this year".

Phrases that only assistants are told ("OOO for 3 days", "I'll go back on 15", "EOM") are the group "habit"; they
are measured, and the total "all but habits" leaves them out. "none" is the share of
items where nothing was found. Spurious tags are those beyond the number of expected values.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from date_sets import Item, duckling, recognizers
from konturen import dates as konturen_dates
from konturen.dating.tagger import tag
from konturen.records import Sentence, Span

DEFAULT_FOLDER = Path("../shared/data/train")
TOTALS: dict[str, tuple[str, ...]] = {
    "all": (),
    "all but habits": ("habit",),
    "... and windows": ("habit", "window"),
    "all but feasts": ("feast",),
}
"""Sums of groups: each with the groups that it leaves out."""
HABITS: tuple[str, ...] = (
    # Abbreviations of office chat.
    r"\b(?:[BE]O[MY]|tmrw|otd|cy\d\d|w/c)\b",
    # A bare number or ordinal for a day of the month.
    r"(?:\b(?:on|for|in) (?:the )?\d{1,2}|\b(?:on|for) the (?:first|second|twenty second|thirty)|^the (?:\d{1,2}|1st))\W*$",
    # The asker's own day, week or year, and "that weekend" for the one at hand.
    r"\bmy (?:day|week|weekend)\b|\bfor the (?:day|month)\b|^the week$|\bthe fortnight$|^a(?:ll|t) (?:week|this time)|^zu dieser zeit$",
    r"\bback (?:the )?(?:next |last |past |this )?day$|\bthe day (?:before|after)\W*$|(?<!later )(?<!earlier )\bin the (?:year|week)$",
    r"(?<!end )(?<!day )(?<!rest )\bof the (?:year|month|week|day)\.$|\bdes Jahres gek|\bin dem Jahr\b|^Das Jahr\b",
    r"\b(?:that|the same) (?:weekend|week|month|year)\b",
    # The n-th such day counted from the question.
    r"\bback (?:first|second|third) \w+day$|\bclosest\b",
    # Absence for a duration, deadlines from the question, business days.
    r"\booo\b|Out of office|business days|\bfor 10 days\b|\bwithin (?:next )?\d+ |\bless than \d",
    # Query syntax, file names, addresses.
    r"^[<>=]|\bgreater\b|\bor later\b|\band (?:later|after)\b|www\.|\.xlsx|^-\d|\d{8}\.$|\brows equals\b",
    # A turn of three months without its name.
    r"\bseasons?$",
)
"""What assistants are told and nobody writes in news, by the words alone, whatever the tagger makes of it.

Such phrases are measured in a group of their own, "habit", and no total but "all but habits" leaves them out."""


def is_habit(text: str) -> bool:
    """Whether a phrase is a habit of assistants."""
    return any(re.search(words, text) for words in HABITS)


def main(arguments: list[str]) -> int:
    """Measures both sets and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of each set and language")
    options = parser.parse_args(arguments)
    for name, read, lean in (
        ("date_duckling", duckling, "future"),
        ("date_recognizers", recognizers, "future"),
    ):
        left_out: Counter[tuple[str, str]] = Counter()
        items = [
            replace(item, group="habit") if is_habit(item.text) else item
            for item in read(options.folder / name, left_out)
        ]
        print(f"\n{name}: {len(items)} items measured, {sum(left_out.values())} left out")
        for (language, reason), count in sorted(left_out.items()):
            print(f"  left out {language}: {count:5d}  {reason}")
        report(items, lean, options.errors)
    return 0


def report(items: list[Item], lean: Any, errors: int) -> None:
    """Prints the figures of one set by language and group."""
    print(f"  {'':4}{'group':22}{'n':>6}{'strict':>8}{'unit':>8}{'none':>8}{'spurious tags':>16}")
    for language in sorted({item.language for item in items}):
        mine = [item for item in items if item.language == language]
        groups = sorted({item.group for item in mine})
        wrong: list[str] = []
        for group in [*groups, *TOTALS]:
            out = TOTALS.get(group)
            chosen = [i for i in mine if (i.group == group if out is None else i.group not in out)]
            strict = unit = silent = spurious = tags = 0
            for item in chosen:
                found = [d.value for d in _tagged(item, lean)]
                tags += len(found)
                hits = [_hit(values, found) for values in item.values]
                other = item.near or (frozenset(),) * len(item.values)
                near = [
                    _near(values, found, item.text) or _hit(also, found)
                    for values, also in zip(item.values, other, strict=True)
                ]
                right = bool(item.values) and all(hits)
                strict += right
                unit += right or (bool(item.values) and all(a or b for a, b in zip(hits, near, strict=True)))
                silent += bool(item.values) and not found
                spurious += max(0, len(found) - len(item.values))
                if item.values and not all(a or b for a, b in zip(hits, near, strict=True)) and group == "all":
                    gold = " ; ".join("|".join(sorted(v)) for v in item.values)
                    wrong.append(
                        f"    {item.group}: {item.text!r} [{item.published}] expected {gold} found {found}"
                    )
            n = sum(1 for item in chosen if item.values)
            if n:
                rate = f"{spurious}/{tags} {spurious / tags:.3f}" if tags else "0/0"
                print(
                    f"  {language:4}{group:22}{n:6d}{strict / n:8.3f}{unit / n:8.3f}{silent / n:8.3f}{rate:>16}"
                )
            elif group not in TOTALS:
                print(f"  {language:4}{group:22}{len(chosen):6d}{'':24}{spurious:>10} tags in {len(chosen)}")
        for line in wrong[:errors]:
            print(line)


def _tagged(item: Item, lean: Any) -> Any:
    sentence = Sentence(Span(0, len(item.text)), item.text, 0, 0, item.language)
    return tag(sentence, item.published, lean)


def _hit(values: frozenset[str], found: list[str]) -> bool:
    return any(value in values for value in found)


_COUNTED = re.compile(
    r"\b(?:month|year|yr|decade|monat|jahr|месяц|год|лет|quart|week|wk|woche|недел)|\b(?:в|на|за)\s",
    re.IGNORECASE,
)


_SIDE = re.compile(r"\b(?:earlier|later) (?:this|in)\b", re.IGNORECASE)


def _ends(value: str) -> tuple[date, date] | None:
    """First and last day of a closed value."""
    first, last = konturen_dates.earliest(value), konturen_dates.latest(value)
    return None if first is None or last is None else (first, last)


def _within(value: str, gold: str) -> bool:
    """Whether a value lies in the unit that the set gives for "earlier this year", where ours ends at the day."""
    mine, whole = _ends(value), _ends(gold)
    return mine is not None and whole is not None and whole[0] <= mine[0] and mine[1] <= whole[1]


def _near(values: frozenset[str], found: list[str], text: str) -> bool:
    """Whether a coarser or approximate value was found for words that count months, years or weeks."""
    if any(value.replace("~", "") in values for value in found):
        return True
    if any("/" in value and _ends(value) in map(_ends, values) for value in found):
        return True
    if _SIDE.search(text) and any(_within(value, gold) for value in found for gold in values):
        return True
    if not _COUNTED.search(text):
        return False
    for value in found:
        plain = value.replace("~", "")
        if any(gold == plain or (gold.startswith(plain + "-") and "/" not in gold) for gold in values):
            return True
        if "/" in plain and any(_coarse(gold, plain) for gold in values):
            return True
    return False


def _coarse(gold: str, value: str) -> bool:
    """Whether an interval of days is the same interval in months or years."""
    gold_ends, ends = gold.split("/"), value.split("/")
    return len(gold_ends) == 2 == len(ends) and all(
        g == e or g.startswith(e + "-") for g, e in zip(gold_ends, ends, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

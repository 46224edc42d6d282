"""Dates counted from the date told last, in three languages, and what only looks like one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen import dates
from konturen.dating.narrative import REACH, tag_all
from konturen.reading.sentences import split
from konturen.records import Document

# Text after a first sentence about 6 April 2010 | the dates in it, in order, as "words = value".
ENGLISH = """
The following day Poland left. | The following day = 2010-04-07
Three days later, Poland left. A day earlier, Spain left. | Three days later = 2010-04-09; A day earlier = 2010-04-08
Poland left a year earlier. | a year earlier = 2009
Two months after that, Poland left. | Two months after that = 2010-06
Poland left two weeks later. | two weeks later = 2010-04-20~
Later that day Poland left. On the same day Spain left. | Later that day = 2010-04-06; On the same day = 2010-04-06
The day before, Poland had left. | The day before = 2010-04-05
Poland left in the same year. | in the same year = 2010
The following week Poland left. | The following week = 2010-04-12/2010-04-18
The day before the election Poland left. |
Poland left a year earlier than Spain. |
It was the same day as the vote. |
Poland hired dozens of years later. |
On that note Poland left. The same thing happened. |
The following day's paper was late. |
"""
GERMAN = """
Am folgenden Tag ging Polen. | Am folgenden Tag = 2010-04-07
Tags darauf ging Polen. Am Tag darauf ging Spanien. | Tags darauf = 2010-04-07; Am Tag darauf = 2010-04-08
Drei Tage später ging Polen. | Drei Tage später = 2010-04-09
Ein Jahr zuvor war Polen gegangen. | Ein Jahr zuvor = 2009
Im Folgejahr ging Polen. | Im Folgejahr = 2011
Noch am selben Tag ging Polen. | Noch am selben Tag = 2010-04-06
In derselben Woche ging Polen. | In derselben Woche = 2010-04-05/2010-04-11
Polen ging zwei Monate danach. | zwei Monate danach = 2010-06
Polen ging drei Tage später als Spanien. |
Wenige Tage später ging Polen. |
Im selben Jahr wie Spanien ging Polen. |
Am folgenden Tagesordnungspunkt schied sich alles. |
"""
RUSSIAN = """
На следующий день Польша ушла. | На следующий день = 2010-04-07
Через три дня Польша ушла. | Через три дня = 2010-04-09
Неделей позже Польша ушла. | Неделей позже = 2010-04-13~
Годом ранее Польша ушла. | Годом ранее = 2009
В тот же день Польша ушла. | В тот же день = 2010-04-06
В том же году Польша ушла. | В том же году = 2010
За два дня до этого Польша ушла. | За два дня до этого = 2010-04-04
Спустя два месяца Польша ушла. | Спустя два месяца = 2010-06
Через три дня после выборов Польша ушла. |
Годом раньше, чем Испания, Польша ушла. |
В тот же день, что и Испания, Польша ушла. |
"""
FIRST = {
    "en": "On 6 April 2010 Poland met Spain. ",
    "de": "Am 6. April 2010 traf Polen Spanien. ",
    "ru": "6 апреля 2010 года Польша встретилась с Испанией. ",
}
CASES = [
    (language, *(part.strip() for part in line.split("|")))
    for language, table in (("en", ENGLISH), ("de", GERMAN), ("ru", RUSSIAN))
    for line in table.strip().splitlines()
]


def told(text: str, language: str, published: str | None = None) -> list[str]:
    """The dates of a text behind its first sentence."""
    document = Document("a", text, language, "text/plain", "", b"")
    found = [dated for group in tag_all(split(document), published)[1:] for dated in group]
    assert all(dated.span.of(text) == dated.surface for dated in found)
    return [f"{dated.surface} = {dated.value}" for dated in found]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_words_that_count_from_a_date(language: str, text: str, wanted: str) -> None:
    """The value follows from the date before; comparisons and vague counts are no dates."""
    assert "; ".join(told(FIRST[language] + text, language)) == wanted


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_without_a_date_nothing_is_counted(language: str) -> None:
    """Neither from nothing, nor from a year where days are counted, nor from a date too far back."""
    words = {
        "en": "The following day Poland left.",
        "de": "Tags darauf ging Polen.",
        "ru": "В тот же день ушла Польша.",
    }
    assert told("X. " + words[language], language) == []
    year = {
        "en": "In 2010 Poland met Spain. ",
        "de": "Im Jahr 2010 traf sich Polen. ",
        "ru": "В 2010 году ушла Литва. ",
    }
    assert told(year[language] + words[language], language) == []
    far = FIRST[language] + "Abc def. " * REACH
    assert told(far + words[language], language) == []


def test_a_date_of_the_document_goes_before() -> None:
    """Words that count from the day of publication stay what they were."""
    text = FIRST["en"] + "Poland left next month."
    assert told(text, "en", "2010-05-03") == ["next month = 2010-06"]


@given(st.lists(st.sampled_from(["the following day ", "a year earlier ", "On 6 April 2010 ", "999 years later ",
                                 "that same week, ", "x. Y ", "\n\n"]), max_size=40))  # fmt: skip
def test_any_order_of_words_gives_valid_dates(parts: list[str]) -> None:
    """Values are valid EDTF, stand where they say and do not overlap."""
    text = "A " + "".join(parts)
    document = Document("a", text, "en", "text/plain", "", b"")
    for group in tag_all(split(document), None):
        assert all(dates.is_valid(d.value) and d.span.of(text) == d.surface for d in group)
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(group))

"""Dates of publication are read as printed, and never completed."""

from __future__ import annotations

import pytest

from konturen.reading.datelines import agency_prefix, dated_line, day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25. September 2025", "2025-09-25"),
        ("25.09.2025", "2025-09-25"),
        ("3. 5. 2024", "2024-05-03"),
        ("Donnerstag, 25. September 2025", "2025-09-25"),
        ("1. Jänner 2020", "2020-01-01"),
        ("Sept 25, 2025", "2025-09-25"),
        ("September 25th, 2025", "2025-09-25"),
        ("25 September 2025", "2025-09-25"),
        ("Wed 14 Jun 2023", "2023-06-14"),
        ("25 сентября 2025 года", "2025-09-25"),
        ("25 сен 2025", "2025-09-25"),
        ("понедельник, 3 мая 2021 г.", "2021-05-03"),
        ("2025-09-25", "2025-09-25"),
        ("25. September", None),
        ("September 2025", None),
        ("31.02.2025", None),
        ("45.13.2025", None),
        ("gestern", None),
    ],
)
def test_day(text: str, value: str | None) -> None:
    """A full date that exists becomes an EDTF day; anything less gives none."""
    assert day(text) == value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("12.03.2024 18:42 Uhr", "2024-03-12"),
        ("Astana, 25. September 2025", "2025-09-25"),
        ("13:45, 25 сентября 2025", "2025-09-25"),
        ("June 14, 2023 at 4:05 pm EST", "2023-06-14"),
        ("25.09.2025, 14:30 (МСК)", "2025-09-25"),
    ],
)
def test_dated_line(line: str, value: str) -> None:
    """A line with a date, a time and a place at most gives its day."""
    dated = dated_line(line)
    assert dated is not None
    assert dated.published == value


@pytest.mark.parametrize("line", ["Am 25. September 2025 trafen sie sich.", "2005", "Mai", "15 Sitze von 98"])
def test_sentence_is_no_dated_line(line: str) -> None:
    """A sentence with a date in it, and figures alone, are no dateline."""
    assert dated_line(line) is None


@pytest.mark.parametrize(
    "text",
    [
        "Einheit (EKR) – so heißt die neue Partei.",
        "Moskau – die Hauptstadt – schweigt.",
        "Im Mai 2024 - also spät - kam die Antwort.",
        "Berlin hat am 3. Mai 2024 - wie erwartet - abgelehnt.",
    ],
)
def test_sentence_is_no_agency_dateline(text: str) -> None:
    """A sentence that begins with a name and goes on with a dash is no agency's dateline."""
    assert agency_prefix(text) is None

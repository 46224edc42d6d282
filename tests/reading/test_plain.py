"""The shell of a copied page becomes metadata or furniture; the article stays, and so does all else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konturen.reading.plain import recognise, without

from .shells import BARE, CASES, Case

SEED = Path("/work/shared/seed/article.txt")


def remaining(text: str) -> list[str]:
    """The lines that are left when the shell is taken out."""
    return [line.strip() for line in without(text, recognise(text).skipped).split("\n") if line.strip()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_only_the_article_remains(case: Case) -> None:
    """All lines of the shell go, and no line of the article does."""
    assert remaining(case.text) == case.article


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_shell_tells_the_metadata(case: Case) -> None:
    """Title, author, outlet, day and reading time are what the shell says, and None where it is silent."""
    shell = recognise(case.text)
    told = (shell.title, shell.author, shell.outlet, shell.published, shell.reading_minutes)
    assert told == (case.title, case.author, case.outlet, case.published, case.minutes)


@pytest.mark.parametrize("name", BARE)
def test_nothing_is_taken_from_a_text_without_shell(name: str) -> None:
    """A text without shell stays whole."""
    assert recognise(BARE[name]).skipped == ()


@pytest.mark.parametrize("name", BARE)
def test_a_text_without_shell_tells_nothing(name: str) -> None:
    """Without shell no title, author, outlet, day or reading time is made up."""
    shell = recognise(BARE[name])
    assert (shell.title, shell.author, shell.outlet, shell.published, shell.reading_minutes) == (None,) * 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    """A page copied under Windows or an old Mac is recognised like one copied under Unix."""
    case = CASES[0]
    text = case.text.replace("\n", end)
    left = without(text, recognise(text).skipped).replace(end, "\n").split("\n")
    assert [line.strip() for line in left if line.strip()] == case.article


def test_title_above_a_text_is_recognised() -> None:
    """A line without a full stop above a text, set off by a blank line, is its title."""
    text = "Neue Koalition in Lindental\n\nDie Bürgerpartei und der Bauernbund regieren ab Montag zusammen.\n"
    assert recognise(text).title == "Neue Koalition in Lindental"


def test_caption_under_a_title_is_no_byline() -> None:
    """A name under a bare title is the caption of a picture, not the author."""
    text = "Новый премьер назначен\n\nОлег Дубравин\nПрезидент назначил Олега Дубравина премьером страны.\n"
    assert recognise(text).author is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Leonid Berg, Doktor der Politikwissenschaften, Experte des Ostinstituts.", "Leonid Berg"),
        ("Nora Whitcombe is a senior fellow at the Harbour Institute.", "Nora Whitcombe"),
        ("Ilse Karg ist Professorin für Geschichte in Jena.", "Ilse Karg"),
        ("Олег Дубравин — политолог, эксперт Степного института.", "Олег Дубравин"),
        ("Инна Рощина, кандидат исторических наук, доцент.", "Инна Рощина"),
        ("Tom Ashdown is the leader of the Unity Party.", None),
        ("Олег Дубравин — президент республики с 2019 года.", None),
        ("Nora Whitcombe, an expert on ports, said the deal was dead.", None),
    ],
)
def test_line_about_the_author(line: str, author: str | None) -> None:
    """A closing line about a scholar or journalist names the author; one about a politician does not."""
    assert (
        recognise(f"Der Vertrag ist seit Montag in Kraft und gilt für beide Länder.\n\n{line}\n").author
        == author
    )


def test_line_about_the_author_stays_text() -> None:
    """The line about the author is a sentence that may be coded, and is not skipped."""
    text = "Der Vertrag ist in Kraft.\n\nLeonid Berg, Doktor der Rechte, Experte des Ostinstituts.\n"
    assert recognise(text).skipped == ()


def test_author_of_the_byline_wins_over_the_closing_line() -> None:
    """Where the byline and the closing line spell the name differently, the byline counts."""
    text = "Von Leonid Cukan\n\nDer Vertrag ist in Kraft.\n\nLeonid Tsukan, Doktor der Rechte.\n"
    assert recognise(text).author == "Leonid Cukan"


@pytest.mark.parametrize(
    ("prefix", "published"),
    [
        ("PORT ELLERY, Sept 25 (Reuters) - ", None),
        ("Berlin, 3. Mai 2024 - ", "2024-05-03"),
        ("МОСКВА, 25 сен - ", None),
        ("МОСКВА, 25 сентября 2025 года /ТАСС/. — ", "2025-09-25"),
        ("ASTANA, September 25, 2025 (AP) — ", "2025-09-25"),
        ("Astana (dpa) - ", None),
    ],
)
def test_agency_dateline(prefix: str, published: str | None) -> None:
    """An agency's dateline is skipped, and gives the day where it holds the whole date."""
    text = f"{prefix}Die Regierung hat den Vertrag mit dem Nachbarland gekündigt."
    shell = recognise(text)
    taken = [(item.span.of(text), item.reason) for item in shell.skipped]
    assert (taken, shell.published) == ([(prefix, "dateline")], published)


def test_seed_article_loses_exactly_its_shell() -> None:
    """Of the worked case 13 stretches go, and the article begins and ends where it should."""
    if not SEED.exists():
        pytest.skip("the shared seed text is not on this machine")
    lines = remaining(SEED.read_text(encoding="utf-8"))
    assert (lines[0][:23], lines[-1][:15], len(lines)) == ("Der russisch-kasachisch", "Leonid Tsukanov", 6)


@given(st.text(alphabet=st.sampled_from("aÄж.,:?!·|>-–\n\r\t 19X"), max_size=200))
def test_spans_are_in_order_within_the_text(text: str) -> None:
    """Whatever the text, the skipped stretches lie within it, hold something, and do not overlap."""
    skipped = recognise(text).skipped
    places = [place for item in skipped for place in (item.span.start, item.span.end)]
    assert places == sorted(places)
    assert all(0 <= item.span.start < item.span.end <= len(text) for item in skipped)

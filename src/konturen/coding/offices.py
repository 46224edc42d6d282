"""The office of a person: the title before the name, after it between commas, or said of the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from konturen.coding.fact_view import Found, View, words_of

OFFICE_LENGTH = 110
"""Characters of the longest description of an office."""

_PLURAL = re.compile(r"(?:(?<=sident)|(?<=nister)|(?<=enator)|(?<=vernor)|(?<=leader))s\Z", re.IGNORECASE)
DETERMINER = re.compile(
    r"\A(?:(?:der|die|das|den|dem|des|eine?[nrms]?|the|an?|its|his|her)\s+)+", re.IGNORECASE
)


def offices(view: View) -> Iterator[Found]:
    """Titles before a person's name, after it between commas, or said of the person."""
    people = [m for m in view.mentions if m.type == "person" and m.form in ("name", "abbreviation")]
    # A title that was taken for a name ("Führer") is none.
    title = words_of()["office.title"]
    people = [m for m in people if m.surface[:1].isupper() and not title.fullmatch(m.surface)]
    for number, person in enumerate(people):
        start, end = view.at(person)
        floor = max(view.at(people[number - 1])[1] if number else 0, start - OFFICE_LENGTH)
        ceiling = view.at(people[number + 1])[0] if number + 1 < len(people) else len(view.text)
        span = _title_after(view, end, ceiling) or _title_before(view, floor, start)
        if span:
            value = re.sub(_PLURAL, "", DETERMINER.sub("", view.text[slice(*span)], count=1))
            yield Found(
                "office",
                person,
                re.sub(r"\s+(?:und|and|и)\Z", "", value.strip(" ,–—-")),
                None,
                view.period(*span),
            )


def _title_before(view: View, floor: int, start: int) -> tuple[int, int] | None:
    """The title that runs up to a name: "Foreign Minister", "лидер партии «Заря»", "der Sekretär von X,"."""
    words = words_of()
    for match in words["office.title"].finditer(view.text, floor, start):
        complement = view.text[match.end() : start]
        if match[0][0].islower() and view.text[match.start() - 1 : match.start()] in "-–":
            continue
        kin = re.search(rf"(?<!\w){words['phrase.kin'].pattern}\Z", view.text[: match.start()], re.IGNORECASE)
        if kin and re.search(r"[аяыие]\Z", match[0]):
            continue
        if words["phrase.gap"].fullmatch(complement) or _complement(complement, match[0]):
            honours = re.search(rf"{words['phrase.honours'].pattern}\Z", complement)
            return _widened(view, match.start(), floor), start - (len(honours[0]) if honours else 0)
    return None


def _complement(text: str, title: str) -> bool:
    """Whether the words between a title and a name say what the title is of, and nothing else."""
    words, body = words_of(), text.strip().rstrip(",").strip()
    if not text[:1].isspace() or re.search(r"[,;:.!?()]", re.sub(r"\b(?:[A-ZА-Я]|Dr|Prof)\.", "", body)):
        return False
    tokens, russian = body.split(), re.search(r"[а-яё]", title) is not None
    for inner in words["office.title"].finditer(body):
        before = re.search(rf"(?:{words['phrase.inner'].pattern})\Z", body[: inner.start()])
        genitive = russian and re.search(r"[аяыи]\Z", inner[0]) and not re.search(r"(?:ом|ем)\Z", title)
        last = not russian and inner.end() == len(body) and "," not in text
        if last or not (before or genitive) or re.search(r"\bи\s\Z", body[: inner.start()]):
            return False
    if russian:
        body = re.sub(r"\s(?:назначен|избран|стал|станет)[аи]?\Z", "", body)
        loose = re.search(r"(?:\A|\s)(?:с|со|в|на|от|к|у|по|из)\Z", body)
        return 0 < len(tokens) <= 10 and not loose and not words["phrase.russian"].search(body)
    if not tokens or not words["phrase.links"].fullmatch(tokens[0]):
        # A name in the genitive may stand without an article: "Präsident Kasachstans Tokajew".
        return len(tokens) == 1 and tokens[0][:1].isupper() and tokens[0].endswith("s")
    if words["phrase.links"].fullmatch(tokens[-1]):
        return False
    if tokens[0] in ("of", "to", "for", "at", "the"):
        return len(tokens) <= 8 and not words["phrase.english"].search(body)
    return len(tokens) <= 12 and all(not t[:1].islower() or words["phrase.german"].fullmatch(t) for t in tokens)


def _widened(view: View, start: int, floor: int) -> int:
    """Where the description of an office begins: before its modifiers and the state or body it belongs to."""
    modifier = words_of()["office.modifier"]
    while True:
        lead = re.search(r"([\w.'’-]+)[ -]\Z", view.text[floor:start])
        touching = [
            m
            for m in view.mentions
            if m.type != "person" and re.fullmatch(r"(?:['’]s)?[ -]", view.text[view.at(m)[1] : start])
        ]
        # Russian has the body after its office; a name before a title is of the words before.
        if re.match(r"[а-яё]", view.text[start : start + 1], re.IGNORECASE):
            touching = [m for m in touching if m.form == "adjective"]
        if touching and view.at(touching[-1])[0] >= floor:
            start = view.at(touching[-1])[0]
        elif lead and modifier.fullmatch(lead[1]):
            start = floor + lead.start()
        else:
            return start


def _title_after(view: View, end: int, ceiling: int) -> tuple[int, int] | None:
    """The title after a name: ", leader of X,", ", der seit 2016 Präsident ist", "is the president of"."""
    words, rest = words_of(), view.text[end : min(end + OFFICE_LENGTH, ceiling)]
    link = re.match(r",\s+|\s*\((?=\w+ )", rest) or words["office.copula"].match(rest.lstrip())
    if link is None:
        return None
    opened = link.end() + (len(rest) - len(rest.lstrip()) if not rest.startswith((",", " (")) else 0)
    title = words["office.title"].search(rest, opened)
    if title is None:
        return None
    lead = _undated(view, end + opened, end + title.start())
    tokens = [t for t in lead.split() if not DETERMINER.fullmatch(f"{t} ")]
    start = _widened(view, end + title.start(), end + opened)
    skipped = len(_undated(view, start, end + title.start()).split())
    if len(tokens) - skipped > 0 or words["membership.unreal"].search(
        " ".join(tokens[: len(tokens) - skipped])
    ):
        return None
    after = end + title.end()
    tail = view.text[after : min(end + OFFICE_LENGTH, ceiling)]
    if words["phrase.reports"].match(tail):
        return None
    closed = words["phrase.close"].search(tail)
    # A title that runs into the next name is that person's: "A, chairman of the board (BBC) B".
    runs_on = closed is None or (closed[0] == "(" and re.fullmatch(r"[^)]*\)\s*", tail[closed.end() :]))
    if runs_on and after + len(tail) < len(view.text):
        return None
    stop = closed.start() if closed else len(tail)
    kind = "russian" if re.search(r"[а-яё]", title[0]) else "english"
    foreign = kind == "english" and not re.match(r"\s(?:of|to|for|at|following|after)\b", tail)
    late = None if foreign else words[f"phrase.{kind}"].search(tail[:stop])
    return start, after + (late.start() if late else stop)


def _undated(view: View, start: int, end: int) -> str:
    """These words without the dates among them."""
    text = view.text[start:end]
    for dated in view.dates:
        text = text.replace(dated.surface, "")
    return text

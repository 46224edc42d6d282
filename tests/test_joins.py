"""Training examples: what an item teaches, and windows of several items, in which nothing changes but its place."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from items import RELATIONS, parse
from joins import join, joined
from konturen.coding.tokens import load_tokenizer
from prepare import BEGIN, INSIDE, UNKNOWN, item_example

TOKENIZER = Path(__file__).parent.parent / "src/konturen/data/classifier/tokenizer.json.xz"
MEETING = [
    "= de-1 | news | -",
    "[A:person Holt] traf {am Montag} [B:person Brand]. [A:person/pron Er] lobte [B:person/pron ihn].",
    'A CONSULT = B | happened | "traf" | when {am Montag}',
    'A SUPPORT > B | happened | "lobte"',
]
ARREST = [
    "= de-2 | news | -",
    "[C:org Polbit] verklagte {im Mai} [D:org Ralto]; [E:person Nagel] schwieg, sagte [F:media Kurier].",
    'C ACCUSE > D | happened | "verklagte" | when {im Mai} | by F',
]


@cache
def example(lines: tuple[str, ...], focus: int = 0) -> dict[str, Any]:
    """The example of an item."""
    return item_example(replace(parse(list(lines)), focus=focus), load_tokenizer(TOKENIZER))


def first() -> dict[str, Any]:
    """The example of a meeting."""
    return example(tuple(MEETING))


def second() -> dict[str, Any]:
    """The example of a lawsuit."""
    return example(tuple(ARREST))


def told(found: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """The claims of an example as pieces: ends, relation, status, cue, speaker, date."""

    def pieces(span: list[int]) -> tuple[int, ...]:
        return tuple(found["ids"][span[0] : span[1]])

    def mention(number: int) -> tuple[int, ...]:
        return pieces(found["mentions"][number]) if 0 <= number < len(found["mentions"]) else ()

    return Counter(
        (
            *(mention(n) for n in found["pairs"][pair][:2]),
            RELATIONS[relation],
            status,
            mutual,
            pieces([start, end]),
            mention(speaker),
            pieces(found["dates"][date]) if date >= 0 else (),
        )
        for pair, relation, status, mutual, start, end, speaker, date in found["claims"]
    )


def test_a_joined_window_says_what_its_items_say() -> None:
    """Claims keep their ends, cues, speakers and dates, piece by piece."""
    assert told(join(first(), second())) == told(first()) + told(second())
    assert any(key[6] and key[7] for key in told(second())), "the lawsuit has a speaker and a date"


def test_tags_stay_with_their_pieces() -> None:
    """Every piece but the inner stop and start marks stands behind the other with its tag."""
    found = join(first(), second())
    for name in ("ids", "names", "references"):
        assert found[name] == first()[name][:-1] + second()[name][1:]
    assert len(found["ids"]) == len(first()["ids"]) + len(second()["ids"]) - 2


def test_neighbours_of_two_items_are_pairs_without_a_claim() -> None:
    """The last actors of the one and the first of the other are offered and scored as nothing."""
    found, count = join(first(), second()), len(first()["mentions"])
    across = [
        n
        for n, (source, target, _, _) in enumerate(found["pairs"])
        if target < len(found["mentions"]) and (source < count) != (target < count)
    ]
    assert across
    assert not set(across) & {claim[0] for claim in found["claims"]}
    assert not set(across) & set(found["ignored"])


def test_references_point_within_their_item() -> None:
    """A pronoun points to the same words as before."""
    found = join(second(), first())
    words = {
        tuple(found["ids"][slice(*found["mentions"][number])]): {
            tuple(found["ids"][slice(*found["mentions"][n])]) for n in before
        }
        for number, before in found["antecedents"]
    }
    alone = first()
    assert words == {
        tuple(alone["ids"][slice(*alone["mentions"][number])]): {
            tuple(alone["ids"][slice(*alone["mentions"][n])]) for n in before
        }
        for number, before in alone["antecedents"]
    }


def test_pairs_of_context_stay_unscored() -> None:
    """What stands before an item's focus was not annotated with it, alone and joined."""
    item = parse(MEETING)
    focus = item.text.index("Er")
    late = item_example(
        replace(item, focus=focus, lines=tuple(n for n in item.lines if n.cue[0] >= focus)),
        load_tokenizer(TOKENIZER),
    )
    assert all(home == 1 for *_, home in late["pairs"])
    found, count = join(second(), late), len(second()["mentions"])
    context = [
        n
        for n, (source, target, _, home) in enumerate(found["pairs"])
        if home == len(second()["sentences"]) and source >= count and target >= count
    ]
    assert context
    assert set(context) <= set(found["ignored"])


@pytest.mark.parametrize("seed", range(5))
def test_every_item_stands_in_one_window(seed: int) -> None:
    """No item is lost or doubled, whatever is drawn."""
    items = [first(), second()] * 10
    windows = joined(items, random.Random(seed))
    assert sum((told(w) for w in windows), Counter()) == sum((told(i) for i in items), Counter())
    assert len(windows) < len(items)


def test_items_that_name_the_same_actor_are_not_joined() -> None:
    """Two items on one actor would hold relations across that nobody listed."""
    assert len(joined([first()] * 12, random.Random(1))) == 12


def words(found: dict[str, Any], name: str, tag: int) -> str:
    """The pieces with a tag, as text."""
    ids = [i for i, own in zip(found["ids"], found[name], strict=True) if own == tag]
    return str(load_tokenizer(TOKENIZER).decode(ids)).strip()


def test_a_description_is_learned_without_its_article() -> None:
    """Annotators differ about it, and the rules leave it out."""
    found = example(
        (
            "= de-3 | news | -",
            "Am Abend nahm [P:inst/desc die Polizei] den Redner [A:person Holt] fest.",
            'P COERCE > A | happened | "nahm"',
        )
    )
    assert words(found, "references", BEGIN) == "Polizei"
    assert words(found, "references", INSIDE) == ""


def test_names_of_places_stay_untaught() -> None:
    """A town that does not act carries no mark but is a name all the same; other words are none."""
    found = example(
        (
            "= en-1 | news | -",
            "Police met [A:person Holt] near Leipzig on Monday.",
            "none",
        )
    )
    assert words(found, "names", BEGIN).startswith("Hol")
    assert words(found, "names", UNKNOWN) == "Leipzig Monday"

"""Turn the corpus and the public name corpora into training examples: one JSON line each.

    python training/prepare.py [--shared ../shared] [--out training/runs/examples.jsonl]

An example holds piece ids, name and back-reference tags a token, mentions, dates, candidate pairs and the
claims among them. Public corpora teach names only; their labels that our types refine are given as sets.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from items import RELATIONS, STATUSES, Item, ItemError, Line, Mark, read
from konturen.actors.catalog import Catalog
from konturen.actors.mentions import find
from konturen.actors.sift import sift
from konturen.coding.candidates import ACTOR_TYPES, Pair, Placed, antecedent_lags, candidate_pairs, kind_number
from konturen.coding.tokens import Tokens, load_tokenizer, tokenise
from konturen.reading.sentences import split
from konturen.records import Document
from names import NameText, public_names
from opinions import Opinions, opinions
from real import items, loaded

TYPES = (*ACTOR_TYPES, "place")
NAMES = {"name", "abbreviation", "capital"}
REFERENCES = {"description", "pronoun"}
OUTSIDE, BEGIN, INSIDE, UNKNOWN = 0, 1, 2, -1
HELD_OUT = 10
"""One item in this many, chosen by the hash of its id, is kept for choosing thresholds and never trained on."""

HERE = Path(__file__).parent


def _document(item: Item) -> Document:
    return Document("item", item.text, item.language, "text/plain", "", b"")


def _sentence(spans: list[tuple[int, int]], at: int) -> int:
    return max((n for n, (start, _) in enumerate(spans) if start <= at), default=0)


def _tags(tokens: Tokens, marks: list[tuple[int, int]]) -> list[int]:
    tags = [OUTSIDE] * len(tokens.ids)
    for start, end in marks:
        first, last = tokens.covering(start, end)
        for position in range(first, last):
            tags[position] = BEGIN if position == first else INSIDE
    return tags


def _chosen(marks: list[tuple[str, Mark]], sentence_of: list[int], key: str, cue: int, home: int) -> int | None:
    """The mark of an actor that a claim means: the nearest in the cue's sentence, else the last one before."""
    at = [n for n, (k, _) in enumerate(marks) if k == key]
    here = [n for n in at if sentence_of[n] == home]
    if here:
        return min(here, key=lambda n: abs(marks[n][1].start - cue))
    before = [n for n in at if sentence_of[n] == home - 1]
    return before[-1] if before else None


_ARTICLE = re.compile(r"(?:die|der|das|dem|den|des|eine[rnms]?|ein|the|an?)\s+", re.IGNORECASE)


def _bare(mark: Mark, text: str) -> Mark:
    """A description without its article, which some annotators took in and the rules leave out."""
    article = _ARTICLE.match(text, mark.start, mark.end) if mark.form == "description" else None
    return replace(mark, start=article.end()) if article else mark


def bystanders(item: Item, catalog: Catalog) -> list[tuple[str, Mark]]:
    """What the product's own rules take for actors beyond the marks of an item: pronouns and descriptions that no
    statement needs, towns that stand for no state, names that the writer passed over.

    They are part of every text that the coder will read, so it must learn that nothing is said of them. One that
    the rules resolve to a marked actor carries that actor's key.
    """
    sentences = split(_document(item))
    marked = sift(sentences, [() for _ in sentences], catalog)
    found = [m for group in find(sentences, item.language, catalog, marked) for m in group]
    meant: dict[str | None, str] = {}
    others = []
    for mention in found:
        over = [m for m in item.marks if m.start < mention.span.end and mention.span.start < m.end]
        if not over:
            others.append(mention)
        elif mention.actor and len(over[0].keys) == 1:
            meant.setdefault(mention.actor, over[0].keys[0])
    return [
        (
            meant.get(m.actor, f"@{m.actor or m.span.start}"),
            Mark(m.span.start, m.span.end, (), m.type, "description" if m.form == "office" else m.form),
        )
        for m in others
    ]


def item_example(item: Item, tokenizer: Tokenizer, catalog: Catalog | None = None) -> dict[str, Any]:
    """The example of one corpus item; with a catalog its bystanders are among the mentions."""
    item = replace(item, marks=tuple(_bare(mark, item.text) for mark in item.marks))
    tokens = tokenise(tokenizer, item.text)
    spans = [(s.span.start, s.span.end) for s in split(_document(item))]
    marks = [(key, mark) for mark in item.marks for key in mark.keys]
    if catalog is not None:
        marks = sorted([*marks, *bystanders(item, catalog)], key=lambda m: (m[1].start, m[1].end))
    sentence_of = [_sentence(spans, mark.start) for _, mark in marks]
    placed = [
        Placed(*tokens.covering(m.start, m.end), s, kind_number(m.type, m.form))  # type: ignore[arg-type]
        for (_, m), s in zip(marks, sentence_of, strict=True)
    ]
    first = _sentence(spans, item.focus)
    pairs = [pair for pair in candidate_pairs(placed) if pair.sentence >= first]
    index = {(p.source, p.target): n for n, p in enumerate(pairs)}
    claims, lost, touched = [], 0, set()
    for line in item.lines:
        home = _sentence(spans, line.cue[0])
        claim = _claim(line, marks, sentence_of, home)
        if (
            claim is None
            or (claim[0], claim[1]) not in index
            or pairs[index[claim[0], claim[1]]].sentence != home
        ):
            lost += 1
            touched |= {(line.source, line.target or ""), (line.target or "", line.source)}
            continue
        source, target, speaker = claim
        date = next((n for n, d in enumerate(item.dates) if d == line.when), -1)
        cue = tokens.covering(*line.cue)
        status, relation = STATUSES.index(line.status), RELATIONS.index(line.relation)
        ways = [(source, target)] + ([(target, source)] if line.mutual and target < len(marks) else [])
        for way in ways:
            claims.append([index[way], relation, status, int(line.mutual), *cue, speaker, date])
        touched |= {(line.source, line.target or ""), (line.target or "", line.source)}
    claimed = {claim[0] for claim in claims}
    ignored = [
        n
        for n, p in enumerate(pairs)
        if n not in claimed and _keys(p, marks) in touched and _doubtful(p, pairs, marks, claimed)
    ]
    return {
        "id": item.id,
        "ids": tokens.ids,
        "lost": lost,
        "held": held_out(item.id),
        "names": _names(item, tokens, [m for _, m in marks]),
        "references": _tags(tokens, [(m.start, m.end) for m in item.marks if m.form in REFERENCES]),
        "types": [[*tokens.covering(m.start, m.end), [TYPES.index(m.type)]] for m in item.marks],
        "mentions": [[p.start, p.end] for p in placed],
        "kinds": [p.kind for p in placed],
        "homes": sentence_of,
        "gaps": antecedent_lags(placed),
        "antecedents": _antecedents(marks),
        "hidden": [[p.start, p.end] for (_, m), p in zip(marks, placed, strict=True) if m.form in NAMES],
        "dates": [list(tokens.covering(*d)) for d in item.dates],
        "sentences": [list(tokens.covering(*span)) for span in spans],
        "pairs": [[p.source, p.target, p.place, p.sentence] for p in pairs],
        "claims": claims,
        "ignored": ignored,
        "sides": [],
    }


def _names(item: Item, tokens: Tokens, marks: list[Mark]) -> list[int]:
    """Name tags a token. Names of places that do not act carry no mark but are names: they stay untaught here."""
    tags = _tags(tokens, [(m.start, m.end) for m in item.marks if m.form in NAMES])
    capitals = _CAPITALISED.finditer(item.text) if item.language != "de" else ()  # German nouns have them all
    spans = [(m.start, m.end) for m in marks if not m.keys and m.form in NAMES]
    for start, end in [*spans, *(match.span() for match in capitals)]:
        if not any(mark.start < end and start < mark.end for mark in item.marks):
            first, last = tokens.covering(start, end)
            tags[first:last] = [UNKNOWN] * (last - first)
    return tags


_CAPITALISED = re.compile(r"(?:(?<=[\w,;:–—-]\s)|(?<=[«„“\"(]))[A-ZА-ЯЁ][\w-]*")
"""Words with a capital that no sentence begins with, or a quotation does."""


def _antecedents(marks: list[tuple[str, Mark]]) -> list[list[Any]]:
    """Each reference to one actor with its earlier mentions; an empty list where the text names none before."""
    found = []
    for number, (key, mark) in enumerate(marks):
        if mark.form in REFERENCES and len(mark.keys) == 1:
            before = [n for n, (k, m) in enumerate(marks[:number]) if k == key and m.end <= mark.start]
            found.append([number, before])
    return found


def _keys(pair: Pair, marks: list[tuple[str, Mark]]) -> tuple[str, str]:
    target = marks[pair.target][0] if pair.target < len(marks) else ""
    return marks[pair.source][0], target


def _doubtful(pair: Pair, pairs: list[Pair], marks: list[tuple[str, Mark]], claimed: set[int]) -> bool:
    """Whether other mentions of the two actors of a claim form this pair: neither claimed nor clearly not."""
    keys = _keys(pair, marks)
    own = {pairs[n].source for n in claimed if set(_keys(pairs[n], marks)) == set(keys)}
    own |= {pairs[n].target for n in claimed if set(_keys(pairs[n], marks)) == set(keys)}
    return not {pair.source, pair.target} <= own


def _claim(
    line: Line, marks: list[tuple[str, Mark]], sentence_of: list[int], home: int
) -> tuple[int, int, int] | None:
    """Mentions of source, target and speaker (-1: none) of a line; None where they are too far from the cue."""
    source = _chosen(marks, sentence_of, line.source, line.cue[0], home)
    target = len(marks) if line.target is None else _chosen(marks, sentence_of, line.target, line.cue[0], home)
    speaker = _chosen(marks, sentence_of, line.speaker, line.cue[0], home) if line.speaker else None
    if source is None or target is None:
        return None
    return source, target, -1 if speaker is None else speaker


def opinion_example(found: Opinions, tokenizer: Tokenizer) -> dict[str, Any]:
    """The example of a sentence of which only the sides of some pairs are known."""
    example = name_example(NameText(found.id, found.text, ()), tokenizer)
    tokens = tokenise(tokenizer, found.text)
    spans = sorted({span for source, target, _ in found.opinions for span in (source, target)})
    placed = [Placed(*tokens.covering(*span), 0) for span in spans]
    pairs = candidate_pairs(placed)
    index = {(p.source, p.target): n for n, p in enumerate(pairs)}
    return example | {
        "names": [UNKNOWN] * len(tokens.ids),
        "mentions": [[p.start, p.end] for p in placed],
        "kinds": [p.kind for p in placed],
        "homes": [p.sentence for p in placed],
        "gaps": antecedent_lags(placed),
        "sentences": [[0, len(tokens.ids)]],
        "pairs": [[p.source, p.target, p.place, p.sentence] for p in pairs],
        "ignored": list(range(len(pairs))),
        "sides": [[index[spans.index(a), spans.index(b)], int(sign)] for a, b, sign in found.opinions],
    }


def name_example(text: NameText, tokenizer: Tokenizer) -> dict[str, Any]:
    """The example of one sentence of a public name corpus."""
    tokens = tokenise(tokenizer, text.text)
    return {
        "id": text.id,
        "ids": tokens.ids,
        "lost": 0,
        "held": False,
        "names": _tags(tokens, [(start, end) for start, end, _ in text.names]),
        "references": [UNKNOWN] * len(tokens.ids),
        "types": [
            [*tokens.covering(start, end), [TYPES.index(t) for t in kinds]] for start, end, kinds in text.names
        ],
        "mentions": [],
        "kinds": [],
        "homes": [],
        "gaps": [],
        "antecedents": [],
        "hidden": [],
        "dates": [],
        "sentences": [],
        "pairs": [],
        "claims": [],
        "ignored": [],
        "sides": [],
    }


def held_out(name: str) -> bool:
    """Whether an item is kept from training, by the hash of its id; all items of one real document share it."""
    name = name.rsplit("-", 1)[0] if "-real-" in name else name
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD_OUT == 0


def all_items(shared: Path) -> Iterator[tuple[Item, bool]]:
    """The items of the corpus and of the annotated real text, and whether each is held out; faulty ones are told."""
    for found in read(sorted((HERE / "corpus").glob("*/*.txt"))):
        if isinstance(found, ItemError):
            print("left out:", found)
        else:
            yield found, held_out(found.id)
    if (shared / "data" / "train").is_dir():
        for document in loaded(shared):
            yield from ((item, held_out(item.id)) for item in items(document))


def examples(shared: Path, tokenizer: Tokenizer) -> Iterator[dict[str, Any]]:
    """All examples, corpus items first."""
    catalog = Catalog.load()
    for item, _ in all_items(shared):
        yield item_example(item, tokenizer, catalog)
    for text in public_names(shared / "data" / "train"):
        yield name_example(text, tokenizer)
    for found in opinions(shared / "data" / "train"):
        yield opinion_example(found, tokenizer)


def main() -> None:
    """Write the examples and say what they hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--out", type=Path, default=HERE / "runs" / "examples.jsonl")
    options = parser.parse_args()
    tokenizer = load_tokenizer(HERE / "base" / "tokenizer.json")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    count = claims = lost = names = 0
    with options.out.open("w", encoding="utf-8") as file:
        for example in examples(options.shared, tokenizer):
            file.write(json.dumps(example) + "\n")
            count += 1
            claims += len(example["claims"])
            lost += example["lost"]
            names += not example["pairs"]
    print(f"{count} examples ({names} for names only), {claims} claims, {lost} claims out of reach")


if __name__ == "__main__":
    main()

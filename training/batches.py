"""Examples as padded tensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

FORBIDDEN = -1e4
FEWEST = 0.2
"""Bound of how much a sample of empty pairs is weighed up."""
NOT_SCORED = -100
"""The class index that cross entropy leaves out."""


@dataclass
class Batch:
    """One step's windows; shapes as in `model.Heads`."""

    ids: Tensor
    tokens: Tensor
    names: Tensor
    references: Tensor
    mentions: Tensor
    mention_mask: Tensor
    kinds: Tensor
    dates: Tensor
    date_mask: Tensor
    pairs: Tensor
    places: Tensor
    inside: Tensor
    closed: Tensor
    wanted: Tensor
    weight: Tensor
    gaps: Tensor
    pointed: Tensor
    """[B, M, M + 1]: what each reference may point to."""
    sides: Tensor
    """[O, 3]: batch, pair, whether for, of the pairs of which only the side is known."""
    asked: Tensor
    """[A, 2]: batch and number of the references that are scored."""
    claims: Tensor
    """[C, 9]: batch, pair, relation, status, mutual, cue start, cue end, speaker, date."""
    typed: list[tuple[int, int, int, list[int]]]

    def to(self, device: torch.device) -> Batch:
        """The same batch on a device."""
        moved = {k: v.to(device) if isinstance(v, Tensor) else v for k, v in self.__dict__.items()}
        return Batch(**moved)


def _average(spans: list[list[int]], rows: int, length: int) -> Tensor:
    out = torch.zeros(rows, length)
    for number, (start, end) in enumerate(spans):
        out[number, start:end] = 1 / max(1, end - start)
    return out


def _empty(examples: list[dict[str, Any]], relations: int, unknown: int) -> Batch:
    size, length = len(examples), max(len(e["ids"]) for e in examples)
    most = max(1, *(len(e["mentions"]) for e in examples))
    days = max(1, *(len(e["dates"]) for e in examples))
    pairs = max(1, *(len(e["pairs"]) for e in examples))
    return Batch(
        ids=torch.ones(size, length, dtype=torch.long),
        tokens=torch.zeros(size, length),
        names=torch.full((size, length), NOT_SCORED),
        references=torch.full((size, length), NOT_SCORED),
        mentions=torch.zeros(size, most, length),
        mention_mask=torch.full((size, most + 1), FORBIDDEN),
        kinds=torch.full((size, most + 1), unknown),
        dates=torch.zeros(size, days, length),
        date_mask=torch.full((size, days + 1), FORBIDDEN),
        pairs=torch.zeros(size, pairs, 2, dtype=torch.long),
        places=torch.zeros(size, pairs, dtype=torch.long),
        inside=torch.zeros(size, pairs, length),
        closed=torch.full((size, pairs, length), FORBIDDEN),
        wanted=torch.zeros(size, pairs, relations),
        weight=torch.zeros(size, pairs),
        gaps=torch.zeros(size, most, most, dtype=torch.long),
        pointed=torch.zeros(size, most, most + 1, dtype=torch.bool),
        sides=torch.zeros(0, 3, dtype=torch.long),
        asked=torch.zeros(0, 2, dtype=torch.long),
        claims=torch.zeros(0, 9, dtype=torch.long),
        typed=[],
    )


def collate(
    examples: list[dict[str, Any]], relations: int, negative: float, unknown: int, hidden: list[set[int]]
) -> Batch:
    """Pad examples into one batch; tokens at `hidden` positions become the mask piece (id given as -1).

    `negative` is the weight of a pair without any claim; `unknown` the number of the unknown kind.
    """
    batch = _empty(examples, relations, unknown)
    most, days = batch.mentions.shape[1], batch.dates.shape[1]
    claims: list[list[int]] = []
    asked: list[list[int]] = []
    sides: list[list[int]] = []
    for row, example in enumerate(examples):
        count = len(example["ids"])
        batch.ids[row, :count] = torch.tensor(
            [-1 if n in hidden[row] else i for n, i in enumerate(example["ids"])]
        )
        batch.tokens[row, :count] = 1
        for name, target in (("names", batch.names), ("references", batch.references)):
            values = torch.tensor(example[name])
            target[row, :count] = torch.where(values < 0, NOT_SCORED, values)
        batch.typed += [(row, start, end, kinds) for start, end, kinds in example["types"] if end > start]
        _fill_mentions(batch, row, example)
        _fill_pairs(batch, row, example, negative)
        sides += [[row, pair, sign] for pair, sign in example["sides"]]
        asked += [[row, number] for number, _ in example["antecedents"]]
        claims += [
            [row, *claim[:6], most if claim[6] < 0 else claim[6], days if claim[7] < 0 else claim[7]]
            for claim in example["claims"]
        ]
    if claims:
        batch.claims = torch.tensor(claims)
        batch.wanted[batch.claims[:, 0], batch.claims[:, 1], batch.claims[:, 2]] = 1
        batch.weight[batch.claims[:, 0], batch.claims[:, 1]] = 1
    if sides:
        batch.sides = torch.tensor(sides)
    if asked:
        batch.asked = torch.tensor(asked)
    return batch


def _fill_mentions(batch: Batch, row: int, example: dict[str, Any]) -> None:
    """Mentions, dates and what points back to what in one window."""
    most, length = batch.mentions.shape[1], batch.ids.shape[1]
    real = len(example["mentions"])
    batch.mentions[row] = _average(example["mentions"], most, length)
    batch.mention_mask[row, :real] = 0
    batch.mention_mask[row, most] = 0
    batch.dates[row] = _average(example["dates"], batch.dates.shape[1], length)
    batch.date_mask[row, : len(example["dates"])] = 0
    batch.date_mask[row, -1] = 0
    if not real:
        return
    batch.kinds[row, :real] = torch.tensor(example["kinds"])
    batch.gaps[row, :real, :real] = torch.tensor(example["gaps"])
    for number, to in example["antecedents"]:
        batch.pointed[row, number, to or [most]] = True


def _fill_pairs(batch: Batch, row: int, example: dict[str, Any], negative: float) -> None:
    """Pairs of one window."""
    if not example["pairs"]:
        return
    count, real, nobody = len(example["pairs"]), len(example["mentions"]), batch.mentions.shape[1]
    batch.pairs[row, :count] = torch.tensor(
        [[s, nobody if t == real else t] for s, t, _, _ in example["pairs"]]
    )
    batch.places[row, :count] = torch.tensor([place for _, _, place, _ in example["pairs"]])
    inside, closed = batch.inside[row].numpy(), batch.closed[row].numpy()
    for number, (source, target, _, home) in enumerate(example["pairs"]):
        start, end = example["sentences"][home]
        closed[number, start:end] = 0
        if target < real:
            first, last = sorted([example["mentions"][source], example["mentions"][target]])
            begin, stop = max(start, first[1]), min(end, last[0])
            if begin < stop:
                inside[number, begin:stop] = 1 / (stop - begin)
    batch.weight[row, :count] = negative / max(FEWEST, example.get("share", 1.0))
    batch.weight[row, example["ignored"]] = 0

"""Examples as padded tensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

FORBIDDEN = -1e4
NOT_SCORED = -100
"""The class index that cross entropy leaves out."""


@dataclass
class Batch:
    """One step's windows; shapes as in `model.Pairs.forward`."""

    ids: Tensor
    tokens: Tensor
    names: Tensor
    references: Tensor
    mentions: Tensor
    mention_mask: Tensor
    dates: Tensor
    date_mask: Tensor
    pairs: Tensor
    places: Tensor
    look: Tensor
    wanted: Tensor
    weight: Tensor
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


def collate(examples: list[dict[str, Any]], relations: int, negative: float, hidden: list[set[int]]) -> Batch:
    """Pad examples into one batch; tokens at `hidden` positions become the mask piece (id given as -1)."""
    size, length = len(examples), max(len(e["ids"]) for e in examples)
    most = max(1, *(len(e["mentions"]) for e in examples))
    days = max(1, *(len(e["dates"]) for e in examples))
    pairs = max(1, *(len(e["pairs"]) for e in examples))
    batch = Batch(
        ids=torch.ones(size, length, dtype=torch.long),
        tokens=torch.zeros(size, length),
        names=torch.full((size, length), NOT_SCORED),
        references=torch.full((size, length), NOT_SCORED),
        mentions=torch.zeros(size, most, length),
        mention_mask=torch.full((size, most + 1), FORBIDDEN),
        dates=torch.zeros(size, days, length),
        date_mask=torch.full((size, days + 1), FORBIDDEN),
        pairs=torch.zeros(size, pairs, 2, dtype=torch.long),
        places=torch.zeros(size, pairs, dtype=torch.long),
        look=torch.zeros(size, pairs, length),
        wanted=torch.zeros(size, pairs, relations),
        weight=torch.zeros(size, pairs, relations),
        claims=torch.zeros(0, 9, dtype=torch.long),
        typed=[],
    )
    claims: list[list[int]] = []
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
        _fill_pairs(batch, row, example, negative)
        claims += [
            [row, *claim[:6], most if claim[6] < 0 else claim[6], days if claim[7] < 0 else claim[7]]
            for claim in example["claims"]
        ]
    if claims:
        batch.claims = torch.tensor(claims)
        batch.wanted[batch.claims[:, 0], batch.claims[:, 1], batch.claims[:, 2]] = 1
        batch.weight[batch.claims[:, 0], batch.claims[:, 1], batch.claims[:, 2]] = 1
    return batch


def _fill_pairs(batch: Batch, row: int, example: dict[str, Any], negative: float) -> None:
    """Mentions, dates and pairs of one window."""
    nobody, length = batch.mentions.shape[1], batch.ids.shape[1]
    batch.mentions[row] = _average(example["mentions"], nobody, length)
    batch.mention_mask[row, : len(example["mentions"])] = 0
    batch.mention_mask[row, nobody] = 0
    batch.dates[row] = _average(example["dates"], batch.dates.shape[1], length)
    batch.date_mask[row, : len(example["dates"])] = 0
    batch.date_mask[row, -1] = 0
    if not example["pairs"]:
        return
    count = len(example["pairs"])
    real = len(example["mentions"])
    batch.pairs[row, :count] = torch.tensor(
        [[s, nobody if t == real else t] for s, t, _, _ in example["pairs"]]
    )
    batch.places[row, :count] = torch.tensor([place for _, _, place, _ in example["pairs"]])
    for number, (source, target, _, home) in enumerate(example["pairs"]):
        start, end = example["sentences"][home]
        batch.look[row, number, start:end] = 1
        if target < real:
            first, last = sorted([example["mentions"][source], example["mentions"][target]])
            begin, stop = max(start, first[1]), min(end, last[0])
            batch.look[row, number, begin : max(begin, stop)] = 2
    batch.weight[row, :count] = negative
    batch.weight[row, example["ignored"]] = 0

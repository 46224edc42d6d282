"""The network: a BERT encoder over frozen 4-bit embeddings, and the heads that read mentions and relations.

One pass over a window of one to several sentences gives token states. The mention head tags names and
back-references; the pair head scores, for every ordered pair of mentions and every relation at once, whether
the first acts on the second so (sigmoid: a pair may carry two acts), and for each such claim its status,
whether it is mutual, who says it and which date belongs to it. What it looked at is an attention over tokens,
trained on the annotated cue, and is given to the user as the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 384, 12, 12, 1536, 512
EPSILON = 1e-12


@dataclass(frozen=True)
class Sizes:
    """Numbers of the heads' outputs."""

    types: int
    relations: int
    statuses: int
    places: int
    """Buckets of how a pair lies: which comes first, how far apart, same sentence or not."""


class Dropout(nn.Module):
    """Dropout whose masks are cut out of one pool of random numbers.

    Drawing a number per value took 28 % of a forward pass on two cores; cutting out of a pool takes none.
    """

    def __init__(self, share: float, pool: int = 1 << 22) -> None:
        super().__init__()
        kept = (torch.rand(pool) >= share).to(torch.bfloat16) / (1 - share)
        self.register_buffer("pool", kept, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of its values set to 0, in training only."""
        if not self.training or x.numel() >= self.pool.numel():
            return x
        start = int(torch.randint(self.pool.numel() - x.numel(), (1,)))
        return x * self.pool[start : start + x.numel()].view_as(x).to(x.dtype)


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.aln, self.oln = nn.LayerNorm(WIDTH, eps=EPSILON), nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """States after the layer; `blocked` [B, 1, 1, T] is added to the attention scores."""
        size, length, _ = x.shape
        split = (size, length, HEADS, WIDTH // HEADS)
        q, k, v = (part(x).view(split).transpose(1, 2) for part in (self.q, self.k, self.v))
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + blocked
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(size, length, WIDTH)
        x = self.aln(x + self.dropout(self.ao(mixed)))
        return self.oln(x + self.dropout(self.fo(nn.functional.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """Token states and mention tags from embedded pieces."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, layers: int = LAYERS) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.ln = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.tags = nn.Linear(WIDTH, 3 + 3 + sizes.types)

    def forward(self, embedded: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """States [B, T, W] and tags [B, T, 6 + types]: O/B/I of names, O/B/I of back-references, types."""
        x = self.dropout(self.ln(embedded + self.positions[: embedded.shape[1]]))
        blocked = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, blocked)
        return x, self.tags(x)


class Pairs(nn.Module):
    """Claims about ordered pairs of mentions in one window."""

    def __init__(self, sizes: Sizes, width: int = 256, key: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        self.nobody = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.source, self.target = nn.Linear(WIDTH, width), nn.Linear(WIDTH, width)
        self.place, self.between = nn.Embedding(sizes.places, width), nn.Linear(WIDTH, width)
        self.query, self.key, self.value = nn.Linear(width, key), nn.Linear(WIDTH, key), nn.Linear(WIDTH, key)
        self.relation = nn.Parameter(torch.randn(sizes.relations, key) * 0.05)
        self.join, self.known, self.seen = nn.Linear(width, width), nn.Linear(key, width), nn.Linear(key, width)
        self.hidden = nn.Linear(width, width)
        self.direct = nn.Linear(width, sizes.relations + 1)
        self.out = nn.Parameter(torch.randn(sizes.relations, width) * 0.02)
        self.more = nn.Linear(width, 1 + sizes.statuses)
        self.speaker, self.mention = nn.Linear(width, key), nn.Linear(WIDTH, key)
        self.date, self.dated = nn.Linear(width, key), nn.Linear(WIDTH, key)
        self.dropout = Dropout(dropout)
        self.scale = 1 / math.sqrt(key)

    def forward(
        self, states: Tensor, mentions: Tensor, dates: Tensor, pairs: Tensor, places: Tensor, look: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Scores of a batch of windows.

        states [B, T, W]; mentions [B, M, T] and dates [B, D, T] average the tokens of each span; pairs
        [B, P, 2] index mentions, M being nobody; places [B, P]; look [B, P, T] is 2 between the two mentions,
        1 elsewhere in the sentence that makes the claim, 0 outside it. Returns logits: claim [B, P, R] (above
        the pair's own threshold), mutual [B, P, R], status [B, P, R, S], attention (log probabilities)
        [B, P, R, T], speaker [B, P, R, M + 1], date [B, P, R, D + 1]; the last place of the two stands for none.
        """
        size = states.shape[0]
        named = torch.cat([mentions @ states, self.nobody.expand(size, 1, -1)], 1)
        marked = torch.cat([dates @ states, torch.zeros_like(self.nobody).expand(size, 1, -1)], 1)
        width = self.source.out_features
        source = self.source(named).gather(1, pairs[:, :, :1].expand(-1, -1, width))
        target = self.target(named).gather(1, pairs[:, :, 1:].expand(-1, -1, width))
        inside = (look > 1.5).to(states.dtype)
        middle = (inside @ states) / (inside.sum(-1, keepdim=True) + 1e-3)
        pair = source + target + self.place(places) + self.between(middle)
        pair = self.dropout(nn.functional.gelu(pair))
        keys = self.key(states)
        looked = (self.query(pair) @ keys.transpose(1, 2))[:, :, None]
        looked = looked + (self.relation @ keys.transpose(1, 2))[:, None]
        closed = (look < 0.5).to(states.dtype) * -1e4
        attention = (looked * self.scale + closed[:, :, None]).log_softmax(-1)
        context = attention.exp() @ self.value(states)[:, None]
        claim = self.join(pair)[:, :, None] + self.known(self.relation) + self.seen(context)
        claim = self.dropout(nn.functional.gelu(claim))
        claim = nn.functional.gelu(self.hidden(claim))
        direct = self.direct(pair)
        above = (claim * self.out).sum(-1) + direct[..., :-1] - direct[..., -1:]
        more = self.more(claim)
        speaker = self.speaker(claim) @ self.mention(named).transpose(1, 2)[:, None] * self.scale
        date = self.date(claim) @ self.dated(marked).transpose(1, 2)[:, None] * self.scale
        return above, more[..., 0], more[..., 1:], attention, speaker, date


def load_base(encoder: Encoder, path: Path) -> None:
    """Fill the encoder with the base weights that `training/base.py` wrote."""
    with np.load(path / "encoder.npz") as file:
        base = {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}
    with torch.no_grad():
        encoder.positions.copy_(base["emb.pos"])
        encoder.ln.weight.copy_(base["emb.ln.w"])
        encoder.ln.bias.copy_(base["emb.ln.b"])
        for number, layer in enumerate(encoder.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                part = getattr(layer, name)
                part.weight.copy_(base[f"l{number}.{name}.w"].view_as(part.weight))
                part.bias.copy_(base[f"l{number}.{name}.b"])

"""The network: a BERT encoder over frozen 4-bit embeddings, and the heads that read mentions and relations.

One pass over a window of one to several sentences gives token states. The mention head tags names and
back-references. A gate lets those ordered pairs of mentions through that can stand in any relation; for each of
them and every relation at once it is scored whether the first acts on the second so (a pair may carry two acts),
and for each such claim its status, whether it is mutual, who says it and which date belongs to it. What it looked
at is an attention over tokens, trained on the annotated cue, and is given to the user as the reason. A last head
points from pronouns and descriptions to what they stand for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 384, 12, 12, 1536, 512
PAIR, KEY = 256, 128
"""Widths of a pair's vector and of the attentions' keys."""
EPSILON = 1e-12


@dataclass(frozen=True)
class Sizes:
    """Numbers of the heads' outputs."""

    types: int
    relations: int
    statuses: int
    places: int
    """Buckets of how a pair lies: which comes first, how far apart, same sentence or not."""
    kinds: int
    """Types times forms of a mention, and one for unknown."""
    gaps: int
    """Buckets of how far an antecedent lies before."""


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


class Joining(nn.Module):
    """Ordered pairs of mentions as vectors, and a gate that tells which of them can stand in any relation."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.nobody = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.source, self.target = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR)
        self.place, self.between = nn.Embedding(sizes.places, PAIR), nn.Linear(WIDTH, PAIR)
        self.source_kind, self.target_kind = nn.Embedding(sizes.kinds, PAIR), nn.Embedding(sizes.kinds, PAIR)
        self.judge, self.gate = nn.Linear(PAIR, PAIR // 2), nn.Linear(PAIR // 2, 1)
        self.dropout = Dropout(dropout)
        nn.init.zeros_(self.source_kind.weight)
        nn.init.zeros_(self.target_kind.weight)

    def forward(
        self, states: Tensor, mentions: Tensor, kinds: Tensor, pairs: Tensor, places: Tensor, inside: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Vectors [B, P, W] and gate logits [B, P].

        states [B, T, S]; mentions [B, M, T] average the tokens of each span; kinds [B, M + 1] number type and
        form; pairs [B, P, 2] index mentions, M being nobody; places [B, P]; inside [B, P, T] averages what lies
        between the two.
        """
        size = states.shape[0]
        named = torch.cat([mentions @ states, self.nobody.expand(size, 1, -1)], 1)
        source = (self.source(named) + self.source_kind(kinds)).gather(1, pairs[:, :, :1].expand(-1, -1, PAIR))
        target = (self.target(named) + self.target_kind(kinds)).gather(1, pairs[:, :, 1:].expand(-1, -1, PAIR))
        pair = source + target + self.place(places) + self.between(inside @ states)
        pair = self.dropout(nn.functional.gelu(pair))
        return pair, self.gate(nn.functional.gelu(self.judge(pair)))[..., 0]


class Claims(nn.Module):
    """Relations of pairs: each is looked for in the sentence by an attention of its own."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.query, self.key, self.value = nn.Linear(PAIR, KEY), nn.Linear(WIDTH, KEY), nn.Linear(WIDTH, KEY)
        self.relation = nn.Parameter(torch.randn(sizes.relations, KEY) * 0.05)
        self.join, self.known, self.seen = nn.Linear(PAIR, PAIR), nn.Linear(KEY, PAIR), nn.Linear(KEY, PAIR)
        self.hidden = nn.Linear(PAIR, PAIR)
        self.direct = nn.Linear(PAIR, sizes.relations + 1)
        self.out = nn.Parameter(torch.randn(sizes.relations, PAIR) * 0.02)
        self.dropout = Dropout(dropout)

    def forward(self, pair: Tensor, states: Tensor, closed: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Claim logits [B, P, R] above the pair's own threshold, their vectors [B, P, R, W], log attention [B, P, R, T].

        `closed` [B, P, T] is added to the attention: 0 in the sentence that makes the claim, very low elsewhere.
        """
        keys = self.key(states)
        looked = (self.query(pair) @ keys.transpose(1, 2))[:, :, None]
        looked = looked + (self.relation @ keys.transpose(1, 2))[:, None]
        attention = (looked / math.sqrt(KEY) + closed[:, :, None]).log_softmax(-1)
        context = attention.exp() @ self.value(states)[:, None]
        claim = self.join(pair)[:, :, None] + self.known(self.relation) + self.seen(context)
        claim = self.dropout(nn.functional.gelu(claim))
        claim = nn.functional.gelu(self.hidden(claim))
        direct = self.direct(pair)
        above = (claim * self.out).sum(-1) + direct[..., :-1] - direct[..., -1:]
        return above, claim, attention


class Details(nn.Module):
    """What hangs on a claim: whether it is mutual, its status, who says it, which date belongs to it."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.more = nn.Linear(PAIR, 1 + sizes.statuses)
        self.speaker, self.mention = nn.Linear(PAIR, KEY), nn.Linear(WIDTH, KEY)
        self.date, self.dated = nn.Linear(PAIR, KEY), nn.Linear(WIDTH, KEY)

    def forward(self, claim: Tensor, named: Tensor, marked: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits: mutual [N], status [N, S], speaker [N, M + 1], date [N, D + 1]; the last place of a pointer is none.

        claim [N, W] are vectors of `Claims`; named [N or 1, M, S] and marked [N or 1, D, S] are the states of the
        mentions and the dates.
        """
        more = self.more(claim)
        none = torch.zeros_like(named[:, :1])
        speaker = self.mention(torch.cat([named, none], 1)) @ self.speaker(claim)[:, :, None]
        date = self.dated(torch.cat([marked, torch.zeros_like(none)], 1)) @ self.date(claim)[:, :, None]
        return more[:, 0], more[:, 1:], speaker[..., 0] / math.sqrt(KEY), date[..., 0] / math.sqrt(KEY)


class Antecedents(nn.Module):
    """Which earlier mention a pronoun or a description points back to."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.asks, self.answers = nn.Linear(WIDTH, KEY), nn.Linear(WIDTH, KEY)
        self.far = nn.Embedding(sizes.gaps, KEY)
        self.none = nn.Linear(KEY, 1)

    def forward(self, named: Tensor, gaps: Tensor) -> Tensor:
        """Logits [B, M, M + 1]: for each mention the earlier one it points to, the last place none.

        named [B, M, S]; gaps [B, M, M] numbers how far the second lies before the first, 0 where it does not.
        """
        asked = self.asks(named)
        answered = self.answers(named)[:, None] + self.far(gaps)
        found = (asked[:, :, None] * torch.tanh(answered)).sum(-1) / math.sqrt(KEY) + (gaps == 0) * -1e4
        return torch.cat([found, self.none(asked)], -1)


class Heads(nn.Module):
    """All heads over the encoder's states."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.joining, self.claims = Joining(sizes), Claims(sizes)
        self.details, self.antecedents = Details(sizes), Antecedents(sizes)


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

"""Train the coder from the base weights.

    python training/train.py [--examples F] [--base DIR] [--out DIR] [--epochs N] [--seed N] [--device cuda|cpu]

Writes OUT/checkpoint-N.npz (float16, parts of at most 15 MB) and OUT/report.json with the figures on the held-out
items. On two cores without an accelerator an epoch takes some minutes; `--resume` goes on from OUT/state.pt.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from base import dequantise
from batches import NOT_SCORED, Batch, collate
from evaluate import measure
from model import Encoder, Pairs, Sizes, load_base

TYPES, RELATIONS, STATUSES, PLACES = 10, 21, 5, 12
"""Sizes of the outputs: prepare.TYPES, items.RELATIONS, items.STATUSES, konturen.coding.candidates.PLACES.
Repeated here so that training needs nothing but torch and numpy on a machine of its own."""

BATCH = 8
ENCODER_RATE, HEAD_RATE, WEIGHT_DECAY, WARM_UP = 1.5e-4, 1e-3, 0.01, 0.06
NEGATIVE = 0.3
"""Weight of a pair without any claim, against 1 for one with a claim."""
HIDE = 0.15
"""Chance that a name is replaced by mask pieces, so that the context decides and not the name."""
NAMES_PER_EPOCH = 800
WEIGHTS = {
    "claim": 1.0,
    "status": 0.7,
    "mutual": 0.3,
    "cue": 0.3,
    "speaker": 0.4,
    "date": 0.4,
    "names": 1.0,
    "types": 0.5,
}
PART_BYTES = 15_000_000


class Coder(nn.Module):
    """Encoder, pair heads and the frozen embedding table."""

    def __init__(self, base: Path, layers: int) -> None:
        super().__init__()
        sizes = Sizes(TYPES, RELATIONS, STATUSES, PLACES)
        self.encoder, self.pairs = Encoder(sizes, layers=layers), Pairs(sizes)
        load_base(self.encoder, base)
        with np.load(base / "embeddings.npz") as file:
            table = torch.from_numpy(dequantise(file["scale"], file["nibbles"]))
        self.register_buffer("table", table, persistent=False)

    def forward(self, batch: Batch) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Tags and the outputs of the pair heads; id -1 is the mask piece, the last of the table."""
        ids = torch.where(batch.ids < 0, self.table.shape[0] - 1, batch.ids)
        states, tags = self.encoder(self.table[ids], batch.tokens)
        return tags, self.pairs(states, batch.mentions, batch.dates, batch.pairs, batch.places, batch.look)


def losses(batch: Batch, tags: Tensor, out: tuple[Tensor, ...]) -> dict[str, Tensor]:
    """The parts of the loss by name."""
    claim, mutual, status, attention, speaker, date = (part.float() for part in out)
    tags = tags.float()
    cross = nn.functional.cross_entropy
    binary = nn.functional.binary_cross_entropy_with_logits
    found = {
        "claim": threshold_loss(claim, batch.wanted, batch.weight[..., 0]),
        "names": cross(tags[..., :3].flatten(0, 1), batch.names.flatten(), ignore_index=NOT_SCORED),
    }
    if (batch.references != NOT_SCORED).any():
        found["names"] = found["names"] + cross(
            tags[..., 3:6].flatten(0, 1), batch.references.flatten(), ignore_index=NOT_SCORED
        )
    if batch.typed:
        logits = torch.stack(
            [tags[row, start:end, 6:].mean(0) for row, start, end, _ in batch.typed]
        ).log_softmax(-1)
        allowed = torch.full_like(logits, -1e9)
        for number, (_, _, _, kinds) in enumerate(batch.typed):
            allowed[number, kinds] = 0
        found["types"] = -(logits + allowed).logsumexp(-1).mean()
    if len(batch.claims):
        row, pair, relation, state, both, start, end, who, when = batch.claims.unbind(1)
        here = (row, pair, relation)
        found["status"] = cross(status[here], state)
        found["mutual"] = binary(mutual[here], both.float())
        place = torch.arange(attention.shape[-1], device=attention.device)
        inside = (place >= start[:, None]) & (place < end[:, None])
        looked = attention[here].masked_fill(~inside, -1e9).logsumexp(-1)
        found["cue"] = -looked[end > start].clamp(min=-10).mean()
        found["speaker"] = cross(speaker[here] + batch.mention_mask[row], who)
        found["date"] = cross(date[here] + batch.date_mask[row], when)
    return found


def threshold_loss(claim: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Adaptive thresholding (Zhou et al. 2021, ATLOP): claims above the pair's threshold, everything else below.

    `claim` [B, P, R] is already relative to the threshold, whose own logit is therefore 0.
    """
    zero = torch.zeros_like(claim[..., :1])
    true = wanted > 0
    above = torch.cat([claim.masked_fill(~true, -1e9), zero], -1)
    positive = ((above.logsumexp(-1, keepdim=True) - claim) * wanted).sum(-1)
    below = torch.cat([claim.masked_fill(true, -1e9), zero], -1).logsumexp(-1)
    some = true.any(-1)
    weight = torch.where(some, torch.ones_like(weight), weight)
    return ((positive + below) * weight).sum() / max(4.0, float(some.sum()))


def order(examples: list[dict[str, Any]], generator: random.Random) -> list[list[dict[str, Any]]]:
    """One epoch's batches: all items, a sample of the name sentences, grouped by length, shuffled."""
    items = [e for e in examples if e["pairs"] or e["sentences"]]
    names = [e for e in examples if not (e["pairs"] or e["sentences"])]
    chosen = items + generator.sample(names, min(NAMES_PER_EPOCH, len(names)))
    chosen.sort(key=lambda e: len(e["ids"]) + generator.random() * 24)
    batches = [chosen[at : at + BATCH] for at in range(0, len(chosen), BATCH)]
    generator.shuffle(batches)
    return batches


def hide(example: dict[str, Any], generator: random.Random) -> set[int]:
    """Positions of the names to hide in one example."""
    spans = [span for span in example["hidden"] if generator.random() < HIDE]
    return {position for start, end in spans for position in range(start, end)}


def weights(folder: Path) -> dict[str, Tensor]:
    """All parts of a checkpoint."""
    found: dict[str, Tensor] = {}
    for part in sorted(folder.glob("checkpoint-*.npz")):
        with np.load(part) as file:
            found |= {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}
    return found


def save(model: Coder, out: Path) -> None:
    """Write the trained weights as float16 in parts small enough to travel."""
    parts: list[dict[str, Any]] = [{}]
    filled = 0
    for name, value in model.state_dict().items():
        array = value.detach().cpu().numpy().astype(np.float16)
        if filled + array.nbytes > PART_BYTES:
            parts.append({})
            filled = 0
        parts[-1][name] = array
        filled += array.nbytes
    for number, part in enumerate(parts):
        np.savez(out / f"checkpoint-{number}.npz", **part)


def train(options: argparse.Namespace) -> None:
    """The whole run."""
    torch.manual_seed(options.seed)
    generator = random.Random(options.seed)
    examples = [json.loads(line) for line in options.examples.open(encoding="utf-8")]
    held = [e for e in examples if e["held"]]
    kept = examples if options.all else [e for e in examples if not e["held"]]
    if options.share < 1:
        kept = [e for e in kept if not e["sentences"] or generator.random() < options.share]
    device = torch.device(options.device)
    model = Coder(options.base, options.layers).to(device)
    if options.start:
        model.load_state_dict(weights(options.start), strict=False)
    heads = [p for n, p in model.named_parameters() if n.startswith("pairs.") or "tags" in n]
    body = [p for n, p in model.named_parameters() if not (n.startswith("pairs.") or "tags" in n)]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": ENCODER_RATE * options.rate},
            {"params": heads, "lr": HEAD_RATE * options.rate},
        ],
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    steps = len(order(kept, random.Random(0))) * options.epochs
    warm = max(1, int(steps * WARM_UP))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    options.out.mkdir(parents=True, exist_ok=True)
    state, first = options.out / "state.pt", 0
    if options.resume and state.exists():
        saved = torch.load(state, weights_only=False)
        model.load_state_dict(saved["model"], strict=False)
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        generator.setstate(saved["random"])
        first = saved["epoch"] + 1
    begun = time.monotonic()
    for epoch in range(first, options.epochs):
        model.train()
        totals: dict[str, float] = {}
        for group in order(kept, generator):
            batch = collate(group, RELATIONS, NEGATIVE, [hide(e, generator) for e in group]).to(device)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                tags, out = model(batch)
            found = losses(batch, tags, out)
            loss = torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            for name, value in found.items():
                totals[name] = totals.get(name, 0.0) + float(value.detach())
        line = "  ".join(f"{name} {value:.2f}" for name, value in totals.items())
        print(f"epoch {epoch + 1}/{options.epochs}  {time.monotonic() - begun:.0f} s  {line}", flush=True)
        if options.resume:
            torch.save(
                {
                    "model": model.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "schedule": schedule.state_dict(),
                    "random": generator.getstate(),
                    "epoch": epoch,
                },
                state,
            )
        if held and (epoch % 4 == 3 and epoch + 1 < options.epochs):
            print(json.dumps(measure(model, held, device)["short"]), flush=True)
    save(model, options.out)
    if held:
        (options.out / "report.json").write_text(json.dumps(measure(model, held, device), indent=1), "utf-8")


def main() -> None:
    """Read the options and train."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=Path, default=here / "runs" / "examples.jsonl")
    parser.add_argument("--base", type=Path, default=here / "base")
    parser.add_argument("--out", type=Path, default=here / "runs" / "model")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--share", type=float, default=1.0, help="share of the corpus items to train on (learning curve)"
    )
    parser.add_argument(
        "--all", action="store_true", help="train on the held-out items too (no honest figures then)"
    )
    parser.add_argument("--start", type=Path, help="a trained model to go on from instead of the base weights")
    parser.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    train(parser.parse_args())


if __name__ == "__main__":
    main()

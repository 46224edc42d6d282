"""Train the coder from the base weights.

    python training/train.py [--examples F] [--base DIR] [--out DIR] [--epochs N] [--seed N] [--device cuda|cpu]

Writes OUT/checkpoint-N.npz (float16, parts of at most 15 MB) and OUT/report.json with the figures on the held-out
items. On two cores without an accelerator an epoch takes some minutes; `--resume` goes on from OUT/state.pt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR

from base import dequantise
from batches import NOT_SCORED, Batch, collate
from evaluate import measure
from items import RELATIONS, STATUSES
from joins import joined
from konturen.coding.candidates import ACTOR_TYPES, KINDS, LAGS, PLACES
from model import Encoder, Heads, Sizes, load_base
from opinions import AGAINST, FOR

SIZES = Sizes(
    types=len(ACTOR_TYPES) + 1,  # and places, which are no actors
    relations=len(RELATIONS),
    statuses=len(STATUSES),
    places=PLACES,
    kinds=KINDS,
    gaps=LAGS,
)

BATCH_TOKENS = 1200
"""Tokens of a step, padding included."""
ENCODER_RATE, HEAD_RATE, WEIGHT_DECAY, WARM_UP = 2e-4, 1e-3, 0.01, 0.06
NEGATIVE = 0.3
"""Weight of a pair without any claim, against 1 for one with a claim."""
PAIRS, LEAST = 0.6, 8
"""Pairs a token that a step looks at, and how many of a window at least hold no claim."""
HIDE = 0.15
"""Chance that a name is replaced by mask pieces, so that the context decides and not the name."""
UNTOLD = 0.15
"""Chance that a mention's kind is unknown, as it is where only the place of an actor is given."""
SURE = 3.0
"""Weight of a pair with a claim in the gate's loss: to let one pass too many costs time, to stop one costs a claim."""
NAMES_PER_EPOCH, SIDES_PER_EPOCH = 3000, 400
"""Sentences of the auxiliary sets that an epoch takes, drawn anew each time."""
WEIGHTS = {
    "claim": 1.0,
    "gate": 0.3,
    "antecedent": 0.3,
    "side": 0.3,
    "status": 0.7,
    "mutual": 0.3,
    "cue": 0.3,
    "speaker": 0.4,
    "date": 0.4,
    "names": 1.0,
    "references": 1.0,
    "types": 0.5,
}
PART_BYTES = 15_000_000


class Coder(nn.Module):
    """Encoder, pair heads and the frozen embedding table."""

    def __init__(self, base: Path, layers: int) -> None:
        super().__init__()
        self.sizes = SIZES
        self.encoder, self.heads = Encoder(SIZES, layers=layers), Heads(SIZES)
        load_base(self.encoder, base)
        with np.load(base / "embeddings.npz") as file:
            table = torch.from_numpy(dequantise(file["scale"], file["nibbles"]))
        self.register_buffer("table", table, persistent=False)

    def forward(self, batch: Batch) -> Output:
        """All outputs; the details only of the batch's claims. Id -1 is the mask piece, the last of the table."""
        ids = torch.where(batch.ids < 0, self.table.shape[0] - 1, batch.ids)
        states, tags = self.encoder(self.table[ids], batch.tokens)
        heads, where = self.heads, (batch.pairs, batch.places, batch.inside)
        pair, gate = heads.joining(states, batch.mentions, batch.kinds, *where)
        claim, vectors, attention = heads.claims(pair, states, batch.closed)
        named, dated = batch.mentions @ states, batch.dates @ states
        antecedents = heads.antecedents(named, batch.gaps)
        row, number, relation = batch.claims[:, :3].unbind(1)
        mutual, status, speaker, date = heads.details(vectors[row, number, relation], named[row], dated[row])
        details = Details(mutual.float(), status.float(), attention[row, number, relation].float(),
                          speaker.float(), date.float())  # fmt: skip
        return Output(tags.float(), gate.float(), claim.float(), antecedents.float(), details)


@dataclass
class Details:
    """What the heads say of a batch's claims."""

    mutual: Tensor
    status: Tensor
    attention: Tensor
    speaker: Tensor
    date: Tensor


@dataclass
class Output:
    """What the network says of a batch."""

    tags: Tensor
    gate: Tensor
    claim: Tensor
    antecedents: Tensor
    details: Details


def losses(batch: Batch, out: Output) -> dict[str, Tensor]:
    """The parts of the loss by name."""
    tags, cross = out.tags, nn.functional.cross_entropy
    binary = nn.functional.binary_cross_entropy_with_logits
    some = batch.wanted.any(-1).float()
    gate = binary(out.gate, some, batch.weight * (1 + (SURE - 1) * some), reduction="sum")
    found = {
        "claim": threshold_loss(out.claim, batch.wanted, batch.weight),
        "gate": gate / max(4.0, float(some.sum())),
    }
    for name, wanted, first in (("names", batch.names, 0), ("references", batch.references, 3)):
        if (wanted != NOT_SCORED).any():
            logits = tags[..., first : first + 3].flatten(0, 1)
            found[name] = cross(logits, wanted.flatten(), ignore_index=NOT_SCORED)
    if batch.typed:
        logits = torch.stack(
            [tags[row, start:end, 6:].mean(0) for row, start, end, _ in batch.typed]
        ).log_softmax(-1)
        allowed = torch.full_like(logits, -1e9)
        for number, (_, _, _, kinds) in enumerate(batch.typed):
            allowed[number, kinds] = 0
        found["types"] = -(logits + allowed).logsumexp(-1).mean()
    if len(batch.asked):
        row, number = batch.asked.unbind(1)
        chances = out.antecedents[row, number].log_softmax(-1)
        found["antecedent"] = -chances.masked_fill(~batch.pointed[row, number], -1e9).logsumexp(-1).mean()
    if len(batch.sides):
        found["side"] = side_loss(out.claim[batch.sides[:, 0], batch.sides[:, 1]], batch.sides[:, 2])
    return found | (_detail_losses(batch, out.details) if len(batch.claims) else {})


def _detail_losses(batch: Batch, out: Details) -> dict[str, Tensor]:
    """The losses of what hangs on the claims."""
    row, _, _, state, both, start, end, who, when = batch.claims.unbind(1)
    cross = nn.functional.cross_entropy
    place = torch.arange(out.attention.shape[-1], device=out.attention.device)
    inside = (place >= start[:, None]) & (place < end[:, None])
    looked = out.attention.masked_fill(~inside, -1e9).logsumexp(-1)
    return {
        "status": cross(out.status, state),
        "mutual": nn.functional.binary_cross_entropy_with_logits(out.mutual, both.float()),
        "cue": -(looked.clamp(min=-10) * (end > start)).sum() / max(1, int((end > start).sum())),
        "speaker": cross(out.speaker + batch.mention_mask[row], who),
        "date": cross(out.date + batch.date_mask[row], when),
    }


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


def side_loss(claim: Tensor, sign: Tensor) -> Tensor:
    """Some relation of the side that is known stands above the pair's threshold and above those of the other side."""
    sided = torch.full_like(claim, -1e9)
    for value, relations in ((1, FOR), (0, AGAINST)):
        rows = (sign == value).nonzero()[:, 0]
        columns = torch.tensor(relations, device=claim.device)
        sided[rows[:, None], columns] = claim[rows[:, None], columns]
    whole = torch.cat([claim, torch.zeros_like(claim[:, :1])], -1)
    return (whole.logsumexp(-1) - sided.logsumexp(-1)).mean()


def order(examples: list[dict[str, Any]], generator: random.Random) -> list[list[dict[str, Any]]]:
    """One epoch's batches: all items in windows, samples of the sentences with names and sides; by length, shuffled."""
    names = [e for e in examples if not e["sentences"]]
    sides = [e for e in examples if e["sides"]]
    items = [e for e in examples if e["sentences"] and not e["sides"]]
    chosen = (
        joined(items, generator)
        + generator.sample(sides, min(SIDES_PER_EPOCH, len(sides)))
        + generator.sample(names, min(NAMES_PER_EPOCH, len(names)))
    )
    chosen.sort(key=lambda e: len(e["ids"]) + generator.random() * 24)
    batches: list[list[dict[str, Any]]] = []
    longest = 0
    for example in chosen:
        longest = max(longest, len(example["ids"]))
        if not batches or longest * (len(batches[-1]) + 1) > BATCH_TOKENS:
            batches.append([])
            longest = len(example["ids"])
        batches[-1].append(example)
    generator.shuffle(batches)
    return batches


def hide(example: dict[str, Any], generator: random.Random) -> set[int]:
    """Positions of the names to hide in one example."""
    spans = [span for span in example["hidden"] if generator.random() < HIDE]
    return {position for start, end in spans for position in range(start, end)}


def thin(example: dict[str, Any], generator: random.Random) -> dict[str, Any]:
    """An example with its claimed pairs and a sample of the others, which then weigh as much as all of them did.

    Windows with many actors have hundreds of pairs, nearly all empty; padding a batch to them took half the time.
    """
    spoken = {claim[0] for claim in example["claims"]} | {side[0] for side in example["sides"]}
    ignored = set(example["ignored"])
    empty = [n for n in range(len(example["pairs"])) if n not in spoken and n not in ignored]
    most = int(PAIRS * len(example["ids"])) - len(spoken)
    sample = generator.sample(empty, min(len(empty), max(most, LEAST)))
    kept = sorted(spoken | set(sample))
    place = {old: new for new, old in enumerate(kept)}
    return example | {
        "pairs": [example["pairs"][n] for n in kept],
        "claims": [[place[claim[0]], *claim[1:]] for claim in example["claims"]],
        "sides": [[place[side[0]], side[1]] for side in example["sides"]],
        "ignored": [place[n] for n in kept if n in ignored],
        "share": len(sample) / max(1, len(empty)),
    }


def weights(folder: Path) -> dict[str, Tensor]:
    """All parts of a checkpoint."""
    found: dict[str, Tensor] = {}
    for part in sorted(folder.glob("checkpoint-*.npz")):
        with np.load(part) as file:
            found |= {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}
    return found


def save(model: Coder, out: Path) -> None:
    """Write the trained weights as float16 in parts small enough to travel."""
    for old in out.glob("checkpoint-*.npz"):
        old.unlink()
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


def optimisation(model: Coder, rate: float, steps: int) -> tuple[torch.optim.Optimizer, LambdaLR]:
    """AdamW with a higher rate for the heads, warmed up and then falling to nothing."""
    groups: dict[bool, list[nn.Parameter]] = {True: [], False: []}
    for name, parameter in model.named_parameters():
        groups[name.startswith("heads.") or "tags" in name].append(parameter)
    optimiser = torch.optim.AdamW(
        [
            {"params": groups[False], "lr": ENCODER_RATE * rate},
            {"params": groups[True], "lr": HEAD_RATE * rate},
        ],
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    warm = max(1, int(steps * WARM_UP))
    return optimiser, LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )


@dataclass
class Run:
    """A training run as far as it has come; what `--resume` goes on from."""

    model: Coder
    optimiser: torch.optim.Optimizer
    schedule: LambdaLR
    random: random.Random
    device: torch.device

    def save(self, path: Path, epoch: int) -> None:
        """Keep the run after an epoch."""
        parts = {name: getattr(self, name).state_dict() for name in ("model", "optimiser", "schedule")}
        torch.save(parts | {"random": self.random.getstate(), "epoch": epoch}, path)

    def load(self, path: Path) -> int:
        """Take up a kept run; the epoch to go on with."""
        saved = torch.load(path, weights_only=False)
        for name in ("model", "optimiser", "schedule"):
            getattr(self, name).load_state_dict(saved[name])
        self.random.setstate(saved["random"])
        return int(saved["epoch"]) + 1

    def epoch(self, examples: list[dict[str, Any]]) -> dict[str, float]:
        """One pass over the examples; the sums of the losses by name."""
        self.model.train()
        totals: dict[str, float] = {}
        for group in order(examples, self.random):
            for name, value in self._step(group).items():
                totals[name] = totals.get(name, 0.0) + float(value.detach())
        return totals

    def _step(self, group: list[dict[str, Any]]) -> dict[str, Tensor]:
        hidden = [hide(e, self.random) for e in group]
        thinned = [thin(e, self.random) for e in group]
        batch = collate(thinned, SIZES.relations, NEGATIVE, SIZES.kinds - 1, hidden)
        batch.kinds[torch.rand(batch.kinds.shape) < UNTOLD] = SIZES.kinds - 1
        batch = batch.to(self.device)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            out = self.model(batch)
        found = losses(batch, out)
        self.optimiser.zero_grad()
        torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return found


def train(options: argparse.Namespace) -> None:
    """The whole run."""
    torch.manual_seed(options.seed)
    generator = random.Random(options.seed)
    examples = [json.loads(line) for line in options.examples.open(encoding="utf-8")]
    held = [e for e in examples if e["held"]]
    kept = examples if options.all else [e for e in examples if not e["held"]]
    if options.share < 1:
        kept = [e for e in kept if not e["claims"] or generator.random() < options.share]
    device = torch.device(options.device)
    model = Coder(options.base, options.layers).to(device)
    if options.start:
        model.load_state_dict(weights(options.start), strict=False)  # heads of an older model may lack
    steps = len(order(kept, random.Random(0))) * options.epochs
    run = Run(model, *optimisation(model, options.rate, steps), generator, device)
    options.out.mkdir(parents=True, exist_ok=True)
    state = options.out / "state.pt"
    first = run.load(state) if options.resume and state.exists() else 0
    begun = time.monotonic()
    for epoch in range(first, options.epochs):
        totals = run.epoch(kept)
        line = "  ".join(f"{name} {value:.2f}" for name, value in totals.items())
        print(f"epoch {epoch + 1}/{options.epochs}  {time.monotonic() - begun:.0f} s  {line}", flush=True)
        if options.resume:
            run.save(state, epoch)
        if held and (epoch % 4 == 3 and epoch + 1 < options.epochs):
            print(json.dumps(measure(model, held, device)["short"]), flush=True)
    save(model, options.out)
    if held:
        report = measure(model, held, device) | {"made": made(options, time.monotonic() - begun)}
        (options.out / "report.json").write_text(json.dumps(report, indent=1), "utf-8")


def made(options: argparse.Namespace, seconds: float) -> list[dict[str, Any]]:
    """How the weights came about: the commands one after the other, with what each took."""
    before = options.start / "report.json" if options.start else None
    known = json.loads(before.read_text("utf-8")).get("made", []) if before and before.exists() else []
    given = " ".join(
        f"--{name} {value}" for name, value in vars(options).items() if value not in (None, False, True)
    )
    given += "".join(f" --{name}" for name, value in vars(options).items() if value is True)
    digest = hashlib.sha256(options.examples.read_bytes()).hexdigest()[:16]
    return [
        *known,
        {"command": f"python training/train.py {given}", "examples": digest, "seconds": round(seconds)},
    ]


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

"""Figures on held-out items with the mentions given, and the calibration that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from batches import Batch, collate

if TYPE_CHECKING:
    from train import Coder, Output

NEARLY, FLOOR = 0.98, 0.22
"""The threshold is the lowest raw score whose F1 is nearly the best, and no lower than this when calibrated."""

PRECISE = 0.7
"""Share of right claims from which on a score counts as sure."""

RIDGE, LONGEST_STEP = 1.0, 0.2
"""Pull of the calibration towards the raw score, and the bound of a Newton step, without which it can diverge."""

KEPT = 0.05
"""Raw scores below this are kept only where a claim is true."""

FOUND, STOPPED = 0.1, 0.005
"""Raw score from which a true claim counts as found, and the share of those found that the gate may stop."""

THRESHOLDS = [n / 50 for n in range(5, 46)]


def _scored(model: Coder, examples: list[dict[str, Any]], device: torch.device) -> list[dict[str, Any]]:
    """Every pair and relation with its probability and truth, and the other outputs where a claim is true."""
    model.eval()
    rows: list[dict[str, Any]] = []
    for at in range(0, len(examples), 8):
        group = examples[at : at + 8]
        sizes = model.sizes
        batch = collate(group, sizes.relations, 1.0, sizes.kinds - 1, [set() for _ in group])
        with torch.no_grad():
            out = model(batch.to(device))
        details = _details(batch, out)
        for row, example in enumerate(group):
            rows += _pairs(row, example, out, details)
            rows += _references(row, batch, out, example["id"])
            rows += [_lost(example["id"])] * example["lost"]
    return rows


def _lost(name: str) -> dict[str, Any]:
    """A statement whose ends lie too far apart for the coder: missed whatever the network says."""
    return {"what": "lost", "lang": name[:2], "real": "-real-" in name}


def _details(batch: Batch, out: Output) -> dict[tuple[int, int, int], dict[str, bool]]:
    """What is right about each true claim."""
    found = {}
    seen = out.details
    speaker = (seen.speaker.cpu() + batch.mention_mask[batch.claims[:, 0]]).argmax(-1)
    date = (seen.date.cpu() + batch.date_mask[batch.claims[:, 0]]).argmax(-1)
    status, cue = seen.status.cpu().argmax(-1), seen.attention.cpu().argmax(-1)
    for n, (row, pair, relation, state, both, start, end, who, when) in enumerate(batch.claims.tolist()):
        found[row, pair, relation] = {
            "status": int(status[n]) == state,
            "mutual": bool(seen.mutual[n] > 0) == bool(both),
            "cue": start <= int(cue[n]) < end,
            "speaker": int(speaker[n]) == who,
            "date": int(date[n]) == when,
        }
    return found


def _pairs(
    row: int,
    example: dict[str, Any],
    out: Output,
    details: dict[tuple[int, int, int], dict[str, bool]],
) -> list[dict[str, Any]]:
    """One row for each claim that is true or not plainly refused."""
    count, ignored = len(example["pairs"]), set(example["ignored"])
    chance = out.claim[row, :count].sigmoid().cpu().numpy()
    gate = out.gate[row, :count].cpu().numpy()
    true = {(c[0], c[1]) for c in example["claims"]}
    keys = true | {(int(p), int(r)) for p, r in zip(*np.nonzero(chance >= KEPT), strict=True)}
    return [
        {
            "what": "claim",
            "lang": example["id"][:2],
            "real": "-real-" in example["id"],
            "p": float(chance[pair, relation]),
            "gate": float(gate[pair]),
            "pair": (example["id"], pair),
            "true": (pair, relation) in true,
            "relation": relation,
            "late": example["pairs"][pair][2] in (4, 5, 6, 7, 10),
            **details.get((row, pair, relation), {}),
        }
        for pair, relation in sorted(keys)
        if pair not in ignored
    ]


def _references(row: int, batch: Batch, out: Output, name: str) -> list[dict[str, Any]]:
    """One row for each pronoun or description: whether it was pointed back rightly."""
    return [
        {
            "what": "reference",
            "lang": name[:2],
            "real": "-real-" in name,
            "right": bool(batch.pointed[row, number, int(out.antecedents[row, number].argmax())]),
            "some": not bool(batch.pointed[row, number, -1]),
        }
        for own, number in batch.asked.tolist()
        if own == row
    ]


def _prf(rows: list[dict[str, Any]], threshold: float, lost: int = 0) -> tuple[float, float, float]:
    said = [r for r in rows if r["p"] >= threshold]
    right, gold = sum(r["true"] for r in said), sum(r["true"] for r in rows) + lost
    precision, recall = right / max(1, len(said)), right / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _calibration(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Slope and offset on the logit that make scores fit frequencies (Platt scaling by Newton's method).

    Fitted where both outcomes were kept: below KEPT only true claims are among the rows.
    """
    rows = [r for r in rows if r["p"] >= KEPT]
    p = np.clip(np.array([r["p"] for r in rows]), 1e-6, 1 - 1e-6)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p))], 1)
    y = np.array([r["true"] for r in rows], float)
    w = np.array([1.0, 0.0])
    for _ in range(200):
        q = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (y - q) - RIDGE * (w - np.array([1.0, 0.0]))
        step = np.linalg.solve((x * (q * (1 - q))[:, None]).T @ x + RIDGE * np.eye(2), gradient)
        w = w + step * min(1.0, LONGEST_STEP / max(1e-9, float(np.abs(step).max())))
    return float(w[0]), float(w[1])


def measure(model: Coder, examples: list[dict[str, Any]], device: torch.device) -> dict[str, Any]:
    """Precision, recall, F1 of directed claims by language, accuracies of what hangs on them, calibration."""
    scored = _scored(model, examples, device)
    rows = [r for r in scored if r["what"] == "claim"]
    references = [r for r in scored if r["what"] == "reference"]
    report: dict[str, Any] = {"short": {}, "languages": {}}
    for name in ("de", "en", "ru", "real", "all"):
        own, lost = (
            [r for r in given if name in ("all", r["lang"]) or (name == "real" and r["real"])]
            for given in (rows, [r for r in scored if r["what"] == "lost"])
        )
        if not own:
            continue
        back = [
            r
            for r in references
            if r["some"] and (name in ("all", r["lang"]) or (name == "real" and r["real"]))
        ]
        entry = _entry(own, len(lost)) | {"antecedent": sum(r["right"] for r in back) / max(1, len(back))}
        report["languages"][name] = entry
        report["short"][name] = [
            round(entry[n], 3) for n in ("precision", "recall", "f1", "any", "status", "speaker", "date",
                                         "antecedent", "f1_target_first")
        ]  # fmt: skip
    report["gate"] = _gate(rows)
    return report


def _entry(own: list[dict[str, Any]], lost: int) -> dict[str, float]:
    """All figures of one language; `lost` statements are missed whatever the network says."""
    true = [r for r in own if r["true"]]
    slope, offset = _calibration(own)
    lowest = 1 / (1 + np.exp(-(np.log(FLOOR / (1 - FLOOR)) - offset) / slope))
    best = max(_threshold(own, lost), float(lowest))
    entry = {
        "threshold": best,
        "claims": float(len(true)),
        "lost": float(lost),
        "slope": slope,
        "offset": offset,
    }
    entry |= dict(zip(("precision", "recall", "f1"), _prf(own, best, lost), strict=True))
    entry |= {
        name: sum(r[name] for r in true) / len(true) for name in ("status", "mutual", "cue", "speaker", "date")
    }
    entry["f1_target_first"] = _prf([r for r in own if r["late"]], best)[2]
    entry["sure"] = _sure(own, slope, offset)
    said = {r["pair"] for r in own if r["p"] >= best}
    gold = {r["pair"] for r in own if r["true"]}
    entry["any"] = 2 * len(said & gold) / max(1, len(said) + len(gold))
    return entry


def _threshold(own: list[dict[str, Any]], lost: int) -> float:
    top = max(_prf(own, t, lost)[2] for t in THRESHOLDS)
    return next(t for t in THRESHOLDS if _prf(own, t, lost)[2] >= NEARLY * top)


def _sure(own: list[dict[str, Any]], slope: float, offset: float) -> float:
    """The lowest calibrated score from which on `PRECISE` of the claims are right; 1 where there is none."""
    raw = next((t for t in THRESHOLDS if _prf(own, t)[0] >= PRECISE), None)
    return 1.0 if raw is None else float(1 / (1 + np.exp(-(slope * np.log(raw / (1 - raw)) + offset))))


def _gate(rows: list[dict[str, Any]]) -> float:
    """The gate's score that nearly all true claims reach which the relation head would find."""
    reached = sorted(r["gate"] for r in rows if r["true"] and r["p"] >= FOUND)
    return reached[int(len(reached) * STOPPED)] if reached else 0.0

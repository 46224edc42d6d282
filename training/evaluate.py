"""Figures on held-out items with the mentions given, and the calibration that follows from them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from batches import collate

if TYPE_CHECKING:
    from train import Coder

NEARLY = 0.97
"""The threshold is the lowest whose F1 is nearly the best: the curve is flat and real text scores lower."""

RIDGE, LONGEST_STEP = 1.0, 0.2
"""Pull of the calibration towards the raw score, and the bound of a Newton step, without which it can diverge."""

KEPT = 0.05
"""Raw scores below this are kept only where a claim is true."""

THRESHOLDS = [n / 50 for n in range(5, 46)]


def _scored(model: Coder, examples: list[dict[str, Any]], device: torch.device) -> list[dict[str, Any]]:
    """Every pair and relation with its probability and truth, and the other outputs where a claim is true."""
    model.eval()
    rows = []
    for at in range(0, len(examples), 8):
        group = examples[at : at + 8]
        batch = collate(group, model.pairs.out.shape[0], 1.0, [set() for _ in group]).to(device)
        with torch.no_grad():
            _, out = model(batch)
        claim, mutual, status, attention, speaker, date = (part.float().cpu() for part in out)
        for row, example in enumerate(group):
            truth = {(c[0], c[1]): c for c in example["claims"]}
            ignored = set(example["ignored"])
            count = len(example["pairs"])
            for pair in range(count):
                if pair in ignored:
                    continue
                for relation in range(claim.shape[-1]):
                    p = float(claim[row, pair, relation].sigmoid())
                    wanted = truth.get((pair, relation))
                    if p < KEPT and wanted is None:
                        continue
                    found: dict[str, Any] = {
                        "lang": example["id"][:2],
                        "p": p,
                        "true": wanted is not None,
                        "relation": relation,
                    }
                    found["late"] = example["pairs"][pair][2] in (4, 5, 6, 7, 10)
                    if wanted:
                        look = attention[row, pair, relation]
                        who = (speaker[row, pair, relation] + batch.mention_mask[row].cpu()).argmax()
                        when = (date[row, pair, relation] + batch.date_mask[row].cpu()).argmax()
                        none_who, none_when = batch.mention_mask.shape[1] - 1, batch.date_mask.shape[1] - 1
                        found["status"] = int(status[row, pair, relation].argmax()) == wanted[2]
                        found["mutual"] = (float(mutual[row, pair, relation]) > 0) == bool(wanted[3])
                        found["cue"] = wanted[4] <= int(look.argmax()) < wanted[5]
                        found["speaker"] = int(who) == (none_who if wanted[6] < 0 else wanted[6])
                        found["date"] = int(when) == (none_when if wanted[7] < 0 else wanted[7])
                    rows.append(found)
    return rows


def _prf(rows: list[dict[str, Any]], threshold: float) -> tuple[float, float, float]:
    said = [r for r in rows if r["p"] >= threshold]
    right, gold = sum(r["true"] for r in said), sum(r["true"] for r in rows)
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
    rows = _scored(model, examples, device)
    report: dict[str, Any] = {"short": {}, "by_relation": {}, "languages": {}}
    for language in ("de", "en", "ru", "all"):
        own = [r for r in rows if language in ("all", r["lang"])]
        if not own:
            continue
        top = max(_prf(own, t)[2] for t in THRESHOLDS)
        best = next(t for t in THRESHOLDS if _prf(own, t)[2] >= NEARLY * top)
        true = [r for r in own if r["true"]]
        slope, offset = _calibration(own)
        entry = {"threshold": best, "claims": len(true), "slope": slope, "offset": offset}
        entry |= dict(zip(("precision", "recall", "f1"), _prf(own, best), strict=True))
        entry |= {
            name: sum(r[name] for r in true) / len(true)
            for name in ("status", "mutual", "cue", "speaker", "date")
        }
        late = [r for r in own if r["late"]]
        entry["f1_target_first"] = _prf(late, best)[2]
        report["languages"][language] = entry
        report["short"][language] = [
            round(entry[n], 3)
            for n in ("precision", "recall", "f1", "status", "cue", "speaker", "date", "f1_target_first")
        ]
    grouped = defaultdict(list)
    for r in rows:
        grouped[r["relation"]].append(r)
    threshold = report["languages"]["all"]["threshold"]
    report["by_relation"] = {
        k: [sum(r["true"] for r in v), *(round(x, 3) for x in _prf(v, threshold))]
        for k, v in sorted(grouped.items())
    }
    return report

"""Scores of the classifier for two actors that are given, as the public relation sets give them."""

from __future__ import annotations

import numpy as np

from konturen.coding.candidates import Placed, candidate_pairs
from konturen.coding.classifier import LONGEST, Classifier, Floats, Scene


def directions(
    classifier: Classifier, text: str, source: tuple[int, int], target: tuple[int, int], language: str
) -> tuple[Floats, Floats] | None:
    """Calibrated scores of all relations from source to target and back; None where the text is too long."""
    tokens = classifier.tokens(text)
    if len(tokens.ids) > LONGEST:
        return None
    placed = [Placed(*tokens.covering(*span), 0) for span in (source, target)]
    pairs = [p for p in candidate_pairs(placed) if p.target < len(placed)]
    scene = Scene(classifier.encode(tokens), placed, [], [(1, len(tokens.ids) - 1)])
    scores = classifier.score(scene, pairs, spared=None)
    calibration = classifier.calibration.get(language) or classifier.calibration["all"]
    found = np.zeros((len(pairs), len(classifier.relations)), np.float32)
    found[scores.pairs] = 1 / (1 + np.exp(-(calibration.slope * scores.claim + calibration.offset)))
    where = {(p.source, p.target): n for n, p in enumerate(pairs)}
    return found[where[0, 1]], found[where[1, 0]]

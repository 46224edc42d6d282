"""The embedded classifier: one encoder pass a window, then scores for every pair of mentions.

The weights are those of `training/`; the embedding table stays 4-bit as it came (blocks of 32 weights, a
half-precision scale and 16 bytes of nibbles) and only the rows of a window are unpacked. Windows run one at a
time, so that a text gives the same numbers whatever stands beside it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    RuntimeException,
)
from tokenizers import Tokenizer

from konturen.coding.candidates import Pair, Placed
from konturen.coding.tokens import Tokens, load_tokenizer, tokenise
from konturen.errors import CoderError

Floats = NDArray[np.float32]

LONGEST = 512
"""Positions the encoder has; a longer window is refused, never cut."""

PAIRS_AT_ONCE = 192
"""Pairs scored in one run: bounds memory, changes no number."""

DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    zipfile.BadZipFile,
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    NoSuchFile,
    RuntimeException,
)
"""What numpy, JSON and onnxruntime raise over files that are cut, empty or not theirs."""

FILES = ("encoder.onnx", "pairs.onnx", "embeddings.npz", "tokenizer.json.gz", "classifier.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Per language: slope and offset that turn a logit into a frequency, and the threshold on that."""

    slope: float
    offset: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window after the encoder: its tokens, their states [T, W] and tag logits [T, 6 + types]."""

    tokens: Tokens
    states: Floats
    tags: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """What the pair heads say, one row a pair; see `training/model.py` for the shapes."""

    claim: Floats
    mutual: Floats
    status: Floats
    attention: Floats
    speaker: Floats
    date: Floats


class Classifier:
    """The loaded model; `name` holds version and hash and is kept with every statement."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load from a folder; `threads` 0 leaves the choice to the runtime. CoderError where files lack."""
        for file in FILES:
            if not (folder / file).is_file():
                raise CoderError(
                    f"the classifier's file {file} is missing.", str(folder), "Install konturen again."
                )
        try:
            described: dict[str, Any] = json.loads((folder / "classifier.json").read_text("utf-8"))
            with (folder / "embeddings.npz").open("rb") as raw, np.load(raw) as table:
                self._scale, self._nibbles = table["scale"], table["nibbles"]
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            self._encoder = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), options)
            self._pairs = onnxruntime.InferenceSession(str(folder / "pairs.onnx"), options)
        except DAMAGED as error:
            raise CoderError(
                f"the classifier cannot be loaded ({error}).", str(folder), "Install konturen again."
            ) from error
        self._tokenizer: Tokenizer = load_tokenizer(folder / "tokenizer.json.gz")
        self.relations: tuple[str, ...] = tuple(described["relations"])
        self.statuses: tuple[str, ...] = tuple(described["statuses"])
        self.types: tuple[str, ...] = tuple(described["types"])
        self.calibration = {key: Calibration(**value) for key, value in described["calibration"].items()}
        digest = hashlib.sha256((folder / "encoder.onnx").read_bytes() + (folder / "pairs.onnx").read_bytes())
        self.name = f"konturen-classifier/{described['version']}+{digest.hexdigest()[:8]}"

    def tokens(self, text: str) -> Tokens:
        """The pieces of a window's text."""
        return tokenise(self._tokenizer, text)

    def encode(self, tokens: Tokens) -> Encoded:
        """Run the encoder over one window of at most 512 tokens; CoderError for a longer one."""
        if len(tokens.ids) > LONGEST:
            raise CoderError(f"a window of {len(tokens.ids)} tokens is longer than {LONGEST}.")
        states, tags = self._encoder.run(None, {"embedded": self._embed(tokens.ids)[None]})
        return Encoded(tokens, states[0], tags[0])

    def _embed(self, ids: Sequence[int]) -> Floats:
        """Unpack the rows of the 4-bit table."""
        rows = np.asarray(ids)
        packed = self._nibbles[rows].reshape(len(rows), -1, 16)
        values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        return np.asarray((values * self._scale[rows][..., None].astype(np.float32)).reshape(len(rows), -1))

    def score(
        self,
        encoded: Encoded,
        mentions: Sequence[Placed],
        dates: Sequence[tuple[int, int]],
        pairs: Sequence[Pair],
        sentences: Sequence[tuple[int, int]],
    ) -> Scores:
        """Score pairs of mentions; dates and sentences are token ranges of the window."""
        length = len(encoded.tokens.ids)
        named = _averages([(m.start, m.end) for m in mentions], length)
        dated = _averages(dates, length)
        parts = []
        for at in range(0, len(pairs), PAIRS_AT_ONCE):
            some = pairs[at : at + PAIRS_AT_ONCE]
            look = np.zeros((len(some), length), np.float32)
            for row, pair in enumerate(some):
                _look(look[row], pair, mentions, sentences)
            given = {
                "states": encoded.states[None],
                "mentions": named[None],
                "dates": dated[None],
                "pairs": np.array([[[p.source, p.target] for p in some]], np.int64),
                "places": np.array([[p.place for p in some]], np.int64),
                "look": look[None],
            }
            parts.append([part[0] for part in self._pairs.run(None, given)])
        claim, mutual, status, attention, speaker, date = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        return Scores(claim, mutual, status, attention, speaker, date)


def _look(row: Floats, pair: Pair, mentions: Sequence[Placed], sentences: Sequence[tuple[int, int]]) -> None:
    """Mark where a pair may look: 1 in the sentence that makes the claim, 2 between the two mentions."""
    start, end = sentences[pair.sentence]
    row[start:end] = 1
    if pair.target < len(mentions):
        first, last = sorted((m.start, m.end) for m in (mentions[pair.source], mentions[pair.target]))
        begin, stop = max(start, first[1]), min(end, last[0])
        row[begin : max(begin, stop)] = 2


def _averages(spans: Sequence[tuple[int, int]], length: int) -> Floats:
    """One row a span that averages its tokens."""
    out = np.zeros((len(spans), length), np.float32)
    for row, (start, end) in enumerate(spans):
        out[row, start:end] = 1 / max(1, end - start)
    return out

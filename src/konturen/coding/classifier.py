"""The embedded classifier: one encoder pass a window, then scores for every pair of mentions.

The weights are those of `training/`; the embedding table stays 4-bit as it came (blocks of 32 weights, a
half-precision scale and 16 bytes of nibbles) and only the rows of a window are unpacked. Windows run one at a
time, so that a text gives the same numbers whatever stands beside it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib import resources
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

from konturen.coding.candidates import UNKNOWN_KIND, Pair, Placed, antecedent_lags
from konturen.coding.tokens import Tokens, load_tokenizer, tokenise
from konturen.errors import CoderError

Floats = NDArray[np.float32]

LONGEST = 512
"""Positions the encoder has; a longer window is refused, never cut."""

PAIRS_AT_ONCE = 192
"""Pairs scored in one run: bounds memory, changes no number beyond rounding."""

SHUT = np.float32(-1e4)
"""Added to the attention where a pair may not look."""

DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
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

GRAPHS = ("encoder", "joining", "claims", "details", "antecedents")
FILES = (*(f"{name}.onnx" for name in GRAPHS), "embeddings.npz", "tokenizer.json.xz", "classifier.json")


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
    """What the heads say of the pairs that the gate let through, one row a pair.

    `pairs` [N] numbers them among the pairs that were asked about; `claim` [N, R] are logits,
    `vectors` [N, R, W] and `attention` [N, R, T] belong to them; see `training/model.py`.
    """

    pairs: NDArray[np.int64]
    claim: Floats
    vectors: Floats
    attention: Floats


@dataclass(frozen=True, slots=True)
class Details:
    """What hangs on chosen claims, one row a claim, as logits; the last place of a pointer stands for none."""

    mutual: Floats
    status: Floats
    speaker: Floats
    date: Floats


@dataclass(frozen=True, slots=True)
class Scene:
    """A window with what stands in it: mentions, dates and sentences as token ranges."""

    encoded: Encoded
    mentions: Sequence[Placed]
    dates: Sequence[tuple[int, int]]
    sentences: Sequence[tuple[int, int]]

    @property
    def named(self) -> Floats:
        """One row a mention that averages its tokens."""
        return _averages([(m.start, m.end) for m in self.mentions], len(self.encoded.tokens.ids))


def _options(threads: int) -> onnxruntime.SessionOptions:
    """How a graph runs: threads that wait do not spin, which on few cores takes more than it gives."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


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
            self._graphs = {
                name: onnxruntime.InferenceSession(
                    str(folder / f"{name}.onnx"), _options(threads if name == "encoder" else 1)
                )
                for name in GRAPHS
            }
            self.relations: tuple[str, ...] = tuple(described["relations"])
            self.statuses: tuple[str, ...] = tuple(described["statuses"])
            self.types: tuple[str, ...] = tuple(described["types"])
            self.calibration = {key: Calibration(**value) for key, value in described["calibration"].items()}
            self.gate = float(described["gate"])
            version = str(described["version"])
        except DAMAGED as error:
            raise CoderError(
                f"the classifier cannot be loaded ({error}).", str(folder), "Install konturen again."
            ) from error
        self.tokenizer: Tokenizer = load_tokenizer(folder / "tokenizer.json.xz")
        digest = hashlib.sha256()
        for file in FILES:  # thresholds and vocabulary decide what is said as much as weights do
            digest.update((folder / file).read_bytes())
        self.name = f"konturen-classifier/{version}+{digest.hexdigest()[:8]}"

    @classmethod
    def shipped(cls, threads: int = 0) -> Classifier:
        """The classifier of the package."""
        with resources.as_file(resources.files("konturen.data").joinpath("classifier")) as folder:
            return cls(folder, threads)

    def tokens(self, text: str) -> Tokens:
        """The pieces of a window's text."""
        return tokenise(self.tokenizer, text)

    def encode(self, tokens: Tokens) -> Encoded:
        """Run the encoder over one window of at most 512 tokens; CoderError for a longer one."""
        if len(tokens.ids) > LONGEST:
            raise CoderError(f"a window of {len(tokens.ids)} tokens is longer than {LONGEST}.")
        states, tags = self._graphs["encoder"].run(None, {"embedded": self._embed(tokens.ids)[None]})
        return Encoded(tokens, states[0], tags[0])

    def _embed(self, ids: Sequence[int]) -> Floats:
        """Unpack the rows of the 4-bit table."""
        rows = np.asarray(ids)
        packed = self._nibbles[rows].reshape(len(rows), -1, 16)
        values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        return np.asarray((values * self._scale[rows][..., None].astype(np.float32)).reshape(len(rows), -1))

    def score(self, scene: Scene, pairs: Sequence[Pair], spared: Collection[int] | None = ()) -> Scores:
        """Score pairs of mentions. Those that the gate stops have no row, unless their number is `spared`; None
        spares all."""
        named = scene.named
        parts = []
        for at in range(0, len(pairs), PAIRS_AT_ONCE):
            some = pairs[at : at + PAIRS_AT_ONCE]
            kinds = [*(m.kind for m in scene.mentions), UNKNOWN_KIND]
            joined, gate = self._graphs["joining"].run(
                None,
                {
                    "states": scene.encoded.states[None],
                    "mentions": named[None],
                    "kinds": np.array([kinds], np.int64),
                    "pairs": np.array([[[p.source, p.target] for p in some]], np.int64),
                    "places": np.array([[p.place for p in some]], np.int64),
                    "inside": _between(scene, some)[None],
                },
            )
            numbers = range(at, at + len(some))
            let = np.array([spared is None or n in spared for n in numbers], bool)
            kept = np.flatnonzero((gate[0] >= self.gate) | let)
            if len(kept):
                given = {
                    "pair": joined[:, kept],
                    "states": scene.encoded.states[None],
                    "closed": _closed(scene, [some[n] for n in kept.tolist()])[None],
                }
                parts.append([kept + at, *(part[0] for part in self._graphs["claims"].run(None, given))])
        if not parts:
            none = np.zeros((0, len(self.relations)), np.float32)
            return Scores(np.zeros(0, np.int64), none, none[..., None], none[..., None])
        return Scores(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def details(self, scene: Scene, vectors: Floats) -> Details:
        """What hangs on the claims with these vectors [N, W]."""
        states = scene.encoded.states
        dated = _averages(scene.dates, len(scene.encoded.tokens.ids))
        given = {"claim": vectors, "named": (scene.named @ states)[None], "marked": (dated @ states)[None]}
        return Details(*self._graphs["details"].run(None, given))

    def antecedents(self, scene: Scene) -> Floats:
        """For each mention, in the order of the text, the chances [M, M + 1] of what it points back to."""
        lags = np.array([antecedent_lags(scene.mentions)], np.int64)
        named = (scene.named @ scene.encoded.states)[None]
        logits = self._graphs["antecedents"].run(None, {"named": named, "gaps": lags})[0][0]
        chances = np.exp(logits - logits.max(-1, keepdims=True))
        return np.asarray(chances / chances.sum(-1, keepdims=True))


def _between(scene: Scene, pairs: Sequence[Pair]) -> Floats:
    """One row a pair that averages the tokens between its mentions in the sentence that makes the claim."""
    spans = []
    for pair in pairs:
        spans.append((0, 0))
        if pair.target < len(scene.mentions):
            start, end = scene.sentences[pair.sentence]
            ends = (scene.mentions[pair.source], scene.mentions[pair.target])
            first, last = sorted((m.start, m.end) for m in ends)
            spans[-1] = max(start, first[1]), min(end, last[0])
    return _averages(spans, len(scene.encoded.tokens.ids))


def _closed(scene: Scene, pairs: Sequence[Pair]) -> Floats:
    """Where a pair may look: 0 in the sentence that makes the claim, `SHUT` elsewhere."""
    out = np.full((len(pairs), len(scene.encoded.tokens.ids)), SHUT, np.float32)
    for row, pair in enumerate(pairs):
        start, end = scene.sentences[pair.sentence]
        out[row, start:end] = 0
    return out


def _averages(spans: Sequence[tuple[int, int]], length: int) -> Floats:
    """One row a span that averages its tokens."""
    out = np.zeros((len(spans), length), np.float32)
    for row, (start, end) in enumerate(spans):
        if start < end:
            out[row, start:end] = 1 / (end - start)
    return out

"""The loaded model: what it refuses, and that its numbers do not depend on how it is asked."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from konturen.coding.candidates import Placed, candidate_pairs
from konturen.coding.classifier import FILES, LONGEST, PAIRS_AT_ONCE, Classifier, Scene
from konturen.coding.tokens import Tokens
from konturen.errors import CoderError

SHIPPED = Path(str(resources.files("konturen.data").joinpath("classifier")))


def beside(folder: Path, left_out: str) -> Path:
    """A folder with all files of the model but one."""
    for file in FILES:
        if file != left_out:
            (folder / file).symlink_to(SHIPPED / file)
    return folder


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    """Which file lacks, where, and what to do."""
    with pytest.raises(CoderError, match=rf"{file} is missing.*Install konturen again") as error:
        Classifier(beside(tmp_path, file))
    assert error.value.where == str(tmp_path)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("classifier.json", b""),
        ("classifier.json", b'{"version": "1", "rel'),
        ("tokenizer.json.xz", b"junk"),
        ("embeddings.npz", b"junk" * 99),
        ("embeddings.npz", b""),
        ("encoder.onnx", b"junk"),
        ("claims.onnx", b""),
    ],
)
def test_a_damaged_file_is_a_coder_error(tmp_path: Path, file: str, content: bytes) -> None:
    """A file that is cut off or overwritten is said to be at fault, not a library's inside."""
    (beside(tmp_path, file) / file).write_bytes(content)
    with pytest.raises(CoderError, match="Install konturen again"):
        Classifier(tmp_path, threads=1)


def test_a_window_that_is_too_long_is_refused(classifier: Classifier) -> None:
    """More tokens than the encoder has positions are an error and never cut."""
    ids = (0, *([9] * LONGEST), 2)
    with pytest.raises(CoderError, match=rf"longer than {LONGEST}"):
        classifier.encode(Tokens(ids, ((0, 0),) * len(ids)))


def test_the_longest_window_is_read(classifier: Classifier) -> None:
    """512 tokens pass."""
    ids = (0, *([9] * (LONGEST - 2)), 2)
    assert classifier.encode(Tokens(ids, ((0, 0),) * LONGEST)).states.shape[0] == LONGEST


def test_the_name_tells_version_and_weights(classifier: Classifier) -> None:
    """Every statement can be traced to the model that made it."""
    assert classifier.name.startswith("konturen-classifier/")
    assert len(classifier.name.partition("+")[2]) == 8


def test_processors_give_the_same_states() -> None:
    """The encoder's states are those recorded here, whatever instructions multiply bytes: where pairs of products
    are cut to 16 bits (AVX2 with signed weights) they lie .05 away, rounding alone is a tenth of that."""
    given = np.cos(np.arange(48 * 384, dtype=np.float64)).reshape(1, 48, 384).astype(np.float32)
    states = onnxruntime.InferenceSession(str(SHIPPED / "encoder.onnx")).run(None, {"embedded": given})[0]
    recorded = [0.2542, 0.1896, 0.2389, 0.2467, 0.1851, 0.2262, 0.2341, 0.2082]
    assert np.abs(states[0, ::6, 7] - recorded).mean() < 0.015


def test_every_language_or_all_has_a_calibration(classifier: Classifier) -> None:
    """There is a calibration for languages that have none of their own."""
    assert "all" in classifier.calibration


def test_many_pairs_score_as_they_do_alone(classifier: Classifier) -> None:
    """Scoring in portions changes no number."""
    tokens = classifier.tokens("Oslo and Bergen met Turku and Riga in Vaasa. " * 4)
    places = [Placed(at, at + 1, 0) for at in range(1, 16)]
    pairs = candidate_pairs(places)
    assert len(pairs) > PAIRS_AT_ONCE
    scene = Scene(classifier.encode(tokens), places, [], [(0, len(tokens.ids))])
    whole = classifier.score(scene, pairs)
    last = int(whole.pairs[-1])
    alone = classifier.score(scene, pairs[last : last + 1])
    assert np.allclose(whole.claim[-1], alone.claim[0], atol=1e-4)
    assert whole.claim.shape == (len(whole.pairs), len(classifier.relations))


def test_a_pair_that_the_gate_stops_has_no_row(classifier: Classifier) -> None:
    """The rows name the pairs they belong to, in order, and are fewer than the pairs of a mere list."""
    tokens = classifier.tokens("Oslo, Bergen, Turku, Riga, Vaasa, Tartu.")
    places = [Placed(at, at + 1, 0) for at in range(1, 12, 2)]
    pairs = candidate_pairs(places)
    scene = Scene(classifier.encode(tokens), places, [], [(0, len(tokens.ids))])
    rows = classifier.score(scene, pairs).pairs
    assert len(rows) < len(pairs)
    assert list(rows) == sorted(set(rows.tolist()))


def test_an_antecedent_stands_before(classifier: Classifier) -> None:
    """No mention points to itself or to what follows."""
    tokens = classifier.tokens("Holt met Brand. She praised him.")
    places = [Placed(1, 2, 0), Placed(3, 4, 0), Placed(5, 6, 1), Placed(7, 8, 1)]
    scene = Scene(classifier.encode(tokens), places, [], [(0, 5), (5, len(tokens.ids))])
    chances = classifier.antecedents(scene)
    assert chances.shape == (4, 5)
    assert np.allclose(np.triu(chances[:, :4]), 0, atol=1e-6)
    assert np.allclose(chances.sum(-1), 1, atol=1e-5)

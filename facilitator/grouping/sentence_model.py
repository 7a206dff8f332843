"""Loads a sentence model in ONNX form from the user's folder and runs it with ``onnxruntime``, if that is installed.

The folder has the layout that sentence-transformers exports: ``model.onnx`` (or ``onnx/model.onnx``),
``tokenizer.json`` and, optionally, ``1_Pooling/config.json``. Nothing is downloaded.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from facilitator.errors import RuleBroken
from facilitator.grouping.vectors import FloatArray, unit_rows

MODEL_FILES = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
TOKENIZER_FILE = "tokenizer.json"
POOLING_FILE = "1_Pooling/config.json"
KNOWN_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
"""Model inputs that this module can provide."""

MAX_TOKENS = 128
"""Most tokens of a text that are read: four times as many as an idea of two lines has."""
BATCH_SIZE = 32
"""Texts per run of the model, so that memory does not grow with their number."""


class SentenceModel:
    """Embeds whole texts with an ONNX model."""

    def __init__(self, session: Any, tokenizer: Any, first_token: bool) -> None:
        """``first_token``: pool by the vector of the first token instead of the mean of all tokens."""
        self._session, self._tokenizer, self._use_first_token = session, tokenizer, first_token
        self._inputs = [given.name for given in session.get_inputs()]
        # A two-dimensional output is pooled already; otherwise the first output has one vector per token.
        whole = [made.name for made in session.get_outputs() if len(made.shape) == 2]
        self._output = whole[0] if whole else session.get_outputs()[0].name

    def embed(self, bags: list[dict[str, float]], languages: list[str], texts: list[str]) -> FloatArray:
        """A row for each text, of length 1; zeros for a text without tokens."""
        rows = [self._embed_batch(texts[at : at + BATCH_SIZE]) for at in range(0, len(texts), BATCH_SIZE)]
        return unit_rows(np.concatenate(rows)) if rows else np.zeros((0, 1), dtype=np.float32)

    def _embed_batch(self, texts: Sequence[str]) -> FloatArray:
        found = self._tokenizer.encode_batch(list(texts))
        ids = np.array([each.ids for each in found], dtype=np.int64)
        seen = np.array([each.attention_mask for each in found], dtype=np.int64)
        # A batch of empty texts has no token, which models refuse; one masked token gives rows of zeros.
        if not ids.size:
            ids, seen = np.zeros((len(texts), 1), dtype=np.int64), np.zeros((len(texts), 1), dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": seen, "token_type_ids": np.zeros_like(ids)}
        (made,) = self._session.run([self._output], {name: given[name] for name in self._inputs})
        if made.ndim == 3:
            weight = seen[:, :, None].astype(np.float32)
            made = (
                made[:, 0] if self._use_first_token else (made * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1)
            )
        rows: FloatArray = np.asarray(made, dtype=np.float32) * (seen.sum(axis=1) > 0)[:, None]
        return rows


def find_onnx_file(folder: Path) -> Path | None:
    """The ONNX file in a folder; None when there is none."""
    return next((folder / name for name in MODEL_FILES if (folder / name).is_file()), None)


def load(folder: Path, file: Path) -> SentenceModel:
    """The model in a folder, tried out on one text.

    Raises ``RuleBroken``: ``model_lacks`` (no tokenizer), ``model_runtime`` (a package to install), or
    ``model_unreadable`` with the library's first line of explanation.
    """
    if not (folder / TOKENIZER_FILE).is_file():
        raise RuleBroken("model_lacks", 400, folder=folder, file=TOKENIZER_FILE)
    try:
        runtime, tokenizers = importlib.import_module("onnxruntime"), importlib.import_module("tokenizers")
    except ImportError as missing:
        raise RuleBroken("model_runtime", 400, folder=folder) from missing
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        options = runtime.SessionOptions()
        options.log_severity_level = 4  # errors are reported once, by RuleBroken
        options.use_deterministic_compute = True
        session = runtime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        model = SentenceModel(session, tokenizer, _pools_first_token(folder))
        strange = {given.name for given in session.get_inputs()} - KNOWN_INPUTS
        if strange:
            raise ValueError(", ".join(sorted(strange)))
        rows = model.embed([{}], ["fi"], ["a"])
        if rows.ndim != 2 or not np.isfinite(rows).all():
            raise ValueError("embeddings")
    except Exception as wrong:  # the libraries' own errors have no common type
        problem = str(wrong).strip().partition("\n")[0][:200]
        raise RuleBroken("model_unreadable", 400, folder=folder, problem=problem) from wrong
    return model


def _pools_first_token(folder: Path) -> bool:
    """Whether the folder's configuration asks for pooling by the first token; False when it says nothing."""
    try:
        return bool(json.loads((folder / POOLING_FILE).read_text("utf-8")).get("pooling_mode_cls_token"))
    except (OSError, ValueError, AttributeError):
        return False

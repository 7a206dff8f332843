"""Word vectors with 200 dimensions in one space for three languages: words used for the same subjects are close.

They link ideas that share no word, also across languages: on the evaluation sets the recall of pairs across languages
rose from 0.03 to 0.36. They were computed from library catalogues; ``data/README.md`` describes how. The grouping works
without them, less well.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data"
FloatArray = npt.NDArray[np.float32]
DAMPING_COUNT = 1000.0
"""Occurrences in the catalogues at which a word's weight has fallen to 1/sqrt(2): common words say little."""


class Embedder(Protocol):
    """Computes embeddings: vectors whose cosine says how close two ideas are in meaning."""

    def embed(self, bags: list[dict[str, float]], languages: list[str], texts: list[str]) -> FloatArray:
        """The vector of each idea, shape (ideas, dimensions): length 1, or zeros where nothing is known.

        ``bags``, ``languages`` and ``texts`` describe the same ideas; an implementation uses what it needs.
        """
        ...


class WordVectors:
    """The shipped vectors of single words, stored with one byte per number and mapped into memory."""

    def __init__(self, folder: Path = DATA) -> None:
        self._vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        lines = (folder / "vectors.txt").read_text("utf-8").split("\n")
        pairs = [line.split("\t") for line in lines if line]
        self._row_numbers = {word: place for place, (word, _) in enumerate(pairs)}
        self._counts = np.array([int(often) for _, often in pairs], dtype=np.float32)

    def row_number(self, word: str, language: str) -> int | None:
        """The row of a word in the table; None for an unknown word."""
        return self._row_numbers.get(f"{language}:{word}")

    def embed(self, bags: list[dict[str, float]], languages: list[str], texts: list[str]) -> FloatArray:
        """Weighted mean of the words' unit vectors; the more frequent a word, the lower its weight."""
        found = np.zeros((len(bags), self._vectors.shape[1]), dtype=np.float32)
        for row, (bag, language) in enumerate(zip(bags, languages, strict=True)):
            found_at = ((self.row_number(word, language), weight) for word, weight in bag.items())
            known = [(place, weight) for place, weight in found_at if place is not None]
            if known:
                places = [place for place, _ in known]
                # Frequent words would otherwise dominate the mean, although they say least about the theme.
                damped = np.array([weight for _, weight in known]) / np.sqrt(1.0 + self._counts[places] / DAMPING_COUNT)
                # The stored numbers are one byte each; scaling to unit length makes the words' weights comparable.
                found[row] = unit_rows(self._vectors[places].astype(np.float32)).T @ damped
        return unit_rows(found)


def unit_rows(rows: FloatArray) -> FloatArray:
    """The rows scaled to length 1; rows of zeros stay zero."""
    # A zero row means "nothing known"; dividing by 1 keeps it zero instead of NaN.
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0), dtype=np.float32)


@cache
def shipped_vectors() -> WordVectors | None:
    """The shipped vectors; None when their files are missing."""
    return WordVectors() if (DATA / "vectors.npy").is_file() and (DATA / "vectors.txt").is_file() else None

"""What words mean, as 200 numbers each: near for words that title the same things, in three languages at once.

Made from titles in library catalogues; where they come from stands in ``data/README.md``. Everything works without.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent / "data"
Numbers = npt.NDArray[np.float32]
COMMON = 1000.0
"""How often a word stands in the titles where it begins to count less."""


class Meaning(Protocol):
    """Something that knows how near two ideas are in meaning."""

    def of(self, bags: list[dict[str, float]], languages: list[str], texts: list[str]) -> Numbers:
        """A row for each idea, of length 1; or of zeros where nothing is known."""
        ...


class WordVectors:
    """The vectors of single words."""

    def __init__(self, folder: Path = DATA) -> None:
        self._numbers = np.load(folder / "vectors.npy", mmap_mode="r")
        lines = (folder / "vectors.txt").read_text("utf-8").split("\n")
        pairs = [line.split("\t") for line in lines if line]
        self._place = {word: place for place, (word, _) in enumerate(pairs)}
        self._often = np.array([int(often) for _, often in pairs], dtype=np.float32)

    def place(self, word: str, language: str) -> int | None:
        """The row of a word."""
        return self._place.get(f"{language}:{word}")

    def of(self, bags: list[dict[str, float]], languages: list[str], texts: list[str]) -> Numbers:
        """Mean of the words' vectors; frequent ones count less."""
        found = np.zeros((len(bags), self._numbers.shape[1]), dtype=np.float32)
        for row, (bag, language) in enumerate(zip(bags, languages, strict=True)):
            found_at = ((self.place(word, language), weight) for word, weight in bag.items())
            known = [(place, weight) for place, weight in found_at if place is not None]
            if known:
                places = [place for place, _ in known]
                damped = np.array([weight for _, weight in known]) / np.sqrt(1.0 + self._often[places] / COMMON)
                found[row] = unit(self._numbers[places].astype(np.float32)).T @ damped
        return unit(found)


def unit(rows: Numbers) -> Numbers:
    """Rows of length 1; rows of zeros stay."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0), dtype=np.float32)


@cache
def shipped() -> WordVectors | None:
    """The vectors that come with the program; None when the files are not there."""
    return WordVectors() if (DATA / "vectors.npy").is_file() and (DATA / "vectors.txt").is_file() else None

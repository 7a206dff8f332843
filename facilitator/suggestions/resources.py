"""Loads the resources of a suggestion: embeddings, theme packs, and the question that was asked."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.grouping import model, packs, vectors
from facilitator.grouping.packs import ThemePack
from facilitator.grouping.suggest import Resources
from facilitator.grouping.vectors import Embedder
from facilitator.suggestions.session_pack import load_pack
from store.errors import StoreError

log = logging.getLogger(__name__)


def load_resources(
    question: Sequence[str] = (),
    pack_files: Sequence[Path] = (),
    model_folder: Path | None = None,
    words_only: bool = False,
) -> Resources:
    """The resources, with the shipped packs and vectors.

    ``pack_files``: the user's own packs, each a file or a folder; unreadable files in a folder are skipped with a
    warning. ``model_folder``: a model of the user's own instead of the shipped vectors. ``words_only``: no embeddings.

    Raises ``RuleBroken`` or ``StoreError`` for a named file or model that cannot be used.
    """
    own = [pack for file in pack_files for pack in _load_packs(file)]
    meaning = (
        None if words_only else _load_own_model(model_folder) if model_folder is not None else vectors.shipped_vectors()
    )
    return Resources(embedder=meaning, packs=(*packs.shipped_packs(), *own), question=tuple(question))


def _load_own_model(folder: Path) -> Embedder:
    # The time of change is part of the cache key: a replaced model is loaded again.
    file = model.find_model_file(folder)
    return _cached_model(folder, file.stat().st_mtime if file is not None else 0.0)


@lru_cache(maxsize=1)
def _cached_model(folder: Path, changed: float) -> Embedder:
    return model.load(folder)


def _load_packs(file: Path) -> list[ThemePack]:
    if not file.is_dir():
        return [load_pack(file)]
    found = []
    for each in sorted((*file.glob("*.toml"), *file.glob("*.json"))):
        try:
            found.append(load_pack(each))
        except (RuleBroken, StoreError) as wrong:
            log.warning("a theme pack was passed over: %s", wrong)
    return found

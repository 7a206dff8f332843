"""Loads the resources of a suggestion: embeddings, theme packs, and the question that was asked."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.grouping import model, packs, vectors
from facilitator.grouping.packs import Pack
from facilitator.grouping.suggest import Helps
from facilitator.grouping.vectors import Meaning
from facilitator.suggestions.session_pack import pack_of
from store.errors import StoreError

log = logging.getLogger(__name__)


def helps(
    question: Sequence[str] = (), pack_files: Sequence[Path] = (), folder: Path | None = None, words_only: bool = False
) -> Helps:
    """The resources, with the shipped packs and vectors.

    ``pack_files``: the user's own packs, each a file or a folder; unreadable files in a folder are skipped with a
    warning. ``model_folder``: a model of the user's own instead of the shipped vectors. ``words_only``: no embeddings.

    Raises ``RuleBroken`` or ``StoreError`` for a named file or model that cannot be used.
    """
    own = [pack for file in pack_files for pack in _packs(file)]
    meaning = None if words_only else _own_model(folder) if folder is not None else vectors.shipped()
    return Helps(meaning=meaning, packs=(*packs.shipped(), *own), question=tuple(question))


def _own_model(folder: Path) -> Meaning:
    # The time of change is part of the cache key: a replaced model is loaded again.
    file = model.file_in(folder)
    return _model(folder, file.stat().st_mtime if file is not None else 0.0)


@lru_cache(maxsize=1)
def _model(folder: Path, changed: float) -> Meaning:
    return model.load(folder)


def _packs(file: Path) -> list[Pack]:
    if not file.is_dir():
        return [pack_of(file)]
    found = []
    for each in sorted((*file.glob("*.toml"), *file.glob("*.json"))):
        try:
            found.append(pack_of(each))
        except (RuleBroken, StoreError) as wrong:
            log.warning("a theme pack was passed over: %s", wrong)
    return found

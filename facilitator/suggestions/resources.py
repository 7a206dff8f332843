"""What a suggestion leans on, brought together: the meaning of words, theme packs, and the workshop's question."""

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
    """``pack_files``: packs of one's own, each a file or a folder of them; those in a folder that cannot be read are
    passed over. ``folder``: a model of one's own. ``words_only``: without any meaning of words.

    Raises ``RuleBroken`` or ``StoreError`` for a file or a model that was named.
    """
    own = [pack for file in pack_files for pack in _packs(file)]
    meaning = None if words_only else _own_model(folder) if folder is not None else vectors.shipped()
    return Helps(meaning=meaning, packs=(*packs.shipped(), *own), question=tuple(question))


def _own_model(folder: Path) -> Meaning:
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

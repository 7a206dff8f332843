"""Loads a theme pack from a file: a ``.toml`` pack, or a saved workshop whose ideas people have sorted."""

from __future__ import annotations

from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.files.opening import open_valid_session
from facilitator.grouping.packs import ThemePack, make_pack, read_pack
from facilitator.suggestions.pack_file import ideas_by_theme


def load_pack(file: Path) -> ThemePack:
    """The theme pack in a file: a ``.toml`` pack, or a saved workshop.

    Raises ``RuleBroken`` (``pack_unreadable``; ``pack_unsorted`` for a workshop with fewer than two themes of two
    ideas) or ``StoreError`` for a workshop that cannot be opened.
    """
    if file.suffix == ".toml":
        try:
            return read_pack(file)
        except (ValueError, OSError) as wrong:
            raise RuleBroken("pack_unreadable", 400, file=file, problem=str(wrong)) from wrong
    with open_valid_session(file, read_only=True) as kept:
        themes = [texts for _, texts in ideas_by_theme(kept)]
    try:
        return make_pack(file.stem, themes)
    except ValueError as wrong:
        raise RuleBroken("pack_unsorted", 400, file=file) from wrong

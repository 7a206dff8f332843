"""A finished, sorted workshop as a theme pack: its ideas under the themes that people put them in."""

from __future__ import annotations

from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.files.opening import open_sound
from facilitator.grouping.packs import Pack, make_pack, read_pack
from facilitator.suggestions.pack_file import sorted_ideas


def pack_of(file: Path) -> Pack:
    """The pack in a file: a ``.toml`` one, or a saved workshop. Raises ``RuleBroken`` or ``StoreError``."""
    if file.suffix == ".toml":
        try:
            return read_pack(file)
        except (ValueError, OSError) as wrong:
            raise RuleBroken("pack_unreadable", 400, file=file, problem=str(wrong)) from wrong
    with open_sound(file, read_only=True) as kept:
        themes = [texts for _, texts in sorted_ideas(kept)]
    try:
        return make_pack(file.stem, themes)
    except ValueError as wrong:
        raise RuleBroken("pack_unsorted", 400, file=file) from wrong

"""A sorted workshop written as a theme pack: the ideas under their themes, and nothing else of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.templates.folder import stem_of
from facilitator.templates.toml import dumps
from store.sessions import Kept


def sorted_ideas(kept: Kept) -> list[tuple[str, list[str]]]:
    """Names of the themes with the texts in them; hidden ones are left out, and so are themes of one idea."""
    inside = defaultdict(list)
    for idea in kept.ideas.values():
        if idea.theme in kept.themes and not idea.hidden:
            inside[idea.theme].append(idea.text)
    themes = sorted(kept.themes.values(), key=lambda theme: (theme.position, theme.id))
    return [(theme.name, sorted(inside[theme.id])) for theme in themes if len(inside[theme.id]) > 1]


def save_pack(kept: Kept, folder: Path, name: str) -> Path:
    """Write it; its file. Raises ``RuleBroken`` for a workshop that is not sorted, or a name that is taken."""
    return write_pack(sorted_ideas(kept), kept.session.title.get(kept.session.language, ""), folder, name)


def write_pack(themes: Sequence[tuple[str, Sequence[str]]], title: str, folder: Path, name: str) -> Path:
    """The same of themes that were read before; ``title`` is the workshop's. May run in any thread."""
    if len(themes) < 2:
        raise RuleBroken("pack_unsorted", 409, file=title)
    path = folder / f"{stem_of(name)}.toml"
    pack = {"title": name, "themes": [{"name": theme, "ideas": texts} for theme, texts in themes]}
    content = dumps(pack, tables="themes")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError as there:
        raise RuleBroken("pack_there", 409, file=path.name) from there
    except OSError as bad:
        raise RuleBroken("cannot_write", path=path) from bad
    return path

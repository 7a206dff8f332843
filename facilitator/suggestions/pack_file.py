"""Saves a sorted workshop as a theme pack: ideas and names of themes, no other data of the workshop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.templates.folder import stem_of
from facilitator.templates.toml_writer import dumps
from store.sessions import OpenSession


def ideas_by_theme(store: OpenSession) -> list[tuple[str, list[str]]]:
    """Names of the themes with the texts of their ideas, by position; without hidden ideas and themes of one idea."""
    inside = defaultdict(list)
    for idea in store.ideas.values():
        if idea.theme in store.themes and not idea.hidden:
            inside[idea.theme].append(idea.text)
    themes = sorted(store.themes.values(), key=lambda theme: (theme.position, theme.id))
    return [(theme.name, sorted(inside[theme.id])) for theme in themes if len(inside[theme.id]) > 1]


def save_pack(store: OpenSession, folder: Path, name: str) -> Path:
    """Writes the pack into ``folder`` and returns its path. An existing file is never overwritten.

    Raises ``RuleBroken``: ``pack_unsorted`` (fewer than two themes with two ideas), ``pack_there`` (the name is taken),
    ``cannot_write``.
    """
    return write_pack(ideas_by_theme(store), store.session.title.get(store.session.language, ""), folder, name)


def write_pack(themes: Sequence[tuple[str, Sequence[str]]], title: str, folder: Path, name: str) -> Path:
    """Like ``save_pack`` for ideas that ``ideas_by_theme`` returned. Safe in any thread. ``title``: the workshop's."""
    if len(themes) < 2:
        raise RuleBroken("pack_unsorted", 409, file=title)
    path = folder / f"{stem_of(name)}.toml"
    pack = {"title": name, "themes": [{"name": theme, "ideas": texts} for theme, texts in themes]}
    content = dumps(pack, tables="themes")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Mode "x" checks and creates in one step, so that no file made in between is overwritten.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError as there:
        raise RuleBroken("pack_there", 409, file=path.name) from there
    except OSError as bad:
        raise RuleBroken("cannot_write", path=path) from bad
    return path

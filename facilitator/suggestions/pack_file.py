"""A sorted workshop written as a theme pack: the ideas under their themes, and nothing else of it."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from facilitator.errors import RuleBroken
from facilitator.templates.folder import stem_of
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
    themes = sorted_ideas(kept)
    if len(themes) < 2:
        raise RuleBroken("pack_unsorted", 409, file=kept.session.title.get(kept.session.language, ""))
    path = folder / f"{stem_of(name)}.toml"
    lines = [f"title = {_quoted(name)}"]
    for theme, texts in themes:
        ideas = "\n".join(f"    {_quoted(text)}," for text in texts)
        lines.append(f"[[themes]]\nname = {_quoted(theme)}\nideas = [\n{ideas}\n]")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write("\n\n".join(lines) + "\n")
    except FileExistsError as there:
        raise RuleBroken("pack_there", 409, file=path.name) from there
    except OSError as bad:
        raise RuleBroken("cannot_write", path=path) from bad
    return path


def _quoted(text: str) -> str:
    """As TOML writes it, which for clean text is as JSON does."""
    return json.dumps(text, ensure_ascii=False)

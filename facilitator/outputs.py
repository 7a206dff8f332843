"""What a running workshop writes besides its own file: the results, its steps as a template, its themes as a pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.grouping.saved import save_pack
from facilitator.seam import Reply
from facilitator.templates.folder import Folder
from store.sessions import Kept


def exported(kept: Kept, usual: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``export {"format"?, "out"?, "language"?}``; ``usual`` is the folder where none is named."""
    formats, out = arguments.get("format"), arguments.get("out")
    names = [formats] if isinstance(formats, str) else list(formats or ())
    folder = Path(out) if isinstance(out, str) and out else usual
    language = arguments.get("language") or kept.session.language
    made = export(kept, folder, names, language, date.today())
    return {
        "version": kept.version,
        "files": [str(path) for path in made],
        "folder": str(made[0].parent) if made else str(folder),
    }


def saved_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_template {"name"}``: the steps without anybody's answers. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_template", problem="name")
    path = Folder(folder).save(kept.session, kept.steps.values(), name)
    return {"version": kept.version, "file": str(path), "id": path.stem}


def packed_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_pack {"name"}``: the ideas under their themes, for later suggestions. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_pack", problem="name")
    path = save_pack(kept, folder, name)
    return {"version": kept.version, "file": str(path)}


OUTPUTS: Mapping[str, Callable[[Kept, Path, Mapping[str, Any]], Reply]] = {
    "export": exported,
    "save_template": saved_as,
    "save_pack": packed_as,
}
"""Verb -> what writes its files; takes the folder where none is named."""

"""What a running workshop does besides its own file: it writes results and templates, and lets itself be steered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.seam import Reply
from facilitator.steering import Steering
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


def switched(steering: Steering, address: str, arguments: Mapping[str, Any]) -> Mapping[str, str]:
    """Verb ``remote {"on"}``: the PIN and where to type it, told this once. Raises ``RuleBroken``."""
    if set(arguments) != {"on"} or not isinstance(arguments["on"], bool):
        raise RuleBroken("bad_arguments", 400, verb="remote", problem="on")
    if not arguments["on"]:
        steering.switch_off()
        return {}
    return {"pin": steering.switch_on(), "address": f"{address.rpartition('/')[0]}/remote"}

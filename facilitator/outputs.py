"""What a running workshop writes besides its own file: results, poster and table cards, its steps as a template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.export import export
from facilitator.export.folder import safe_name, save
from facilitator.network import only_here
from facilitator.seam import Reply
from facilitator.templates.folder import Folder
from facilitator.words import pick, say
from store.records import Session
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


def handed_out(kept: Kept, address: str, usual: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``handouts {"out"?}``: a poster and table cards that say ``address``, into the folder of the results.

    Raises ``RuleBroken``, also for an address that no phone can reach.
    """
    out = arguments.get("out")
    if set(arguments) - {"out"} or not isinstance(out, str | None):
        raise RuleBroken("bad_arguments", 400, verb="handouts", problem="out")
    folder = Path(out) if out else usual
    files = printed(kept.session, address)
    title = safe_name(pick(kept.session.title, kept.session.language)) or say("export.untitled", kept.session.language)
    made = save(folder, f"{date.today().isoformat()} {title}", kept.session.id, files)
    return {"version": kept.version, "files": [str(path) for path in made], "folder": str(made[0].parent)}


def printed(session: Session, address: str) -> dict[str, bytes]:
    """Poster and cards of a workshop. Raises ``RuleBroken`` for an address that leads no further than here."""
    from facilitator.handouts import Facts, handouts  # late: it brings Pillow

    if only_here(address):
        raise RuleBroken("handouts_no_address", 409)
    title = pick(session.title, session.language)
    return handouts(Facts(title=title, address=address, code=session.code, language=session.language))


def saved_as(kept: Kept, folder: Path, arguments: Mapping[str, Any]) -> Reply:
    """Verb ``save_template {"name"}``: the steps without anybody's answers. Raises ``RuleBroken``."""
    name = arguments.get("name")
    if set(arguments) != {"name"} or not isinstance(name, str):
        raise RuleBroken("bad_arguments", 400, verb="save_template", problem="name")
    path = Folder(folder).save(kept.session, kept.steps.values(), name)
    return {"version": kept.version, "file": str(path), "id": path.stem}

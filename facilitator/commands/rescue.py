"""``facilitator check SESSION --copy FILE``: what is whole of a damaged workshop, as a copy."""

from __future__ import annotations

from pathlib import Path

from facilitator.commands.asked import DONE
from facilitator.commands.output import data, line, tell
from store.salvage import Salvaged, salvage


def rescue(path: Path, target: Path, language: str, as_json: bool) -> int:
    """Write the copy; its path goes to stdout. Raises ``StoreError``."""
    saved = salvage(path, target)
    if as_json:
        data(_parts(saved))
    else:
        line(str(saved.target))
    tell("rescue.made", language, n=saved.kept["ideas"], seats=saved.kept["seats"], promises=saved.kept["promises"])
    if saved.record:
        tell("rescue.journal", language, record=saved.record, n=saved.changes_lost)
    elif saved.changes_lost:
        tell("rescue.gap", language, n=saved.changes_lost)
    if saved.documents_lost:
        tell("rescue.documents", language, n=saved.documents_lost)
    if saved.older:
        tell("rescue.older", language)
    if not (saved.record or saved.changes_lost or saved.documents_lost or saved.older):
        tell("rescue.whole", language)
    return DONE


def _parts(saved: Salvaged) -> dict[str, object]:
    return {
        "session": str(saved.target),
        "counts": saved.kept,
        "documents_lost": saved.documents_lost,
        "changes_lost": saved.changes_lost,
        "record": saved.record,
        "older": saved.older,
    }

"""``facilitator check SESSION --copy FILE``: copies the undamaged records of a damaged session into a new file."""

from __future__ import annotations

from pathlib import Path

from facilitator.cli.arguments import DONE
from facilitator.cli.output import data, line, tell_person
from facilitator.files.opening import mend
from facilitator.files.rescue import sentences
from store.salvage import Salvaged, salvage


def rescue(path: Path, target: Path, language: str, as_json: bool) -> int:
    """Write the copy and print its path on stdout. Raises: ``StoreError``."""
    saved = salvage(path, target)
    mended = mend(target)
    if as_json:
        data({**_parts(target, saved), "mended": sorted({flaw.code for flaw in mended})})
    else:
        line(str(target))
    for sentence in sentences(saved, language, mended):
        tell_person(sentence)
    return DONE


def _parts(target: Path, saved: Salvaged) -> dict[str, object]:
    return {
        "session": str(target),
        "counts": saved.kept,
        "documents_lost": saved.documents_lost,
        "changes_lost": saved.changes_lost,
        "record": saved.record,
        "older": saved.older,
    }

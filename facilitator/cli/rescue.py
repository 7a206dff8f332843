"""``facilitator check SESSION --copy FILE``: copies the undamaged records of a damaged session into a new file."""

from __future__ import annotations

from pathlib import Path

from facilitator.cli.arguments import DONE
from facilitator.cli.output import print_json, print_line, print_to_stderr
from facilitator.files.opening import repair
from facilitator.files.rescue import rescue_sentences
from store.salvage import SalvageReport, salvage


def rescue(path: Path, target: Path, language: str, as_json: bool) -> int:
    """Write the copy and print its path on stdout. Raises: ``StoreError``."""
    saved = salvage(path, target)
    mended = repair(target)
    if as_json:
        print_json({**_rescue_data(target, saved), "mended": sorted({flaw.code for flaw in mended})})
    else:
        print_line(str(target))
    for sentence in rescue_sentences(saved, language, mended):
        print_to_stderr(sentence)
    return DONE


def _rescue_data(target: Path, saved: SalvageReport) -> dict[str, object]:
    return {
        "session": str(target),
        "counts": saved.document_counts,
        "documents_lost": saved.documents_lost,
        "changes_lost": saved.changes_lost,
        "record": saved.record,
        "older": saved.older,
    }

"""Exports a workshop as files for other people: builds one report of the session and writes all formats from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from facilitator.export.build_report import build_report
from facilitator.export.formats import (
    FORMATS,
    TRANSLATED_FILES,
    ExportInput,
    localized_file_name,
    resolve_formats,
    resolve_languages,
)
from facilitator.export.report import WorkshopReport
from facilitator.files.result_folder import safe_name, save
from facilitator.i18n.messages import pick, say
from store.sessions import OpenSession, SessionSnapshot, export_copy

__all__ = ["FORMATS", "ExportInput", "Progress", "export", "render", "resolve_formats"]

Progress = Callable[[int, int, str], None]
"""Called before each file with the number of finished files, the total number, and the name of the next file."""


def render(
    source: OpenSession | SessionSnapshot,
    names: Iterable[str],
    language: str,
    today: date,
    *,
    more_languages: Sequence[object] = (),
    now: datetime | None = None,
    progress: Progress | None = None,
) -> tuple[WorkshopReport, dict[str, bytes]]:
    """The report, and file name -> content; nothing is written to disk.

    ``names``: formats as people type them; empty for all. ``more_languages``: further languages, for the files that
    people read. ``today`` is used if the workshop has no date. ``now``: time of the export, None for the current
    time. Raises ``RuleBroken``: ``no_format``, ``unknown_language``, or the code of broken step settings.
    """
    first, *others = resolve_languages((language, *more_languages))
    files = resolve_formats(names)
    planned = [(file, first) for file in files]
    planned += [(file, other) for other in others for file in files if file in TRANSLATED_FILES]
    material = ExportInput(
        build_report(source, today), lambda: export_copy(source), (now or datetime.now(UTC)).astimezone(UTC)
    )
    made: dict[str, bytes] = {}
    for file, written in planned:
        name = localized_file_name(file, written, first)
        if progress is not None:
            progress(len(made), len(planned), name)
        made[name] = FORMATS[file](material, written)
    return material.report, made


def export(
    source: OpenSession | SessionSnapshot,
    folder: Path,
    formats: Iterable[str],
    language: str,
    today: date,
    *,
    more_languages: Sequence[object] = (),
    now: datetime | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the files into ``<date> <title>`` under ``folder``; returns their paths.

    Arguments as for ``render``. Raises ``RuleBroken`` as ``render`` does, and ``export_not_written``.
    """
    report, contents = render(
        source, formats, language, today, more_languages=more_languages, now=now, progress=progress
    )
    title = safe_name(pick(report.title, language)) or say("export.untitled", language)
    return save(folder, f"{report.held.isoformat()} {title}", source.session.id, contents)

"""Exports a workshop as files for other people: builds one report of the session and writes all formats from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from facilitator.export.build_report import build
from facilitator.export.formats import FORMATS, READ, Material, named, spoken, wanted
from facilitator.export.report import Report
from facilitator.files.result_folder import safe_name, save
from facilitator.i18n.messages import pick, say
from store.sessions import Kept, Still, export_copy

__all__ = ["FORMATS", "Material", "Progress", "export", "render", "wanted"]

Progress = Callable[[int, int, str], None]
"""Called before each file with the number of files made, the number of files in all, and the name of the next one."""


def render(
    kept: Kept | Still,
    names: Iterable[str],
    language: str,
    today: date,
    *,
    also: Sequence[object] = (),
    now: datetime | None = None,
    progress: Progress | None = None,
) -> tuple[Report, dict[str, bytes]]:
    """The report, and file name -> content; nothing is written to disk.

    ``names``: formats as people type them; empty for all. ``more_languages``: further languages, for the files that
    people read. ``today`` stands in for the date of a workshop without one. ``now``: time of the export, None for the
    current time. Raises ``RuleBroken``: ``no_format``, ``unknown_language``, or the code of broken step settings.
    """
    first, *others = spoken((language, *also))
    files = wanted(names)
    planned = [(file, first) for file in files]
    planned += [(file, other) for other in others for file in files if file in READ]
    material = Material(build(kept, today), lambda: export_copy(kept), (now or datetime.now(UTC)).astimezone(UTC))
    made: dict[str, bytes] = {}
    for file, written in planned:
        name = named(file, written, first)
        if progress is not None:
            progress(len(made), len(planned), name)
        made[name] = FORMATS[file](material, written)
    return material.report, made


def export(
    kept: Kept | Still,
    folder: Path,
    formats: Iterable[str],
    language: str,
    today: date,
    *,
    also: Sequence[object] = (),
    now: datetime | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the files into ``<date> <title>`` under ``folder``; returns their paths.

    Arguments as for ``render``. Raises ``RuleBroken`` as ``render`` does, and ``export_not_written``.
    """
    report, contents = render(kept, formats, language, today, also=also, now=now, progress=progress)
    title = safe_name(pick(report.title, language)) or say("export.untitled", language)
    return save(folder, f"{report.held.isoformat()} {title}", kept.session.id, contents)

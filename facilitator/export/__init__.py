"""A workshop as files for others: what formats there are, and how all of them are made at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.export import actions_csv, markdown, session_json
from facilitator.export.folder import safe_name, save
from facilitator.export.gather import build
from facilitator.export.report import Report
from facilitator.words import pick, say
from store.sessions import Kept, export_copy

__all__ = ["FORMATS", "Material", "export", "render", "wanted"]


@dataclass(frozen=True)
class Material:
    """What formats are written from: the report, and (for a file that opens again) the tables themselves."""

    report: Report
    copy: Callable[[], Mapping[str, Any]]


Writer = Callable[[Material, str], bytes]

FORMATS: Mapping[str, Writer] = {
    "summary.md": lambda material, language: markdown.write(material.report, language),
    "actions.csv": lambda material, language: actions_csv.write(material.report, language),
    "session.json": lambda material, language: session_json.write(material.copy()),
}
"""File name -> what writes it in a language."""

SHORT: Mapping[str, str] = {"md": "summary.md", "csv": "actions.csv", "json": "session.json"}
"""What people type instead of a file name."""


def wanted(names: Iterable[str] = ()) -> list[str]:
    """The file names that are meant, each once; all of them for no names. Raises ``RuleBroken`` for an unknown one."""
    found: dict[str, None] = {}
    for name in names:
        file = SHORT.get(name.lower(), name.lower())
        if file not in FORMATS:
            raise RuleBroken("no_format", format=name, known=", ".join(FORMATS))
        found[file] = None
    return list(found or FORMATS)


def render(kept: Kept, names: Iterable[str], language: str, today: date) -> tuple[Report, dict[str, bytes]]:
    """The report and the contents of the files, nothing written. Raises ``RuleBroken``."""
    files = wanted(names)
    material = Material(build(kept, today), lambda: export_copy(kept))
    return material.report, {file: FORMATS[file](material, language) for file in files}


def export(kept: Kept, folder: Path, formats: Iterable[str], language: str, today: date) -> list[Path]:
    """Write the files into ``<date> <title>`` under ``folder``; returns their paths. Raises ``RuleBroken``."""
    report, contents = render(kept, formats, language, today)
    title = safe_name(pick(report.title, language)) or say("export.untitled", language)
    return save(folder, f"{report.held.isoformat()} {title}", kept.session.id, contents)

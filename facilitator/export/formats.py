"""The registry of export formats: file name -> writer, and the short names that people type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facilitator.errors import RuleBroken
from facilitator.export import actions_csv, calendar, markdown, page, picture, session_json, task_boards, word, workbook
from facilitator.export.report import WorkshopReport
from facilitator.i18n.messages import LANGUAGES


@dataclass(frozen=True)
class ExportInput:
    """Input of all writers: the report, a copy of the raw tables (for ``session.json``), and the time."""

    report: WorkshopReport
    copy_tables: Callable[[], Mapping[str, Any]]
    made_at: datetime
    """Time of the export, UTC."""


Writer = Callable[[ExportInput, str], bytes]

FORMATS: Mapping[str, Writer] = {
    "summary.docx": lambda material, language: word.write(material.report, language, material.made_at),
    "summary.html": lambda material, language: page.write(material.report, language),
    "summary.md": lambda material, language: markdown.write(material.report, language),
    "actions.xlsx": lambda material, language: workbook.write(material.report, language, material.made_at),
    "actions.csv": lambda material, language: actions_csv.write(material.report, language),
    "tasks-jira.csv": lambda material, language: task_boards.jira(material.report, language),
    "tasks-planner.csv": lambda material, language: task_boards.planner(material.report, language),
    "tasks-trello.csv": lambda material, language: task_boards.trello(material.report, language),
    "tasks-lines.txt": lambda material, language: task_boards.task_lines(material.report, language),
    "calendar.ics": lambda material, language: calendar.write(material.report, language, material.made_at),
    "results.png": lambda material, language: picture.results_png(material.report, language),
    "results-square.png": lambda material, language: picture.results_png(material.report, language, picture.SQUARE),
    "results.txt": lambda material, language: picture.text_version(material.report, language),
    "session.json": lambda material, language: session_json.write(material.copy_tables()),
}
"""File name -> writer, which takes the input and a language."""

TRANSLATED_FILES = frozenset(name for name in FORMATS if name.startswith(("summary", "actions", "results")))
"""Files for people, written in every chosen language. The others are for programs and are written once."""

SHORT_NAMES: Mapping[str, tuple[str, ...]] = {
    "docx": ("summary.docx",),
    "html": ("summary.html",),
    "md": ("summary.md",),
    "xlsx": ("actions.xlsx",),
    "csv": ("actions.csv",),
    "jira": ("tasks-jira.csv",),
    "planner": ("tasks-planner.csv",),
    "trello": ("tasks-trello.csv", "tasks-lines.txt"),
    "ics": ("calendar.ics",),
    "png": ("results.png", "results-square.png", "results.txt"),
    "json": ("session.json",),
}
"""Short name that people may type -> file names."""


def resolve_formats(names: Iterable[str] = ()) -> list[str]:
    """The file names for typed names, each once; all files for no names. Raises ``RuleBroken`` (``no_format``)."""
    found: dict[str, None] = {}
    for name in names:
        files = SHORT_NAMES.get(name.lower(), (name.lower(),))
        if not set(files) <= set(FORMATS):
            raise RuleBroken("no_format", format=name, known=", ".join(FORMATS))
        found.update(dict.fromkeys(files))
    return list(found or FORMATS)


def resolve_languages(languages: Iterable[object]) -> list[str]:
    """The languages, each once, in the given order. Raises ``RuleBroken`` (``unknown_language``)."""
    found: dict[str, None] = {}
    for language in languages:
        if language not in LANGUAGES:
            raise RuleBroken("unknown_language", 400, asked=language, known=", ".join(LANGUAGES))
        found[str(language)] = None
    return list(found)


def localized_file_name(file: str, language: str, first: str) -> str:
    """The name of a file in a language: ``summary.docx`` in the first one, ``summary-sv.docx`` in a further one."""
    stem, _, ending = file.rpartition(".")
    return file if language == first else f"{stem}-{language}.{ending}"

"""Writes ``tasks-*``: the actions for task boards, as CSV with commas, UTF-8 without a byte order mark and ISO dates.

Column names are those that each board expects. None of the imports could be tried against the real services.

Jira: https://support.atlassian.com/jira-work-management/docs/prepare-and-structure-your-csv-file (a header row; Summary
is the only required field; people by e-mail address; the date format is chosen in the import wizard: ``yyyy-MM-dd``).
The ``Labels`` column may be repeated, and a label contains no spaces.
Planner has no documented file import; the columns are those of its own export to Excel, for a flow or for pasting.
Trello has none either; ``name, description, due, completed`` is what https://github.com/jamesgeddes/csv2trello reads,
and lines pasted into a new card become one card each: ``tasks-lines.txt``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from facilitator.export.blocks import text_of
from facilitator.export.escaping import cell
from facilitator.export.parts import head
from facilitator.export.report import Deed, Report
from facilitator.i18n.messages import day, pick, say

JIRA = ("Summary", "Description", "Assignee", "Due date", "Priority", "Issue Type", "Labels", "Labels")
PLANNER = (
    "Task Name",
    "Bucket Name",
    "Progress",
    "Priority",
    "Assigned To",
    "Start date",
    "Due date",
    "Checklist Items",
    "Labels",
    "Description",
)
TRELLO = ("name", "description", "due", "completed")

SUMMARY = 255
"""Most characters of a summary in Jira; the description has the whole text."""

PROGRESS = {"not_started": "Not started", "in_progress": "In progress"}
"""Planner's names of states; every other state (done, dropped, passed on) is exported as Completed."""

CLOSED = frozenset(("done", "dropped", "passed_on"))
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def jira(report: Report, language: str) -> bytes:
    """``tasks-jira.csv``."""
    return _csv(JIRA, (_jira(report, deed, language) for deed in report.deeds))


def planner(report: Report, language: str) -> bytes:
    """``tasks-planner.csv``."""
    return _csv(PLANNER, (_planner(report, deed, language) for deed in report.deeds))


def trello(report: Report, language: str) -> bytes:
    """``tasks-trello.csv``."""
    rows = (
        (_one_line(deed.what), _about(report, deed, language), _iso(deed.due), str(deed.status in CLOSED).lower())
        for deed in report.deeds
    )
    return _csv(TRELLO, rows)


def lines(report: Report, language: str) -> bytes:
    """``tasks-lines.txt``: one task per line, for pasting."""
    found = []
    for deed in report.deeds:
        when = day(deed.due, language) if deed.due else ""
        found.append(" – ".join(part for part in (_one_line(deed.what), _one_line(deed.owner), when) if part))
    return "".join(f"{line}\n" for line in found).encode()


def _jira(report: Report, deed: Deed, language: str) -> Sequence[str]:
    summary = _one_line(deed.what)
    short = summary if len(summary) < SUMMARY else f"{summary[: SUMMARY - 2]}…"  # room for an apostrophe
    owner = deed.owner if _ADDRESS.fullmatch(deed.owner) else ""
    labels = [re.sub(r"\s+", "-", pick(label, language).strip()) for label in (deed.lens, deed.size)]
    return (short, _about(report, deed, language), owner, _iso(deed.due), "Medium", "Task", *labels)


def _planner(report: Report, deed: Deed, language: str) -> Sequence[str]:
    return (
        _one_line(deed.what),
        pick(deed.lens, language) or deed.why(language),
        PROGRESS.get(deed.status, "Completed"),
        "Medium",
        deed.owner,
        "",
        _iso(deed.due),
        deed.first_step,
        pick(deed.size, language),
        _about(report, deed, language),
    )


def _about(report: Report, deed: Deed, language: str) -> str:
    """A description with everything that the board has no column for, one fact per line."""
    return "\n".join(_told(report, deed, language))


def _told(report: Report, deed: Deed, language: str) -> Iterator[str]:
    def line(column: str, text: str) -> str:
        return f"{say(f'export.column.{column}', language)}: {text}"

    yield f"{deed.label} {deed.what}"
    if deed.owner:
        yield line("owner", deed.owner)
    if deed.first_step:
        by = f" ({day(deed.first_step_due, language)})" if deed.first_step_due else ""
        yield line("first_step", f"{deed.first_step}{by}")
    if deed.theme:
        yield line("why", deed.why(language))
    if deed.votes is not None:
        yield line("votes", f"{deed.votes} ({deed.voters})")
    if deed.notices:
        yield line("notices", deed.notices)
    if deed.decision_from:
        yield line("decision_from", deed.decision_from)
    status = say(f"export.status.{deed.status}", language)
    yield line("status", f"{status} ({deed.note})" if deed.note else status)
    yield line("source", f"{text_of(head.title(report, language))}, {day(report.held, language)}")


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=",", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(heads)
    table.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()

"""The content of the sheets of ``actions.xlsx``: headings and rows of plain values, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from facilitator.export.actions_csv import COLUMNS
from facilitator.export.blocks import plain_text
from facilitator.export.chart import totals
from facilitator.export.parts import head
from facilitator.export.parts.surveys import importance_text
from facilitator.export.report import (
    ReportedAction,
    ScaleResult,
    TextSection,
    ThemePart,
    VoteRoundResult,
    WorkshopReport,
)
from facilitator.i18n.messages import LANGUAGE_NAMES, format_date, pick, say
from facilitator.rules.core.results import ChoiceResult, GridResult, StepResult

CellValue: TypeAlias = str | int | float | date | None
SheetRow: TypeAlias = Sequence[CellValue]

STATUSES = ("not_started", "in_progress", "done", "dropped", "passed_on")
DATE_COLUMNS: Mapping[str, Callable[[WorkshopReport, ReportedAction], date | None]] = {
    "due": lambda report, deed: deed.due,
    "first_step_due": lambda report, deed: deed.first_step_due,
    "follow_up": lambda report, deed: report.next_follow_up,
}
"""Columns of the action list that hold a date value instead of text."""


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet. ``widths``: of columns, in characters; ``choices``: values allowed in column ``choice_column``."""

    name: str
    heads: Sequence[str]
    rows: Sequence[SheetRow]
    widths: Sequence[int]
    choice_column: int = -1
    choices: Sequence[str] = ()


def build_sheets(report: WorkshopReport, language: str) -> list[WorkbookSheet]:
    """All six sheets, in ``language``."""
    return [
        _actions(report, language),
        _sheet("promises", list(_promises(report, language)), (70, 24, 20, 12), language),
        _sheet("votes", list(_votes(report, language)), (34, 9, 9, 60, 12, 10, 12, 10, 10, 24, 12), language),
        _sheet("ideas", list(_ideas(report, language)), (28, 34, 80, 12, 18, 12, 12, 10), language),
        _sheet("pulses", list(_pulses(report, language)), (28, 50, 34, 34, 10, 12, 12, 14), language),
        _sheet("about", list(_session_rows(report, language)), (34, 90), language),
    ]


SHEET_COLUMNS: Mapping[str, Sequence[str]] = {
    "promises": ("promise", "when", "size", "language"),
    "votes": (
        *("question", "round", "rank", "candidate", "language"),
        *("votes", "voters", "plus", "minus", "verdict", "on"),
    ),
    "ideas": ("step", "theme", "idea", "language", "lens", "raised", "paper", "votes"),
    "pulses": ("step", "question", "row", "answer", "count", "answers", "mean", "wished"),
    "about": ("what", "value"),
}
"""Sheet -> its columns; headings are ``export.sheet.<column>`` in the catalogue."""


def _sheet(name: str, rows: Sequence[SheetRow], widths: Sequence[int], language: str) -> WorkbookSheet:
    heads = [say(f"export.sheet.{column}", language) for column in SHEET_COLUMNS[name]]
    return WorkbookSheet(say(f"export.sheet.name.{name}", language), heads, rows, widths)


def _actions(report: WorkshopReport, language: str) -> WorkbookSheet:
    heads = [say(f"export.column.{name}", language) for name in COLUMNS]
    rows = [
        [
            # Dates as values and not as text, so that the sheet can be sorted and filtered by them.
            DATE_COLUMNS[name](report, deed) if name in DATE_COLUMNS else column(report, deed, language)
            for name, column in COLUMNS.items()
        ]
        for deed in report.actions
    ]
    return WorkbookSheet(
        say("export.sheet.name.actions", language),
        heads,
        rows,
        (7, 40, 16, 12, 34, 13, 14, 14, 26, 13, 30, 20, 15, 26, 12, 30),
        list(COLUMNS).index("status"),
        [say(f"export.status.{status}", language) for status in STATUSES],
    )


def _promises(report: WorkshopReport, language: str) -> Iterator[SheetRow]:
    for vow in report.promises.shared:
        yield vow.text, vow.when, pick(vow.size, language), _language_name(vow.lang)


def _votes(report: WorkshopReport, language: str) -> Iterator[SheetRow]:
    for poll in report.polls:
        for row in poll.candidates:
            yield (
                pick(poll.question, language) or pick(poll.title, language),
                poll.round,
                row.rank,
                row.name_in(language),
                _language_name(language if row.translations.get(language) else row.lang),
                row.votes,
                poll.voters,
                # Empty and not 0 in other kinds of vote, where nobody could vote against.
                *((row.plus, row.minus) if poll.preset == "plus_minus" else (None, None)),
                say(f"export.verdict.{row.verdict}", language) if row.verdict else "",
                _yes_or_empty(_advances(poll, row.rank_to), language),
            )


def _advances(poll: VoteRoundResult, rank_to: int) -> bool:
    return not poll.tied and rank_to <= poll.cut


def _ideas(report: WorkshopReport, language: str) -> Iterator[SheetRow]:
    for section in report.sections:
        for part in section.parts:
            yield from _text_rows(section, part, language)


def _text_rows(section: TextSection, part: ThemePart, language: str) -> Iterator[SheetRow]:
    for text in part.texts:
        yield (
            pick(section.title, language),
            part.translations.get(language) or part.name,
            text.text,
            _language_name(text.lang),
            pick(text.tag, language),
            _yes_or_empty(text.raised, language),
            _yes_or_empty(text.paper, language),
            # An idea that was not voted on itself has the votes of its theme.
            part.votes if text.votes is None else text.votes,
        )


def _pulses(report: WorkshopReport, language: str) -> Iterator[SheetRow]:
    for pulse in report.pulses:
        yield from _pulse_rows(pulse, language)
    for survey in report.surveys:
        match survey:
            case ChoiceResult():
                yield from _choice_rows(survey, language)
            case GridResult():
                yield from _grid_rows(survey, language)
            case StepResult():
                yield from _result_rows(survey, language)


def _pulse_rows(pulse: ScaleResult, language: str) -> Iterator[SheetRow]:
    asked = (pick(pulse.title, language), pick(pulse.question, language), "")
    if pulse.counts is None or pulse.mean is None:
        # Too few answers: the row says so, and has no counts that could point to a person.
        few = say("export.pulse_too_few", language, n=pulse.answers, fewest=pulse.fewest)
        yield (*asked, few, None, pulse.answers, None, "")
        return
    for number, (label, count) in enumerate(zip(pulse.labels, pulse.counts, strict=True), 1):
        yield (*asked, f"{number} {pick(label, language)}", count, pulse.answers, round(pulse.mean, 2), "")


def _choice_rows(result: ChoiceResult, language: str) -> Iterator[SheetRow]:
    asked = (pick(result.title, language), pick(result.question, language), "")
    if result.counts is None:
        few = say("export.pulse_too_few", language, n=result.answers, fewest=result.fewest)
        yield (*asked, few, None, result.answers, None, "")
        return
    for label, count in zip(result.options, result.counts, strict=True):
        yield (*asked, pick(label, language), count, result.answers, None, "")
    if result.others:
        yield (*asked, say("stage.choice.other", language), result.others, result.answers, None, "")
    for text in result.other_texts:
        yield (*asked, text, None, result.answers, None, "")


def _result_rows(found: StepResult, language: str) -> Iterator[SheetRow]:
    asked = (pick(found.title, language), pick(found.question, language), "")
    for row in found.rows:
        yield (*asked, pick(row.label, language), row.count, found.answers, None, "")
    for note in found.texts:
        yield (*asked, note.text, None, found.answers, None, "")


def _grid_rows(result: GridResult, language: str) -> Iterator[SheetRow]:
    asked = (pick(result.title, language), pick(result.question, language))
    for row in result.rows:
        label = pick(row.label, language)
        if row.counts is None or row.mean is None:
            yield (*asked, label, say("stage.grid.row_too_few", language, n=result.fewest), None, None, None, "")
            continue
        for number, (words, count) in enumerate(zip(result.labels, row.counts, strict=True), 1):
            answer = f"{number} {pick(words, language)}"
            yield (*asked, label, answer, count, row.answers, round(row.mean, 2), importance_text(row, language))


def _session_rows(report: WorkshopReport, language: str) -> Iterator[SheetRow]:
    yield say("export.sheet.workshop", language), plain_text(head.title(report, language))
    if report.purpose:
        yield say("export.sheet.aim", language), pick(report.purpose, language)
    yield say("export.sheet.held", language), report.held
    yield say("export.sheet.next", language), report.next_follow_up
    for name, count in totals(report).items():
        yield say(f"export.counted.{name}", language), count
    yield say("export.sheet.hidden", language), sum(section.hidden for section in report.sections)
    if report.tables:
        yield "", say("export.tables", language)
    if report.skipped:
        titles = ", ".join(pick(title, language) for title in report.skipped)
        yield "", say("export.skipped", language, titles=titles)
    if report.follow_up is not None:
        found = report.follow_up
        since = found.held or found.first
        when = f", {format_date(since, language)}" if since else ""
        yield say("export.sheet.follows", language), f"{pick(found.title, language)}{when}"
        for status in STATUSES:
            yield (
                f"{say('export.followed', language)}: {say(f'export.status.{status}', language)}",
                found.counts_now[status],
            )
    for key in ("votes_start_talk", "promises_private", "anonymous", "sheet.statuses"):
        yield "", say(f"export.{key}", language)


def _language_name(code: str) -> str:
    return LANGUAGE_NAMES.get(code, code)


def _yes_or_empty(on: bool, language: str) -> str:
    return say("export.sheet.yes", language) if on else ""

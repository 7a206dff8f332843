"""Section: the shared actions, what each lacks, and the decisions that are needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    SpanLine,
    column_headings,
    human_text,
    make_table,
    message_line,
    program_text,
)
from facilitator.export.report import ReportedAction, WorkshopReport
from facilitator.i18n.messages import format_date, say
from store.records import OPEN_STATUSES


def write(report: WorkshopReport, language: str) -> Iterator[Block]:
    """The blocks of the section: a common checklist, the actions, the decisions."""
    listed = [deed for deed in report.actions if deed.checklist]
    actions = [deed for deed in report.actions if not deed.checklist]
    if listed:
        yield Heading(2, message_line("export.checklist", language))
        yield Bullets(tuple(human_text(deed.what, deed.lang, language) for deed in listed))
        owner = human_text(listed[0].owner) or message_line("export.missing", language)
        yield Paragraph(
            message_line("export.checklist_owner", language, owner=owner, day=due_text(listed[0], language))
        )
    if report.follow_up is not None:
        # The section of the follow-up, before this one, lists actions that are done, dropped or passed on.
        actions = [deed for deed in actions if deed.status in OPEN_STATUSES]
        if actions:
            yield Heading(2, message_line("export.going_on", language))
            yield from _actions(actions, say("export.going_on", language), language)
    elif actions or (report.has_action_step and not listed):
        yield Heading(2, message_line("export.actions", language))
        yield from _actions(actions, say("export.actions", language), language)
    yield from _decisions(report, language)


def _actions(actions: Sequence[ReportedAction], caption: str, language: str) -> Iterator[Block]:
    if not actions:
        yield Paragraph(message_line("export.no_actions", language))
        return
    heads = column_headings("export.column", ("what", "owner", "due", "first_step"), language)
    yield make_table(caption, heads, [_cells(deed, language) for deed in actions])
    lacking = tuple(
        message_line("export.lacks", language, label=deed.label, parts=", ".join(missing_parts(deed, language)))
        for deed in actions
        if deed.missing
    )
    if lacking:
        yield Bullets(lacking)
        yield Paragraph(message_line("export.lacks_why", language))


def missing_parts(action: ReportedAction, language: str) -> list[str]:
    """Names of the parts that an action lacks."""
    return [say(f"export.part.{part}", language) for part in action.missing]


def due_text(action: ReportedAction, language: str) -> str:
    """The due date of an action, or a word for a missing one."""
    return format_date(action.due, language) if action.due else say("export.missing", language)


def _cells(action: ReportedAction, language: str) -> list[SpanLine]:
    missing = message_line("export.missing", language)
    step = human_text(action.first_step, action.lang, language)
    if step and action.first_step_due:
        step = message_line("export.step_by", language, step=step, day=format_date(action.first_step_due, language))
    what = (*program_text(f"{action.label} "), *human_text(action.what, action.lang, language))
    return [what, human_text(action.owner) or missing, program_text(due_text(action, language)), step or missing]


def _decisions(report: WorkshopReport, language: str) -> Iterator[Block]:
    asked = [
        message_line(
            "export.decision_from",
            language,
            label=deed.label,
            what=human_text(deed.what, deed.lang, language),
            who=human_text(deed.decision_from),
        )
        for deed in report.actions
        if deed.decision_from
    ]
    verdict = say("export.verdict.decide", language)
    asked += [(*program_text(f"{verdict}: "), *human_text(name)) for name in open_decisions(report, language)]
    if asked or report.actions:
        yield Heading(2, message_line("export.decisions", language))
        yield Bullets(tuple(asked)) if asked else Paragraph(message_line("export.no_decisions", language))


def open_decisions(report: WorkshopReport, language: str) -> list[str]:
    """Names of candidates that were rated as needing a decision and that no action asks anybody to decide.

    Two candidates may have the same name; each candidate is listed once.
    """
    carried = {deed.item for deed in report.actions if deed.decision_from}
    rated = {candidate.id: candidate for poll in report.polls for candidate in poll.candidates}
    return [c.name_in(language) for c in rated.values() if c.verdict == "decide" and c.id not in carried]

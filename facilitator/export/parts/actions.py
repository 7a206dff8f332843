"""Section: the shared actions, what each lacks, and the decisions that are needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facilitator.export.blocks import Block, Bullets, Heading, Line, Paragraph, names, own, plain, table, told
from facilitator.export.report import Deed, Report
from facilitator.i18n.messages import day, say
from store.records import UNDER_WAY


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section: a common checklist, the actions, the decisions."""
    listed = [deed for deed in report.deeds if deed.checklist]
    actions = [deed for deed in report.deeds if not deed.checklist]
    if listed:
        yield Heading(2, told("export.checklist", language))
        yield Bullets(tuple(own(deed.what, deed.lang, language) for deed in listed))
        owner = own(listed[0].owner) or told("export.missing", language)
        yield Paragraph(told("export.checklist_owner", language, owner=owner, day=due(listed[0], language)))
    if report.followed is not None:
        # The section of the follow-up, before this one, lists actions that are done, dropped or passed on.
        actions = [deed for deed in actions if deed.status in UNDER_WAY]
        if actions:
            yield Heading(2, told("export.going_on", language))
            yield from _actions(actions, say("export.going_on", language), language)
    elif actions or (report.agrees and not listed):
        yield Heading(2, told("export.actions", language))
        yield from _actions(actions, say("export.actions", language), language)
    yield from _decisions(report, language)


def _actions(actions: Sequence[Deed], caption: str, language: str) -> Iterator[Block]:
    if not actions:
        yield Paragraph(told("export.no_actions", language))
        return
    heads = names("export.column", ("what", "owner", "due", "first_step"), language)
    yield table(caption, heads, [_cells(deed, language) for deed in actions])
    lacking = tuple(
        told("export.lacks", language, label=deed.label, parts=", ".join(lacks(deed, language)))
        for deed in actions
        if deed.missing
    )
    if lacking:
        yield Bullets(lacking)
        yield Paragraph(told("export.lacks_why", language))


def lacks(deed: Deed, language: str) -> list[str]:
    """Names of the parts that an action lacks."""
    return [say(f"export.part.{part}", language) for part in deed.missing]


def due(deed: Deed, language: str) -> str:
    """The due date of an action, or a word for a missing one."""
    return day(deed.due, language) if deed.due else say("export.missing", language)


def _cells(deed: Deed, language: str) -> list[Line]:
    missing = told("export.missing", language)
    step = own(deed.first_step, deed.lang, language)
    if step and deed.first_step_due:
        step = told("export.step_by", language, step=step, day=day(deed.first_step_due, language))
    what = (*plain(f"{deed.label} "), *own(deed.what, deed.lang, language))
    return [what, own(deed.owner) or missing, plain(due(deed, language)), step or missing]


def _decisions(report: Report, language: str) -> Iterator[Block]:
    asked = [
        told(
            "export.decision_from",
            language,
            label=deed.label,
            what=own(deed.what, deed.lang, language),
            who=own(deed.decision_from),
        )
        for deed in report.deeds
        if deed.decision_from
    ]
    verdict = say("export.verdict.decide", language)
    asked += [(*plain(f"{verdict}: "), *own(name)) for name in undecided(report, language)]
    if asked or report.deeds:
        yield Heading(2, told("export.decisions", language))
        yield Bullets(tuple(asked)) if asked else Paragraph(told("export.no_decisions", language))


def undecided(report: Report, language: str) -> list[str]:
    """Names of candidates that were rated as needing a decision and that no action asks anybody to decide."""
    carried = {deed.theme for deed in report.deeds if deed.decision_from}
    rated = (candidate for poll in report.polls for candidate in poll.candidates)
    return list(dict.fromkeys(c.called(language) for c in rated if c.verdict == "decide" and c.name not in carried))

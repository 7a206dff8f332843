"""Section: the follow-up of an earlier workshop, its actions by state."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.blocks import (
    Block,
    Bullets,
    Heading,
    Line,
    Paragraph,
    Table,
    joined,
    names,
    own,
    picked,
    plain,
    table,
    told,
)
from facilitator.export.follow_up import Followed, Turn
from facilitator.export.report import Report
from facilitator.i18n.messages import day, say

ORDER = ("done", "in_progress", "passed_on", "dropped", "not_started")

_WORDS = {"dropped": "export.followed.reason", "passed_on": "export.followed.whom"}


def write(report: Report, language: str) -> Iterator[Block]:
    """The blocks of the section; none for a workshop that is not a follow-up."""
    found = report.followed
    if found is None:
        return
    yield Heading(2, told("export.followed", language))
    yield Paragraph(_since(found, language))
    if found.turns:
        yield _table(found, language)
    for status in ORDER:
        turns = [turn for turn in found.turns if turn.status == status]
        if turns:
            yield Heading(3, plain(f"{say(f'export.status.{status}', language)} ({len(turns)})"))
            yield Bullets(tuple(_line(found, turn, language) for turn in turns))
    removed = [(*plain(f"{turn.label} "), *own(turn.what)) for turn in found.turns if not turn.status]
    if removed:
        began = say("export.followed.removed", language).capitalize()
        yield Paragraph((*plain(f"{began}: "), *joined(removed), *plain(".")))
    if found.waiting:
        yield Paragraph(told("export.followed.waiting", language, n=found.waiting))
    if found.promises:
        yield Paragraph(told("export.followed.promises", language, n=found.promises))


def _since(found: Followed, language: str) -> Line:
    """Which workshop this follows, how many days ago it was, and which of the follow-ups this is."""
    held, first, title = found.held or found.first, found.first or found.held, picked(found.title, language)
    if held is None or first is None:
        return title
    words = told(
        "export.followed.since",
        language,
        title=title,
        day=day(held, language),
        first=day(first, language),
        n=found.days,
    )
    if not found.mark:
        return words
    return (*words, *plain(" "), *told("export.followed.mark", language, days=found.mark))


def _table(found: Followed, language: str) -> Table:
    rows = [
        [plain(say(f"export.status.{status}", language)), plain(str(found.now[status])), plain(str(found.then[status]))]
        for status in ORDER
        if found.now[status] or found.then[status]
    ]
    heads = names("export.followed", ("state", "count", "before"), language)
    return table(say("export.followed", language), heads, rows)


def _line(found: Followed, turn: Turn, language: str) -> Line:
    details = joined(_details(found, turn, language), "; ")
    what = (*plain(f"{turn.label} "), *own(turn.what))
    return (*what, *plain(" – "), *details) if details else what


def _details(found: Followed, turn: Turn, language: str) -> Iterator[Line]:
    under_way = turn.status in ("not_started", "in_progress")
    if turn.note:
        yield told(_WORDS.get(turn.status, "export.followed.note"), language, note=own(turn.note))
    if turn.owner:
        yield told("export.followed.owner", language, owner=own(turn.owner))
    if under_way:
        yield plain(_due(found, turn, language))
    if under_way and turn.first_step:
        yield told("export.followed.step", language, what=own(turn.first_step))
    if turn.notices:
        yield told("export.followed.notices", language, what=own(turn.notices))
    yield plain(_change(turn, language))
    if turn.said:
        said = ", ".join(f"{say(f'status.{state}', language)} {n}" for state, n in turn.said.items() if n)
        yield told("export.followed.said", language, n=sum(turn.said.values()), said=said)


def _due(found: Followed, turn: Turn, language: str) -> str:
    if turn.due is None:
        return ""
    words = say("export.followed.due", language, day=day(turn.due, language))
    if turn.due_before and turn.due_before != turn.due:
        before = day(turn.due_before, language)
        words = say("export.followed.due_moved", language, day=day(turn.due, language), before=before)
    return f"{words}, {say('export.followed.late', language)}" if found.late(turn) else words


def _change(turn: Turn, language: str) -> str:
    if turn.closed_before:
        return say("export.followed.closed_before", language)
    if not turn.was:
        return say("export.followed.new", language)
    if turn.was == turn.status:
        return ""
    return say("export.followed.was", language, state=say(f"status.{turn.was}", language))

"""The section of ``summary.md`` about a follow-up: done, in progress, dropped with reason, passed on to whom."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.export.neutral import markdown
from facilitator.export.turns import Followed, Turn
from facilitator.words import day, pick, say

ORDER = ("done", "in_progress", "passed_on", "dropped", "not_started")

_WORDS = {"dropped": "export.followed.reason", "passed_on": "export.followed.whom"}


def write(found: Followed | None, language: str) -> Iterator[str]:
    """The blocks of the section; none for a workshop that follows nothing."""
    if found is None:
        return
    yield f"## {say('export.followed', language)}"
    yield _since(found, language)
    if found.turns:
        yield _table(found, language)
    for status in ORDER:
        turns = [turn for turn in found.turns if turn.status == status]
        if turns:
            yield f"### {say(f'export.status.{status}', language)} ({len(turns)})"
            yield "\n".join(f"- {_line(found, turn, language)}" for turn in turns)
    removed = [f"{turn.label} {markdown(turn.what)}" for turn in found.turns if not turn.status]
    if removed:
        yield f"{say('export.followed.removed', language).capitalize()}: {', '.join(removed)}."
    if found.waiting:
        yield say("export.followed.waiting", language, n=found.waiting)
    if found.promises:
        yield say("export.followed.promises", language, n=found.promises)


def _since(found: Followed, language: str) -> str:
    """Which workshop this follows, how long ago it was, and which of the follow-ups this is."""
    held, first = found.held or found.first, found.first or found.held
    if held is None or first is None:
        return markdown(pick(found.title, language))
    words = say(
        "export.followed.since",
        language,
        title=markdown(pick(found.title, language)),
        day=day(held, language),
        first=day(first, language),
        n=found.days,
    )
    return f"{words} {say('export.followed.mark', language, days=found.mark)}" if found.mark else words


def _table(found: Followed, language: str) -> str:
    heads = [say(f"export.followed.{name}", language) for name in ("state", "count", "before")]
    rows = [
        [say(f"export.status.{status}", language), str(found.now[status]), str(found.then[status])]
        for status in ORDER
        if found.now[status] or found.then[status]
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _line(found: Followed, turn: Turn, language: str) -> str:
    details = "; ".join(part for part in _details(found, turn, language) if part)
    return f"{turn.label} {markdown(turn.what)}" + (f" – {details}" if details else "")


def _details(found: Followed, turn: Turn, language: str) -> Iterator[str]:
    under_way = turn.status in ("not_started", "in_progress")
    if turn.note:
        yield say(_WORDS.get(turn.status, "export.followed.note"), language, note=markdown(turn.note))
    if turn.owner:
        yield say("export.followed.owner", language, owner=markdown(turn.owner))
    if under_way:
        yield _due(found, turn, language)
    if under_way and turn.first_step:
        yield say("export.followed.step", language, what=markdown(turn.first_step))
    if turn.notices:
        yield say("export.followed.notices", language, what=markdown(turn.notices))
    yield _change(turn, language)
    if turn.said:
        said = ", ".join(f"{say(f'status.{state}', language)} {n}" for state, n in turn.said.items() if n)
        yield say("export.followed.said", language, n=sum(turn.said.values()), said=said)


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

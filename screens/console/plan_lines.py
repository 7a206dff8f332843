"""The run of show as lines: every step with its state, planned and actual minutes. Pure."""

from __future__ import annotations

from facilitator.i18n.messages import pick, say
from facilitator.view import ConsoleView
from screens.console.list_line import ListLine
from screens.console.phrases import STATE_MARKS, minutes_words


def plan_lines(view: ConsoleView, now: float, language: str) -> list[ListLine]:
    """Return one line per step; the current one is bold and has an arrow.

    ``now`` in seconds since the epoch. A step that lacks text in a language names that language.
    """
    lines = []
    for step in view.plan:
        current = step.id == view.public.current
        mark = "▸" if current else STATE_MARKS.get(step.state, "") if step.state in ("done", "skipped") else "·"
        tail = minutes_words(step, now, language)
        if step.state == "skipped":
            tail = say("state.skipped", language)
        look = "head" if current else ""
        if step.lacks and step.state not in ("done", "skipped"):
            lacks = say("plan.lacks", language, codes=", ".join(step.lacks).upper())
            tail, look = " · ".join(part for part in (lacks, tail) if part), look or "warning"
        lines.append(ListLine(step.id, pick(step.title, language), mark=mark, tail=tail, look=look))
    return lines

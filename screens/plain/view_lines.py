"""What plain mode prints of the views: position, content of the stage, run of show. Pure: views in, lines out."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import pick, say
from facilitator.view import ConsoleView, PublicView
from screens.console.list_line import ListLine
from screens.console.phrases import people_words, step_words
from screens.console.plan_lines import plan_lines
from screens.console.result_lines import result_lines
from screens.steps import plain_lines


def position_lines(view: ConsoleView, language: str, question_known: bool = False) -> Iterator[str]:
    """Yield which step is current, what it asks, and how many have answered.

    ``question_known``: leave the question out, because it was printed already.
    """
    public = view.public
    yield step_words(public, language)
    if public.step is not None and not question_known:
        yield pick(public.step.question, language)
        yield pick(public.step.help, language)
    yield people_words(view, language)


def stage_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield what the stage shows. Results that are still secret are not in the view."""
    body, step = view.public.body, view.public.step
    # A result says little without its question, and a step that only asks would print nothing.
    if step is not None and (question := pick(step.question, language)):
        yield question
    own = plain_lines(body)
    if own is not None:
        yield from own(view, language)
    else:
        # The line ``export`` names a key of the full screen; the menu has a number for it.
        yield from (line_words(line) for line in result_lines(view, language) if line.id != "export")


def plan_texts(view: ConsoleView, now: float, language: str) -> Iterator[str]:
    """Yield the run of show with planned and actual minutes; the current step is marked in words."""
    for number, line in enumerate(plan_lines(view, now, language), 1):
        current = say("plain.here", language) if line.id == view.public.current else ""
        yield f"{number}. {' – '.join(part for part in (line.text, line.tail, current) if part)}"


def line_words(line: ListLine) -> str:
    """Return a line of a list, read from left to right."""
    return " – ".join(part for part in (f"{line.mark} {line.text}".strip(), line.tail) if part)


def position_of(view: PublicView) -> tuple[object, ...]:
    """Return the facts whose change makes plain mode print the position again."""
    step = view.step
    here = (step.id, step.state, step.round) if step is not None else ("",)
    return (*here, view.looking_back, view.session.state)

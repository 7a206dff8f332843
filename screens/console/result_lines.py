"""The result of a step as lines for the console. Pure; it holds only what everybody may see."""

from __future__ import annotations

from facilitator.view import CloseBody, ConsoleView, PublicView, VoteBody
from screens.console.list_line import ListLine
from screens.steps import console_lines


def can_close(view: PublicView) -> bool:
    """Return whether the workshop is at its end and can be closed."""
    return isinstance(view.body, CloseBody) and view.step is not None and view.step.state == "open"


def can_add_votes(view: PublicView) -> bool:
    """Return whether a vote is open in which a person could use one more vote."""
    vote, step = view.body, view.step
    if not isinstance(vote, VoteBody) or step is None or step.state != "open" or vote.preset in ("one", "stars"):
        return False
    return vote.budget < len(vote.items) * vote.max_per_item


def can_count_by_hand(view: PublicView) -> bool:
    """Return whether votes that were counted by hand can be entered: until the result is revealed."""
    step = view.step
    asked = step is not None and step.runoff and step.state in ("open", "closed")
    return asked and not view.looking_back


def result_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return the lines of a step that has a result to look at; none when there is nothing to show."""
    lines = console_lines(view.public.body)
    return lines(view, language) if lines is not None else []

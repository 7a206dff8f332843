"""Draws an ``action`` step on the stage: what, who, by when, first step, and in words what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.view import ActionBody, ConsoleView
from screens.canvas import Region
from screens.console.list_line import ListLine
from screens.console.phrases import action_words, missing_words
from screens.stage.action_table import draw_action_table, draw_checklist
from screens.stage.context import ROOMY_ROWS, StageContext
from screens.stage.figures import running_timer
from screens.stage.head import draw_head_with_clock
from screens.stage.question import draw_question

_ROWS_EACH = 5


def draw(region: Region, body: ActionBody, scene: StageContext) -> None:
    """Draw the table of actions, with an empty row while more can be added; above it the question if it fits."""
    rest = draw_head_with_clock(region, scene, scene.say("stage.action.note", n=len(body.actions), most=body.most))
    free = rest.height - _ROWS_EACH * (len(body.actions) + 1)
    if free > 1 and scene.step:
        rest = (
            rest.skip_rows(1) if running_timer(scene) and scene.height < ROOMY_ROWS else rest
        )  # large letters must not touch the clock
        asked = rest.first_rows(min(free, rest.height // 2))
        left = draw_question(asked, scene.pick(scene.step.question), scene.pick_second(scene.step.question), max_step=0)
        rest = rest.skip_rows(asked.height - left.height + 1)
    if body.checklist:
        draw_checklist(rest, body.actions, scene)
    else:
        draw_action_table(rest, body.actions, scene, can_add=max(0, body.most - len(body.actions)))


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return one line per action."""
    body = view.public.body
    if not isinstance(body, ActionBody):
        return []
    return [ListLine(action.id, action.what, mark=str(action.number)) for action in body.actions]


def plain_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield each action with what is known of it and what it lacks."""
    body = view.public.body
    if not isinstance(body, ActionBody):
        return
    for action in body.actions:
        yield f"{action.number}. {action.what}"
        yield from (part for part in (*action_words(action, language), missing_words(action, language)) if part)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("action")

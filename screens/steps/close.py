"""Draws the ``close`` step on the stage: date of the follow-up, thanks, number of promises, shared actions."""

from __future__ import annotations

from facilitator.i18n.messages import format_date, say
from facilitator.view import CloseBody, ConsoleView
from screens import letters
from screens.canvas import Region, wrap_evenly
from screens.console.list_line import ListLine
from screens.console.phrases import missing_words
from screens.stage.action_table import draw_action_table
from screens.stage.context import ROOMY_ROWS, StageContext
from screens.stage.head import draw_head_with_clock


def draw(region: Region, body: CloseBody, scene: StageContext) -> None:
    """Draw the follow-up date in block digits, the number of promises, and the actions."""
    rest = draw_head_with_clock(region, scene)
    if body.follow_up:
        rest.put(0, 0, scene.say_both("stage.close.follow_up", rest.width), "strong")
        rest = _draw_date(rest.skip_rows(1), scene.day(body.follow_up), scene)
    if scene.step:
        for line in wrap_evenly(scene.pick(scene.step.question), rest.width)[:3]:
            rest.put(0, 0, line)
            rest = rest.skip_rows(1)
    if body.promises:
        rest.put(0, 1, scene.say_both("stage.close.promises", rest.width, n=body.promises), "strong")
        rest = rest.skip_rows(2)
    if body.actions:
        rest.put(0, 1, scene.say_both("stage.close.actions", rest.width), "accent")
        draw_action_table(rest.skip_rows(2), body.actions, scene, brief=scene.height < ROOMY_ROWS)


def _draw_date(region: Region, day: str, scene: StageContext) -> Region:
    """Draw the date as large as a timer, or in bold if it does not fit in block digits. Returns the rows below."""
    size = letters.largest_size(day, region.width, letters.smallest_size(0.12, scene.height).rows)
    if size is None:
        region.put(0, 0, day, "strong")
        return region.skip_rows(2)
    region.stamp(0, 0, letters.draw(day, size), "big")
    return region.skip_rows(size.rows + 1)


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return what was agreed, and what each action lacks."""
    body = view.public.body
    if not isinstance(body, CloseBody):
        return []
    lines = [
        ListLine("promises", say("console.promises", language, n=body.promises)),
        ListLine("follow", say("console.follow_up", language, day=format_date(body.follow_up, language))),
        ListLine("export", say("console.remember_export", language)),
    ]
    for action in body.actions:
        missing = missing_words(action, language)
        look = "alarm" if missing else ""
        lines.append(ListLine(action.id, action.what, mark=str(action.number), tail=missing, look=look))
    return lines


if __name__ == "__main__":
    from screens.stage.preview import run

    run("close")

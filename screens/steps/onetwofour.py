"""Draws a ``onetwofour`` step (1-2-4-All) on the stage: the current phase, and in the last one the groups' ideas."""

from __future__ import annotations

from facilitator.scene.shown_view import format_time_left
from facilitator.view import OneTwoFourBody
from screens.canvas import Region, width_of, wrap_evenly
from screens.stage.context import StageContext
from screens.stage.figures import make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt
from screens.stage.question import draw_question
from screens.stage.texts import draw_texts
from screens.steps.text import plain_lines as plain_lines

PHASES = ("alone", "pairs", "fours", "all")


def draw(region: Region, body: OneTwoFourBody, scene: StageContext) -> None:
    """Draw the question with clock and phases, or one page of the groups' ideas."""
    if body.phase == "all":
        rest = draw_head(region, scene, _note(body, scene))
        if body.texts:
            draw_texts(rest, body.texts, body.tags, scene)
        else:
            draw_question(rest, scene.say("stage.onetwofour.none"), max_step=0)
        return
    groups = [make_figure(scene, "stage.count.groups", str(body.count), body.count)] if body.phase == "fours" else []
    rest = draw_head(region, scene)
    said = _instruction_rows(body, rest.width, scene)
    below = draw_prompt(rest, scene, groups, keep_rows=1 + len(said), show_address=body.phase == "alone")
    _draw_phases(below.first_rows(1), body, scene)
    for y, (line, style) in enumerate(said, start=1):
        below.put(0, y, line, style)


def _instruction_rows(body: OneTwoFourBody, width: int, scene: StageContext) -> list[tuple[str, str]]:
    """Return the instruction of this phase in rows with their styles; in the second language too if it fits one row."""
    key = f"stage.onetwofour.{body.phase}.what"
    also = scene.say_second(key)
    lines = [(line, "strong") for line in wrap_evenly(scene.say(key), width)]
    return lines + ([(also, "text")] if also and width_of(also) <= width else [])


def _draw_phases(region: Region, body: OneTwoFourBody, scene: StageContext) -> None:
    """Draw the phases side by side with their minutes, the current one marked."""
    names = [scene.say(f"stage.onetwofour.{phase}") for phase in PHASES]
    words = sum(width_of(f"{name} {length}’") for name, length in zip(names, body.minutes, strict=False))
    between = "  ▸  " if words + 2 + 3 * 5 <= region.width else " ▸ "
    x = 0
    for number, (phase, length) in enumerate(zip(PHASES, body.minutes, strict=False)):
        x = region.put(x, 0, between) if number else x
        here, name = phase == body.phase, names[number]
        x = region.put(x, 0, f"● {name} {length}’" if here else f"{name} {length}’", "accent" if here else "text")


def _note(body: OneTwoFourBody, scene: StageContext) -> str:
    """Return the number of ideas that groups sent, and the time left to talk about them."""
    clock = scene.view.timer
    said = scene.say("stage.onetwofour.note", n=body.count)
    if clock.state == "off" or scene.view.looking_back:
        return said
    return f"{said} · {format_time_left(clock.left_at(scene.now))}"


if __name__ == "__main__":
    from screens.stage.preview import run

    run("onetwofour")

"""Draws a ``onetwofour`` step (1-2-4-All) on the stage: the current phase, and in the last one the groups' ideas."""

from __future__ import annotations

from facilitator.view import OneTwoFour
from screens.canvas import Region, even, width_of
from screens.stage.figures import figure, minutes
from screens.stage.head import head
from screens.stage.prompt import asking
from screens.stage.question import question
from screens.stage.scene import Scene
from screens.stage.texts import texts

PHASES = ("alone", "pairs", "fours", "all")


def draw(region: Region, body: OneTwoFour, scene: Scene) -> None:
    """Draw the question with clock and phases, or one page of the groups' ideas."""
    if body.phase == "all":
        rest = head(region, scene, _note(body, scene))
        if body.texts:
            texts(rest, body.texts, body.tags, scene)
        else:
            question(rest, scene.say("stage.onetwofour.none"), most=0)
        return
    groups = [figure(scene, "stage.count.groups", str(body.count), body.count)] if body.phase == "fours" else []
    rest = head(region, scene)
    said = _said(body, rest.width, scene)
    below = asking(rest, scene, groups, keep=1 + len(said), inviting=body.phase == "alone")
    _way(below.above(1), body, scene)
    for y, (line, style) in enumerate(said, start=1):
        below.put(0, y, line, style)


def _said(body: OneTwoFour, width: int, scene: Scene) -> list[tuple[str, str]]:
    """Return the instruction of this phase in rows with their styles; in the second language too if it fits one row."""
    key = f"stage.onetwofour.{body.phase}.what"
    also = scene.also(key)
    lines = [(line, "strong") for line in even(scene.say(key), width)]
    return lines + ([(also, "text")] if also and width_of(also) <= width else [])


def _way(region: Region, body: OneTwoFour, scene: Scene) -> None:
    """Draw the phases side by side with their minutes, the current one marked."""
    names = [scene.say(f"stage.onetwofour.{phase}") for phase in PHASES]
    words = sum(width_of(f"{name} {length}’") for name, length in zip(names, body.minutes, strict=False))
    between = "  ▸  " if words + 2 + 3 * 5 <= region.width else " ▸ "
    x = 0
    for number, (phase, length) in enumerate(zip(PHASES, body.minutes, strict=False)):
        x = region.put(x, 0, between) if number else x
        here, name = phase == body.phase, names[number]
        x = region.put(x, 0, f"● {name} {length}’" if here else f"{name} {length}’", "accent" if here else "text")


def _note(body: OneTwoFour, scene: Scene) -> str:
    """Return the number of ideas that groups sent, and the time left to talk about them."""
    clock = scene.view.timer
    said = scene.say("stage.onetwofour.note", n=body.count)
    if clock.state == "off" or scene.view.looking_back:
        return said
    return f"{said} · {minutes(clock.left_at(scene.now))}"


if __name__ == "__main__":
    from screens.stage.preview import run

    run("onetwofour")

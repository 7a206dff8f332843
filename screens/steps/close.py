"""Draws the ``close`` step on the stage: date of the follow-up, thanks, number of promises, shared actions."""

from __future__ import annotations

from facilitator.view import Close
from screens import letters
from screens.canvas import Region, even
from screens.stage.action_table import agreed
from screens.stage.head import clocked
from screens.stage.scene import LARGE, Scene


def draw(region: Region, body: Close, scene: Scene) -> None:
    """Draw the follow-up date in block digits, the number of promises, and the actions."""
    rest = clocked(region, scene)
    if body.follow_up:
        rest.put(0, 0, scene.both("stage.close.follow_up", rest.width), "strong")
        rest = _date(rest.below(1), scene.day(body.follow_up), scene)
    if scene.step:
        for line in even(scene.pick(scene.step.question), rest.width)[:3]:
            rest.put(0, 0, line)
            rest = rest.below(1)
    if body.promises:
        rest.put(0, 1, scene.both("stage.close.promises", rest.width, n=body.promises), "strong")
        rest = rest.below(2)
    if body.actions:
        rest.put(0, 1, scene.both("stage.close.actions", rest.width), "accent")
        agreed(rest.below(2), body.actions, scene, brief=scene.height < LARGE)


def _date(region: Region, day: str, scene: Scene) -> Region:
    """Draw the date as large as a timer, or in bold if it does not fit in block digits. Returns the rows below."""
    size = letters.largest(day, region.width, letters.least(0.12, scene.height).rows)
    if size is None:
        region.put(0, 0, day, "strong")
        return region.below(2)
    region.stamp(0, 0, letters.draw(day, size), "big")
    return region.below(size.rows + 1)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("close")

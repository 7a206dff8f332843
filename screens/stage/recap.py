"""Draws what the previous workshop agreed: its actions with their status and the number of its promises. Pure."""

from __future__ import annotations

from facilitator.view import Recap
from screens.canvas import Region, clip
from screens.stage.head import clocked
from screens.stage.review_list import PER_PAGE, listed, page_of, standing
from screens.stage.scene import Scene


def recap(region: Region, body: Recap, page: int, scene: Scene) -> None:
    """Draw one page of the actions; on the last one also the number of promises, and shared ones if there is room."""
    note = scene.say("stage.recap.note", day=scene.day(body.held)) if body.held else ""
    rest = clocked(region, scene, note)
    shown = page_of(listed(body.actions), page)
    asked = scene.pick(scene.step.question) if scene.step else ""
    last = (page + 1) * PER_PAGE >= len(body.actions)
    below = 2 if body.promises and last else 0
    left = standing(rest.above(rest.height - below), shown, scene, asked) if shown else rest
    if not shown:
        left.put(0, 0, scene.both("stage.recap.none", rest.width), "strong")
    if below:
        _promises(rest.below(rest.height - below - left.height if shown else 2), body, scene)


def _promises(region: Region, body: Recap, scene: Scene) -> None:
    region.put(0, 1, scene.both("stage.recap.promises", region.width, n=body.promises), "strong")
    for y, promise in enumerate(body.shared, start=2):
        region.put(0, y, clip(f"– {promise.text}", region.width))

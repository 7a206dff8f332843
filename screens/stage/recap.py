"""Draws what the previous workshop agreed: its actions with their status and the number of its promises. Pure."""

from __future__ import annotations

from facilitator.view import Recap
from screens.canvas import Region, clip
from screens.stage.context import StageContext
from screens.stage.head import draw_head_with_clock
from screens.stage.review_list import PER_PAGE, draw_review_list, page_items, to_reviewed


def draw_recap(region: Region, body: Recap, page: int, scene: StageContext) -> None:
    """Draw one page of the actions; on the last one also the number of promises, and shared ones if there is room."""
    note = scene.say("stage.recap.note", day=scene.day(body.held)) if body.held else ""
    rest = draw_head_with_clock(region, scene, note)
    shown = page_items(to_reviewed(body.actions), page)
    asked = scene.pick(scene.step.question) if scene.step else ""
    last = (page + 1) * PER_PAGE >= len(body.actions)
    below = 2 if body.promises and last else 0
    left = draw_review_list(rest.first_rows(rest.height - below), shown, scene, asked) if shown else rest
    if not shown:
        left.put(0, 0, scene.say_both("stage.recap.none", rest.width), "strong")
    if below:
        _draw_promises(rest.skip_rows(rest.height - below - left.height if shown else 2), body, scene)


def _draw_promises(region: Region, body: Recap, scene: StageContext) -> None:
    region.put(0, 1, scene.say_both("stage.recap.promises", region.width, n=body.promises), "strong")
    for y, promise in enumerate(body.shared, start=2):
        region.put(0, y, clip(f"– {promise.text}", region.width))

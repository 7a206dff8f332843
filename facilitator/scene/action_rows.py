"""Actions as rows: number, what, the state as a chip, and below it who and until when. For reviews and recaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facilitator.scene.boxes import AnyBox, Panel, Role
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, calm_sentence, chip, line
from facilitator.scene.shown_view import STATUS_MARKS
from facilitator.scene.type_setting import shorten
from facilitator.view import PublicAction, ReviewItem

ROLES: Mapping[str, tuple[Role, Role]] = {
    "done": ("on_accent", "accent"),
    "in_progress": ("accent", "accent_soft"),
    "not_started": ("ink2", "soft"),
    "dropped": ("cut", "cut_soft"),
    "passed_on": ("ink2", "soft"),
}
"""State of an action -> roles of the words and of the ground of its chip."""
GAP = 16.0
MOST_ROWS = 4


def draw_rows(context: SceneContext, items: Sequence[ReviewItem], top: float, page: int) -> list[AnyBox]:
    """Draw one page of actions; a sentence when there are none."""
    if not items:
        return calm_sentence(context, "empty", context.say("stage.review.none"), top)
    pages = -(-len(items) // MOST_ROWS)
    shown = items[page % pages * MOST_ROWS :][:MOST_ROWS]
    height = min(190.0, (BOTTOM - 6 - top - (MOST_ROWS - 1) * GAP) / max(2, len(shown)))
    boxes: list[AnyBox] = []
    for number, item in enumerate(shown):
        boxes += _row(context, item, top + number * (height + GAP), height)
    return boxes


def _row(context: SceneContext, item: ReviewItem, y: float, height: float) -> list[AnyBox]:
    action, key = item.action, f"action:{item.action.id}"
    boxes: list[AnyBox] = [
        Panel(
            id=f"{key}:card",
            x=context.left_edge,
            y=y,
            w=context.room,
            h=height,
            fill="surface",
            outline="line",
            line=3,
            radius=22,
        ),
        line(
            context,
            f"{key}:number",
            str(action.number),
            context.left_edge + 26,
            y + 14,
            70,
            72.0,
            "bold",
            "accent",
            align="center",
        ),
    ]
    role, ground = ROLES.get(action.status, ("ink2", "soft"))
    word = f"{STATUS_MARKS.get(action.status, '')} {context.say(f'status.{action.status}')}".strip()
    wide = context.measure(word, context.label_size, "semibold") + 60
    parts, _ = chip(context, f"{key}:status", word, context.right_edge - 28 - wide, y + 20, role, ground, height=66.0)
    boxes += parts
    x, room = context.left_edge + 120, context.right_edge - 28 - wide - 30 - (context.left_edge + 120)
    size = context.reading_size + 5 if height > 130 else context.reading_size
    what = shorten(action.what, room, size, 2 if height > 170 else 1, "semibold", context.measure)
    boxes.append(block(key, what, x, y + 22, room, "semibold"))
    below = boxes[-1].bottom + 6
    details = " · ".join(filter(None, _details(context, action)))
    if details and below + context.label_size * 1.16 <= y + height - 8:
        room = context.right_edge - 40 - x
        boxes.append(line(context, f"{key}:details", details, x, below, room, context.label_size, "medium", "ink2"))
    return boxes


def _details(context: SceneContext, action: PublicAction) -> list[str]:
    """Return who and until when; for what was dropped or passed on, why."""
    if action.note:
        return [action.note]
    due = context.say("stage.action.due", day=context.day(action.due)) if action.due else ""
    return [action.owner, due]

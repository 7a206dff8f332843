"""The scene of ``info``: a text, the lenses with their hints, or what an earlier workshop agreed."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene import frame, prompt
from facilitator.scene.action_rows import draw_rows
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line, question, symbol_box
from facilitator.scene.type_setting import fit, fit_together
from facilitator.view import Body, InfoBody, Recap, ReviewItem, Tag

GAP = 24.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the text."""
    assert isinstance(body, InfoBody)
    if body.recap is not None:
        return _draw_recap(context, body.recap, body.page)
    if not body.tags:
        return prompt.draw_prompt(context, count=None, word="", closed_key="")
    boxes = frame.header(context)
    asked, y = question(context, height=230.0)
    return [*boxes, *asked, *_tags(context, body.tags, y + 40), *frame.footer(context)]


def _tags(context: SceneContext, tags: Sequence[Tag], top: float) -> list[AnyBox]:
    """Return a card for each lens: symbol, word, hint."""
    columns = len(tags) if len(tags) <= 4 and not context.narrow else min(len(tags), 3)
    rows = -(-len(tags) // columns)
    width = (context.room - (columns - 1) * GAP) / columns
    height = (BOTTOM - 10 - top - (rows - 1) * GAP) / rows
    names = fit_together(
        [context.pick(tag.label) for tag in tags],
        width - 150,
        context.sizes((62.0, 54.0, 46.0, 40.0)),
        1,
        "bold",
        context.measure,
    )
    boxes: list[AnyBox] = []
    for number, (tag, name) in enumerate(zip(tags, names, strict=True)):
        role = context.lens(tag.id, tags)
        x, y = context.left_edge + number % columns * (width + GAP), top + number // columns * (height + GAP)
        boxes += [
            Panel(id=f"tag:{tag.id}:card", x=x, y=y, w=width, h=height, fill=f"{role}_soft", radius=28),
            symbol_box(f"tag:{tag.id}:symbol", context.symbol(tag.id, tags), x + 40, y + 46, 56, role),
            block(f"tag:{tag.id}", name, x + 116, y + 74 - name.size * 0.58, width - 140, "bold", role),
        ]
        hint = context.pick(tag.hint) if tag.hint else ""
        most = int((height - 140) / (46 * 1.16))
        if hint and most > 0:
            setting = fit(hint, width - 80, context.sizes((50.0, 46.0, 43.0, 40.0)), most, "medium", context.measure)
            boxes.append(block(f"tag:{tag.id}:hint", setting, x + 40, y + 130, width - 80, "medium"))
    return boxes


def _draw_recap(context: SceneContext, recap: Recap, page: int) -> list[AnyBox]:
    """Draw what an earlier workshop agreed: when, the actions with their states, and how many promises."""
    held = context.day(recap.held)
    boxes = frame.header(context, held)
    asked, y = question(context, height=150.0)
    boxes += asked
    if recap.promises:
        said = f"{recap.promises} {context.say('wall.total.promises', n=recap.promises)}"
        boxes.append(
            line(context, "recap:promises", said, context.left_edge, y + 12, context.room, 46.0, "semibold", "accent")
        )
        y += 64
    items = [ReviewItem(action=action) for action in recap.actions]
    return [*boxes, *draw_rows(context, items, y + 26, page), *frame.footer(context)]

"""The scene of ``rate``: the items while people rate, then a map of benefit and effort with numbered bubbles."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import Align, AnyBox, Disc, Panel, Weight, Words
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import block, line, number_disc
from facilitator.scene.type_setting import fit_together
from facilitator.view import Body, RateBody, RateItem

QUARTERS = {(0, 1): "now", (1, 1): "together", (0, 0): "leave", (1, 0): "decide"}
"""(much effort, much benefit) -> verdict of the quarter."""
MAP_TOP, MAP_BOTTOM = 170.0, 860.0
AXIS = 66.0
GAP = 10.0
SIDES: tuple[Align, Align] = ("left", "right")
LEAST_BUBBLE, LARGEST_BUBBLE = 80.0, 160.0
MEANS = (1.0, 3.0)


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question, or the map."""
    assert isinstance(body, RateBody)
    raters = context.say("stage.count.answers", n=body.raters)
    if not context.shows_result:
        return prompt.draw_prompt(context, count=body.raters, word=raters, answered=body.raters, answered_word=raters)
    note = context.say("stage.answers.note", n=body.raters)
    rated = [item for item in body.items if item.gain is not None and item.effort is not None]
    if body.too_few or not rated:
        return prompt.draw_sentence(context, context.say("stage.scale.too_few", least=5, n=body.raters), note)
    boxes = frame.header(context, note)
    size = (MAP_BOTTOM - MAP_TOP, context.room * (0.56 if not context.narrow else 0.58) - AXIS)
    boxes += _quarters(context, size[1])
    boxes += _bubbles(context, rated, size[1])
    boxes += _legend(context, rated, context.left_edge + AXIS + size[1] + 56)
    return [*boxes, *frame.footer(context)]


def _quarters(context: SceneContext, width: float) -> list[AnyBox]:
    """Return the four named quarters of the map, with its axes."""
    wide, tall = (width - GAP) / 2, (MAP_BOTTOM - MAP_TOP - GAP) / 2
    boxes: list[AnyBox] = []
    for (right, up), verdict in QUARTERS.items():
        x = context.left_edge + AXIS + right * (wide + GAP)
        y = MAP_TOP + (1 - up) * (tall + GAP)
        fill, role = ("accent_soft", "accent") if verdict == "now" else ("soft", "ink2")
        key, said, align = f"quarter:{verdict}", context.say(f"stage.rate.{verdict}"), SIDES[right]
        boxes += [
            Panel(id=key, x=x, y=y, w=wide, h=tall, fill=fill, radius=24),
            line(context, f"{key}:word", said, x + 28, y + 16, wide - 56, 43.0, "semibold", role, align=align),
        ]
    return [*boxes, *_axes(context, width)]


def _axes(context: SceneContext, width: float) -> list[AnyBox]:
    """Return the words at both ends of both axes."""
    size, half, x0 = context.label_size, width / 2 - 10, context.left_edge + AXIS
    middle = (MAP_BOTTOM - MAP_TOP) / 2
    boxes: list[AnyBox] = []
    for side, key in enumerate(("wall.little_work", "wall.much_work")):
        x, y, name = x0 + side * (width / 2 + 10), MAP_BOTTOM + 8, f"axis:effort:{side}"
        boxes.append(line(context, name, context.say(key), x, y, half, size, "semibold", "ink2", align=SIDES[side]))
    for row, key in enumerate(("wall.much_gain", "wall.little_gain")):
        boxes.append(
            Words(
                id=f"axis:gain:{row}",
                x=context.left_edge - 4,
                y=MAP_TOP + row * (middle + 10),
                w=size * 1.16,
                h=middle - 10,
                lines=(context.say(key),),
                size=size,
                weight="semibold",
                role="ink2",
                turned=True,
                align="center",
            )
        )
    return boxes


def _bubbles(context: SceneContext, items: Sequence[RateItem], width: float) -> list[AnyBox]:
    """Return one numbered bubble for each item; those that would lie over each other are moved apart."""
    most = max((item.votes or 0 for item in items), default=0)
    x0 = context.left_edge + AXIS
    spots: list[list[float]] = []
    for item in items:
        share = sqrt((item.votes or 0) / most) if most else 0.55
        side = LEAST_BUBBLE + (LARGEST_BUBBLE - LEAST_BUBBLE) * share
        low, high = MEANS
        across = ((item.effort or low) - low) / (high - low)
        up = ((item.gain or low) - low) / (high - low)
        x = x0 + side / 2 + across * (width - side)
        y = MAP_BOTTOM - side / 2 - up * (MAP_BOTTOM - MAP_TOP - side - 60)
        spots.append([x, y, side])
    _move_apart(spots, (x0, MAP_TOP + 60, x0 + width, MAP_BOTTOM))
    boxes: list[AnyBox] = []
    for number, (item, (x, y, side)) in enumerate(zip(items, spots, strict=True), 1):
        best = item.verdict == "now"
        size = max(43.0, side * 0.4)
        boxes += [
            Disc(
                id=f"bubble:{item.id}",
                x=x - side / 2,
                y=y - side / 2,
                w=side,
                h=side,
                fill="accent" if best else "ink2",
                outline="surface",
                line=4,
            ),
            line(
                context,
                f"bubble:{item.id}:number",
                str(number),
                x - side / 2,
                y - size * 0.58,
                side,
                size,
                "bold",
                "on_accent" if best else "paper",
                align="center",
            ),
        ]
    return boxes


def _move_apart(spots: list[list[float]], area: tuple[float, float, float, float]) -> None:
    """Push bubbles that overlap away from each other, within the area; what was measured stays nearest to its place."""
    left, top, right, bottom = area
    for _ in range(60):
        moved = False
        for i, one in enumerate(spots):
            for other in spots[i + 1 :]:
                dx, dy = other[0] - one[0], other[1] - one[1]
                apart, least = hypot(dx, dy), (one[2] + other[2]) / 2 + 4
                if apart >= least:
                    continue
                moved = True
                if apart < 1:
                    dx, dy, apart = 1.0, 0.4, 1.08
                push = (least - apart) / 2 + 0.5
                for spot, sign in ((one, -1), (other, 1)):
                    spot[0] += sign * dx / apart * push
                    spot[1] += sign * dy / apart * push
        for spot in spots:
            spot[0] = min(right - spot[2] / 2, max(left + spot[2] / 2, spot[0]))
            spot[1] = min(bottom - spot[2] / 2, max(top + spot[2] / 2, spot[1]))
        if not moved:
            return


def _legend(context: SceneContext, items: Sequence[RateItem], x: float) -> list[AnyBox]:
    room = context.right_edge - x
    boxes: list[AnyBox] = []
    y = MAP_TOP
    if any(item.votes for item in items):
        said = context.say("wall.size_is_votes")
        wide = context.measure(said, context.label_size, "medium") + 2
        boxes += [
            line(context, "legend:size", said, x, y, wide, context.label_size, "medium", "ink2"),
            Disc(id="legend:small", x=x + wide + 26, y=y + 12, w=28, h=28, fill="ink2"),
            Disc(id="legend:large", x=x + wide + 68, y=y, w=52, h=52, fill="ink2"),
        ]
        y += 84
    step = min(112.0, (BOTTOM - y) / max(1, len(items)))
    settings = fit_together(
        [context.pick(item.label) for item in items],
        room - 90,
        context.sizes((43.0, 40.0)),
        2 if step >= 96 else 1,
        "semibold",
        context.measure,
    )
    for number, (item, setting) in enumerate(zip(items, settings, strict=True), 1):
        best = item.verdict == "now"
        disc = min(62.0, step - 8)
        boxes += number_disc(
            context,
            f"legend:{item.id}:number",
            str(number),
            x,
            y + (step - disc) / 2,
            disc,
            "accent" if best else "ink2",
            "on_accent" if best else "paper",
        )
        height = len(setting.lines) * setting.size * 1.16
        weight: Weight = "semibold" if best else "medium"
        boxes.append(block(f"legend:{item.id}", setting, x + 84, y + (step - height) / 2, room - 84, weight))
        y += step
    return boxes

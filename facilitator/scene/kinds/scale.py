"""The scene of ``scale``: the question while people answer, then the shape of the answers with their mean."""

from __future__ import annotations

from facilitator.i18n.messages import format_decimal
from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox, Disc, Panel
from facilitator.scene.columns import Series, draw_columns
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import calm_sentence, line, question
from facilitator.view import Body, ScaleBody

SIDE, NARROW_SIDE = 520.0, 330.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question with its points, or the result."""
    assert isinstance(body, ScaleBody)
    answered = context.say("stage.count.answers", n=body.answers)
    if not context.revealed:
        return prompt.draw_prompt(
            context, count=body.answers, word=answered, answered=body.answers, answered_word=answered
        )
    boxes = frame.header(context, context.say("stage.answers.note", n=body.answers))
    asked, y = question(context, height=150.0)
    boxes += asked
    if body.counts is None:
        said = context.say("stage.scale.too_few", least=body.fewest, n=body.answers)
        return [*boxes, *calm_sentence(context, "empty", said, y), *frame.footer(context)]
    side = NARROW_SIDE if context.narrow else SIDE
    labels = [context.pick(label) for label in body.labels]
    now = Series("now", body.counts)
    before = Series("before", body.before, "other") if body.before else None
    series = [before, now] if before else [now]
    boxes += draw_columns(context, series, labels, context.left, y + 40, context.room - side - 60, BOTTOM - 10)
    boxes += _means(context, series, context.right - side, y + 40, side)
    return [*boxes, *frame.footer(context)]


def mean_of(counts: tuple[int, ...] | list[int]) -> float:
    """Return the mean of the points, the first being 1; ``counts`` must not be empty of answers."""
    return sum(point * count for point, count in enumerate(counts, 1)) / sum(counts)


def _means(context: SceneContext, series: list[Series], x: float, y: float, width: float) -> list[AnyBox]:
    """Return the means, and their difference, which agrees with the means as they are shown."""
    height = BOTTOM - 10 - y
    boxes: list[AnyBox] = [Panel(id="means", x=x, y=y, w=width, h=height, fill="accent_soft", radius=28)]
    shown: list[float] = []
    at = y + 36
    for each in series:
        if not sum(each.counts):
            continue
        last = each is series[-1]
        mean = round(mean_of(list(each.counts)), 1)
        shown.append(mean)
        key = "wall.mean" if len(series) == 1 else "wall.at_end" if last else "wall.at_start"
        value, size = format_decimal(mean, context.first), 104.0 if last else 80.0
        wide = context.measure(value, size, "bold") + 4
        role = "accent" if last else "ink2"
        boxes += [
            Disc(id=f"mean:{each.name}:dot", x=x + 40, y=at + size * 0.58 - 20, w=40, h=40, fill=each.role),
            line(
                context,
                f"mean:{each.name}:word",
                context.say(key),
                x + 98,
                at + (size - 46) * 0.62,
                width - 150 - wide,
                46.0,
                "semibold",
                role,
            ),
            line(
                context,
                f"mean:{each.name}",
                value,
                x + width - 40 - wide,
                at,
                wide,
                size,
                "bold",
                role,
                align="right",
                figures=True,
            ),
        ]
        at += size * 1.12 + 6
    if len(shown) == 2:
        change = round(shown[1] - shown[0], 1)
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        boxes += [
            Panel(id="means:line", x=x + 40, y=at + 12, w=width - 80, h=3, fill="accent", corners="none"),
            line(
                context,
                "means:change",
                f"{sign}{format_decimal(abs(change), context.first)}",
                x + 36,
                at + 26,
                width - 72,
                136.0,
                "bold",
                "accent",
                figures=True,
            ),
        ]
        at += 180
    last_series = series[-1]
    points = len(last_series.counts)
    if points >= 4 and at + 110 < y + height:
        top_two = sum(list(last_series.counts)[-2:])
        words = (
            context.say("wall.people", n=top_two),
            context.say("wall.chose_two", first=points - 1, second=points),
        )
        for number, said in enumerate(words):
            boxes.append(
                line(context, f"means:top:{number}", said, x + 40, at + 26 + number * 52, width - 70, 43.0, "semibold")
            )
    return boxes

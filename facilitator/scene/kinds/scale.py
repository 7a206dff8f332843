"""The scene of ``scale``: the question while people answer, then the shape of the answers with their mean."""

from __future__ import annotations

from facilitator.i18n.messages import format_decimal
from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox, Disc, Panel
from facilitator.scene.columns import Series, draw_columns
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import line, question
from facilitator.scene.result_words import answers_note
from facilitator.view import Body, ScaleBody

QUESTION_HEIGHT = 150.0
SIDE, NARROW_SIDE = 520.0, 330.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question with its points, or the result."""
    assert isinstance(body, ScaleBody)
    answered = context.say("stage.count.answers", n=body.answers)
    if not context.shows_result:
        return prompt.draw_prompt(
            context, count=body.answers, word=answered, answered=body.answers, answered_word=answered
        )
    note = context.say("stage.answers.note", n=body.answers)
    if body.counts is None:
        said = context.say("stage.scale.too_few", least=body.fewest, n=body.answers)
        return prompt.draw_sentence(context, said, note, height=QUESTION_HEIGHT)
    boxes = frame.header(context, answers_note(context, sum(body.counts), body.late))
    asked, y = question(context, height=QUESTION_HEIGHT)
    boxes += asked
    side = NARROW_SIDE if context.narrow else SIDE
    labels = [context.pick(label) for label in body.labels]
    now = Series("now", body.counts)
    before = Series("before", body.before, "other") if body.before else None
    series = [before, now] if before else [now]
    boxes += draw_columns(context, series, labels, context.left_edge, y + 40, context.room - side - 60, BOTTOM - 10)
    boxes += _means(context, series, context.right_edge - side, y + 40, side)
    return [*boxes, *frame.footer(context)]


def mean_of(counts: tuple[int, ...] | list[int]) -> float:
    """Return the mean of the points, the first being 1; ``counts`` must not be empty of answers."""
    return sum(point * count for point, count in enumerate(counts, 1)) / sum(counts)


def _means(context: SceneContext, series: list[Series], x: float, y: float, width: float) -> list[AnyBox]:
    """Return the means, and their difference, which agrees with the means as they are shown."""
    height = BOTTOM - 10 - y
    boxes: list[AnyBox] = [Panel(id="means", x=x, y=y, w=width, h=height, fill="accent_soft", radius=28)]
    counted = [each for each in series if sum(each.counts)]
    at = y + 36
    for each in counted:
        last = each is series[-1]
        key = "wall.mean" if len(series) == 1 else "wall.at_end" if last else "wall.at_start"
        parts, at = _mean(context, each, context.say(key), x, at, width, last=last)
        boxes += parts
    if len(counted) == 2:
        first, second = (round(mean_of(list(each.counts)), 1) for each in counted)
        boxes += _change(context, round(second - first, 1), x, at, width)
        at += 180
    if len(series[-1].counts) >= 4 and at + 110 < y + height:
        boxes += _top_two(context, series[-1], x, at, width)
    return boxes


def _mean(
    context: SceneContext, series: Series, word: str, x: float, y: float, width: float, *, last: bool
) -> tuple[list[AnyBox], float]:
    """Return a mean with its word and the colour of its bars, and the y below it."""
    value, size = format_decimal(round(mean_of(list(series.counts)), 1), context.first), 104.0 if last else 80.0
    wide, role = context.measure(value, size, "bold") + 4, "accent" if last else "ink2"
    key, right = f"mean:{series.name}", x + width - 40
    room = width - 150 - wide
    boxes: list[AnyBox] = [
        Disc(id=f"{key}:dot", x=x + 40, y=y + size * 0.58 - 20, w=40, h=40, fill=series.role),
        line(context, key, value, right - wide, y, wide, size, "bold", role, align="right", figures=True),
    ]
    if context.measure(word, 46.0, "semibold") <= room:  # the colour of the bars says it too
        boxes.append(line(context, f"{key}:word", word, x + 98, y + (size - 46) * 0.62, room, 46.0, "semibold", role))
    return boxes, y + size * 1.12 + 6


def _change(context: SceneContext, change: float, x: float, y: float, width: float) -> list[AnyBox]:
    """Return the difference of two means under a line."""
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    said = f"{sign}{format_decimal(abs(change), context.first)}"
    return [
        Panel(id="means:line", x=x + 40, y=y + 12, w=width - 80, h=3, fill="accent", corners="none"),
        line(context, "means:change", said, x + 36, y + 26, width - 72, 136.0, "bold", "accent", figures=True),
    ]


def _top_two(context: SceneContext, series: Series, x: float, y: float, width: float) -> list[AnyBox]:
    """Return how many chose one of the two highest points."""
    points = len(series.counts)
    words = (
        context.say("wall.people", n=sum(list(series.counts)[-2:])),
        context.say("wall.chose_two", first=points - 1, second=points),
    )
    return [
        line(context, f"means:top:{number}", said, x + 40, y + 26 + number * 52, width - 70, 43.0, "semibold")
        for number, said in enumerate(words)
    ]

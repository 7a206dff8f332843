"""The scene of ``grid``: the question while people rate, then the rows with their means or their gaps."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import SceneContext
from facilitator.scene.grid_rows import draw_grid
from facilitator.scene.parts import question
from facilitator.view import Body, GridBody

QUESTION_HEIGHT = 130.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question, or the result."""
    assert isinstance(body, GridBody)
    many = body.answers or 0
    answered = context.say("stage.count.answers", n=many)
    if not context.shows_result:
        count = body.answers
        return prompt.draw_prompt(context, count=count, word=answered, answered=count, answered_word=answered)
    note = context.say("stage.answers.note", n=many)
    if body.too_few:
        said = context.say("stage.scale.too_few", least=body.fewest, n=many)
        return prompt.draw_sentence(context, said, note, height=QUESTION_HEIGHT)
    asked, y = question(context, height=QUESTION_HEIGHT)
    return [*frame.header(context, note), *asked, *draw_grid(context, body, y + 24), *frame.footer(context)]

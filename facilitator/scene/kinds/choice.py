"""The scene of ``choice``: the question while people answer, then a bar for each option."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import SceneContext
from facilitator.scene.parts import question
from facilitator.scene.ranking import RankedRow, draw_ranking
from facilitator.scene.result_words import answers_note
from facilitator.view import ITEMS_PER_PAGE, Body, ChoiceBody

QUESTION_HEIGHT = 150.0


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question, or the options with their counts."""
    assert isinstance(body, ChoiceBody)
    answered = context.say("stage.count.answers", n=body.answers)
    counted = [option for option in body.options if option.count is not None]
    if not counted and not body.too_few:
        return prompt.draw_prompt(
            context, count=body.answers, word=answered, answered=body.answers, answered_word=answered
        )
    note = context.say("stage.answers.note", n=body.answers)
    if not counted:
        said = context.say("stage.scale.too_few", least=body.fewest, n=body.answers)
        return prompt.draw_sentence(context, said, note, height=QUESTION_HEIGHT)
    boxes = frame.header(context, answers_note(context, body.answers, body.late))
    asked, y = question(context, height=QUESTION_HEIGHT)
    boxes += asked
    most = max([body.other_count or 0, *(option.count or 0 for option in counted)])
    best = max(option.count or 0 for option in counted)
    rows = [
        RankedRow(
            id=option.id,
            rank="",
            label=context.pick(option.label),
            value=str(option.count),
            share=(option.count or 0) / most if most else 0.0,
            wins=option.count == best and best > 0,
        )
        for option in counted
    ]
    first = body.page * ITEMS_PER_PAGE if body.pages > 1 else 0
    rows = rows[first : first + ITEMS_PER_PAGE]
    if body.other_count and body.page == body.pages - 1:
        label = context.say("stage.choice.other")
        rows.append(RankedRow("other", "", label, str(body.other_count), body.other_count / most))
    return [*boxes, *draw_ranking(context, rows, y + 24, ranks=False), *frame.footer(context)]

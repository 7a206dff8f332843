"""The scene of ``crowd`` (25/10): the question while people score, then the ideas by the sums of their points."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import TOP, SceneContext
from facilitator.scene.parts import calm_sentence, question
from facilitator.scene.ranking import RankedRow, draw_ranking, page_of
from facilitator.view import Body, CrowdBody


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question with the number of scorers, or the ranking."""
    assert isinstance(body, CrowdBody)
    scorers = context.say("stage.count.scorers", n=body.voters)
    if body.total is None:
        return prompt.draw_prompt(
            context,
            count=body.voters,
            word=scorers,
            closed_key="stage.vote.closed",
            answered=body.voters,
            answered_word=scorers,
        )
    most = body.cards * body.max_per_item
    note = f"{context.say('stage.crowd.scorers', n=body.voters)} · {context.say('stage.crowd.most', n=most)}"
    boxes = frame.header(context, note)
    if not body.total:
        asked, y = question(context)
        return [
            *boxes,
            *asked,
            *calm_sentence(context, "empty", context.say("stage.vote.none"), y),
            *frame.footer(context),
        ]
    rows = [
        RankedRow(
            id=item.id,
            rank=str(item.rank or number),
            label=context.pick(item.label),
            value=str(item.votes or 0),
            share=max(0, item.votes or 0) / most,
            wins=number <= body.cut,
        )
        for number, item in enumerate(body.items, 1)
    ]
    shown, after = page_of(rows, body.page, body.pages, body.cut)
    words = context.say("wall.cut", n=body.cut) if after else ""
    boxes += draw_ranking(context, shown, TOP + 4, cut_after=after, cut_words=words)
    return [*boxes, *frame.footer(context)]

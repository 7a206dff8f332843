"""The scene of ``crowd`` (25/10): the question while people score, then the ideas by the sums of their points."""

from __future__ import annotations

from facilitator.scene import prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import SceneContext
from facilitator.scene.ranking import draw_vote_result
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
    return draw_vote_result(context, body, note, most)

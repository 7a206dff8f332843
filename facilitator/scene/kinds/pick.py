"""The scene of ``pick``: blank cards while ideas are raised, and the wall of those that were."""

from __future__ import annotations

from facilitator.scene import card_wall, prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import SceneContext
from facilitator.view import Body, PickBody


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question, or the ideas that were raised."""
    assert isinstance(body, PickBody)
    pickers = context.say("stage.count.pickers", n=body.pickers)
    if context.shows_result:
        return card_wall.draw_wall(
            context, body.texts, body.tags, empty=context.say("stage.pick.none"), answered=body.pickers, word=pickers
        )
    return prompt.draw_prompt(
        context,
        count=body.raised,
        word=context.say("stage.count.raised", n=body.raised),
        tags=body.tags,
        closed_key="stage.pick.closed",
        answered=body.pickers,
        answered_word=pickers,
    )

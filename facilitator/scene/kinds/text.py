"""The scene of ``text``: blank cards while ideas are written, and the wall of cards after the reveal."""

from __future__ import annotations

from facilitator.scene import card_wall, prompt
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import SceneContext
from facilitator.view import Body, TextBody


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question, or what was written."""
    assert isinstance(body, TextBody)
    writers = context.say("wall.wrote", n=body.writers)
    if context.shows_result:
        return card_wall.draw_wall(
            context, body.texts, body.tags, empty=context.say("stage.text.none"), answered=body.writers, word=writers
        )
    return prompt.draw_prompt(
        context,
        count=body.count,
        word=context.say("stage.count.ideas", n=body.count),
        tags=body.tags,
        answered=body.writers,
        answered_word=writers,
    )

"""The scene of ``review``: the actions of an earlier workshop with their states, then how many have which state."""

from __future__ import annotations

from facilitator.scene import frame, prompt
from facilitator.scene.action_rows import draw_rows
from facilitator.scene.boxes import AnyBox
from facilitator.scene.context import TOP, SceneContext
from facilitator.scene.parts import question
from facilitator.scene.ranking import RankedRow, draw_ranking
from facilitator.scene.shown_view import STATUS_MARKS, best_first
from facilitator.view import Body, ReviewBody


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw a page of the actions while the step is open, the tally after the reveal, the question at other times."""
    assert isinstance(body, ReviewBody)
    note = context.say("stage.review.note", n=len(body.items))
    if body.shown and body.page == 0:
        rows = [
            RankedRow(
                id=state,
                rank=STATUS_MARKS.get(state, ""),
                label=context.say(f"status.{state}"),
                value=str(body.tally.get(state, 0)),
                share=body.tally.get(state, 0) / max(1, len(body.items)),
                wins=state == "done",
            )
            for state in best_first(body.states)
        ]
        return [*frame.header(context, note), *draw_ranking(context, rows, TOP + 20), *frame.footer(context)]
    if context.state in ("open", "done") or body.shown:
        boxes = frame.header(context, note)
        asked, y = question(context, height=130.0)
        boxes += asked
        return [*boxes, *draw_rows(context, body.items, y + 24, body.page - body.shown), *frame.footer(context)]
    reported = context.say("stage.count.reports", n=body.reporters)
    return prompt.draw_prompt(context, count=body.reporters if context.state == "closed" else None, word=reported)

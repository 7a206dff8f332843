"""Draws a ``crowd`` step (25/10) on the stage: the number of people who scored, and after the reveal the sums."""

from __future__ import annotations

from dataclasses import replace

from facilitator.view import IDEAS_PER_PAGE, CrowdBody
from screens.canvas import Region, clip
from screens.stage.bars import draw_bars
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt
from screens.stage.question import draw_question
from screens.stage.ranking import page_slice, ranked_bars
from screens.steps.vote import console_lines as console_lines

NOTE_COLUMNS = 64
"""Columns below which there is no room for a note beside the label of a bar."""


def draw(region: Region, body: CrowdBody, scene: StageContext) -> None:
    """Draw the question with the number of scorers, or bars with ranks, sums and the number of scores of each idea."""
    most = body.cards * body.max_per_item
    if body.total is None:
        counts = [make_figure(scene, "stage.count.scorers", format_count(body.voters, scene.view.joined))]
        note = scene.say("stage.crowd.each", n=body.cards, most=body.max_per_item)
        note = f"{note} · {scene.say('stage.vote.slips')}" if body.slips else note
        draw_prompt(draw_head(region, scene, note), scene, counts, closed_key="stage.vote.closed")
        return
    voters = scene.say("stage.crowd.scorers", n=body.voters)
    rest = draw_head(region, scene, f"{voters} · {scene.say('stage.crowd.most', n=most)}")
    if not body.total:
        draw_question(rest, scene.say("stage.vote.none"), max_step=0)
        return
    if body.tied:
        rest.put(0, 0, clip(scene.say_both("stage.vote.tied", rest.width, n=body.tied), rest.width), "accent")
        rest = rest.skip_rows(2)
    part = page_slice(body)
    scored = [scene.say("stage.crowd.scores", n=item.voters or 0, most=body.cards) for item in body.items[part]]
    shown = [replace(bar, note=note) for bar, note in zip(ranked_bars(body, scene, part), scored, strict=True)]
    if rest.width < NOTE_COLUMNS:
        # No room for notes: an idea with fewer scores than the others has them beside its rank, because its sum is not
        # comparable.
        few = [f"{item.voters}/{body.cards}" if (item.voters or 0) < body.cards else "" for item in body.items[part]]
        shown = [replace(bar, mark=f"{bar.mark} {share}".strip()) for bar, share in zip(shown, few, strict=True)]
    line = scene.say("stage.vote.cut", n=body.cut)
    draw_bars(
        rest,
        shown,
        full_value=most,
        slots=IDEAS_PER_PAGE if body.pages > 1 else 0,
        cut=body.cut - part.start,
        line=line,
    )


if __name__ == "__main__":
    from screens.stage.preview import run

    run("crowd")

"""Draws a ``vote`` step on the stage: the number of voters while it is open, the result after the reveal."""

from __future__ import annotations

from facilitator.i18n.messages import pick, say
from facilitator.scene.result_words import through_words, vote_note
from facilitator.view import IDEAS_PER_PAGE, ConsoleView, VoteBody
from screens.canvas import Region, clip
from screens.console.list_line import ListLine
from screens.console.vote_lines import vote_lines
from screens.stage.bars import draw_bars
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt
from screens.stage.question import draw_question
from screens.stage.ranking import most_votes, page_slice, ranked_bars


def draw(region: Region, body: VoteBody, scene: StageContext) -> None:
    """Draw the question with the number of voters, or bars with ranks, votes and the cut line."""
    rest = draw_head(region, scene, vote_note(scene, body))
    if body.total is None:
        counts = [make_figure(scene, "stage.count.voters", format_count(body.voters, scene.view.joined))]
        draw_prompt(rest, scene, counts, closed_key="stage.vote.closed")
    elif not body.total:
        draw_question(rest, scene.say("stage.vote.none"), max_step=0)
    else:
        part = page_slice(body)
        cut = scene.say("stage.vote.cut", n=body.cut)
        shown = ranked_bars(body, scene, part)
        slots = IDEAS_PER_PAGE if body.pages > 1 else 0
        draw_bars(
            _draw_notices(rest, body, scene),
            shown,
            full_value=most_votes(body),
            slots=slots,
            cut=body.cut - part.start,
            line=cut,
        )


def _draw_notices(rest: Region, body: VoteBody, scene: StageContext) -> Region:
    """Draw what the bars do not show: items that were through before this round, and an unresolved tie."""
    lines = []
    if through := through_words(scene, body):
        lines.append(through)
    if body.tied:
        lines.append(scene.say_both("stage.vote.tied", rest.width, n=body.tied))
    for y, line in enumerate(lines):
        rest.put(0, y, clip(line, rest.width), "accent")
    return rest.skip_rows(len(lines) + 1) if lines else rest


def console_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return the result as far as it may be shown, with what was counted by hand."""
    body = view.public.body
    if not isinstance(body, VoteBody):
        return []
    lines = vote_lines(body, language)
    return [*lines[:1], *_slip_lines(view, language), *lines[1:], *_paper_vote_lines(view, language)]


def _slip_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return how many join slips were used, next to the number of voters; never by whom."""
    body = view.public.body
    if not isinstance(body, VoteBody) or not body.slips:
        return []
    return [ListLine("slips", say("console.slips", language, n=view.slips_made, used=view.slips_used))]


def _paper_vote_lines(view: ConsoleView, language: str) -> list[ListLine]:
    """Return what was counted by hand. The facilitator entered it, so it may be shown before the reveal."""
    body = view.public.body
    if not view.paper or not isinstance(body, VoteBody):
        return []
    lines = [ListLine("hand", say("console.by_hand", language, n=view.paper_voters), look="head")]
    given = (item for item in body.items if item.id in view.paper)
    return lines + [ListLine(f"hand/{i.id}", pick(i.label, language), tail=str(view.paper[i.id])) for i in given]


if __name__ == "__main__":
    from screens.stage.preview import run

    run("vote")

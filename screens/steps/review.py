"""Draws a ``review`` step on the stage: the actions with their status, and at the end the number of each status."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import say
from facilitator.scene.shown_view import STATUS_MARKS, best_first
from facilitator.view import ConsoleView, ReviewBody, ReviewItem
from screens.canvas import Region
from screens.stage.bars import ResultBar, draw_bars
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head, draw_head_with_clock
from screens.stage.prompt import draw_prompt
from screens.stage.question import draw_question
from screens.stage.review_list import draw_review_list, page_items


def draw(region: Region, body: ReviewBody, scene: StageContext) -> None:
    """Draw a page of the actions while the step is open, the tally after the reveal, the question at other times."""
    if body.shown and body.page == 0:
        _draw_tally(draw_head_with_clock(region, scene, scene.say("stage.review.note", n=len(body.items))), body, scene)
    elif scene.state in ("open", "done") or body.shown:
        _draw_list(region, body, scene)
    else:
        counts = [make_figure(scene, "stage.count.actions", str(len(body.items)), len(body.items))]
        if scene.state == "closed":
            counts = [
                make_figure(
                    scene, "stage.count.reports", format_count(body.reporters, scene.view.joined), body.reporters
                )
            ]
        draw_prompt(draw_head(region, scene), scene, counts)


def _draw_list(region: Region, body: ReviewBody, scene: StageContext) -> None:
    note = "stage.review.reporters" if body.reporters else "stage.review.note"
    rest = draw_head_with_clock(region, scene, scene.say(note, n=body.reporters or len(body.items)))
    shown = page_items(body.items, body.page - body.shown)
    asked = scene.pick(scene.step.question) if scene.step else ""
    if shown:
        draw_review_list(rest, shown, scene, asked)
    else:
        room = rest.first_rows(rest.height // 2)
        rest = rest.skip_rows(room.height - draw_question(room, asked, max_step=0).height + 1)
        rest.put(0, 0, scene.say_both("stage.review.none", rest.width), "strong")


def _draw_tally(rest: Region, body: ReviewBody, scene: StageContext) -> None:
    shown = [
        ResultBar(
            STATUS_MARKS.get(state, ""),
            scene.say_both(f"status.{state}"),
            body.tally.get(state, 0),
            strong=state == "done",
        )
        for state in best_first(body.states)
    ]
    draw_bars(rest, shown, full_value=max(1, len(body.items)))


def plain_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield each action of the earlier workshop with its state."""
    body = view.public.body
    if not isinstance(body, ReviewBody):
        return
    yield from (_review_words(item, language) for item in body.items)


def _review_words(item: ReviewItem, language: str) -> str:
    """Return one action of an earlier workshop with its state."""
    said = f"{item.action.number}. {item.action.what}: {say(f'status.{item.action.status}', language)}"
    return f"{said} ({item.action.note})" if item.action.note else said


if __name__ == "__main__":
    from screens.stage.preview import run

    run("review")

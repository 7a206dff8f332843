"""Draws a ``pick`` step on the stage: the number of people who raised an idea, then the raised ideas."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView, PickBody
from screens.canvas import Region
from screens.console.text_lines import page_line, texts_lines
from screens.stage.context import StageContext
from screens.stage.figures import format_count, make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt
from screens.stage.question import draw_question
from screens.stage.texts import draw_texts


def draw(region: Region, body: PickBody, scene: StageContext) -> None:
    """Draw the question with counts, or one page of the raised ideas."""
    if body.texts:
        rest = draw_head(region, scene, scene.say("stage.pick.note", n=body.raised))
        draw_texts(rest, body.texts, body.tags, scene)
    elif scene.state == "revealed":
        draw_question(draw_head(region, scene), scene.say("stage.pick.none"), max_step=0)
    else:
        counts = [make_figure(scene, "stage.count.pickers", format_count(body.pickers, scene.view.joined))]
        if body.quota > 1:
            counts.append(make_figure(scene, "stage.count.raised", str(body.raised), body.raised))
        draw_prompt(draw_head(region, scene), scene, counts, closed_key="stage.pick.closed")


def plain_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield the number of texts, and those of the page."""
    body = view.public.body
    if not isinstance(body, PickBody):
        return
    yield say("console.texts", language, n=body.raised)
    yield from texts_lines(body.texts, body.tags, language)
    yield from page_line(body.page, body.pages, language)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("pick")

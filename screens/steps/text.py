"""Draws a ``text`` step on the stage: counts while people write, the texts after the reveal."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView, TextBody
from screens.canvas import Region
from screens.console.text_lines import page_line, texts_lines
from screens.stage.context import StageContext
from screens.stage.figures import make_figure
from screens.stage.head import draw_head
from screens.stage.prompt import draw_prompt
from screens.stage.question import draw_question
from screens.stage.texts import draw_texts


def draw(region: Region, body: TextBody, scene: StageContext) -> None:
    """Draw the question with counts, or one page of the texts."""
    if body.texts:
        rest = draw_head(region, scene, scene.say("stage.text.note", n=body.count))
        draw_texts(rest, body.texts, body.tags, scene)
    elif scene.state == "revealed":
        draw_question(draw_head(region, scene), scene.say("stage.text.none"), max_step=0)
    else:
        counts = [
            make_figure(scene, "stage.count.ideas", str(body.count), body.count),
            make_figure(scene, "stage.count.writers", str(body.writers), body.writers),
        ]
        draw_prompt(draw_head(region, scene), scene, counts, tags=body.tags)


def plain_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield the number of texts, and those of the page."""
    body = view.public.body
    if not isinstance(body, TextBody):
        return
    yield say("console.texts", language, n=body.count)
    yield from texts_lines(body.texts, body.tags, language)
    yield from page_line(body.page, body.pages, language)


if __name__ == "__main__":
    from screens.stage.preview import run

    run("text")

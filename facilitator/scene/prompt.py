"""A step that people answer, before its result: question, help, tags, and one blank card for every answer."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene import frame
from facilitator.scene.boxes import AnyBox, Panel
from facilitator.scene.context import BOTTOM, SceneContext
from facilitator.scene.parts import CHIP_HEIGHT, QUESTION_HEIGHT, block, calm_sentence, figure, question, tag_chips
from facilitator.scene.type_setting import fit
from facilitator.view import Body, Tag

COUNT_WIDTH = 250.0
CARD_WIDTH, CARD_HEIGHT, CARD_GAP = 110.0, 56.0, 16.0
HELP_SIZES = (46.0, 43.0, 40.0)


def draw(context: SceneContext, body: Body) -> list[AnyBox]:
    """Draw the question and the number of those who have answered."""
    answered = context.view.answered
    return draw_prompt(context, count=answered, word=context.say("stage.count.answers", n=answered))


def draw_prompt(
    context: SceneContext,
    *,
    count: int | None,
    word: str,
    tags: Sequence[Tag] = (),
    cards: bool = True,
    closed_key: str = "stage.closed",
    answered: int | None = None,
    answered_word: str = "",
) -> list[AnyBox]:
    """Draw a step that is ready, open or closed.

    ``count`` is the large number with ``word`` below it, None for no number; with ``cards`` each of it is a card.
    ``answered`` and ``answered_word`` are those of the footer.
    """
    boxes = frame.header(context)
    asked, y = question(context)
    boxes += asked
    step = context.step
    help_text = context.pick(step.help) if step is not None and step.help else ""
    status = _status(context, closed_key)
    for id_, text, role in (("help", help_text, "ink2"), ("status", status, "cut")):
        if text and not (id_ == "help" and status and context.state == "closed"):
            setting = fit(text, context.room, context.sizes(HELP_SIZES), 2, "medium", context.measure)
            boxes.append(block(id_, setting, context.left_edge, y + 22, context.room, "medium", role))
            y = boxes[-1].bottom
    if tags and y + 20 + CHIP_HEIGHT < BOTTOM - 170:
        chips, y = tag_chips(context, tags, y + 24)
        boxes += chips
    if count is not None and context.state != "ready":
        top = max(y + 40, 600.0)
        boxes += figure(context, "count", str(count), word, context.left_edge, top, COUNT_WIDTH)
        if cards:
            boxes += blank_cards(context, count, context.left_edge + COUNT_WIDTH + 40, top + 26)
    boxes += frame.footer(context, answered, answered_word)
    return boxes


def draw_sentence(
    context: SceneContext,
    sentence: str,
    note: str = "",
    *,
    height: float = QUESTION_HEIGHT,
    answered: int | None = None,
    word: str = "",
) -> list[AnyBox]:
    """Draw the question with a calm sentence below it: there is nothing to show, and why.

    ``note`` is that of the header; ``height`` the most that the question takes; the rest is for the footer.
    """
    asked, below = question(context, height=height)
    return [
        *frame.header(context, note),
        *asked,
        *calm_sentence(context, "empty", sentence, below),
        *frame.footer(context, answered, word),
    ]


def _status(context: SceneContext, closed_key: str) -> str:
    """Return whether answers are taken, in words; empty while they are."""
    if context.state == "ready":
        return context.say("stage.ready")
    return context.say(closed_key) if context.state == "closed" and closed_key else ""


def blank_cards(context: SceneContext, count: int, left: float, top: float) -> list[AnyBox]:
    """Return one card without words for every text: life on the wall, and nothing of what was written.

    All cards have one colour, because the colours of the lenses would steer those who still write. When there is no
    room for all, each card stands for the newest ones.
    """
    columns = max(1, int((context.right_edge - left + CARD_GAP) / (CARD_WIDTH + CARD_GAP)))
    rows = max(1, int((BOTTOM - top + CARD_GAP) / (CARD_HEIGHT + CARD_GAP)))
    step = (context.right_edge - left + CARD_GAP) / columns
    shown = min(count, columns * rows)
    boxes: list[AnyBox] = []
    for number in range(shown):
        nth = count - shown + number
        # A card keeps its place when another comes: the newest takes the place of the oldest once all are taken.
        place = nth % (columns * rows)
        x, y = left + place % columns * step, top + place // columns * (CARD_HEIGHT + CARD_GAP)
        newest = nth == count - 1
        fill, ink = ("accent", "on_accent") if newest else ("accent_soft", "accent_faint")
        width = step - CARD_GAP
        boxes.append(Panel(id=f"card:{nth}", x=x, y=y, w=width, h=CARD_HEIGHT, fill=fill, radius=12))
        # Two lines of a pretended length, which depends on nothing but the number of the card.
        for row, share in enumerate((0.56 + nth * 37 % 23 / 100, 0.3 + nth * 53 % 19 / 100)):
            boxes.append(
                Panel(
                    id=f"card:{nth}:{row}",
                    x=x + 15,
                    y=y + 16 + row * 15,
                    w=(width - 30) * share,
                    h=6,
                    fill=ink,
                    radius=3,
                )
            )
    return boxes

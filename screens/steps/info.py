"""Draws an ``info`` step on the stage: a text, an explanation of the tags, a recap, or how to join."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import InfoBody, Tag
from screens import letters
from screens.canvas import Region, wrap_evenly
from screens.letters import SIZES, Size
from screens.stage.context import StageContext
from screens.stage.head import draw_head, draw_head_with_clock
from screens.stage.join import draw_join
from screens.stage.prompt import draw_prompt
from screens.stage.question import Lettering, draw_lettering, draw_question
from screens.stage.recap import draw_recap

_INDENT = 4
_LARGEST = SIZES[2]


def draw(region: Region, body: InfoBody, scene: StageContext) -> None:
    """Draw the text as large as it fits; each tag has a paragraph of its own."""
    if body.join:
        draw_join(region, scene)
    elif body.recap is not None:
        draw_recap(region, body.recap, body.page, scene)
    elif body.tags and scene.step:
        rest = draw_head_with_clock(region, scene)
        asked = rest.first_rows(rest.height // 3)
        left = draw_question(asked, scene.pick(scene.step.question), scene.pick_second(scene.step.question), max_step=0)
        rest = rest.skip_rows(asked.height - left.height + 1)
        _draw_tags(rest, body.tags, scene)
    else:
        draw_prompt(draw_head(region, scene), scene, [], closed_key="", show_address=False)


def _draw_tags(region: Region, tags: Sequence[Tag], scene: StageContext) -> None:
    """Draw each tag with its symbol, its word in the largest size common to all tags, and its hint below."""
    width = region.width - _INDENT
    hints = [_hint_lines(tag, width, scene) for tag in tags]
    fixed = sum(len(hint) for hint in hints) + len(tags) - 1
    size = _common_size([scene.pick(tag.label) for tag in tags], width, (region.height - fixed) // len(tags))
    each = size.rows if size else 1
    air = 1 + min(2, max(0, region.height - fixed - each * len(tags)) // len(tags))
    y = 0
    for tag, hint in zip(tags, hints, strict=True):
        region.put(0, y + each // 2, tag.symbol, "accent")
        name = Lettering((scene.pick(tag.label) if size else scene.pick_both(tag.label),), size, 0)
        column = region.subregion(_INDENT, 0, width, region.height)
        draw_lettering(column.skip_rows(y), name, "accent")
        for down, line in enumerate(hint):
            column.put(0, y + each + down, line)
        y += each + len(hint) + air


def _hint_lines(tag: Tag, width: int, scene: StageContext) -> list[str]:
    texts = (scene.pick(tag.hint) if tag.hint else "", scene.pick_second(tag.hint))
    return [line for text in texts for line in wrap_evenly(text, width)[:2]]


def _common_size(names: Sequence[str], width: int, rows: int) -> Size | None:
    """Return the largest size in which each of the words fits one line; None if block letters do not fit."""
    found = [letters.largest_size(name, width, min(rows, _LARGEST.rows)) for name in names]
    sizes = [size for size in found if size]
    return min(sizes, key=lambda size: size.rows) if len(sizes) == len(found) else None


if __name__ == "__main__":
    from screens.stage.preview import run

    run("info")

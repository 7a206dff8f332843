"""Draws an ``info`` step on the stage: a text, an explanation of the tags, a recap, or how to join."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import Info, Tag
from screens import letters
from screens.canvas import Region, even
from screens.letters import SIZES, Size
from screens.stage.head import clocked, head
from screens.stage.join import join
from screens.stage.prompt import asking
from screens.stage.question import Lettering, question, write
from screens.stage.recap import recap
from screens.stage.scene import Scene

_INDENT = 4
_LARGEST = SIZES[2]


def draw(region: Region, body: Info, scene: Scene) -> None:
    """Draw the text as large as it fits; each tag has a paragraph of its own."""
    if body.join:
        join(region, scene)
    elif body.recap is not None:
        recap(region, body.recap, body.page, scene)
    elif body.tags and scene.step:
        rest = clocked(region, scene)
        asked = rest.above(rest.height // 3)
        left = question(asked, scene.pick(scene.step.question), scene.other(scene.step.question), most=0)
        rest = rest.below(asked.height - left.height + 1)
        _tags(rest, body.tags, scene)
    else:
        asking(head(region, scene), scene, [], closed="", inviting=False)


def _tags(region: Region, tags: Sequence[Tag], scene: Scene) -> None:
    """Draw each tag with its symbol, its word in the largest size common to all tags, and its hint below."""
    width = region.width - _INDENT
    hints = [_hint(tag, width, scene) for tag in tags]
    fixed = sum(len(hint) for hint in hints) + len(tags) - 1
    size = _size([scene.pick(tag.label) for tag in tags], width, (region.height - fixed) // len(tags))
    each = size.rows if size else 1
    air = 1 + min(2, max(0, region.height - fixed - each * len(tags)) // len(tags))
    y = 0
    for tag, hint in zip(tags, hints, strict=True):
        region.put(0, y + each // 2, tag.symbol, "accent")
        name = Lettering((scene.pick(tag.label) if size else scene.label(tag.label),), size, 0)
        column = region.inside(_INDENT, 0, width, region.height)
        write(column.below(y), name, "accent")
        for down, line in enumerate(hint):
            column.put(0, y + each + down, line)
        y += each + len(hint) + air


def _hint(tag: Tag, width: int, scene: Scene) -> list[str]:
    texts = (scene.pick(tag.hint) if tag.hint else "", scene.other(tag.hint))
    return [line for text in texts for line in even(text, width)[:2]]


def _size(names: Sequence[str], width: int, rows: int) -> Size | None:
    """Return the largest size in which each of the words fits one line; None if block letters do not fit."""
    found = [letters.largest(name, width, min(rows, _LARGEST.rows)) for name in names]
    sizes = [size for size in found if size]
    return min(sizes, key=lambda size: size.rows) if len(sizes) == len(found) else None


if __name__ == "__main__":
    from screens.stage.preview import run

    run("info")

"""Draws a page of shared actions with their status, for a recap and for a review. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.scene.shown_view import STATUS_MARKS
from facilitator.view import PublicAction, ReviewItem
from screens import letters
from screens.canvas import Region, clip, width_of, wrap, wrap_evenly
from screens.letters import SIZES
from screens.stage.context import StageContext

PER_PAGE = 4

_SEPARATOR = "  ·  "
_LARGE, _FULL, _SHORT, _BARE = range(4)
"""Levels of detail of an action, from most to least: the status in block letters; everything in plain rows; without
next step and reports of the phones; the first row and the status only."""

StyledRows = list[tuple[str, str]]
"""Text and style of each row; a row of style ``big`` consists of block characters."""


def page_items(items: Sequence[ReviewItem], page: int) -> Sequence[ReviewItem]:
    """Return the items of one page."""
    return items[page * PER_PAGE : (page + 1) * PER_PAGE]


def to_reviewed(actions: Sequence[PublicAction]) -> tuple[ReviewItem, ...]:
    """Return actions as list items without the data that a review adds."""
    return tuple(ReviewItem(action=action) for action in actions)


def draw_review_list(
    region: Region, items: Sequence[ReviewItem], scene: StageContext, question_text: str = ""
) -> Region:
    """Draw each action with its status in words. Returns the rows below.

    ``question_text`` is drawn above in plain rows if that does not reduce the detail of the actions. All actions have
    the same level of detail, the highest at which all of them fit. If they do not fit at the lowest, the last ones are
    left out and their number is shown.
    """
    above = wrap_evenly(question_text, region.width) if question_text else []
    below = region.skip_rows(len(above) + 1)
    # The question is drawn only if the actions keep their level of detail below it.
    if above and detail_level(below, items, scene) == detail_level(region, items, scene) < _BARE:
        for y, line in enumerate(above):
            region.put(0, y, line)
        region = below
    blocks = [_block(item, region, scene, detail_level(region, items, scene)) for item in items]
    room = region.height
    if _total_rows(blocks) > room:
        room -= 1  # for the message that some are left out
        while blocks and _total_rows(blocks) > room:
            # From the end, so that the actions that are shown are the first of the page.
            blocks.pop()
        region.last_rows(1).put(0, 0, scene.say("stage.more", n=len(items) - len(blocks)))
    rest = _draw_blocks(region.first_rows(room), items, blocks)
    return rest if len(blocks) == len(items) else region.skip_rows(region.height)


def detail_level(region: Region, items: Sequence[ReviewItem], scene: StageContext) -> int:
    """Return the highest level of detail at which all actions fit; ``_BARE`` if none does."""
    for each in (_LARGE, _FULL, _SHORT):
        if _total_rows([_block(item, region, scene, each) for item in items]) <= region.height:
            return each
    return _BARE


def _total_rows(blocks: Sequence[StyledRows]) -> int:
    """Return the rows of the blocks, with a blank row between two unless all of them have the fewest rows."""
    return sum(map(len, blocks)) + (len(blocks) - 1 if any(len(block) > 2 for block in blocks) else 0)


def _draw_blocks(region: Region, items: Sequence[ReviewItem], blocks: Sequence[StyledRows]) -> Region:
    spare = region.height - sum(map(len, blocks))
    air = min(2, max(0, spare) // max(1, len(blocks) - 1))
    y = 0
    for item, block in zip(items, blocks, strict=False):
        region.put(0, y, str(item.action.number), "accent")
        column = region.subregion(_indent(items), 0, region.width, region.height)
        for text, style in block:
            if style == "big":
                column.stamp(0, y, [text], "big")
            else:
                column.put(0, y, text, style)
            y += 1
        y += air
    return region.skip_rows(max(0, y - air))


def _indent(items: Sequence[ReviewItem]) -> int:
    return max((len(str(item.action.number)) for item in items), default=1) + 3


def _block(item: ReviewItem, region: Region, scene: StageContext, depth: int) -> StyledRows:
    action, width = item.action, region.width - 6
    lines: StyledRows = [
        (line, "strong") for line in _limit_rows(wrap_evenly(action.what, width), 1 if depth == _BARE else 2, width)
    ]
    word = f"{STATUS_MARKS.get(action.status, '')} {scene.say_both(f'status.{action.status}', width)}".strip()
    # A word that is too wide, or that block letters cannot draw, stays in a plain row.
    if depth == _LARGE and letters.largest_size(scene.say(f"status.{action.status}"), width, SIZES[0].rows):
        lines += [(row, "big") for row in letters.draw(scene.say(f"status.{action.status}"), SIZES[0])]
        word = scene.say_second(f"status.{action.status}")
    parts = [part for part in (word, _previous_status(item, scene)) if part]
    if parts:
        lines.append(("  ".join(parts), "accent"))
    if depth != _BARE:
        lines += [(line, "text") for line in _join_parts(_details(action, scene, depth), width)]
        lines += [(line, "text") for line in _report_rows(item, scene)] if depth < _SHORT else []
    return lines


def _previous_status(item: ReviewItem, scene: StageContext) -> str:
    if not item.before or item.before == item.action.status:
        return ""
    return f"({scene.say('stage.review.before', state=scene.say(f'status.{item.before}'))})"


def _report_rows(item: ReviewItem, scene: StageContext) -> list[str]:
    if not item.counts:
        return []
    said = ", ".join(f"{scene.say(f'status.{state}')} {count}" for state, count in item.counts.items() if count)
    return [scene.say("stage.review.said", n=sum(item.counts.values()), said=said)]


def _details(action: PublicAction, scene: StageContext, depth: int) -> list[str]:
    parts = [action.owner, scene.say("stage.action.due", day=scene.day(action.due)) if action.due else ""]
    if action.status in ("dropped", "passed_on"):
        # Owner and date no longer hold; what matters is why it was dropped or who has it now, which is in the note.
        parts = []
    if action.note:
        parts.append(scene.say(f"stage.review.note.{action.status}", note=action.note))
    elif action.first_step and depth < _SHORT and action.status in ("not_started", "in_progress"):
        day = scene.day(action.first_step_due) if action.first_step_due else ""
        parts.append(scene.say("stage.review.step", what=f"{action.first_step} {day}".strip()))
    if action.notices and depth < _SHORT:
        parts.append(scene.say("stage.review.notices", what=action.notices))
    return [part for part in parts if part]


def _join_parts(parts: Sequence[str], width: int) -> list[str]:
    """Return the parts side by side, in new rows where they do not fit; a long part takes at most two rows."""
    lines: list[str] = []
    for part in parts:
        if lines and width_of(lines[-1] + _SEPARATOR + part) <= width:
            lines[-1] += _SEPARATOR + part
        else:
            lines += _limit_rows(wrap(part, width), 2, width)
    return lines


def _limit_rows(lines: Sequence[str], most: int, width: int) -> list[str]:
    """Return at most ``most`` lines; the last one ends with ``…`` if text was cut."""
    return [*lines[: most - 1], clip(" ".join(lines[most - 1 :]), width)] if len(lines) > most else list(lines)

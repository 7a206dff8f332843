"""Draws the table of shared actions for the action step and for the end of the workshop. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.view import PublicAction
from screens.canvas import Region, width_of, wrap, wrap_evenly
from screens.stage.context import StageContext

StyledRows = list[tuple[str, str]]
"""Text and style of each row."""

_INDENT = 4
_SEPARATOR = "  ·  "


def draw_action_table(
    region: Region, actions: Sequence[PublicAction], scene: StageContext, *, can_add: int = 0, brief: bool = False
) -> Region:
    """Draw each action with its owner, date and first step. Returns the rows below.

    ``can_add`` is the number of actions that can still be added; if there are any, an empty row invites to it.
    ``brief`` leaves out the first step. A table that does not fit is drawn briefly; if it still does not fit, the last
    actions are left out and one row says how many.
    """
    width = region.width - _INDENT
    blocks = [_block(action, width, scene, brief) for action in actions]
    if can_add:
        blocks.append([("–", "strong"), (scene.say_both("stage.action.take", width), "text")])
    rows = sum(map(len, blocks)) + max(0, len(blocks) - 1)  # with one blank row between two blocks
    if rows > region.height and not brief:
        # First steps and the inviting row are given up before any action is left out.
        return draw_action_table(region, actions, scene, can_add=0, brief=True)
    if rows > region.height:
        room = region.first_rows(region.height - 1)  # the last row holds the message
        fitting = _count_fitting(blocks[: len(actions)], room.height)
        region.last_rows(1).put(0, 0, scene.say("stage.more", n=len(actions) - fitting))
        return _draw_blocks(room, blocks[:fitting])
    return _draw_blocks(region, blocks)


def draw_checklist(region: Region, actions: Sequence[PublicAction], scene: StageContext) -> Region:
    """Draw the actions as one checklist with a common owner and date. Returns the rows below."""
    details = _details(actions[0], region.width, scene, brief=False) if actions else []
    details = details or [(scene.say_both("stage.action.take", region.width), "text")]
    room = region.first_rows(region.height - len(details) - 1)
    blocks: list[StyledRows] = [
        [(line, "strong") for line in wrap_evenly(action.what, region.width - _INDENT)[:2]] for action in actions
    ]
    # The common owner and date hold for every item, so they stay and the last items give way.
    while sum(map(len, blocks)) > room.height:
        blocks.pop()
    rest = _draw_blocks(room, blocks)
    rest = region.skip_rows(room.height - rest.height)
    if len(blocks) < len(actions):
        rest.put(0, 0, scene.say("stage.more", n=len(actions) - len(blocks)))
    for row, (text, style) in enumerate(details, start=1):
        rest.put(0, row, text, style)
    return rest.skip_rows(len(details) + 1)


def _count_fitting(blocks: Sequence[StyledRows], height: int) -> int:
    """Return how many of the first blocks fit into ``height`` rows with one blank row between two."""
    used = 0
    for number, block in enumerate(blocks):
        used += len(block) + (1 if number else 0)
        if used > height:
            return number
    return len(blocks)


def _draw_blocks(region: Region, blocks: Sequence[StyledRows]) -> Region:
    """Draw numbered blocks with up to two blank rows between them. Returns the rows below."""
    spare = region.height - sum(map(len, blocks))
    air = min(2, spare // len(blocks)) if blocks else 0
    y = 0
    for number, block in enumerate(blocks, start=1):
        region.put(0, y, str(number), "accent")
        for text, style in block:
            region.subregion(_INDENT, 0, region.width, region.height).put(0, y, text, style)
            y += 1
        y += air
    return region.skip_rows(max(0, y - air))


def _block(action: PublicAction, width: int, scene: StageContext, brief: bool) -> StyledRows:
    what: StyledRows = [(line, "strong") for line in wrap_evenly(action.what, width)[: 1 if brief else 2]]
    return [*what, *_details(action, width, scene, brief)]


def _details(action: PublicAction, width: int, scene: StageContext, brief: bool) -> StyledRows:
    """Return the rows with an action's owner, date and first step, and a row that names what is missing."""
    lines: StyledRows = []
    if action.missing:
        parts = ", ".join(scene.say(f"stage.action.missing.{part}") for part in action.missing)
        lines.append((scene.say("stage.action.missing", parts=parts), "alarm"))
    known = [action.owner, scene.say("stage.action.due", day=scene.day(action.due)) if action.due else ""]
    if action.first_step and not brief:
        date = scene.day(action.first_step_due) if action.first_step_due else ""
        known.append(scene.say("stage.action.first", what=f"{action.first_step} {date}".strip()))
    lines += [(line, "text") for line in _join_parts([part for part in known if part], width)]
    if {"owner", "due"} & set(action.missing) and not brief:
        lines.append((scene.say_both("stage.action.idea", width), "text"))
    return lines


def _join_parts(parts: Sequence[str], width: int) -> list[str]:
    """Return the parts side by side, in new rows where they do not fit; a long part takes at most two rows."""
    lines: list[str] = []
    for part in parts:
        if lines and width_of(lines[-1] + _SEPARATOR + part) <= width:
            lines[-1] += _SEPARATOR + part
        else:
            lines += wrap(part, width)[:2]
    return lines

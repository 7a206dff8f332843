"""The join code as it will be on the wall, how far it can be read, whether the terminal leaves stripes in it, and
whether it draws fine letters."""

from __future__ import annotations

import os

from facilitator import sight
from screens import letters, qr
from screens.canvas import Region, even
from screens.check.state import Check, Spots
from screens.fine import draws_fine
from screens.letters import FINE

_AIR = 3
_BESIDE = 22


def draw(region: Region, check: Check, spots: Spots) -> str:
    """The code at the left, the questions beside it."""
    link = check.view.session.address
    scale = qr.fitting(link, region.width - _BESIDE - _AIR, region.height, check.profile.qr)
    left = 0
    if scale:
        columns, rows = qr.size(link, scale)
        qr.draw(region.inside(0, (region.height - rows) // 2, columns, rows), link, scale)
        left = columns + _AIR
    column = region.inside(left, 0, region.width - left, region.height)
    y = 0
    for text, style in _words(check, scale):
        for line in even(text, column.width):
            column.put(0, y, line, style)
            y += 1
        y += 1
    _letters(column.below(y), check)
    return check.say("code.keys")


def _letters(column: Region, check: Check) -> None:
    """A word in fine letters, whether they are on, and how to change that."""
    sample = letters.draw(check.say("code.sample"), FINE[0])
    on = draws_fine(check.profile.letters, os.environ)
    asked = even(check.say(f"code.letters.{'on' if on else 'off'}"), column.width)
    if column.height < len(sample) + len(asked):
        return
    column.stamp(0, 0, sample, "big")
    for y, line in enumerate(asked, start=len(sample)):
        column.put(0, y, line)


def _words(check: Check, scale: int | None) -> list[tuple[str, str]]:
    if scale is None:
        return [(check.say("code.none"), "accent")]
    found = [(check.say("code.try"), "strong")]
    high = check.profile.height
    reach = sight.code_reach(check.rows, high or 1.0, scale)
    if high:
        found.append((check.say("code.reach", metres=check.metres(reach)), "accent"))
        if check.profile.distance > reach:
            found.append((check.say("code.short"), "text"))
    else:
        found.append((check.say("code.heights", n=int(reach)), "accent"))
    found.append((check.say("code.stripes"), "text"))
    if check.outlook is not None and check.outlook.reached:
        found.append((f"✓ {check.say('code.came')}", "good"))
    return found

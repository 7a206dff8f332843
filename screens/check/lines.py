"""The page with five lines of decreasing size: someone at the back says which is the last line they can read."""

from __future__ import annotations

from screens import legibility, letters
from screens.canvas import Region, width_of
from screens.check.state import Check, Spots
from screens.letters import SIZES

TALL = (SIZES[2], SIZES[1], SIZES[0])
"""Letter sizes of the first three lines; the fourth is in capitals of one row, the fifth in small letters."""

COUNT = 5
_INDENT = 4


def draw(region: Region, check: Check, spots: Spots) -> str:
    """Draw the lines with their numbers and the distance from which each can be read; return the conclusion."""
    heights = [*(size.rows for size in TALL), 1, 1]
    air = 1 if sum(heights) + COUNT - 1 <= region.height else 0
    y = 0
    for number, high in enumerate(heights, start=1):
        _line(region.below(y).above(high), number, check)
        for row in range(y, y + high):
            spots.add(region.top + row, f"choose({number})")
        y += high + air
    return _found(check)


def _line(rows: Region, number: int, check: Check) -> None:
    word = check.say(f"lines.{number}")
    read = number == check.profile.read
    rows.put(0, 0, f"{number}{' ◂' if read else ''}", "accent" if read else "text")
    column = rows.inside(_INDENT, 0, rows.width, rows.height)
    if number <= len(TALL):
        column.stamp(0, 0, letters.draw(word, TALL[number - 1]), "big")
    else:
        column.put(0, 0, word.upper() if number == COUNT - 1 else word, "strong" if number < COUNT else "text")
    if check.profile.height:
        reach = check.metres(_reach(number, check))
        if rows.width - width_of(reach) > _INDENT + _width(word, number) + 2:
            rows.put_right(rows.height - 1, reach)


def _width(word: str, number: int) -> int:
    return letters.measure(word, TALL[number - 1]) if number <= len(TALL) else width_of(word)


def _reach(number: int, check: Check) -> float:
    height = check.profile.height
    if number == COUNT:
        return legibility.small_reach(check.rows, height)
    return legibility.text_reach(check.rows, height, TALL[number - 1].rows if number <= len(TALL) else 1)


def _found(check: Check) -> str:
    """Return what the last line that could be read means for the room."""
    read = check.profile.read
    if not read:
        return check.say("lines.keys")
    return check.say(f"lines.read.{'all' if read == COUNT else 'most' if read == COUNT - 1 else 'large'}")

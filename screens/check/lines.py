"""The legibility page: five lines of decreasing size. The facilitator enters the last line readable from the back."""

from __future__ import annotations

from screens import legibility, letters
from screens.canvas import Region, width_of
from screens.check.state import CheckState, Hotspots
from screens.letters import SIZES

LETTER_SIZES = (SIZES[2], SIZES[1], SIZES[0])
"""Letter sizes of the first three lines; the fourth is in capitals of one row, the fifth in small letters."""

LINE_COUNT = 5
_INDENT = 4


def draw(region: Region, check: CheckState, spots: Hotspots) -> str:
    """Draw each line with its number and its reading distance; return the conclusion as a sentence."""
    heights = [*(size.rows for size in LETTER_SIZES), 1, 1]
    air = 1 if sum(heights) + LINE_COUNT - 1 <= region.height else 0
    y = 0
    for number, high in enumerate(heights, start=1):
        _draw_line(region.skip_rows(y).first_rows(high), number, check)
        for row in range(y, y + high):
            spots.add(region.top + row, f"choose({number})")
        y += high + air
    return _conclusion(check)


def _draw_line(rows: Region, number: int, check: CheckState) -> None:
    word = check.say(f"lines.{number}")
    read = number == check.profile.read
    rows.put(0, 0, f"{number}{' ◂' if read else ''}", "accent" if read else "text")
    column = rows.subregion(_INDENT, 0, rows.width, rows.height)
    if number <= len(LETTER_SIZES):
        column.stamp(0, 0, letters.draw(word, LETTER_SIZES[number - 1]), "big")
    else:
        column.put(
            0, 0, word.upper() if number == LINE_COUNT - 1 else word, "strong" if number < LINE_COUNT else "text"
        )
    if check.profile.height:
        reach = check.metres(_reading_distance(number, check))
        # The distance is left out where it would touch the word that is to be read.
        if rows.width - width_of(reach) > _INDENT + _width(word, number) + 2:
            rows.put_right(rows.height - 1, reach)


def _width(word: str, number: int) -> int:
    return letters.measure(word, LETTER_SIZES[number - 1]) if number <= len(LETTER_SIZES) else width_of(word)


def _reading_distance(number: int, check: CheckState) -> float:
    height = check.profile.height
    if number == LINE_COUNT:
        return legibility.small_text_reach(check.rows, height)
    return legibility.text_reach(
        check.rows, height, LETTER_SIZES[number - 1].rows if number <= len(LETTER_SIZES) else 1
    )


def _conclusion(check: CheckState) -> str:
    """Return a sentence on which letter sizes the back of the room can read."""
    read = check.profile.read
    if not read:
        return check.say("lines.keys")
    return check.say(f"lines.read.{'all' if read == LINE_COUNT else 'most' if read == LINE_COUNT - 1 else 'large'}")

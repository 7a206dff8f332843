"""The page about the join code: how it looks on the stage, how far it can be read, whether the terminal leaves stripes
in it, and how finely the terminal draws large letters.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from screens import legibility, letters, qr
from screens.canvas import Region, wrap_evenly
from screens.check.state import CheckState, Hotspots
from screens.letters import SIZES, Size
from screens.pixels import AUTO, Pixels, detect_pixels

_GAP = 3
_TEXT_WIDTH = 22
_INDENT = 3

_MARKS = {Pixels.HALVES: "A", Pixels.QUARTERS: "B", Pixels.SIXTHS: "C"}
_COARSE = SIZES[0]
_FINER = (Size("slim", 1, 3, Pixels.QUARTERS), Size("slim", 1, 2, Pixels.SIXTHS))
_SAMPLES = ((_COARSE, *_FINER), _FINER)
"""Two sets of samples: the smallest letters of each fineness; and without the coarse ones, for lack of rows."""

_SAMPLE_ROWS = max(size.rows for size in _FINER) + 1


def draw(region: Region, check: CheckState, spots: Hotspots) -> str:
    """Draw the code on the left and the questions on the right; return the line about the keys."""
    link = check.view.session.address
    scale = qr.largest_scale(link, region.width - _TEXT_WIDTH - _GAP, region.height, check.profile.qr)
    left = 0
    if scale:
        columns, rows = qr.size(link, scale)
        qr.draw(region.subregion(0, (region.height - rows) // 2, columns, rows), link, scale)
        left = columns + _GAP
    column = region.subregion(left, 0, region.width - left, region.height)
    y = 0
    for text, style in _code_words(check, scale):
        for line in wrap_evenly(text, column.width):
            column.put(0, y, line, style)
            y += 1
        y += 1
    _draw_samples(column.skip_rows(y), check)
    return check.say("code.keys")


def _draw_samples(column: Region, check: CheckState) -> None:
    """Draw a word in each fineness of letters, mark the one in use, and say how to change it."""
    used = detect_pixels(check.profile.letters, os.environ)
    chosen = "auto" if check.profile.letters == AUTO else "own"
    asked = wrap_evenly(check.say(f"code.letters.{chosen}", mark=_MARKS[used]), column.width)
    word, room = check.say("code.sample"), column.height - len(asked)
    # The join code itself is drawn in half blocks, so their sample is left out first when rows are short.
    sets = [_sample_lines(word, samples, column.width) for samples in _SAMPLES]
    lines = next((found for found in sets if len(found) * _SAMPLE_ROWS <= room), [])
    for y, line in enumerate(lines):
        x = 0
        for size in line:
            column.put(x, y * _SAMPLE_ROWS, _MARKS[size.pixels], "accent" if size.pixels is used else "text")
            column.stamp(x + _INDENT, y * _SAMPLE_ROWS, letters.draw(word, size), "big")
            x += _INDENT + letters.measure(word, size) + _GAP
    for down, row in enumerate(asked if lines else (), start=len(lines) * _SAMPLE_ROWS):
        column.put(0, down, row)


def _sample_lines(word: str, samples: Sequence[Size], width: int) -> list[list[Size]]:
    """Lay the samples out side by side, in as many lines as they need in ``width`` columns."""
    lines: list[list[Size]] = []
    used = 0
    for size in samples:
        wide = _INDENT + letters.measure(word, size)
        if lines and used + _GAP + wide <= width:
            lines[-1].append(size)
            used += _GAP + wide
        else:
            lines.append([size])
            used = wide
    return lines


def _code_words(check: CheckState, scale: int | None) -> list[tuple[str, str]]:
    if scale is None:
        return [(check.say("code.none"), "accent")]
    found = [(check.say("code.try"), "strong")]
    high = check.profile.height
    # With a height of 1 m, the metres are also image heights, which are shown while the real height is unknown.
    reach = legibility.code_reach(check.rows, high or 1.0, scale)
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

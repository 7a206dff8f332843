"""How large things are on the stage: ``python tests/bench/stage_sizes.py`` (about two minutes).

Prints the README's tables: of every question of every ready workshop in every language, how many have less than a
twelfth of the height; of the rehearsal's pages of six ideas, how many have a twenty-fifth; and the clock on every kind
of step. Ends with 1 when a figure is not the one that is written down here, when a small question would have had room,
or when a clock has less than its eighth. Figures are changed on purpose: fewer small questions are better, more want a
reason. ``tests/stage/test_shares.py`` asserts the same of a sample.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[0:1] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "stage")]

from stage_pictures import SIZES, shot  # noqa: E402
from text_sizes import (  # noqa: E402
    asked,
    large_pages,
    live,
    lost,
    missed,
    pages,
    roomy,
    rows_of,
)

from screens.pixels import Pixels  # noqa: E402
from screens.stage.figures import TIMER_SHARE  # noqa: E402

MISSED: Mapping[Pixels, Mapping[tuple[int, int], int]] = {
    Pixels.HALVES: {(60, 20): 193, (72, 20): 164, (80, 24): 93, (100, 30): 3, (120, 40): 3, (160, 50): 0},
    Pixels.QUARTERS: {(60, 20): 50, (72, 20): 14, (80, 24): 0, (100, 30): 0, (120, 40): 0, (160, 50): 0},
    Pixels.SIXTHS: {(60, 20): 9, (72, 20): 1, (80, 24): 0, (100, 30): 0, (120, 40): 0, (160, 50): 0},
}
"""Of 207 questions (69 in three languages): those that are smaller than their share, by what the terminal draws."""

LARGE_IDEAS: Mapping[Pixels, Mapping[tuple[int, int], int]] = {
    Pixels.HALVES: {(60, 20): 23, (72, 20): 23, (80, 24): 23, (100, 30): 0, (120, 40): 0, (160, 50): 0},
    Pixels.QUARTERS: {(60, 20): 23, (72, 20): 23, (80, 24): 23, (100, 30): 0, (120, 40): 2, (160, 50): 23},
    Pixels.SIXTHS: {(60, 20): 23, (72, 20): 23, (80, 24): 23, (100, 30): 0, (120, 40): 23, (160, 50): 23},
}
"""Of 23 pages of six ideas as people write them (half of those have 55 characters or more): those with their share."""


def questions() -> Iterator[str]:
    """Prints the table of questions; yields what is not as it should be."""
    every = list(asked())
    for width, height in SIZES:
        for pixels in Pixels:
            short = missed(every, width, height, pixels)
            print(f"{width}x{height} {pixels.mode:8} {len(short):4} of {len(every)} questions are small", flush=True)
            if len(short) != MISSED[pixels][width, height]:
                yield f"{width}x{height} {pixels.mode}: {len(short)} small, {MISSED[pixels][width, height]} written"
            # In half blocks on a small stage, what is small may have room: its letters come in fewer heights.
            if pixels is not Pixels.HALVES or height in (30, 40):
                yield from (
                    f"{width}x{height} {pixels.mode}: has room: {text}" for text in roomy(short, width, height, pixels)
                )
    for pixels in Pixels:
        yield from (f"80x24 {pixels.mode}: not on the stage: {text}" for text in lost(every, pixels))


def ideas() -> Iterator[str]:
    """Prints the table of ideas; yields what is not as it should be."""
    every = pages()
    for width, height in SIZES:
        for pixels in Pixels:
            held = large_pages(every, width, height, pixels)
            print(f"{width}x{height} {pixels.mode:8} {held:4} of {len(every)} pages of ideas are large", flush=True)
            if held != LARGE_IDEAS[pixels][width, height]:
                yield f"{width}x{height} {pixels.mode}: {held} pages, {LARGE_IDEAS[pixels][width, height]} written"


def clocks() -> Iterator[str]:
    """Prints how large the smallest clock is; yields those below their share."""
    for width, height in SIZES:
        for pixels in Pixels:
            rows = {
                (name, language): rows_of(shot(view, width, height, language, pixels=pixels), "6:12", pixels)
                for name, view in live()
                for language in ("fi", "two")
            }
            print(f"{width}x{height} {pixels.mode:8} {min(rows.values())} rows: the smallest of {len(rows)} clocks")
            yield from (f"{width}x{height} {name}" for name, high in rows.items() if high < TIMER_SHARE * height)


def main() -> int:
    """All tables. Returns the exit code."""
    wrong = [*questions(), *ideas(), *clocks()]
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

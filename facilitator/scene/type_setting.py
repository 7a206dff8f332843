"""Chooses sizes and line breaks. A size is chosen once for a step, never anew for a state.

Text is measured by a function that the caller gives (the fonts in production, a table in tests), so that this package
opens no font.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from facilitator.scene.boxes import Weight

Measure: TypeAlias = Callable[[str, float, Weight], float]
"""Width in u of a text that is set in a size (em in u) and a weight."""

DISPLAY = (104.0, 92.0, 80.0, 72.0, 62.0, 54.0)
"""Sizes of a question, the largest first."""
PROMISE = (128.0, 116.0, *DISPLAY)
READING = 43.0
LABEL = 40.0
"""The smallest text on the wall."""
ELLIPSIS = "…"


class Setting(NamedTuple):
    """A text in its size and its lines. ``whole`` is False when it had to be cut."""

    size: float
    lines: tuple[str, ...]
    whole: bool = True


def break_lines(text: str, width: float, size: float, weight: Weight, measure: Measure) -> tuple[str, ...]:
    """Break a text between words, as few lines as possible; a word that is wider than a line stands on its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def balance(text: str, width: float, size: float, weight: Weight, measure: Measure) -> tuple[str, ...]:
    """Break a text into as few lines as possible, then make the lines as equal as possible."""
    lines = break_lines(text, width, size, weight, measure)
    if len(lines) < 2:
        return lines
    # The narrowest width that still needs no further line makes the lines as equal as words allow.
    low, high = width / len(lines) / 2, width
    for _ in range(12):
        middle = (low + high) / 2
        tried = break_lines(text, middle, size, weight, measure)
        if len(tried) <= len(lines) and max(measure(line, size, weight) for line in tried) <= width:
            low, high, lines = low, middle, tried
        else:
            low = middle
    return lines


def fit(
    text: str,
    width: float,
    sizes: Sequence[float],
    most_lines: int,
    weight: Weight,
    measure: Measure,
) -> Setting:
    """Set a text in the largest of ``sizes`` (descending) in which it needs at most ``most_lines`` lines.

    In the smallest size it is cut with an ellipsis if it is still too long.
    """
    for size in sizes:
        lines = balance(text, width, size, weight, measure)
        if len(lines) <= most_lines and all(measure(line, size, weight) <= width for line in lines):
            return Setting(size, lines)
    return shorten(text, width, sizes[-1], most_lines, weight, measure)


def fit_together(
    texts: Sequence[str],
    width: float,
    sizes: Sequence[float],
    most_lines: int,
    weight: Weight,
    measure: Measure,
) -> Sequence[Setting]:
    """Set texts that stand in a row of peers: all in the smallest of the sizes that each of them needs."""
    if not texts:
        return ()
    size = min(fit(text, width, sizes, most_lines, weight, measure).size for text in texts)
    return [fit(text, width, (size,), most_lines, weight, measure) for text in texts]


def shorten(text: str, width: float, size: float, most_lines: int, weight: Weight, measure: Measure) -> Setting:
    """Set a text in one size on at most ``most_lines`` lines, the last with an ellipsis if the text is cut."""
    lines = [cut_word(line, width, size, weight, measure) for line in break_lines(text, width, size, weight, measure)]
    if len(lines) <= most_lines:
        return Setting(size, tuple(lines), all(ELLIPSIS not in line or ELLIPSIS in text for line in lines))
    rest = " ".join(lines[most_lines - 1 :])
    return Setting(size, (*lines[: most_lines - 1], cut_word(rest, width, size, weight, measure)), False)


def cut_word(line: str, width: float, size: float, weight: Weight, measure: Measure) -> str:
    """Return the line, cut to the width with an ellipsis if it is wider."""
    if measure(line, size, weight) <= width:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(line[:middle].rstrip() + ELLIPSIS, size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return line[:low].rstrip() + ELLIPSIS

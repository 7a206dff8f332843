"""Writes ``results.png``: the results as a picture for a chat or a slide, wide or square, and the same as text.

The picture has a light background and neutral colours; every bar has its number. Text that does not fit is shortened
with ``…``; the text version contains it in full.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from facilitator.export.chart import Chart, ChartBar, build_chart, vote_bars
from facilitator.export.report import VoteRoundResult, WorkshopReport
from facilitator.i18n.messages import say
from facilitator.media.fonts import Pen, shorten_to_fit, text_width, wrap_text

if TYPE_CHECKING:  # imported late: only few commands draw
    from PIL import Image, ImageDraw

WIDE = (1920, 1080)
SQUARE = (1080, 1080)
STRIP_WIDTH = 1600
"""Width in pixels of ``vote_strip``, the picture of the bars without title and footer."""

PAPER, INK, MUTED_INK, TRACK = "#ffffff", "#1a1a1a", "#4d4d4d", "#e9edf0"
BAR, BAR_MUTED = "#1f5f8b", "#7d97a8"
COLOURS = 64
"""Palette size: enough for six colours and antialiased letters, at a fifth of the file size of true colour."""

MIN_ROW_HEIGHT = 72
"""Minimum height of a row in pixels; text in a lower row cannot be read across a room."""

LONG_LABEL = 60
"""Number of characters above which a label is wrapped to two lines."""

MAX_BARS = 8
"""Maximum number of rows, for legibility. A last line gives the number of omitted rows."""


def results_png(report: WorkshopReport, language: str, size: tuple[int, int] = WIDE) -> bytes:
    """The picture as PNG. ``size``: width and height in pixels."""
    return _encode_png(_draw(build_chart(report, language), language, size))


def text_version(report: WorkshopReport, language: str) -> bytes:
    """The content of the picture as text, UTF-8."""
    return (build_chart(report, language).alt + "\n").encode()


def vote_strip(poll: VoteRoundResult, language: str) -> bytes:
    """The bars of one round of a vote alone, as PNG, ``STRIP_WIDTH`` pixels wide."""
    bars, more = _visible_bars(vote_bars(poll, language))
    row = 150 if any(len(bar.label) > LONG_LABEL for bar in bars) else 104
    image, draw = _blank_image((STRIP_WIDTH, row * len(bars) + (56 if more else 8)))
    end = _draw_bars(draw, bars, (0, 8, STRIP_WIDTH, 8 + row * len(bars)))
    if more:
        Pen(draw).write((0, end + 36), say("export.picture.more", language, n=more), 34, MUTED_INK)
    return _encode_png(image)


def _draw(content: Chart, language: str, size: tuple[int, int]) -> Image.Image:
    image, draw = _blank_image(size)
    across, down = size
    margin = across // 18 if across > down else across // 15
    room = across - 2 * margin
    pen, y = Pen(draw), 0.0
    y = margin * 0.8
    for line in wrap_text(content.title, room, 60, 2, bold=True):
        y += 66
        pen.write((margin, y), line, 60, INK, bold=True)
    y += 52
    pen.write((margin, y), shorten_to_fit(content.date_line, room, 34), 34, MUTED_INK)
    y += 40
    for text, big, bold, most in ((content.heading, 44, True, 2), (content.note, 34, False, 2)):
        for line in wrap_text(text, room, big, most, bold=bold):
            y += big * 1.3
            pen.write((margin, y), line, big, INK if bold else MUTED_INK, bold=bold)
    # The footer is laid out from the bottom upwards; the bars get what is left between it and the heading.
    foot = down - margin * 0.7
    for line in reversed(wrap_text(content.footer, room, 34, 2)):
        pen.write((margin, foot), line, 34, INK)
        foot -= 44
    # The loop has gone one line too far up.
    foot += 44
    bars, more = _visible_bars(content.bars, foot - 60 - 44 - (y + 30))
    below = foot - 60 - (44 if more else 0)
    end = _draw_bars(draw, bars, (margin, y + 30, across - margin, below))
    if more:
        pen.write((margin, end + 36), say("export.picture.more", language, n=more), 34, MUTED_INK)
    return image


def _visible_bars(bars: Sequence[ChartBar], room: float = 10_000) -> tuple[Sequence[ChartBar], int]:
    """The rows that fit legibly into the height ``room``, and the number of omitted rows."""
    most = max(1, min(MAX_BARS, int(room // MIN_ROW_HEIGHT)))
    return bars[:most], len(bars[most:])


def _draw_bars(draw: ImageDraw.ImageDraw, bars: Sequence[ChartBar], box: tuple[float, float, float, float]) -> float:
    """Draws the rows in a box (left, top, right, bottom); returns the y at which the last row ends."""
    left, top, right, bottom = box
    row = min(150.0, max(float(MIN_ROW_HEIGHT), (bottom - top) / max(1, len(bars))))
    labels = [" ".join(bar.label.split()) for bar in bars]
    # If one label does not fit, all labels are made smaller and two lines high, so that all rows have the same layout.
    size, lines = int(row * 0.36), 1
    if any(text_width(label, size, bold=True) > right - left for label in labels):
        size, lines = int(row * 0.26), 2
    thick, pen = row * 0.26, Pen(draw)
    values = max((text_width(bar.value, size) for bar in bars), default=0.0)
    # The bars keep at least this share of the width; a longer value is shortened instead.
    track = max((right - left) * 0.35, right - left - values - size)
    for number, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        y = top + number * row
        for line in wrap_text(label, right - left, size, lines, bar.emphasized):
            y += size * 1.1
            pen.write((left, y), line, size, INK, bold=bar.emphasized)
        upper = y + size * 0.3
        draw.rectangle((left, upper, left + track, upper + thick), fill=TRACK)
        if bar.share > 0:
            colour = BAR if bar.emphasized else BAR_MUTED
            # A few pixels at least: a small value must not look like none.
            draw.rectangle((left, upper, left + max(4.0, track * bar.share), upper + thick), fill=colour)
        beside = shorten_to_fit(bar.value, right - left - track - size * 0.5, size)
        pen.write((left + track + size * 0.5, upper + thick * 0.5 + size * 0.36), beside, size, INK)
    return top + len(bars) * row


def _blank_image(size: tuple[int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, PAPER)
    return image, ImageDraw.Draw(image)


def _encode_png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.quantize(COLOURS).save(kept, "PNG", optimize=True)
    return kept.getvalue()

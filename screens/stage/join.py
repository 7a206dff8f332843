"""Draws how to join: QR code, address, code in digits, number of participants. Pure.

Shown in the lobby, in a welcome step, and over any step on request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.i18n import messages
from screens import letters, qr
from screens.canvas import Region, width_of, wrap, wrap_evenly
from screens.legibility import code_reach
from screens.letters import SIZES
from screens.stage.context import StageContext
from screens.stage.figures import TIMER_SHARE, StageFigure, fit_band, make_figure, timer_figures
from screens.stage.head import EDGE_COLUMNS, draw_head
from screens.stage.prompt import address
from screens.stage.question import Lettering, draw_lettering, fit_lettering

_MIN_TEXT_COLUMNS = 20
"""Fewest columns for the text beside the QR code."""

_GAP = 3
_TITLE_MARGIN_ROWS = 4
"""Rows above the QR code from which on a blank row is left above the title."""


def draw_join(region: Region, scene: StageContext) -> None:
    """Draw how to join on the whole stage but its last row."""
    link = scene.view.session.address
    scale = qr.largest_scale(link, region.width - _MIN_TEXT_COLUMNS - 2 * _GAP, region.height, scene.qr)
    columns, rows = qr.size(link, scale) if scale else (0, 0)
    body = _draw_top(region, scene, rows)
    left = EDGE_COLUMNS if body.width < 80 else _GAP
    if scale:
        qr.draw(body.subregion(left, (body.height - rows) // 2, columns, rows), link, scale)
        left += columns + _GAP
    words_region = body.subregion(left, 0, body.width - left - EDGE_COLUMNS, body.height)
    _draw_blocks(words_region, _blocks(words_region, scene, scale))


def _draw_top(region: Region, scene: StageContext, rows: int) -> Region:
    """Draw the title (lobby) or the step's head in the rows the QR code leaves. Returns the region below."""
    room = region.height - rows if rows else region.height // 3
    if room < 1:
        return region
    if scene.step:
        below = draw_head(region, scene)
        return region.skip_rows(min(room, region.height - below.height))
    top = 1 if room >= _TITLE_MARGIN_ROWS else 0
    title = scene.pick(scene.view.session.title)
    lettering = fit_lettering(title, region.width - 2 * _GAP, room - top - 2)
    if lettering.rows > max(1, room - top - 1):
        lettering = Lettering((title,), None, 0)
    draw_lettering(region.skip_rows(top).inset(_GAP if region.width >= 80 else EDGE_COLUMNS), lettering)
    return region.skip_rows(min(room, top + lettering.rows + 1))


@dataclass(frozen=True)
class _Block:
    """One block of the text beside the QR code. Blocks of the highest ``rank`` are left out first."""

    rank: int
    rows: int
    draw: Callable[[Region], object]


def _draw_blocks(region: Region, blocks: list[_Block]) -> None:
    """Draw the blocks below each other, vertically centred, with blank rows between them."""
    kept = list(blocks)
    while len(kept) > 1 and sum(block.rows for block in kept) + len(kept) - 1 > region.height:
        # One block is kept even if it has to be cut: something on how to join is better than an empty column.
        kept.remove(max(kept, key=lambda block: block.rank))
    # One or two blank rows between the blocks; what is left over is divided above and below them.
    spare = region.height - sum(block.rows for block in kept)
    air = min(2, max(1, spare // (len(kept) + 1)))
    y = max(0, (spare - air * (len(kept) - 1)) // 2)
    for block in kept:
        block.draw(region.skip_rows(y))
        y += block.rows + air


def _blocks(region: Region, scene: StageContext, scale: int | None) -> list[_Block]:
    """Return the blocks beside the QR code from top to bottom; ``scale`` is the code's, None if it does not fit."""
    code = StageFigure(_all_languages("stage.join.code", region.width, scene), scene.view.session.code, TIMER_SHARE)
    joined = make_figure(scene, "stage.join.joined", str(scene.view.joined), share=TIMER_SHARE)
    together = fit_band([code, joined], region.width, 0, scene.height)
    # Code and count share a row if that does not make their digits smaller than their share of the height.
    least = letters.smallest_size(TIMER_SHARE, scene.height).rows + 1
    numbers = [[code, joined]] if together.rows >= least and together.fits(region.width) else [[code], [joined]]
    blocks = [] if scale else [_too_small_block(region.width, scene)]
    blocks += [_instructions_block(region.width), _address_block(region, scene)]
    if scale and scene.image_height:
        blocks.insert(1, _reach_block(region.width, scene, scale))
    blocks += _rule_blocks(region.width, scene)
    for rank, figures in enumerate([*numbers, timer_figures(scene)], start=1):
        if figures:
            found = fit_band(figures, region.width, 0, scene.height)
            blocks.append(_Block(rank, found.rows, found.draw))
    return blocks


def _all_languages(key: str, width: int, scene: StageContext) -> str:
    """Return a label in all three languages if they fit: people who join have not chosen one yet."""
    every = " · ".join(messages.say(key, language) for language in messages.LANGUAGES)
    return every if width_of(every) <= width else scene.say(key)


def _text_block(rank: int, lines: list[str], style: str) -> _Block:
    lettering = Lettering(tuple(lines), None, 0)
    return _Block(rank, lettering.rows, lambda region: draw_lettering(region, lettering, style))


def _instructions_block(width: int) -> _Block:
    # In all languages, because people who join have not chosen one yet.
    said = [messages.say("stage.join.camera", language) for language in messages.LANGUAGES]
    return _text_block(4, [line for text in said for line in wrap_evenly(text, width)], "text")


def _rule_blocks(width: int, scene: StageContext) -> list[_Block]:
    """Return what participants must know before they write: one phone per table, and that texts may be hidden, and why.

    Empty after the first step.
    """
    if scene.step and scene.step.number > 1:
        return []
    first = scene.view.session.approve
    rules = [
        _text_block(6, wrap_evenly(scene.say("stage.moderation.first" if first else "stage.moderation"), width), "text")
    ]
    if scene.view.session.tables:
        rules.insert(0, _text_block(3, wrap_evenly(scene.say_both("stage.tables", width), width), "accent"))
    return rules


def _reach_block(width: int, scene: StageContext, scale: int) -> _Block:
    """Return the distance from which an ordinary phone reads the QR code, in whole metres rounded down."""
    metres = int(code_reach(scene.height, scene.image_height, scale))
    return _text_block(5, wrap_evenly(scene.say_both("stage.join.reach", width, metres=metres), width), "text")


def _too_small_block(width: int, scene: StageContext) -> _Block:
    """Return the sentence that the QR code does not fit, with the size of terminal it needs."""
    columns, rows = qr.size(scene.view.session.address)
    needs = {
        "columns": columns + _MIN_TEXT_COLUMNS + 2 * _GAP,
        "rows": rows + 3,
        "width": scene.width,
        "height": scene.height,
    }
    return _text_block(0, wrap_evenly(scene.say("stage.join.too_small", **needs), width), "accent")


def _address_block(region: Region, scene: StageContext) -> _Block:
    """Return the address, in block digits if they fit; it may be broken before the port."""
    shown = address(scene)
    label = _all_languages("stage.join.browser", region.width, scene)
    host, colon, rest = shown.rpartition(":")
    broken = (host + colon, rest) if colon else (shown,)
    room = region.height // 3
    # Block letters have capitals only, so they serve numeric addresses; a host name stays as people type it.
    for size in reversed(SIZES[:3]):
        # A larger size on two lines is preferred to a smaller one on a single line.
        for lines in ((shown,), broken):
            lettering = Lettering(lines, size, 1)
            fits = all(letters.can_draw(line) and letters.measure(line, size) <= region.width for line in lines)
            if fits and lettering.rows <= room and not any(map(str.isalpha, shown)):
                return _labelled_block(lettering, label)
    plain = (
        (shown,)
        if width_of(shown) <= region.width
        else tuple(piece for line in broken for piece in wrap(line, region.width))
    )
    return _labelled_block(Lettering(plain, None, 0), label)


def _labelled_block(lettering: Lettering, label: str) -> _Block:
    def draw(region: Region) -> None:
        region.put(0, 0, label)
        draw_lettering(region.skip_rows(1), lettering)

    return _Block(0, lettering.rows + 1, draw)

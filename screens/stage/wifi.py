"""Draws the QR code with which phones join the room's Wi-Fi, over any step while the facilitator shows it. Pure."""

from __future__ import annotations

from facilitator.i18n import messages
from facilitator.view.wifi import Wifi
from screens import letters, qr
from screens.canvas import Region, width_of, wrap, wrap_evenly
from screens.letters import SIZES
from screens.stage.context import StageContext
from screens.stage.head import EDGE_COLUMNS

_GAP = 3
_MIN_TEXT_COLUMNS = 14


def draw_wifi(region: Region, entry: Wifi, scene: StageContext) -> None:
    """Draw the QR code, and name and password for phones whose camera app does not support such codes."""
    scale = qr.largest_scale(entry.payload, region.width - _MIN_TEXT_COLUMNS - 2 * _GAP, region.height, scene.qr)
    left = EDGE_COLUMNS if region.width < 80 else _GAP
    if scale:
        columns, rows = qr.size(entry.payload, scale)
        qr.draw(region.subregion(left, (region.height - rows) // 2, columns, rows), entry.payload, scale)
        left += columns + _GAP
    column = region.subregion(left, 0, region.width - left - EDGE_COLUMNS, region.height)
    lines = _lines(entry, column.width, "stage.wifi.scan" if scale else "stage.wifi.join")
    column = column.skip_rows(max(0, (column.height - len(lines)) // 2))
    for y, (text, style) in enumerate(lines):
        if style == "big":
            column.stamp(0, y, [text], style)
        else:
            column.put(0, y, text, style)


def _lines(entry: Wifi, width: int, instruction_key: str) -> list[tuple[str, str]]:
    """Return rows of text with their styles: the instruction in all languages, the network's name, the password."""
    lines = [
        (line, "text")
        for code in messages.LANGUAGES
        for line in wrap_evenly(messages.say(instruction_key, code), width)
    ]
    lines += [("", "text"), (_all_languages("stage.wifi.name", width), "text"), *_name_rows(entry.name, width)]
    if entry.password:
        lines += [("", "text"), (_all_languages("stage.wifi.password", width), "text")]
        # Passwords distinguish case, and block letters have capitals only.
        lines += [(line, "strong") for line in wrap(entry.password, width)]
    return lines


def _all_languages(key: str, width: int) -> str:
    every = " · ".join(dict.fromkeys(messages.say(key, language) for language in messages.LANGUAGES))
    return every if width_of(every) <= width else messages.say(key, messages.DEFAULT_LANGUAGE)


def _name_rows(name: str, width: int) -> list[tuple[str, str]]:
    """Return the network's name in block letters if it has capitals only and fits, else in plain rows."""
    size = SIZES[0]
    if name == name.upper() and letters.can_draw(name) and letters.measure(name, size) <= width:
        return [(row, "big") for row in letters.draw(name, size)]
    return [(line, "strong") for line in wrap(name, width)]

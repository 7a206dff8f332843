"""Draws the QR code with which phones join the room's Wi-Fi, over any step while the facilitator shows it. Pure."""

from __future__ import annotations

from facilitator.i18n import messages
from facilitator.view.wifi import Wifi
from screens import letters, qr
from screens.canvas import Region, even, width_of, wrap
from screens.letters import SIZES
from screens.stage.head import EDGE
from screens.stage.scene import Scene

_AIR = 3
_BESIDE = 14


def wifi(region: Region, entry: Wifi, scene: Scene) -> None:
    """Draw the QR code, and name and password for phones whose camera app does not support such codes."""
    scale = qr.fitting(entry.payload, region.width - _BESIDE - 2 * _AIR, region.height, scene.qr)
    left = EDGE if region.width < 80 else _AIR
    if scale:
        columns, rows = qr.size(entry.payload, scale)
        qr.draw(region.inside(left, (region.height - rows) // 2, columns, rows), entry.payload, scale)
        left += columns + _AIR
    column = region.inside(left, 0, region.width - left - EDGE, region.height)
    lines = _lines(entry, column.width, "stage.wifi.scan" if scale else "stage.wifi.join")
    column = column.below(max(0, (column.height - len(lines)) // 2))
    for y, (text, style) in enumerate(lines):
        if style == "big":
            column.stamp(0, y, [text], style)
        else:
            column.put(0, y, text, style)


def _lines(entry: Wifi, width: int, asked: str) -> list[tuple[str, str]]:
    """Return rows of text with their styles: the instruction in all languages, the network's name, the password."""
    lines = [(line, "text") for code in messages.LANGUAGES for line in even(messages.say(asked, code), width)]
    lines += [("", "text"), (_three("stage.wifi.name", width), "text"), *_large(entry.name, width)]
    if entry.password:
        lines += [("", "text"), (_three("stage.wifi.password", width), "text")]
        # Passwords distinguish case, and block letters have capitals only.
        lines += [(line, "strong") for line in wrap(entry.password, width)]
    return lines


def _three(key: str, width: int) -> str:
    every = " · ".join(dict.fromkeys(messages.say(key, language) for language in messages.LANGUAGES))
    return every if width_of(every) <= width else messages.say(key, messages.DEFAULT)


def _large(name: str, width: int) -> list[tuple[str, str]]:
    """Return the network's name in block letters if it has capitals only and fits, else in plain rows."""
    size = SIZES[0]
    if name == name.upper() and letters.knows(name) and letters.measure(name, size) <= width:
        return [(row, "big") for row in letters.draw(name, size)]
    return [(line, "strong") for line in wrap(name, width)]

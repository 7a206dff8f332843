"""The page about size: from the image height and the distance of the back row follows how many rows can be read."""

from __future__ import annotations

from facilitator.i18n.messages import decimal
from screens import legibility
from screens.canvas import Region, even
from screens.check.state import CHOICES, OWN, Check, Spots
from screens.stage.scene import SMALLEST

QUESTION = 3
"""Rows of the smallest large letters, in which a question or a count is drawn."""


def draw(region: Region, check: Check, spots: Spots) -> str:
    """Draw the choices, the distance, and what follows from them; return the line about the keys."""
    for number, name in enumerate(CHOICES, start=1):
        mark = "●" if name == check.screen else "○"
        chosen = name == check.screen
        region.put(0, number - 1, f"{number}  {mark} {_named(name, check)}", "strong" if chosen else "text")
        spots.add(region.top + number - 1, f"choose({number})")
    y = len(CHOICES) + 1
    region.put(0, y, check.say("size.distance", metres=check.metres(check.profile.distance)), "strong")
    y += 2
    for text, style in _verdict(check):
        for line in even(text, region.width):
            region.put(0, y, line, style)
            y += 1
    return check.say("size.keys")


def _named(name: str, check: Check) -> str:
    if name == OWN:
        height = check.profile.height if check.screen == OWN else 0.0
        shown = decimal2(height, check.language) if height else "–"
        return check.say("size.own", height=shown)
    return check.say(f"size.{name}")


def decimal2(number: float, language: str) -> str:
    """Return metres with two decimals, or with one when the second is zero."""
    short = decimal(number, language)
    if abs(number - round(number, 1)) < 0.005:
        return short
    return f"{number:.2f}" if language == "en" else f"{number:.2f}".replace(".", ",")


def _verdict(check: Check) -> list[tuple[str, str]]:
    """Return what is true now and what to do about it, as pairs (text, style)."""
    height, distance, rows = check.profile.height, check.profile.distance, check.rows
    if not height:
        return [(check.say("size.choose"), "accent")]
    now = check.say("size.now", rows=rows, metres=check.metres(legibility.text_reach(rows, height)))
    need = legibility.rows_for(distance, height)
    if rows <= need:
        return [(now, "text"), (check.say("size.enough"), "accent")]
    told = check.say("size.need", metres=check.metres(distance), rows=need)
    if need >= SMALLEST[1]:
        return [(now, "text"), (f"{told} {check.say('size.zoom', rows=need)}", "accent")]
    # Even the smallest stage has more rows than the distance allows: say from where its large letters can be read.
    least = SMALLEST[1]
    advice = check.say("size.zoom", rows=least) if rows > least else ""
    at = min(rows, least)
    reach = check.metres(legibility.text_reach(at, height, QUESTION))
    never = check.say("size.never", metres=reach)
    return [(now, "text"), (f"{told} {advice}".strip(), "accent"), (never, "text")]

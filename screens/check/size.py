"""The page about size: from the image height and the distance of the back row follows how many rows can be read."""

from __future__ import annotations

from facilitator.i18n.messages import format_decimal
from screens import legibility
from screens.canvas import Region, wrap_evenly
from screens.check.state import CHOICES, CUSTOM_HEIGHT, CheckState, Hotspots
from screens.stage.context import SMALLEST

QUESTION_ROWS = 3
"""Rows of the smallest large letters, in which a question or a count is drawn."""


def draw(region: Region, check: CheckState, spots: Hotspots) -> str:
    """Draw the choices, the distance, and what follows from them; return the line about the keys."""
    for number, name in enumerate(CHOICES, start=1):
        mark = "●" if name == check.image_height_choice else "○"
        chosen = name == check.image_height_choice
        region.put(0, number - 1, f"{number}  {mark} {_choice_label(name, check)}", "strong" if chosen else "text")
        spots.add(region.top + number - 1, f"choose({number})")
    y = len(CHOICES) + 1
    region.put(0, y, check.say("size.distance", metres=check.metres(check.profile.distance)), "strong")
    y += 2
    for text, style in _verdict(check):
        for line in wrap_evenly(text, region.width):
            region.put(0, y, line, style)
            y += 1
    return check.say("size.keys")


def _choice_label(name: str, check: CheckState) -> str:
    if name == CUSTOM_HEIGHT:
        height = check.profile.height if check.image_height_choice == CUSTOM_HEIGHT else 0.0
        shown = metres_with_centimetres(height, check.language) if height else "–"
        return check.say("size.own", height=shown)
    return check.say(f"size.{name}")


def metres_with_centimetres(number: float, language: str) -> str:
    """Return metres with two decimals, or with one when the second is zero."""
    return format_decimal(number, language, decimals=1 if abs(number - round(number, 1)) < 0.005 else 2)


def _verdict(check: CheckState) -> list[tuple[str, str]]:
    """Return what is true now and what to do about it, as pairs (text, style)."""
    height, distance, rows = check.profile.height, check.profile.distance, check.rows
    if not height:
        return [(check.say("size.choose"), "accent")]
    now = check.say("size.now", rows=rows, metres=check.metres(legibility.text_reach(rows, height)))
    need = legibility.max_rows_for(distance, height)
    if rows <= need:
        return [(now, "text"), (check.say("size.enough"), "accent")]
    told = check.say("size.need", metres=check.metres(distance), rows=need)
    if need >= SMALLEST[1]:
        return [(now, "text"), (f"{told} {check.say('size.zoom', rows=need)}", "accent")]
    # Even the smallest stage has more rows than the distance allows: say from where its large letters can be read.
    least = SMALLEST[1]
    advice = check.say("size.zoom", rows=least) if rows > least else ""
    at = min(rows, least)
    reach = check.metres(legibility.text_reach(at, height, QUESTION_ROWS))
    never = check.say("size.never", metres=reach)
    return [(now, "text"), (f"{told} {advice}".strip(), "accent"), (never, "text")]

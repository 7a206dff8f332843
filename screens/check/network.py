"""The network page: the address that is shown, the other addresses with reasons, and whether a phone has connected."""

from __future__ import annotations

from facilitator.i18n.messages import say
from facilitator.view.network import HELP_SECONDS, Outlook, Way
from screens.canvas import Region, clip, even, width_of
from screens.check.state import Check, Spots
from screens.stage.figures import minutes

HELP = ("isolation", "guest", "firewall", "hotspot", "tunnel", "paper")
"""What to try when no phone connects, the quickest first."""


def draw(region: Region, check: Check, spots: Spots) -> str:
    """Draw the state, then the addresses or the help; return the line about the keys."""
    outlook = check.outlook
    if outlook is None:
        region.put(0, 0, check.say("network.nobody"), "accent")
        return ""
    y = _state(region, check, outlook)
    rest = region.below(y + 1)
    if check.help or (not outlook.reached and check.waited >= HELP_SECONDS):
        _help(rest, check)
        return check.say("network.keys_help" if check.help else "network.keys")
    _ways(rest, check, outlook, spots)
    return check.say("network.keys")


def _state(region: Region, check: Check, outlook: Outlook) -> int:
    """Draw the state, which turns green when the first phone connects; return the number of rows used."""
    region.put(0, 0, clip(check.view.session.address, region.width), "strong")
    if outlook.lost:
        lines, style = even(f"■ {check.say('network.lost')}", region.width), "alarm"
    elif outlook.reached:
        lines, style = even(f"✓ {check.say('network.reached', n=check.view.joined)}", region.width), "good"
    else:
        lines, style = even(f"○ {check.say('network.waiting', time=minutes(check.waited))}", region.width), "accent"
    if outlook.doubt and not outlook.reached:
        lines += even(say(outlook.doubt, check.language), region.width)
    for y, line in enumerate(lines, start=1):
        region.put(0, y, line, style)
    return 1 + len(lines)


def _ways(region: Region, check: Check, outlook: Outlook, spots: Spots) -> None:
    """Draw each address with its number, its interface, and the reasons for its rank."""
    y = 0
    for number, way in enumerate(outlook.ways[:9], start=1):
        reasons = [_reasons(way, check, region.width - 6)]
        if y + 1 + len(reasons) > region.height:
            region.put(0, region.height - 1, check.say("network.more", n=len(outlook.ways) - number + 1))
            return
        shown = way.address == outlook.shown
        mark = "●" if shown else "○"
        line = f"{number}  {mark} {way.address}   {way.interface}"
        region.put(0, y, line, "strong" if shown else "text")
        for down, reason in enumerate(reasons, start=1):
            region.put(5, y + down, reason)
        for row in range(y, y + 1 + len(reasons)):
            spots.add(region.top + row, f"choose({number})")
        y += 1 + len(reasons)


def _reasons(way: Way, check: Check, width: int) -> str:
    """Return as many of the reasons as fit in a row, the most important first."""
    said = [say(reason, check.language) for reason in way.reasons]
    while len(said) > 1 and width_of(", ".join(said)) > width:
        said.pop()
    return ", ".join(said)


def _help(region: Region, check: Check) -> None:
    """Draw what may keep phones out, and what to do about each."""
    y = 0
    for name in HELP:
        for first, line in enumerate(even(check.say(f"network.help.{name}"), region.width - 2)):
            region.put(0 if not first else 2, y, f"– {line}" if not first else line)
            y += 1

"""The network page: the address that is shown, the other addresses with reasons, and whether a phone has connected."""

from __future__ import annotations

from facilitator.i18n.messages import say
from facilitator.scene.shown_view import format_time_left
from facilitator.view.network import HELP_AFTER, AddressOption, NetworkView
from screens.canvas import Region, clip, width_of, wrap_evenly
from screens.check.state import CheckState, Hotspots

HELP_TOPICS = ("isolation", "guest", "firewall", "hotspot", "tunnel", "paper")
"""What to try when no phone connects, the quickest first."""


def draw(region: Region, check: CheckState, spots: Hotspots) -> str:
    """Draw the state, then the addresses or the help; return the line about the keys."""
    outlook = check.outlook
    if outlook is None:
        region.put(0, 0, check.say("network.nobody"), "accent")
        return ""
    y = _draw_state(region, check, outlook)
    rest = region.skip_rows(y + 1)
    # The help also appears by itself when no phone has connected for a while, and goes when one does.
    if check.help or (not outlook.reached and check.seconds_waited >= HELP_AFTER):
        _draw_help(rest, check)
        return check.say("network.keys_help" if check.help else "network.keys")
    _draw_addresses(rest, check, outlook, spots)
    return check.say("network.keys")


def _draw_state(region: Region, check: CheckState, outlook: NetworkView) -> int:
    """Draw the state, which turns green when the first phone connects; return the number of rows used."""
    region.put(0, 0, clip(check.view.session.address, region.width), "strong")
    # A lost address outranks earlier success: phones that were connected cannot use it any more.
    if outlook.lost:
        lines, style = wrap_evenly(f"■ {check.say('network.lost')}", region.width), "alarm"
    elif outlook.reached:
        lines, style = wrap_evenly(f"✓ {check.say('network.reached', n=check.view.joined)}", region.width), "good"
    else:
        lines, style = (
            wrap_evenly(f"○ {check.say('network.waiting', time=format_time_left(check.seconds_waited))}", region.width),
            "accent",
        )
    # A phone that has connected has disproved the doubt.
    if outlook.doubt and not outlook.reached:
        lines += wrap_evenly(say(outlook.doubt, check.language), region.width)
    for y, line in enumerate(lines, start=1):
        region.put(0, y, line, style)
    return 1 + len(lines)


def _draw_addresses(region: Region, check: CheckState, outlook: NetworkView, spots: Hotspots) -> None:
    """Draw each address with its number, its interface, and the reasons for its rank."""
    y = 0
    # An address is chosen by one digit key, so at most nine are offered.
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


def _reasons(way: AddressOption, check: CheckState, width: int) -> str:
    """Return as many of the reasons as fit in a row, the most important first."""
    said = [say(reason, check.language) for reason in way.reasons]
    while len(said) > 1 and width_of(", ".join(said)) > width:
        said.pop()
    return ", ".join(said)


def _draw_help(region: Region, check: CheckState) -> None:
    """Draw what may keep phones out, and what to do about each."""
    y = 0
    for name in HELP_TOPICS:
        for first, line in enumerate(wrap_evenly(check.say(f"network.help.{name}"), region.width - 2)):
            region.put(0 if not first else 2, y, f"– {line}" if not first else line)
            y += 1

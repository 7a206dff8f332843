"""The checklist page: preparations that the facilitator ticks off."""

from __future__ import annotations

from screens.canvas import Region, wrap
from screens.check.state import CHECKLIST, CheckState, Hotspots


def draw(region: Region, check: CheckState, spots: Hotspots) -> str:
    """Draw each item with its number and its check mark; return a sentence with the number of open items."""
    whole = [wrap(check.say(f"ready.{name}"), region.width - 6) for name in CHECKLIST]
    air = 1 if sum(map(len, whole)) + len(whole) <= region.height else 0
    y = 0
    for number, (name, lines) in enumerate(zip(CHECKLIST, whole, strict=True), start=1):
        done = name in check.profile.ticked
        region.put(0, y, f"{number}  {'✓' if done else '○'}", "accent" if done else "text")
        for line in lines:
            region.put(6, y, line, "text" if done else "strong")
            spots.add(region.top + y, f"choose({number})")
            y += 1
        y += air
    left = len(CHECKLIST) - len(set(check.profile.ticked) & set(CHECKLIST))
    return check.say("ready.left", n=left) if left else check.say("ready.all")

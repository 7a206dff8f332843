"""The menu of plain mode. Every action has a number that never changes, so that it can be learnt. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facilitator.i18n.messages import say
from facilitator.view import ActionBody, ConsoleView, GroupBody, ReviewBody
from facilitator.view.next_label import next_label
from screens.console.result_lines import can_close, can_count_by_hand
from screens.live.verb_calls import open_group, possible_actions

NUMBERS: Mapping[int, str] = {
    1: "next", 2: "back", 3: "show", 4: "notes", 5: "plan", 6: "more", 7: "less", 8: "pause", 9: "lock",
    10: "reopen", 11: "reveal", 12: "undo", 13: "redo",
    14: "place", 15: "rename", 16: "merge", 17: "remove_theme",
    20: "texts", 21: "approve_all", 22: "paper",
    24: "action", 25: "edit_action", 26: "remove_action", 27: "status",
    30: "round", 31: "votes", 32: "count", 33: "break", 34: "skip", 35: "goto", 36: "nudge", 37: "cut",
    40: "black", 41: "overlay", 42: "stage_language", 43: "tables", 44: "moderate", 45: "remote",
    46: "slips", 47: "slips_switch",
    50: "export", 51: "finish", 99: "leave",
}  # fmt: skip
"""Number -> name of the action. 1 is always the next press."""

ALWAYS = ("show", "notes", "plan", "remote", "slips", "export", "leave")


def menu_actions(view: ConsoleView) -> frozenset[str]:
    """Return the names of the actions that make sense now."""
    public = view.public
    body, step = public.body, public.step
    here = step is not None and not public.looking_back
    group = open_group(public)
    themed = isinstance(group, GroupBody) and bool(group.themes)
    listing = here and isinstance(body, ActionBody)
    reviewing = isinstance(body, ReviewBody) and here
    more = {
        "place": group is not None,
        "rename": themed,
        "merge": themed,
        "remove_theme": themed,
        "texts": bool(view.texts),
        "approve_all": bool(view.waiting),
        "paper": here and step is not None and view.paper_ideas and step.state == "open",
        "action": listing or reviewing,
        "edit_action": listing and bool(getattr(body, "actions", ())),
        "remove_action": listing and bool(getattr(body, "actions", ())),
        "status": reviewing and bool(getattr(body, "items", ())),
        "count": can_count_by_hand(public),
        "goto": step is not None and len(view.plan) > 1,
        "nudge": bool(view.nudge),
        "cut": bool(view.cuts),
        "finish": can_close(public),
    }
    return possible_actions(view) | {name for name, can in more.items() if can} | set(ALWAYS)


def menu_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield the numbers that do something now, one per line."""
    can = menu_actions(view)
    for number, act in NUMBERS.items():
        if act == "next" and act in can:
            yield next_line(view, language)
        elif act in can:
            yield f"{number} {say(f'plain.act.{act}', language)}"


def next_line(view: ConsoleView, language: str) -> str:
    """Return what number 1 does; at the very end, that the workshop can be closed."""
    if "next" not in menu_actions(view):
        key = "plain.at_the_end" if can_close(view.public) else "plain.over"
        return say(key, language)
    return f"1 {next_label(view.public, language)}"

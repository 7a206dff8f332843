"""The registry of what the facilitator can do at the terminal.

From it come the handlers of the live screen, its palette and help, and the menu of plain mode. The keys of a command
are in ``screens/keys.py`` under the same id. Commands are listed in the order of the palette.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from facilitator.rules.core.verbs import VerbTable
from facilitator.view import ActionBody, ConsoleView, PublicView, ReviewBody, VoteBody
from screens.console.result_lines import can_add_votes, can_close, can_count_by_hand
from screens.view_state import (
    can_add_paper,
    can_lock,
    can_reopen,
    can_reveal,
    can_vote_again,
    has_themes,
    next_stage_language,
    open_group,
    step_at_hand,
    step_state,
    vote_is_open,
)

VerbCall: TypeAlias = tuple[str, dict[str, Any]]
"""A verb of the room and its arguments."""


@dataclass(frozen=True)
class Command:
    """One thing that the facilitator can do."""

    id: str
    """Its name in the catalogue is ``act.<id>``, in plain mode ``plain.act.<id>``."""
    verb_call: Callable[[PublicView], VerbCall] | None = None
    """Returns the verb call, decided when its turn in the queue comes and not when the key is pressed.

    None for a command that asks something first or runs no verb: its handler knows.
    """
    is_possible: Callable[[ConsoleView], bool] = lambda view: True
    """Whether the command makes sense now. The palette asks the work pane about those ``of_pane``."""
    number: int = 0
    """Its number in plain mode, which never changes so that it can be learnt; 0 if plain mode does not have it."""
    in_palette: bool = True
    of_pane: bool = False
    """Carried out by the work pane of the console."""
    verb: str = ""
    """Which verb of the room's table describes it, with its variant (``handouts.slips``); empty for the one of
    ``verb_call``, or for none."""
    console_only: bool = False
    """Whether the stage must not show it; the help on the stage does not list it."""


COMMANDS: tuple[Command, ...] = (
    # --- one verb each
    Command("next", lambda view: ("next", {}), lambda view: view.public.next.act != "last", number=1),
    Command("back", lambda view: ("back", {}), lambda view: view.public.step is not None, number=2),
    Command("black", lambda view: ("black", {"on": not view.session.black}), number=40),
    Command("overlay", lambda view: ("overlay", {"on": not view.session.overlay}), number=41),
    Command(
        "more",
        lambda view: ("extend", {"minutes": 1}),
        lambda view: view.public.session.state in ("running", "break", "closing"),
        number=6,
    ),
    Command("less", lambda view: ("extend", {"minutes": -1}), lambda view: view.public.timer.state != "off", number=7),
    Command("pause", lambda view: ("pause", {}), lambda view: view.public.timer.state != "off", number=8),
    Command(
        "lock",
        lambda view: ("unlock" if view.session.locked else "lock", {}),
        lambda view: can_lock(view.public),
        number=9,
    ),
    Command("reopen", lambda view: ("reopen", {}), lambda view: can_reopen(view.public), number=10),
    Command(
        "reveal",
        lambda view: ("hide_results" if step_state(view) == "revealed" else "reveal", {}),
        lambda view: can_reveal(view.public),
        number=11,
    ),
    Command("undo", lambda view: ("undo", {}), lambda view: bool(view.undo), number=12),
    Command("redo", lambda view: ("redo", {}), lambda view: bool(view.redo), number=13),
    Command("round", lambda view: ("round", {}), lambda view: can_vote_again(view.public), number=30),
    Command(
        "votes",
        lambda view: ("votes", {"each": view.body.budget + 1 if isinstance(view.body, VoteBody) else 1}),
        lambda view: not view.public.looking_back and can_add_votes(view.public),
        number=31,
    ),
    Command(
        "skip",
        lambda view: ("skip", {}),
        lambda view: not view.public.looking_back and step_state(view.public) == "ready",
        number=34,
    ),
    Command(
        "break",
        lambda view: ("resume" if view.session.state == "break" else "break", {}),
        lambda view: view.public.session.state == "running" or view.public.on_break,
        number=33,
    ),
    Command(
        "tables",
        lambda view: ("tables", {"on": not view.session.tables}),
        lambda view: view.public.session.state != "closed",
        number=43,
    ),
    Command(
        "moderate",
        lambda view: ("moderate", {"on": not view.session.approve}),
        lambda view: view.public.session.state != "closed",
        number=44,
    ),
    Command(
        "stage_language",
        lambda view: ("stage_language", {"language": next_stage_language(view.session.stage_language)}),
        number=42,
    ),
    # --- offered in some situations
    Command("cut", None, lambda view: bool(view.cuts), number=37, console_only=True, verb="cut"),
    Command("nudge", None, lambda view: bool(view.nudge), number=36, verb="nudge"),
    Command("approve", None, lambda view: bool(view.waiting), console_only=True, verb="approve"),
    Command("names", None, lambda view: bool(view.names), console_only=True, verb="names"),
    # --- grouping
    Command("theme", None, lambda view: open_group(view.public) is not None, verb="theme"),
    Command("take_back", None, lambda view: open_group(view.public) is not None, verb="move"),
    *(
        Command(f"place{n}", None, lambda view: open_group(view.public) is not None, in_palette=False)
        for n in range(1, 10)
    ),
    # --- the work pane
    Command("accept", of_pane=True, verb="accept"),
    Command("accept_above", of_pane=True, verb="accept"),
    Command("add", of_pane=True),
    Command("approve_all", None, lambda view: bool(view.waiting), number=21, of_pane=True, verb="approve"),
    Command("change", of_pane=True),
    Command("count", None, lambda view: can_count_by_hand(view.public), number=32, of_pane=True, verb="paper_votes"),
    Command("filter", of_pane=True),
    Command("finish", None, lambda view: can_close(view.public), number=51, of_pane=True, verb="close"),
    Command("hide", of_pane=True, verb="hide"),
    Command("ignore", of_pane=True),
    Command("merge", None, lambda view: has_themes(view.public), number=16, of_pane=True, verb="merge"),
    Command("move", of_pane=True, verb="move"),
    Command("remove", of_pane=True),
    Command("split", of_pane=True),
    Command("suggest", of_pane=True, verb="suggest"),
    # --- at any time
    Command("console"),
    Command("private", console_only=True),
    Command("edit", console_only=True, verb="edit_step"),
    Command("save_template", console_only=True, verb="save_template"),
    Command("save_pack", console_only=True, verb="save_pack"),
    Command("export", number=50, console_only=True, verb="export"),
    Command("remote", number=45, console_only=True, verb="remote"),
    Command("check"),
    Command("network"),
    Command("wifi", verb="wifi.on"),
    Command("wifi_entry", console_only=True, verb="wifi"),
    Command("handouts", verb="handouts"),
    Command("slips", number=46, console_only=True, verb="handouts.slips"),
    Command("look"),
    Command("qr"),
    Command("help"),
    Command("documentation"),
    Command("leave", number=99),
    Command("close", in_palette=False),
    Command("palette", in_palette=False),
    # The palette offers the first of two entries that match the typed text. Both of the slips match "slips", and
    # printing more of them is the harmless one, so switching them stands last.
    Command(
        "slips_switch",
        lambda view: ("slips", {"on": not view.session.slips}),
        lambda view: (view.public.session.slips or view.slips_made > 0) and not vote_is_open(view.public),
        number=47,
        console_only=True,
    ),
    # --- plain mode only, where there is no pane and no cursor
    Command("show", number=3, in_palette=False),
    Command("notes", number=4, in_palette=False),
    Command("plan", number=5, in_palette=False),
    Command("place", None, lambda view: open_group(view.public) is not None, number=14, in_palette=False, verb="move"),
    Command("rename", None, lambda view: has_themes(view.public), number=15, in_palette=False, verb="rename"),
    Command(
        "remove_theme", None, lambda view: has_themes(view.public), number=17, in_palette=False, verb="remove_theme"
    ),
    Command("texts", None, lambda view: bool(view.texts), number=20, in_palette=False, verb="hide"),
    Command("paper", None, lambda view: can_add_paper(view), number=22, in_palette=False, verb="add"),
    Command(
        "action",
        None,
        lambda view: isinstance(step_at_hand(view.public), ActionBody | ReviewBody),
        number=24,
        in_palette=False,
        verb="action",
    ),
    Command(
        "edit_action", None, lambda view: _has_actions(view.public), number=25, in_palette=False, verb="edit_action"
    ),
    Command(
        "remove_action", None, lambda view: _has_actions(view.public), number=26, in_palette=False, verb="remove_action"
    ),
    Command(
        "status", None, lambda view: _has_reviewed_actions(view.public), number=27, in_palette=False, verb="edit_action"
    ),
    Command(
        "goto",
        None,
        lambda view: view.public.step is not None and len(view.plan) > 1,
        number=35,
        in_palette=False,
        verb="goto",
    ),
)

COMMANDS_BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}
COMMANDS_BY_NUMBER: Mapping[int, Command] = {
    command.number: command for command in sorted(COMMANDS, key=lambda each: each.number) if command.number
}
"""What can be typed in plain mode. 1 is always the next press."""


def _has_actions(view: PublicView) -> bool:
    body = step_at_hand(view)
    return isinstance(body, ActionBody) and bool(body.actions)


def _has_reviewed_actions(view: PublicView) -> bool:
    body = step_at_hand(view)
    return isinstance(body, ReviewBody) and bool(body.items)


def verb_call(command_id: str, view: PublicView) -> VerbCall:
    """Return the verb call of a command that is one verb. Raises ``KeyError`` for any other command."""
    make = COMMANDS_BY_ID[command_id].verb_call
    if make is None:
        raise KeyError(command_id)
    return make(view)


def sentence_key(command: Command, view: PublicView, verbs: VerbTable[Any]) -> str:
    """Return the catalogue key of the sentence about a command's verb; empty where the room does not have the verb."""
    verb = command.verb or (command.verb_call(view)[0] if command.verb_call is not None else "")
    key = f"verb.{verb}"
    return key if any(each.catalogue_key == key for each in verbs) else ""


def possible_commands(view: ConsoleView) -> frozenset[str]:
    """Return the ids of the commands that make sense now; their buttons are enabled."""
    return frozenset(command.id for command in COMMANDS if command.is_possible(view))


def palette_commands(view: ConsoleView, pane_commands: frozenset[str]) -> Iterator[Command]:
    """Yield what the palette lists now. ``pane_commands``: ids of what the work pane can do."""
    for command in COMMANDS:
        if command.in_palette and (command.id in pane_commands if command.of_pane else command.is_possible(view)):
            yield command

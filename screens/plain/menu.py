"""The menu of plain mode: the commands that have a number. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facilitator.i18n.messages import say
from facilitator.rules.core.verbs import VerbTable
from facilitator.view import ConsoleView
from facilitator.view.next_label import next_label
from screens.commands import COMMANDS_BY_ID, COMMANDS_BY_NUMBER, Command, sentence_key
from screens.console.result_lines import can_close


def menu_commands(view: ConsoleView) -> Iterator[Command]:
    """Yield the commands that make sense now, in the order of their numbers."""
    return (command for command in COMMANDS_BY_NUMBER.values() if command.is_possible(view))


def menu_lines(view: ConsoleView, language: str) -> Iterator[str]:
    """Yield the numbers that do something now, one per line."""
    for command in menu_commands(view):
        if command.id == "next":
            yield next_line(view, language)
        else:
            yield f"{command.number} {say(f'plain.act.{command.id}', language)}"


def explanation(number: int, view: ConsoleView, verbs: VerbTable[Any], language: str) -> str:
    """Return what a number does, in a sentence about its verb; empty for a number that runs none."""
    command = COMMANDS_BY_NUMBER.get(number)
    key = sentence_key(command, view.public, verbs) if command is not None else ""
    return say(key, language) if key else ""


def next_line(view: ConsoleView, language: str) -> str:
    """Return what number 1 does; at the very end, that the workshop can be closed."""
    if not COMMANDS_BY_ID["next"].is_possible(view):
        key = "plain.at_the_end" if can_close(view.public) else "plain.over"
        return say(key, language)
    return f"1 {next_label(view.public, language)}"

"""The help begins with what can be done right now with what has the focus; on the stage it tells nothing private."""

from __future__ import annotations

import pytest
from fake_room import console_of, grouping
from headless_terminal import Open, Terminal
from textual.widgets import Static

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.view import ConsoleView
from screens.dialogs.help import Help
from screens.stage.samples import samples


async def now(terminal: Terminal) -> str:
    """The first table of the help."""
    await terminal.press("f1")
    await terminal.until(lambda: isinstance(terminal.app.screen, Help) and terminal.app.screen.is_mounted)
    found = terminal.app.screen.query("#now")
    return str(found.first(Static).render()) if found else ""


@pytest.mark.parametrize(
    ("view", "console", "has", "lacks"),
    [
        (grouping(), True, {"theme", "merge", "place1", "hide"}, {"reveal", "count"}),
        (grouping(), False, {"theme", "place1", "next"}, {"merge", "hide", "export"}),
        (console_of(samples()["action-open"]), True, {"add", "change", "remove", "export"}, {"merge", "lock", "theme"}),
        (console_of(samples()["vote-closed"]), True, {"reveal", "reopen", "count"}, {"lock", "theme"}),
        (console_of(samples()["lobby"]), False, {"next", "overlay"}, {"back", "pause", "cut", "approve"}),
    ],
)
async def test_it_begins_with_what_can_be_done_here(
    opened: Open, view: ConsoleView, console: bool, has: set[str], lacks: set[str]
) -> None:
    async with opened(view, size=(100, 30)) as terminal:
        if console:
            await terminal.open_console()
        table = " ".join((await now(terminal)).split())
        words = {name: say(f"act.{name}", "fi") for name in has | lacks}
        assert [name for name in sorted(has) if words[name] not in table] == []
        assert [name for name in sorted(lacks) if words[name] in table] == []


async def test_a_blank_line_stands_before_each_heading(opened: Open) -> None:
    async with opened(size=(80, 50)) as terminal:
        await now(terminal)
        parts = list(terminal.app.screen.query_one("#keys").children)
        headings = [part for part in parts if part.has_class("heading")]
        assert len(headings) == 2
        for heading in headings:
            above = parts[parts.index(heading) - 1]
            assert heading.virtual_region.y == above.virtual_region.bottom + 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_keys_follow_in_the_language_of_the_terminal(opened: Open, language: str) -> None:
    async with opened(language=language, size=(100, 40)) as terminal:
        await now(terminal)
        assert say("help.now", language) in terminal.text
        assert say("help.title", language) in terminal.text
        whole = str(terminal.app.screen.query_one("#table", Static).render())
        assert say("act.pause", language) in whole

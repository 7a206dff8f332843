"""The command palette: in one's own language, on the console only, and only what is possible now."""

from __future__ import annotations

import pytest
from fake_room import console_of, grouping
from headless_terminal import Open
from textual.command import CommandPalette

from facilitator.i18n.messages import say
from screens.stage.samples import samples


async def test_on_the_stage_the_palette_stays_shut(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("ctrl+p")
        assert not isinstance(terminal.app.screen, CommandPalette)
        assert "ohjausnäkymässä" in terminal.text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_it_speaks_the_language_of_the_terminal(opened: Open, language: str) -> None:
    async with opened(language=language, size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.press("ctrl+p")
        await terminal.until(lambda: say("act.black", language) in terminal.text)
        assert say("palette.placeholder", language) in terminal.text
        await terminal.press(*"xyzxyz")
        await terminal.until(lambda: say("palette.nothing", language) in terminal.text)


async def test_a_command_that_is_chosen_is_done(opened: Open) -> None:
    async with opened(size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.press("ctrl+p", *"pimennä")
        await terminal.until(lambda: say("act.black", "fi") in terminal.text)
        await terminal.press("enter")
        await terminal.until(lambda: terminal.room.done == [("black", {"on": True})])


async def test_a_jump_to_another_step_asks_first(opened: Open) -> None:
    async with opened(size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.press("ctrl+p", *"Äänestys")
        await terminal.until(lambda: "Siirry vaiheeseen: Äänestys" in terminal.text)
        await terminal.press("enter")
        await terminal.until(lambda: "Nykyinen vaihe suljetaan" in terminal.text)
        assert terminal.room.done == []
        await terminal.press("tab", "enter")
        await terminal.until(lambda: terminal.room.done == [("goto", {"step": "then"})])


@pytest.mark.parametrize(
    ("sample", "offered", "missing"),
    [
        ("text-open", {"lock", "add", "hide"}, {"reveal", "reopen", "round", "theme", "merge", "undo"}),
        ("vote-revealed", {"reveal", "reopen", "round"}, {"lock", "add", "theme"}),
        ("action-open", {"add", "change", "remove"}, {"lock", "reveal", "merge"}),
        ("lobby", {"next", "overlay", "leave"}, {"back", "lock", "pause", "add"}),
        ("close", {"finish", "export"}, {"next", "lock"}),
    ],
)
async def test_only_what_is_possible_is_listed(opened: Open, sample: str, offered: set[str], missing: set[str]) -> None:
    async with opened(console_of(samples()[sample])) as terminal:
        await terminal.open_console()
        listed = {command.label for command in terminal.live.commands()}
        assert {say(f"act.{name}", "fi") for name in offered} <= listed
        assert not {say(f"act.{name}", "fi") for name in missing} & listed


async def test_grouping_lists_its_own_commands(opened: Open) -> None:
    async with opened(grouping()) as terminal:
        await terminal.open_console()
        listed = {command.label for command in terminal.live.commands()}
        for name in ("theme", "take_back", "move", "change", "merge", "remove"):
            assert say(f"act.{name}", "fi") in listed

"""The key of the remote control: on the console only, the PIN once, and off after a question."""

from __future__ import annotations

import pytest
from fake_room import console_of
from headless_terminal import Open
from msgspec.structs import replace

from facilitator.i18n.messages import say
from screens.dialogs.notice import Notice
from screens.stage.samples import samples

TOLD = {"pin": "048291", "address": "http://192.168.1.20:8000/remote"}


async def test_on_the_stage_it_is_not_switched_on(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("ctrl+r")
        assert terminal.room.done == []
        assert "ohjausnäkymässä" in terminal.text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_pin_is_shown_once_and_nowhere_afterwards(opened: Open, language: str) -> None:
    async with opened(language=language) as terminal:
        terminal.room.replies["remote"] = TOLD
        await terminal.open_console()
        await terminal.press("ctrl+r")
        await terminal.until(lambda: TOLD["pin"] in terminal.text)
        assert terminal.room.done == [("remote", {"on": True})]
        assert TOLD["address"] in terminal.text
        await terminal.press("escape")
        await terminal.until(lambda: not isinstance(terminal.app.screen, Notice))
        assert TOLD["pin"] not in terminal.text
        await terminal.press("tab")
        assert TOLD["pin"] not in terminal.text


async def test_one_that_is_on_is_switched_off_after_a_question(opened: Open) -> None:
    view = replace(console_of(samples()["text-open"]), remote="paired")
    async with opened(view) as terminal:
        await terminal.open_console()
        assert say("console.remote.paired", "fi") in " ".join(terminal.text.split())
        await terminal.press("ctrl+r", "enter")
        assert terminal.room.done == []
        await terminal.press("ctrl+r", "tab", "enter")
        await terminal.until(lambda: terminal.room.done == [("remote", {"on": False})])


async def test_the_palette_has_it_for_the_mouse(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.open_console()
        assert say("act.remote", "fi") in {command.label for command in terminal.live.commands()}

"""A running workshop can be ended only by typing a confirmation word."""

from __future__ import annotations

import pytest
from fake_room import FakeWorkspace, console_of
from headless_terminal import Open
from msgspec.structs import replace

from facilitator.i18n.messages import say
from screens.app import TerminalExit
from screens.dialogs.dialog import Dialog
from screens.dialogs.leave import Leave
from screens.stage.samples import samples


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
async def test_the_word_in_the_language_of_the_terminal_ends_it(opened: Open, language: str) -> None:
    async with opened(language=language) as terminal:
        await terminal.press("ctrl+q")
        word = say("leave.word", language)
        assert word in terminal.text
        await terminal.press(*word.lower(), "enter")
        await terminal.until(lambda: terminal.app.return_value is not None)
        assert terminal.app.return_value == TerminalExit(quit=True, opened=terminal.room)


async def test_another_word_ends_nothing(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("ctrl+q", *"lopet", "enter")
        assert isinstance(terminal.app.screen, Leave)
        assert "Kirjoita LOPETA, tai peruuta" in terminal.text
        await terminal.press("escape")
        assert terminal.app.return_value is None
        assert not isinstance(terminal.app.screen, Dialog)


async def test_the_letter_q_ends_nothing(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("q", "q", "Q")
        assert terminal.app.return_value is None


async def test_a_finished_workshop_is_left_without_a_word(opened: Open) -> None:
    public = samples()["close"]
    closed = console_of(replace(public, session=replace(public.session, state="closed")))
    async with opened(closed) as terminal:
        await terminal.press("ctrl+q")
        await terminal.until(lambda: terminal.app.return_value is not None)


async def test_home_is_left_without_a_word(at_home: Open) -> None:
    async with at_home(FakeWorkspace()) as terminal:
        await terminal.press("ctrl+q")
        await terminal.until(lambda: terminal.app.return_value == TerminalExit(quit=True))

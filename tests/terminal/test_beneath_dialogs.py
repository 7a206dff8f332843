"""What is seen around a dialog is the screen beneath it, as it is and as it becomes."""

from __future__ import annotations

from fake_room import console_of
from headless_terminal import Open, rows
from msgspec.structs import replace

from screens.dialogs.dialog import Dialog
from screens.stage.samples import TIMER_OFF, samples

EDGE = 4
"""Columns on the left that no dialog reaches."""


async def test_around_a_dialog_the_stage_is_seen_as_it_was(opened: Open) -> None:
    async with opened(size=(100, 30)) as terminal:
        before = [row[:EDGE] for row in rows(terminal.app)]
        assert any(part.strip() for part in before)
        await terminal.press("f1")
        assert isinstance(terminal.app.screen, Dialog)
        assert [row[:EDGE] for row in rows(terminal.app)] == before
        await terminal.press("escape")
        assert [row[:EDGE] for row in rows(terminal.app)] == before


async def test_what_changes_meanwhile_is_seen_around_the_dialog_and_at_once_when_it_closes(opened: Open) -> None:
    # Without the clock, which may go on between the two pictures.
    open_step, closed = (console_of(replace(samples()[name], timer=TIMER_OFF)) for name in ("text-open", "text-closed"))
    async with opened(open_step, size=(100, 30)) as terminal:
        await terminal.press("f1")
        before = terminal.text
        terminal.room.show(closed)
        await terminal.until(lambda: terminal.text != before)
        terminal.room.show(open_step)
        await terminal.press("escape")
        shown = rows(terminal.app)
    async with opened(open_step, size=(100, 30)) as fresh:
        assert shown == rows(fresh.app)


async def test_nothing_beneath_a_dialog_can_be_clicked(opened: Open) -> None:
    async with opened(size=(100, 30)) as terminal:
        await terminal.press("f1")
        for y in range(30):
            assert not terminal.app.screen.get_style_at(1, y).meta
        await terminal.pilot.click(offset=(1, 1))
        assert not terminal.live.console_shown
        assert isinstance(terminal.app.screen, Dialog)

"""What has been typed in a field stays, however often the field gets the focus anew."""

from __future__ import annotations

from headless_terminal import Open
from textual.widgets import Input

from screens.dialogs.ask_text import AskText


async def test_what_is_typed_goes_on_when_the_focus_comes_back(opened: Open) -> None:
    async with opened() as terminal:
        terminal.app.push_screen(AskText("fi", "Nimi?", 40))
        await terminal.pilot.pause()
        field = terminal.app.screen.query_one(Input)
        await terminal.press("a", "b")
        terminal.app.screen.set_focus(None)
        await terminal.pilot.pause()
        terminal.app.screen.set_focus(field)
        await terminal.press("c")
        assert field.value == "abc"


async def test_what_was_there_before_is_replaced_by_the_first_letter(opened: Open) -> None:
    async with opened() as terminal:
        terminal.app.push_screen(AskText("fi", "Nimi?", 40, "Vanha nimi"))
        await terminal.pilot.pause()
        await terminal.press("a", "b")
        assert terminal.app.screen.query_one(Input).value == "ab"

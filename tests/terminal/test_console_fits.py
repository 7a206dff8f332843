"""Nothing of the console is cut off in an ordinary terminal: every button is seen whole, every line of keys is."""

from __future__ import annotations

import pytest
from fake_room import console_of, grouping
from headless_terminal import Open, Terminal
from msgspec.structs import replace
from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Static

from facilitator.i18n.messages import LANGUAGES
from facilitator.view import ConsoleView, ModeratedText, NextPress, Timer
from screens.console.console_button import ConsoleButton
from screens.stage.samples import NOW, samples

HELD = ModeratedText(id="w1", text="Odottaa vielä", lang="fi", hidden=True, waits=True)
PADDING = 2
"""Cells beside the words of a button."""


def turned(view: ConsoleView) -> ConsoleView:
    """The same with everything switched, whose buttons have other words then."""
    public = view.public
    face = replace(public.session, locked=True, black=True, overlay=True)
    timer = Timer(state="paused", ends=NOW + 60)
    return replace(view, public=replace(public, session=face, timer=timer), undo="undo.move", redo="undo.move")


VIEWS = {
    **{name: console_of(view, [HELD], waiting=(HELD,)) for name, view in samples().items()},
    "grouping": grouping(),
    "on a break": console_of(
        replace(
            samples()["text-open"],
            session=replace(samples()["text-open"].session, state="break"),
            next=NextPress(act="resume"),
        )
    ),
}


FIRST = {next(name for name in VIEWS if name.startswith(kind)) for kind in {name.split("-")[0] for name in VIEWS}}
"""One view of every kind of step."""


def cut_off(terminal: Terminal) -> list[str]:
    """Labels of the buttons that are cut off."""
    width, height = terminal.app.size
    found = []
    for button in terminal.live.query(ConsoleButton):
        seen, words = button.region, str(button.label)
        if button.disabled or not all(node.display for node in (button, *button.ancestors) if isinstance(node, Widget)):
            continue
        row = button.parent.region if isinstance(button.parent, Widget) else seen
        # The label with the name of the next step may be cut off, because the run of show contains the name too.
        if button.id == "deck-next" and terminal.room.public.next.act in ("start", "step"):
            continue
        whole = row.contains_region(seen) and seen.right <= width and seen.bottom <= height
        if not whole or cell_len(words) + PADDING > seen.width:
            found.append(words)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("all_on", [False, True], ids=["as it is", "with everything switched"])
async def test_every_button_and_the_keys_are_seen_whole_at_every_step(
    opened: Open, language: str, all_on: bool
) -> None:
    wrong = []
    async with opened(size=(80, 24), language=language) as terminal:
        terminal.live.action_command("private")
        await terminal.press("tab")
        # Buttons have the same words in every sample of a kind; all samples are seen in one language.
        for name, view in VIEWS.items():
            if language != "fi" and name not in FIRST:
                continue
            terminal.room.show(turned(view) if all_on else view)
            await terminal.pilot.pause()
            foot = str(terminal.live.console.query_one("#console-foot", Static).render())
            wrong += [(name, words) for words in cut_off(terminal)]
            wrong += [(name, foot)] if cell_len(foot) + PADDING > terminal.app.size.width else []
    assert wrong == []

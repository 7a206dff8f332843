"""Contrast of every rendered cell: stage, room check, console, dialogs and home, in all themes, without colours too."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Sequence

import pytest
from assertions import every
from fake_room import FakeWorkspace, Saved, console_of, grouping, writing
from headless_terminal import Open, Terminal
from msgspec.structs import replace
from rendered_cells import BLOCKS, Cells, cells, contrast, drawn, in_colours

from facilitator.view import AddressOption, ConsoleView, ModeratedText, NetworkView, PublicView, Wifi
from screens.stage.paint import paint
from screens.stage.samples import NOW, samples
from screens.themes import THEMES

PROJECTED, OTHER, DRAWN = 7.0, 4.5, 3.0
"""Least contrast of text that is projected, of other text, and of what is drawn in blocks."""

FRAMES = frozenset("▔▁▊▎ ")
"""What only frames a box: it can be missed."""

NAMES = [theme.name for theme in THEMES]
SAMPLES = samples()
WAY = AddressOption(address="10.1.2.3", interface="eth0", score=60, reasons=("network.cable",), url="http://10.1.2.3/1")


def outlook(**changes: bool) -> NetworkView:
    return replace(NetworkView(shown="192.168.1.20", ways=(WAY,), since=time.time()), **changes)


def weak(found: Sequence[Cells], least: float) -> list[tuple[str, int, float]]:
    """Text, row and contrast of what is too weak."""
    wrong = []
    for each in found:
        here = contrast(each.ink, each.paper)
        solid = each.ink == each.paper and not each.written
        if not set(each.text) - FRAMES:
            continue
        if here < (least if each.written else DRAWN) and not solid:
            wrong.append((each.text.strip(), each.row, round(here, 1)))
    return wrong


def check(terminal: Terminal, least: float) -> None:
    """Nothing on the screen is too weak or dim, also with sixteen colours."""
    parts = drawn(terminal.app)
    found = in_colours(parts)
    assert any(each.written for each in found)
    assert not [each.text for each in found if each.dim]
    assert not weak(found, least)
    assert not weak(in_colours(parts, sixteen=True), OTHER)


async def in_look(terminal: Terminal, theme: str) -> None:
    terminal.app.theme = theme
    await terminal.pilot.pause()


SIZED = [*((theme, (80, 24)) for theme in NAMES), (NAMES[0], (120, 40))]
"""Every theme, and a larger terminal in one of them: colours do not depend on the size."""


@pytest.mark.parametrize(("theme", "size"), SIZED)
async def test_all_text_on_the_stage_has_a_contrast_of_seven(opened: Open, theme: str, size: tuple[int, int]) -> None:
    async with opened(console_of(SAMPLES["lobby"]), size=size) as terminal:
        await in_look(terminal, theme)
        for view in stages_for(theme):
            if view.session.black:
                continue
            terminal.room.show(console_of(view))
            await terminal.until(lambda: terminal.live._drawn_view is terminal.room.console)
            await terminal.pilot.pause()
            check(terminal, PROJECTED)


def stages() -> dict[str, PublicView]:
    """Every sample, and what can lie over one."""
    wifi = replace(SAMPLES["text-open"], wifi=Wifi(name="Vieras", password="salasana"))
    face = replace(SAMPLES["text-open"].session, locked=True)
    return {**SAMPLES, "wifi": wifi, "locked": replace(SAMPLES["text-open"], session=face)}


def stages_for(theme: str) -> Iterable[PublicView]:
    """All of them in one theme, and in the others as many as show every style of the stage.

    A theme is a table of the styles: what a style looks like in it does not depend on the view.
    """
    return stages().values() if theme == NAMES[0] else stages_of_all_styles()


@functools.cache
def stages_of_all_styles() -> list[PublicView]:
    """Views of which each shows a style that none before it shows, as letters or as blocks."""
    seen: set[tuple[str, bool]] = set()
    found = []
    for view in stages().values():
        rows = paint(view, 80, 24, "fi", NOW).rows
        looks = {(run.style, bool(set(run.text) - BLOCKS - {" "})) for row in rows for run in row}
        if not looks <= seen:
            found.append(view)
        seen |= looks
    return found


@pytest.mark.parametrize("theme", NAMES)
async def test_all_text_of_the_room_check_has_a_contrast_of_seven(opened: Open, theme: str) -> None:
    async with opened(console_of(SAMPLES["lobby"], network=outlook())) as terminal:
        await in_look(terminal, theme)
        for network in (outlook(), outlook(reached=True), outlook(lost=True)):
            terminal.room.show(console_of(SAMPLES["lobby"], network=network))
            await terminal.press("f7", "3")
            for _ in range(5):
                check(terminal, PROJECTED)
                terminal.clock.now += 1.0
                await terminal.press("pagedown")
            await leave_dialogs(terminal)


async def leave_dialogs(terminal: Terminal) -> None:
    """Back to the live screen, whatever lies over it."""
    while terminal.app.screen is not terminal.live:
        terminal.app.pop_screen()
    await terminal.pilot.pause()
    terminal.clock.now += 10.0


def consoles() -> dict[str, ConsoleView]:
    """The console over every kind of step, with and without trouble."""
    texts = [ModeratedText(id=f"m{n}", text=f"Idea {n}", lang="fi", hidden=n == 1, waits=n == 2) for n in range(4)]
    states = ("-open", "-revealed")
    return {
        **{name: console_of(view) for name, view in SAMPLES.items() if name.endswith(states)},
        "texts": writing(*texts),
        "grouping": grouping(),
        "trouble": console_of(SAMPLES["vote-open"], trouble="disk_full", turned_away=3, behind=12),
        "lost": console_of(SAMPLES["vote-open"], network=outlook(lost=True)),
    }


def consoles_for(theme: str) -> Iterable[ConsoleView]:
    """All of them in one theme, and in the others one of every kind of step and what is no sample."""
    first = {name.split("-")[0]: view for name, view in reversed(consoles().items())}
    return consoles().values() if theme == NAMES[0] else first.values()


@pytest.mark.parametrize(("theme", "size"), SIZED)
async def test_all_text_on_the_console_has_a_contrast_of_four_and_a_half(
    opened: Open, theme: str, size: tuple[int, int]
) -> None:
    async with opened(console_of(SAMPLES["lobby"]), size=size) as terminal:
        await in_look(terminal, theme)
        await terminal.open_console()
        for view in consoles_for(theme):
            terminal.room.show(view)
            await terminal.pilot.pause()
            check(terminal, OTHER)


DIALOGS = {
    "help": ("f1",),
    "wifi": ("f9",),
    "leave": ("ctrl+q",),
    "warning": ("tab",),
}


@pytest.mark.parametrize("theme", NAMES)
async def test_all_text_of_a_dialog_over_the_stage_has_a_contrast_of_seven(opened: Open, theme: str) -> None:
    async with opened() as terminal:
        await in_look(terminal, theme)
        before = terminal.text
        for keys in DIALOGS.values():
            await terminal.press(*keys)
            assert terminal.text != before
            check(terminal, PROJECTED)
            await leave_dialogs(terminal)


CONSOLE_KEYS = {
    "palette": ("ctrl+p",),
    "palette search": ("ctrl+p", "a", "v"),
    "step": ("w",),
    "template": ("s",),
    "focus": ("shift+tab",),
}


@pytest.mark.parametrize("theme", NAMES)
async def test_all_text_of_the_consoles_dialogs_has_a_contrast_of_four_and_a_half(opened: Open, theme: str) -> None:
    async with opened(writing(ModeratedText(id="m", text="Idea", lang="fi"))) as terminal:
        await in_look(terminal, theme)
        await terminal.open_console()
        before = terminal.text
        for name, keys in CONSOLE_KEYS.items():
            await terminal.press(*keys)
            await terminal.palette_filled()
            assert name == "focus" or terminal.text != before  # the focus has colours only
            check(terminal, OTHER)
            await leave_dialogs(terminal)


@pytest.mark.parametrize("theme", NAMES)
async def test_all_text_of_home_and_its_form_has_a_contrast_of_four_and_a_half(at_home: Open, theme: str) -> None:
    async with at_home(FakeWorkspace(recent=(Saved(), Saved(trouble="damaged")))) as terminal:
        await in_look(terminal, theme)
        check(terminal, OTHER)
        await terminal.press("down", "down", "down", "enter")
        check(terminal, OTHER)


@pytest.mark.parametrize("theme", NAMES[:2])
async def test_without_colours_everything_is_still_there_to_read(
    opened: Open, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(console_of(SAMPLES["lobby"])) as terminal:
        await in_look(terminal, theme)
        for view in stages_for(theme):
            if view.session.black:
                continue
            terminal.room.show(console_of(view))
            await terminal.pilot.pause()
            found = cells(terminal.app)
            assert every(len(set(each.ink)) == 1 and len(set(each.paper)) == 1 for each in found)
            assert not weak(found, PROJECTED)
        await terminal.open_console()
        for console in consoles_for(theme):
            terminal.room.show(console)
            await terminal.pilot.pause()
            assert not weak(cells(terminal.app), OTHER)

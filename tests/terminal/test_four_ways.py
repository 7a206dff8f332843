"""Every act of the table of keys four ways: by key, by palette, by mouse, and told by the help where it can be done.

What an act did is what the room was asked, which screen lies on top, which view is seen, and what the console says:
the same each way. The mouse has a button of its own, or the button of the palette and then the line in its list.
Opening the terminal takes longest, so one is used for all ways wherever what an act did can be put back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from fake_room import console_of, grouping
from headless_terminal import Open, Terminal
from msgspec.structs import replace
from test_suggestion_keys import asked, shown
from textual.command import CommandList, CommandPalette
from textual.widgets import Static

from facilitator.i18n.messages import say
from facilitator.view import ConsoleView, Cut, ModeratedText
from screens.console.console_button import ConsoleButton
from screens.dialogs.choose import Choose
from screens.dialogs.help import Help
from screens.keys import KEYS
from screens.stage.samples import samples

LIVE = console_of(samples()["text-open"], undo="undo.move", redo="undo.move", nudge={"fi": "Vielä yksi"})
CUT = replace(LIVE, cuts=(Cut(cut="rate", step="then", title={"fi": "Pieni vai suuri"}, won=8),))
VOTED = console_of(samples()["vote-closed"])
GROUP, SUGGESTED = grouping(), grouping(10)
HELD = ModeratedText(id="w1", text="Odottaa vielä", lang="fi", hidden=True, waits=True)
WAITING = console_of(samples()["text-open"], [HELD], waiting=(HELD,))

WHERE: dict[str, ConsoleView] = {
    **dict.fromkeys(("next", "back", "black", "overlay", "more", "less", "pause", "lock", "undo", "redo"), LIVE),
    **dict.fromkeys(("console", "export", "edit", "save_template", "remote", "help", "leave", "break", "add"), LIVE),
    **dict.fromkeys(("stage_language", "look", "qr", "check", "network", "wifi", "nudge", "filter"), LIVE),
    **dict.fromkeys(("reopen", "reveal", "count"), VOTED),
    **dict.fromkeys(("theme", "take_back", "merge", "remove", "suggest", "change", "hide"), GROUP),
    **dict.fromkeys(("accept", "accept_above", "ignore", "split"), SUGGESTED),
    "cut": CUT,
    "approve": WAITING,
}
"""Act -> a view in which it can be done."""

OTHERWISE = {
    "close": "closes what lies over the stage, where the palette itself lies over the console; dialogs have a button",
    "palette": "opens the palette: it has its key and its button",
    **dict.fromkeys(
        (f"place{n}" for n in range(1, 10)), "by mouse and palette a theme is chosen from a list: see below"
    ),
}
"""Acts that have fewer than four ways or are carried out elsewhere, and why."""

OWN_BUTTON = {
    "next", "back", "black", "overlay", "less", "more", "pause", "lock", "reopen", "reveal", "undo", "redo", "export",
    "help", "console", "leave", "add", "filter", "theme", "merge", "remove", "suggest", "change", "count", "approve",
    "move",
}  # fmt: skip
"""Acts with a button of their own; to all others the mouse comes through the button of the palette."""

LISTED = {"nudge", "undo"}
"""Acts that are chosen from the palette's list by keys and by mouse: one without a button of its own, one with it."""

Effect = tuple[object, ...]
Way = Callable[[Terminal, str], Awaitable[None]]


def effect(terminal: Terminal) -> Effect:
    """What has happened since the console was opened."""
    live = terminal.live
    return (
        tuple((verb, str({k: v for k, v in a.items() if not callable(v)})) for verb, a in terminal.room.done),
        type(terminal.app.screen).__name__,
        live.console_shown,
        live.console._status_text,
        terminal.app.theme,
        live.stage.qr,
        live.console.pane.query("Finder.-open, Finder:focus-within").__len__(),
        tuple(shown(terminal)),
    )


async def settled(terminal: Terminal) -> Effect:
    """The effect once nothing changes any more."""
    before: Effect = ()
    for _ in range(50):
        await terminal.pilot.pause(0.02)
        now = effect(terminal)
        if now == before and now[1] != "CommandPalette":
            return now
        before = now
    raise AssertionError(f"it does not settle: {before}\n{terminal.text}")


async def ready(terminal: Terminal, act: str) -> None:
    """The console, with suggestions where the act is about them."""
    if WHERE[act] is SUGGESTED:
        await asked(terminal)
    else:
        await terminal.open_console()


async def by_key(terminal: Terminal, act: str) -> None:
    key = next(key for key in KEYS if key.id == act)
    await terminal.press((key.priority_keys or key.keys).split(",")[0] if act != "next" else "n")


async def chosen(terminal: Terminal, act: str) -> CommandList:
    """The palette with only this act's line highlighted."""
    await terminal.until(lambda: isinstance(terminal.app.screen, CommandPalette))
    label = say(f"act.{act}", "fi")
    found = terminal.app.screen.query_one(CommandList)

    def index() -> int:
        return next((n for n, lines in enumerate(entries(found)) if lines[0] == label), -1)

    await terminal.until(lambda: index() >= 0)
    await terminal.palette_filled()
    found.highlighted = index()
    await terminal.pilot.pause()
    return found


def entries(found: CommandList) -> list[list[str]]:
    """The lines of each entry: its label, and below it what its verb does."""
    prompts = (str(found.get_option_at_index(n).prompt) for n in range(found.option_count))
    return [[line.strip() for line in prompt.strip().splitlines()] for prompt in prompts]


async def by_palette(terminal: Terminal, act: str) -> None:
    await terminal.press("ctrl+p")
    await chosen(terminal, act)
    await terminal.press("enter")


async def by_command(terminal: Terminal, act: str) -> None:
    """What the palette runs for the act, without its list."""
    (command,) = [command for command in terminal.live.commands() if command.label == say(f"act.{act}", "fi")]
    command.run()


async def by_mouse(terminal: Terminal, act: str) -> None:
    own = own_button(terminal, act)
    if own is not None:
        await terminal.pilot.click(own)
        await terminal.pilot.pause()
        return
    await terminal.pilot.click("#deck-palette")
    found = await chosen(terminal, act)
    assert found.highlighted is not None
    before = sum(len(lines) for lines in entries(found)[: found.highlighted])
    row = before - int(found.scroll_y) + 1  # the border
    await terminal.pilot.click(found, offset=(6, row))


def own_button(terminal: Terminal, act: str) -> ConsoleButton | None:
    """The act's button on the console, where it has one."""
    buttons = [b for b in terminal.live.query(ConsoleButton) if b.display and b.region.width and not b.disabled]
    own = next((b for b in buttons if b.action == f"screen.command('{act}')"), None)
    assert (own is not None) == (act in OWN_BUTTON), act
    return own


@asynccontextmanager
async def at(opened: Open, act: str) -> AsyncIterator[Terminal]:
    """The console where the act can be done."""
    async with opened(WHERE[act], size=(120, 40)) as terminal:
        await ready(terminal, act)
        yield terminal


async def put_back(terminal: Terminal, act: str, nothing: Effect) -> bool:
    """Undo what the act did to terminal and room; whether that is possible."""
    while terminal.app.screen is not terminal.live:
        terminal.app.pop_screen()
    await terminal.pilot.pause()
    terminal.clock.now += 10.0  # what was closed holds the keys back for a moment
    terminal.room.show(WHERE[act])
    terminal.room.done[:] = []
    terminal.live.console.tell("")
    await terminal.pilot.pause()
    return WHERE[act] is not SUGGESTED and effect(terminal) == nothing


def acts_of_one_view() -> list[tuple[str, ...]]:
    """All acts, those together that can be done in the same view, but not more than eight."""
    by_view: dict[int, list[str]] = {}
    for act, view in WHERE.items():
        by_view.setdefault(id(view), []).append(act)
    return [tuple(acts[start : start + 8]) for acts in by_view.values() for start in range(0, len(acts), 8)]


def ways_of(act: str) -> tuple[Way, ...]:
    """The lists of the palette and of the button that opens it are walked for two acts; what they run, for each."""
    if act in LISTED:
        return (by_key, by_command, by_palette, by_mouse)
    return (by_key, by_command, by_mouse) if act in OWN_BUTTON else (by_key, by_command)


@pytest.mark.parametrize("acts", acts_of_one_view(), ids=" ".join)
async def test_an_act_does_the_same_by_key_by_palette_and_by_mouse_and_the_help_tells_of_it(
    opened: Open, acts: tuple[str, ...]
) -> None:
    async with AsyncExitStack() as stack:
        terminal = await stack.enter_async_context(at(opened, acts[0]))
        nothing = effect(terminal)
        await the_help_tells_of(terminal, acts)
        for act in acts:
            found = {}
            for way in ways_of(act):
                if not await put_back(terminal, act, nothing):
                    await stack.aclose()
                    terminal = await stack.enter_async_context(at(opened, act))
                    nothing = effect(terminal)
                own_button(terminal, act)
                await way(terminal, act)
                found[way.__name__] = await settled(terminal)
                assert found[way.__name__] != nothing, (act, way.__name__)
            assert len(set(found.values())) == 1, (act, found)


async def the_help_tells_of(terminal: Terminal, acts: Sequence[str]) -> None:
    """Open the help over the console: among what can be done now are the acts."""
    await terminal.press("f1")
    await terminal.until(lambda: isinstance(terminal.app.screen, Help) and bool(terminal.app.screen.query("#now")))
    told = " ".join(str(terminal.app.screen.query_one("#now", Static).render()).split())
    assert not [act for act in acts if say(f"act.{act}", "fi") not in told]


@pytest.mark.parametrize("way", [by_palette, by_mouse])
async def test_what_a_number_key_does_is_done_by_palette_and_mouse_from_a_list_of_themes(
    opened: Open, way: Way
) -> None:
    placed = []
    async with opened(GROUP, size=(120, 40)) as terminal:
        await terminal.open_console()
        await terminal.press("2")
        await terminal.until(lambda: "move" in terminal.room.verbs)
        placed.append(terminal.room.done[-1])
    async with opened(GROUP, size=(120, 40)) as terminal:
        await terminal.open_console()
        await way(terminal, "move")
        await terminal.until(lambda: isinstance(terminal.app.screen, Choose))
        await terminal.press("down", "enter")
        await terminal.until(lambda: "move" in terminal.room.verbs)
        placed.append(terminal.room.done[-1])
    assert placed[0] == placed[1]


def test_every_key_of_the_table_is_walked_or_its_exception_is_said() -> None:
    assert {key.id for key in KEYS} == set(WHERE) | set(OTHERWISE)
    assert not set(WHERE) & set(OTHERWISE)


@pytest.mark.parametrize("sample", ["lobby", "text-open", "scale-open", "action-open", "commit-open"])
async def test_the_palette_offers_no_counting_of_votes_where_there_is_no_vote(opened: Open, sample: str) -> None:
    async with opened(console_of(samples()[sample])) as terminal:
        await terminal.open_console()
        listed = {command.label for command in terminal.live.commands()}
        assert not {say(f"act.{name}", "fi") for name in ("count", "finish")} & listed

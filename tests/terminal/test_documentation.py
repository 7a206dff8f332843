"""The documentation in the terminal: from the help, the palette and the home screen, offline, and back with Esc."""

from __future__ import annotations

import io
from functools import partial

import pytest
from assertions import every
from fake_room import FakeWorkspace
from headless_terminal import Open, Terminal
from rendered_cells import cells, contrast
from rich.console import Console
from textual.widgets import OptionList

from facilitator.i18n.messages import LANGUAGES, say
from facilitator.system.documentation import TOPICS, page, sections
from screens.dialogs.help import Help
from screens.documentation import Documentation
from screens.documentation_text import page_of
from screens.home.home import HomeScreen
from screens.live.live import LiveScreen
from screens.themes import THEMES


async def shown(terminal: Terminal) -> Documentation:
    """The documentation, once its page is there."""
    await terminal.until(lambda: isinstance(terminal.app.screen, Documentation))
    screen = terminal.app.screen
    assert isinstance(screen, Documentation)
    await terminal.until(lambda: len(screen.query("#page Static")) > 0)
    await terminal.pilot.pause()
    return screen


def has_sections(screen: Documentation, many: int) -> bool:
    """Whether the page that is shown has so many sections."""
    return len(screen.body.children) == many


async def test_f1_twice_opens_it_over_the_help_and_esc_goes_back_step_by_step(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("f1")
        await terminal.until(lambda: isinstance(terminal.app.screen, Help) and terminal.app.screen.is_mounted)
        assert say("docs.open", "fi") in terminal.text
        await terminal.press("f1")
        await shown(terminal)
        await terminal.press("escape")
        await terminal.until(lambda: isinstance(terminal.app.screen, Help))
        await terminal.press("escape")
        await terminal.until(lambda: isinstance(terminal.app.screen, LiveScreen))
        assert terminal.room.done == []


async def test_the_button_of_the_help_opens_it_too(opened: Open) -> None:
    async with opened() as terminal:
        await terminal.press("f1")
        await terminal.until(lambda: isinstance(terminal.app.screen, Help) and terminal.app.screen.is_mounted)
        await terminal.pilot.click("#documentation")
        await shown(terminal)


async def test_the_palette_names_it(opened: Open) -> None:
    async with opened() as terminal:
        (command,) = [each for each in terminal.live.commands() if each.label == say("act.documentation", "fi")]
        command.run()
        await shown(terminal)


async def test_f1_on_the_home_screen_opens_it(at_home: Open) -> None:
    async with at_home(FakeWorkspace()) as terminal:
        await terminal.press("f1")
        await shown(terminal)
        await terminal.press("f1")
        await terminal.until(lambda: isinstance(terminal.app.screen, HomeScreen))


async def test_every_page_is_behind_its_number_and_its_button(opened: Open) -> None:
    async with opened(size=(100, 30)) as terminal:
        await terminal.press("f1", "f1")
        screen = await shown(terminal)
        for number, topic in enumerate(TOPICS, 1):
            await terminal.press(str(number))
            await terminal.until(partial(has_sections, screen, len(list(sections(page(topic))))))
            assert next(sections(page(topic))).title in terminal.text
        await terminal.pilot.click(f"#{TOPICS[0]}")
        await terminal.until(lambda: next(sections(page(TOPICS[0]))).title in terminal.text)


async def test_a_heading_is_shown_at_the_top_of_the_page(opened: Open) -> None:
    async with opened(size=(80, 24)) as terminal:
        await terminal.press("f1", "f1")
        screen = await shown(terminal)
        assert not screen.headings.display
        await terminal.press("t")
        assert isinstance(terminal.app.focused, OptionList)
        title = list(sections(page(TOPICS[0])))[3].title
        await terminal.press("home", "down", "down", "down", "enter")
        await terminal.until(lambda: screen.body.children[3].region.y == screen.body.region.y)
        assert title.split()[0] in terminal.text
        await terminal.press("pagedown")
        assert screen.body.scroll_offset.y > 0


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_buttons_of_all_topics_fit_into_the_smallest_terminal(opened: Open, language: str) -> None:
    async with opened(size=(80, 24), language=language) as terminal:
        await terminal.press("f1", "f1")
        screen = await shown(terminal)
        assert every(button.region.right <= 80 for button in screen.query("#topics DialogButton"))
        assert say("docs.headings", language) in terminal.text


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_its_text_has_a_contrast_of_seven_in_every_appearance(opened: Open, theme: str) -> None:
    async with opened(size=(120, 40)) as terminal:
        terminal.app.theme = theme
        await terminal.press("f1", "f1")
        await shown(terminal)
        # Every topic in one theme; the looks of a text are the same in all of them.
        for number in range(1, len(TOPICS) + 1 if theme == THEMES[0].name else 3):
            await terminal.press(str(number))
            await terminal.press("pagedown")
            found = [each for each in cells(terminal.app) if each.written]
            assert found
            assert not [each.text for each in found if contrast(each.ink, each.paper) < 7.0 or each.dim]


def test_a_page_is_drawn_anew_for_each_width_and_the_same_each_time() -> None:
    text = "# Otsikko\n\n" + "Sanoja riville. " * 20

    def drawn(width: int) -> str:
        console = Console(width=width, file=io.StringIO())
        with console.capture() as captured:
            console.print(page_of(text))
        return captured.get()

    narrow, wide = drawn(30), drawn(90)
    assert max(map(len, narrow.splitlines())) <= 30 < max(map(len, wide.splitlines())) <= 90
    assert (drawn(30), drawn(90)) == (narrow, wide)

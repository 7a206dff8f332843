"""The documentation as a screen: one page at a time, with its headings beside it. Offline; nothing on it is private."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from facilitator.i18n.messages import say
from facilitator.system.documentation import TOPICS, page, sections
from screens.dialogs.dialog import DialogButton
from screens.documentation_text import page_of
from screens.terminal_text import literal_content

WIDE = 110
"""Columns from which on the headings are shown without being asked for."""


class Documentation(Screen[None]):
    """All pages; Esc goes back to where it was opened."""

    CSS_PATH = "documentation.tcss"
    AUTO_FOCUS = "#page"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", show=False),
        Binding("t", "headings", show=False),
        Binding("space", "page_down", show=False),
        *(Binding(str(number), f"topic({number})", show=False) for number in range(1, len(TOPICS) + 1)),
    ]

    headings = query_one("#headings", OptionList)
    body = query_one("#page", VerticalScroll)

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def compose(self) -> ComposeResult:
        """Topics, headings and page, keys."""
        with Horizontal(id="topics"):
            for number, topic in enumerate(TOPICS, 1):
                yield DialogButton(f"{number} {topic}", key=topic)
        with Horizontal(id="middle"):
            yield OptionList(id="headings")
            yield VerticalScroll(id="page")
        with Horizontal(id="foot"):
            yield DialogButton(say("dialog.close", self.language), key="close", main=True)
            yield DialogButton(say("docs.headings", self.language), key="contents")
            yield Static(literal_content(say("docs.keys", self.language)), id="keys")

    async def on_mount(self) -> None:
        """The first page; its headings where there is room for them."""
        self.headings.display = self.app.size.width >= WIDE
        await self.open(TOPICS[0])

    async def open(self, topic: str) -> None:
        """Show a page from its top."""
        found = list(sections(page(topic)))
        # One widget for each section: few enough to be quick, and a heading can be scrolled to.
        await self.body.remove_children()
        await self.body.mount(*(Static(page_of(section.text)) for section in found))
        self.headings.clear_options()
        titles = ("  " * (each.level - 1) + each.title.replace("`", "") for each in found)
        self.headings.add_options(Option(literal_content(title)) for title in titles)
        for button in self.query("#topics DialogButton").results(DialogButton):
            button.variant = "primary" if button.id == topic else "default"
        self.body.scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A heading was chosen."""
        event.stop()
        self.body.scroll_to_widget(self.body.children[event.option_index], top=True, animate=False)
        self.body.focus()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """A topic, or one of the two buttons at the bottom."""
        event.stop()
        if event.button.id == "close":
            self.action_leave()
        elif event.button.id == "contents":
            self.action_headings()
        else:
            await self.open(event.button.id or TOPICS[0])

    async def action_topic(self, number: int) -> None:
        """The page of this number."""
        await self.open(TOPICS[number - 1])

    def action_headings(self) -> None:
        """Toggle the list of headings, and move the focus to it or back to the text."""
        shown = self.headings.display = not self.headings.display
        (self.headings if shown else self.body).focus()

    def action_page_down(self) -> None:
        """Scroll down by one page."""
        self.body.scroll_page_down(animate=False)

    def action_leave(self) -> None:
        """Close the documentation and return to the screen below."""
        self.dismiss()

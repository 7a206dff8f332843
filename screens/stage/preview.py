"""Previews the stage with sample views, for developing a kind of step: ``python -m screens.steps.vote``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from facilitator.view import PublicView
from screens.pixels import next_mode
from screens.stage.samples import NOW, samples, samples_of_kind
from screens.stage.widget import Stage
from screens.themes import THEMES

LANGUAGES = ("fi", "sv", "en", "two")


class PreviewApp(App[None]):
    """One stage, with keys to step through samples, languages, themes, QR modes and pixel sizes."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,right,space", "go(1)"),
        Binding("pageup,left", "go(-1)"),
        Binding("f3", "language"),
        Binding("f4", "appearance"),
        Binding("f5", "overlay"),
        Binding("f6", "qr"),
        Binding("l", "letters"),
        Binding("q", "quit"),
    ]

    def __init__(self, views: Mapping[str, PublicView]) -> None:
        super().__init__()
        self._views = list(views.values())
        self._index = 0
        self._overlay = False
        self.stage = Stage(clock=lambda: NOW)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield self.stage

    def on_mount(self) -> None:
        self._draw()

    def action_go(self, by: int) -> None:
        """Show the sample ``by`` places further on, wrapping around."""
        self._index = (self._index + by) % len(self._views)
        self._draw()

    def action_language(self) -> None:
        """Switch to the next language."""
        now = self.stage.language or LANGUAGES[0]
        self.stage.language = LANGUAGES[(LANGUAGES.index(now) + 1) % len(LANGUAGES)]

    def action_appearance(self) -> None:
        """Switch to the next theme."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_overlay(self) -> None:
        """Show or hide the join code over the sample."""
        self._overlay = not self._overlay
        self._draw()

    def action_qr(self) -> None:
        """Switch to the next way of drawing the join code."""
        self.stage.next_qr_mode()

    def action_letters(self) -> None:
        """Switch to the next pixel size of the block letters."""
        self.stage.lettering = next_mode(self.stage.lettering)

    def _draw(self) -> None:
        view = self._views[self._index]
        session = msgspec.structs.replace(view.session, overlay=view.session.overlay or self._overlay)
        self.stage.show(msgspec.structs.replace(view, session=session))


def run(kind: str = "") -> None:
    """Run the preview with the samples of one kind; with all samples if ``kind`` is empty."""
    PreviewApp(samples_of_kind(kind) if kind else samples()).run()


if __name__ == "__main__":
    run()

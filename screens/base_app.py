"""Base class of the two Textual apps: registers the themes, and logs exceptions instead of printing tracebacks."""

from __future__ import annotations

import logging
from typing import TypeVar

from screens.ordered_keys import OrderedKeysApp
from screens.themes import LIGHT, THEMES

THEME_NAMES = tuple(theme.name for theme in THEMES)
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class BaseApp(OrderedKeysApp[Result], inherit_bindings=False):
    """An app with the product's themes, whose unhandled exceptions go to the log only.

    Textual's own command palette is switched off: its texts are in English, and it opens on every screen.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, look: str = "") -> None:
        """``look`` is the name of a theme; an unknown name selects the light theme."""
        super().__init__()
        self.fault: Exception | None = None
        """The first unhandled exception; None if there was none."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = look if look in THEME_NAMES else LIGHT

    def next_look(self) -> None:
        """Switch to the next theme: light, contrast, dark, then light again."""
        now = THEME_NAMES.index(self.theme) if self.theme in THEME_NAMES else -1
        self.theme = THEME_NAMES[(now + 1) % len(THEME_NAMES)]

    def _handle_exception(self, error: Exception) -> None:
        # Overrides a private method of Textual, because there is no public hook. Textual's traceback would print the
        # values of local variables, which may contain texts of participants.
        log.critical("the terminal ended", exc_info=error)
        self.fault = self.fault or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

"""An app that ends without a traceback and knows our appearances: the common part of the two terminals."""

from __future__ import annotations

import logging
from typing import TypeVar

from screens.ordered_keys import OrderedKeys
from screens.themes import LIGHT, THEMES

NAMES = tuple(theme.name for theme in THEMES)
Result = TypeVar("Result")

log = logging.getLogger(__name__)


class CalmApp(OrderedKeys[Result], inherit_bindings=False):
    """What ends it goes to the log. Textual's palette is left out: it is in English and opens anywhere."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, look: str = "") -> None:
        """``look``: name of an appearance; any other means the light one."""
        super().__init__()
        self.fault: Exception | None = None
        """What ended the app; None while all is well."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = look if look in NAMES else LIGHT

    def next_look(self) -> None:
        """Light, contrast, dark, and light again."""
        now = NAMES.index(self.theme) if self.theme in NAMES else -1
        self.theme = NAMES[(now + 1) % len(NAMES)]

    def _handle_exception(self, error: Exception) -> None:
        # Textual's only place to see a fault before it prints a traceback, with the values of variables in it.
        log.critical("the terminal ended", exc_info=error)
        self.fault = self.fault or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

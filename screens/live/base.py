"""What all parts of the live screen share: the room, the command queue, and sentences for stage and console."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from facilitator.i18n.messages import say
from facilitator.ports.protocols import Facilitation
from screens.console.console import Console
from screens.error_boundary import ErrorBoundary
from screens.keymap import Keymap
from screens.live.command_queue import CommandQueue
from screens.press_guard import PressGuard, SecondPress
from screens.terminal_text import literal_content

HINT_SECONDS = 4.0


class LiveScreenBase(Screen[None]):
    """Base class of the mix-ins that make up ``LiveScreen``."""

    def __init__(
        self,
        driver: Facilitation,
        language: str,
        notices: Sequence[str],
        clock: Callable[[], float],
        keys: Keymap,
    ) -> None:
        super().__init__()
        self.keys = keys
        self.driver = driver
        self.language = language
        self.console = Console(language, notices, keys.key_names(language))
        self._clock = clock
        self._press_guard, self._second_press = PressGuard(), SecondPress()
        self._error_boundary = ErrorBoundary(language, self._tell_refusal)
        self._queue = CommandQueue(driver, self._error_boundary, self._show)
        self._hint_timer: Timer | None = None
        self.read_only = False
        """True when the workshop runs in another window and is only read here; leaving needs no confirmation then."""

    @property
    def at_console(self) -> bool:
        """Whether the console is shown instead of the stage."""
        raise NotImplementedError

    def _show(self) -> None:
        """Draw the newest views."""
        raise NotImplementedError

    def say(self, key: str, **fields: object) -> str:
        """Return a message of the catalogue in the facilitator's language."""
        return say(key, self.language, **fields)

    def tell(self, sentence: str, public: str | None = None) -> None:
        """Show a sentence on the console, and when the stage is seen, ``public`` over it.

        ``public`` None: the same sentence, because it is harmless there.
        """
        self.console.tell(sentence)
        if not self.at_console:
            self.hint(sentence if public is None else public)

    def _tell_key(self, key: str, **fields: object) -> None:
        self.tell(self.say(key, **fields))

    def hint(self, sentence: str) -> None:
        """Show a short sentence over the stage for ``HINT_SECONDS``."""
        # The class is set on the hint line: set on the screen, it would restyle every widget of the console.
        line = self.query_one("#hint", Static)
        line.update(literal_content(sentence))
        line.add_class("-said")
        if self._hint_timer is not None:
            self._hint_timer.stop()
        self._hint_timer = self.set_timer(HINT_SECONDS, self._end_hint)

    def _end_hint(self) -> None:
        self.query_one("#hint").remove_class("-said")

    def _tell_refusal(self, sentence: str) -> None:
        self.tell(sentence, self.say("live.refused"))

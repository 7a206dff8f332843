"""What every part of the live screen works with: the newest views, sentences, the command queue, and dialogs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from facilitator.i18n.messages import say
from facilitator.ports.protocols import Facilitation, Reply
from facilitator.view import ConsoleView, PublicView
from screens.console.console import Console
from screens.error_boundary import ErrorBoundary
from screens.keymap import Keymap
from screens.live.command_queue import CallFactory, CommandQueue
from screens.live.hint_line import HintLine
from screens.press_guard import PressGuard, SecondPress

Result = TypeVar("Result")

Handlers: TypeAlias = Mapping[str, Callable[[], None]]
"""Id of a command -> the method of a part that carries it out."""


class LiveWindow(Protocol):
    """What the context needs of the live screen itself."""

    @property
    def app(self) -> App[object]: ...
    @property
    def at_console(self) -> bool:
        """Whether the console is shown instead of the stage."""
        ...

    @property
    def hint_line(self) -> HintLine:
        """The line over the stage."""
        ...

    def draw(self) -> None:
        """Draw the newest views."""
        ...

    def post_message(self, message: Message) -> bool: ...
    def run_worker(
        self,
        work: Coroutine[Any, Any, None],
        name: str | None = "",
        group: str = "default",
        *,
        exit_on_error: bool = True,
        exclusive: bool = False,
    ) -> Worker[None]: ...


class LiveContext:
    """Handed to the parts of the live screen, which know nothing else of it."""

    def __init__(
        self,
        window: LiveWindow,
        driver: Facilitation,
        language: str,
        keys: Keymap,
        notices: Sequence[str],
        clock: Callable[[], float],
        now: Callable[[], float],
    ) -> None:
        """``clock``: a monotonic clock; ``now``: the time since the epoch; both in seconds."""
        self._window = window
        self.driver = driver
        self.language = language
        self.keys = keys
        self.console = Console(language, notices, keys.key_names(language))
        self.now = now
        self.clock = clock
        self._second_press = SecondPress()
        self._next_guard = PressGuard()
        self.error_boundary = ErrorBoundary(language, self._tell_refusal)
        self.queue = CommandQueue(driver, self.error_boundary, window.draw)

    # --- what is

    @property
    def view(self) -> ConsoleView:
        """The newest view of the console."""
        return self.driver.console

    @property
    def public(self) -> PublicView:
        """The newest public view."""
        return self.driver.public

    @property
    def at_console(self) -> bool:
        """Whether the console is shown instead of the stage."""
        return self._window.at_console

    # --- sentences

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

    def tell_done(self, key: str, reply: Reply) -> None:
        """Show on the console that a command is done."""
        self.console.tell(self.say(key))

    def hint(self, sentence: str) -> None:
        """Show a short sentence over the stage for some seconds."""
        self._window.hint_line.show(sentence)

    def end_hint(self) -> None:
        """Hide the sentence over the stage."""
        self._window.hint_line.end()

    def _tell_refusal(self, sentence: str) -> None:
        self.tell(sentence, self.say("live.refused"))

    # --- presses

    def confirms(self, question: str) -> bool:
        """Return whether this press answers ``question``, which an earlier press asked; otherwise it asks it now."""
        return self._second_press.confirms(question, self.clock())

    def forget_question(self) -> None:
        """Forget the question that waits for a second press."""
        self._second_press.reset()

    def accepts_next(self) -> bool:
        """Return whether a press of "next" counts: not within 0.8 seconds of the last one."""
        return self._next_guard.accepts(self.clock())

    def hold_next(self, held: bool) -> None:
        """Ignore "next" for 0.8 seconds from now on, or not any more."""
        if held:
            self._next_guard.start(self.clock())
        else:
            self._next_guard.reset()

    # --- what can be done

    def submit(self, make: CallFactory, on_reply: Callable[[Reply], None] | None = None, unique_key: str = "") -> None:
        """Add a command to the queue; see ``CommandQueue.submit``."""
        self.queue.submit(make, on_reply, unique_key)

    def draw(self) -> None:
        """Draw the newest views."""
        self._window.draw()

    def open(self, screen: Screen[Result], on_result: Callable[[Result | None], None] | None = None) -> None:
        """Open a dialog or another screen over this one."""
        self._window.app.push_screen(screen, on_result)

    @property
    def app(self) -> App[object]:
        """The app, for what concerns all of its screens."""
        return self._window.app

    def post(self, message: Message) -> None:
        """Post a message to the app. Can be called from any thread."""
        self._window.post_message(message)

    def start(self, work: Coroutine[Any, Any, None], name: str, *, exclusive: bool = False) -> Worker[None]:
        """Run something beside the command queue. ``exclusive``: it ends earlier work of the same name."""
        return self._window.run_worker(work, name, name, exit_on_error=False, exclusive=exclusive)

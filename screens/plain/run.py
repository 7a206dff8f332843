"""Plain mode: the terminal as a dialogue of lines, until the workshop is left or the input ends."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress

from facilitator.ports.protocols import Facilitation
from facilitator.system.line_io import read_lines
from facilitator.view import ConsoleView
from screens.commands import COMMANDS_BY_NUMBER
from screens.plain.context import PlainContext
from screens.plain.conversation import Conversation, InputEnded, InputLines
from screens.plain.handlers import HANDLERS, run_verb_call
from screens.plain.menu import explanation, menu_lines, next_line
from screens.plain.news import news, time_news
from screens.plain.view_lines import position_lines, position_of
from screens.press_guard import SecondPress
from screens.view_state import QUIET_STATES

NEWS_INTERVAL = 2.0
"""Seconds between two reports of news; what changes in between is reported together."""


def run_plain(driver: Facilitation, language: str, notices: Sequence[str] = (), source: int = 0) -> bool:
    """Run plain mode; return False when it was interrupted (Ctrl+C twice).

    ``source``: the file descriptor that is read.
    """

    async def hold() -> bool:
        async with aclosing(read_lines(source)) as lines:
            return await PlainMode(driver, language, lines).run(notices)

    return asyncio.run(hold())


class PlainMode:
    """Plain mode for one running workshop."""

    def __init__(
        self, driver: Facilitation, language: str, lines: InputLines, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.driver = driver
        self.conversation = Conversation(language, lines)
        self.context = PlainContext(driver, self.conversation)
        self._clock = clock
        self._second_press = SecondPress(least=0.0)
        self._told_view: ConsoleView = driver.console
        self._clock_read_at = time.time()
        self._position: tuple[object, ...] = ()
        self._last_warning: tuple[str, str] = ("", "")
        self._interrupted = False

    async def run(self, notices: Sequence[str] = ()) -> bool:
        """Print the current position, then handle lines until the end; return False when it was interrupted."""
        loop = asyncio.get_running_loop()
        changed = asyncio.Event()

        def tick() -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(changed.set)

        self._handle_interrupts(loop)
        detach = self.driver.attach(tick)
        try:
            with suppress(InputEnded):
                self.conversation.tell_all(notices)
                self.conversation.say("plain.welcome")
                self.conversation.say("plain.address", address=self.context.view.public.session.address)
                self._tell_position(menu=True)
                while await self._handle_line(changed):
                    pass
        finally:
            detach()
            await self.conversation.close()
        return not self._interrupted

    def _handle_interrupts(self, loop: asyncio.AbstractEventLoop) -> None:
        def on_interrupt() -> None:
            if self._second_press.confirms("interrupt", self._clock()):
                self._interrupted = True
                self.conversation.stop_input()
            else:
                self.conversation.say("plain.interrupt_again")

        # Not supported on Windows and outside the main thread: there the signal ends the program.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(signal.SIGINT, on_interrupt)

    async def _handle_line(self, changed: asyncio.Event) -> bool:
        """Handle one typed line; return False when the workshop is left."""
        typed = await self._wait_for_line(changed)
        if not typed or typed == "?":
            self._tell_position(menu=True)
            return True
        if typed.startswith("?"):
            self._explain(parse_number(typed[1:].strip()))
            return True
        command = COMMANDS_BY_NUMBER.get(parse_number(typed))
        if command is None or not command.is_possible(self.context.view):
            self.conversation.say("plain.no_such_number")
            return True
        if command.id == "leave":
            return not await self._confirm_leave()
        await self._run_command(command.id)
        self._told_view = self.context.view
        if position_of(self._told_view.public) != self._position:
            self._tell_position()
        else:
            self.conversation.tell(next_line(self._told_view, self.context.language))
        return True

    def _explain(self, number: int) -> None:
        view, language = self.context.view, self.context.language
        sentence = explanation(number, view, self.driver.verb_table, language)
        self.conversation.tell(sentence or self.context.words("plain.no_explanation"))

    async def _wait_for_line(self, changed: asyncio.Event) -> str:
        """Return the next typed line; until it comes, print what happens."""
        coming = self.conversation.next_line_task()
        while not coming.done():
            await asyncio.wait((coming,), timeout=NEWS_INTERVAL)
            if not coming.done():
                self._tell_news(changed)
        return await self.conversation.read_line()

    def _tell_news(self, changed: asyncio.Event) -> None:
        now, view = time.time(), self.context.view
        self.conversation.tell_all(time_news(view, self._clock_read_at, now, self.context.language))
        self._clock_read_at = now
        if not changed.is_set():
            return
        changed.clear()
        before, self._told_view = self._told_view, view
        self.conversation.tell_all(news(before, view, self.context.language))
        if position_of(view.public) != self._position:
            self._tell_position()

    def _tell_position(self, menu: bool = False) -> None:
        """Print the current step and what number 1 does; with ``menu`` all numbers."""
        view = self._told_view = self.context.view
        before, self._position = self._position, position_of(view.public)
        same_step = not menu and before[:1] == self._position[:1]
        self.conversation.tell_all(position_lines(view, self.context.language, question_known=same_step))
        if menu:
            self.conversation.tell_all(menu_lines(view, self.context.language))
        else:
            self.conversation.tell(next_line(view, self.context.language))

    async def _run_command(self, command_id: str) -> None:
        if command_id == "next":
            await self._go_next()
        elif command_id in HANDLERS:
            await HANDLERS[command_id](self.context)
        else:
            await run_verb_call(self.context, command_id)

    async def _go_next(self) -> None:
        """Run the next press; a warning about the step is printed first, once."""
        view = self.context.view.public
        about = (view.current, view.next.warning)
        if view.next.warning and about != self._last_warning:
            self._last_warning = about
            self.conversation.say(f"warning.{view.next.warning}", n=view.next.fewest)
            self.conversation.say("plain.warning_past" if view.next.act == "step" else "plain.warning_again")
        else:
            await run_verb_call(self.context, "next")

    async def _confirm_leave(self) -> bool:
        """Return whether to leave; while people are working, the word has to be typed."""
        if self.context.view.public.session.state in QUIET_STATES:
            return True
        word = self.context.words("leave.word")
        self.conversation.say("leave.explanation")
        typed = await self.conversation.ask(self.context.words("leave.question", word=word))
        if typed.casefold() == word.casefold():
            return True
        self.conversation.say("plain.stays")
        return False


def parse_number(typed: str) -> int:
    """Return the typed number; 0 for anything that is not the number of a command."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0

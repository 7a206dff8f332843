"""Plain mode: the terminal as a dialogue of lines, until the workshop is left or the input ends."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress

from facilitator.ports.protocols import Driver
from facilitator.system.line_io import inlet
from facilitator.view import ConsoleView
from screens.live.verb_calls import QUIET_STATES
from screens.plain.context import Desk
from screens.plain.conversation import Given, Left, Talk
from screens.plain.handlers import ACTS, order
from screens.plain.menu import NUMBERS, menu_lines, next_line, offered
from screens.plain.news import news, time_news
from screens.plain.view_lines import place_lines, place_of
from screens.press_guard import Again

CALM = 2.0
"""Seconds between two reports of news; what changes in between is reported together."""


def run_plain(driver: Driver, language: str, notices: Sequence[str] = (), source: int = 0) -> bool:
    """Run plain mode; return False when it was interrupted (Ctrl+C twice).

    ``source``: the file descriptor that is read.
    """

    async def hold() -> bool:
        async with aclosing(inlet(source)) as lines:
            return await Plain(driver, language, lines).run(notices)

    return asyncio.run(hold())


class Plain:
    """Plain mode for one running workshop."""

    def __init__(
        self, driver: Driver, language: str, lines: Given, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.driver = driver
        self.talk = Talk(language, lines)
        self.desk = Desk(driver, self.talk)
        self._clock = clock
        self._again = Again(least=0.0)
        self._told: ConsoleView = driver.console
        self._looked = time.time()
        self._place: tuple[object, ...] = ()
        self._warned: tuple[str, str] = ("", "")
        self._interrupted = False

    async def run(self, notices: Sequence[str] = ()) -> bool:
        """Print the current position, then handle lines until the end; return False when it was interrupted."""
        loop = asyncio.get_running_loop()
        changed = asyncio.Event()

        def tick() -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(changed.set)

        self._on_interrupt(loop)
        detach = self.driver.attach(tick)
        try:
            with suppress(Left):
                self.talk.all(notices)
                self.talk.say("plain.welcome")
                self.talk.say("plain.address", address=self.desk.view.public.session.address)
                self._where(menu=True)
                while await self._answer(changed):
                    pass
        finally:
            detach()
            await self.talk.close()
        return not self._interrupted

    def _on_interrupt(self, loop: asyncio.AbstractEventLoop) -> None:
        def interrupted() -> None:
            if self._again.second("interrupt", self._clock()):
                self._interrupted = True
                self.talk.hang_up()
            else:
                self.talk.say("plain.interrupt_again")

        # Not supported on Windows and outside the main thread: there the signal ends the program.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(signal.SIGINT, interrupted)

    async def _answer(self, changed: asyncio.Event) -> bool:
        """Handle one typed line; return False when the workshop is left."""
        typed = await self._typed(changed)
        act = NUMBERS.get(int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else None
        if not typed or typed == "?":
            self._where(menu=True)
            return True
        if act is None or act not in offered(self.desk.view):
            self.talk.say("plain.no_such_number")
            return True
        if act == "leave":
            return not await self._leaves()
        await self._do(act)
        self._told = self.desk.view
        if place_of(self._told.public) != self._place:
            self._where()
        else:
            self.talk.tell(next_line(self._told, self.desk.language))
        return True

    async def _typed(self, changed: asyncio.Event) -> str:
        """Return the next typed line; until it comes, print what happens."""
        coming = self.talk.coming()
        while not coming.done():
            await asyncio.wait((coming,), timeout=CALM)
            if not coming.done():
                self._tell_news(changed)
        return await self.talk.line()

    def _tell_news(self, changed: asyncio.Event) -> None:
        now, view = time.time(), self.desk.view
        self.talk.all(time_news(view, self._looked, now, self.desk.language))
        self._looked = now
        if not changed.is_set():
            return
        changed.clear()
        before, self._told = self._told, view
        self.talk.all(news(before, view, self.desk.language))
        if place_of(view.public) != self._place:
            self._where()

    def _where(self, menu: bool = False) -> None:
        """Print the current step and what number 1 does; with ``menu`` all numbers."""
        view = self._told = self.desk.view
        before, self._place = self._place, place_of(view.public)
        same_step = not menu and before[:1] == self._place[:1]
        self.talk.all(place_lines(view, self.desk.language, known=same_step))
        if menu:
            self.talk.all(menu_lines(view, self.desk.language))
        else:
            self.talk.tell(next_line(view, self.desk.language))

    async def _do(self, act: str) -> None:
        if act == "next":
            await self._next()
        elif act in ACTS:
            await ACTS[act](self.desk)
        else:
            await order(self.desk, act)

    async def _next(self) -> None:
        """Run the next press; a warning about the step is printed first, once."""
        view = self.desk.view.public
        about = (view.current, view.next.warning)
        if view.next.warning and about != self._warned:
            self._warned = about
            self.talk.say(f"warning.{view.next.warning}", n=view.next.fewest)
            self.talk.say("plain.warning_past" if view.next.act == "step" else "plain.warning_again")
        else:
            await order(self.desk, "next")

    async def _leaves(self) -> bool:
        """Return whether to leave; while people are working, the word has to be typed."""
        if self.desk.view.public.session.state in QUIET_STATES:
            return True
        word = self.desk.words("leave.word")
        self.talk.say("leave.explanation")
        typed = await self.talk.ask(self.desk.words("leave.question", word=word))
        if typed.casefold() == word.casefold():
            return True
        self.talk.say("plain.stays")
        return False

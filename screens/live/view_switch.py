"""Commands that switch between stage and console, where everybody might see the console."""

from __future__ import annotations

from collections.abc import Callable

from screens.live.context import Handlers, LiveContext


class ViewSwitch:
    """Warns before the console is shown. ``show_console`` shows the console (True) or the stage."""

    def __init__(self, context: LiveContext, show_console: Callable[[bool], None]) -> None:
        self._context = context
        self._show_console = show_console
        self.private = False
        """True when the facilitator has declared that nobody else sees this window."""
        self._opened_under_black = False

    def handlers(self) -> Handlers:
        """Return the commands of this part."""
        return {"console": self.switch, "private": self.switch_private, "close": self.close}

    def switch(self) -> None:
        """Switch between stage and console.

        Where everybody would see the console, the first press shows a warning and only the second one switches.
        """
        context = self._context
        if context.at_console:
            self._opened_under_black = False
            self._show_console(False)
            return
        if not context.console.is_mounted:
            return
        black = context.public.session.black
        if not (black or self.private or context.confirms("console")):
            context.hint(context.say("live.visible"))
            return
        self._opened_under_black = black and not self.private
        self._show_console(True)

    def leave_when_bright(self) -> None:
        """Go back to the stage when it is no longer black and the console was opened without a warning under it."""
        if self._opened_under_black and not self._context.public.session.black:
            self._opened_under_black = False
            self._show_console(False)

    def switch_private(self) -> None:
        """Switch the warning before the console off or on: this window is on the facilitator's own screen."""
        self.private = not self.private
        self._opened_under_black = False
        self._context.tell(self._context.say("live.private" if self.private else "live.not_private"))

    def close(self) -> None:
        """Hide the join code and the Wi-Fi code, and forget a question that waits for a second press."""
        self._context.forget_question()
        self._context.end_hint()
        self._context.submit(lambda view: ("overlay", {"on": False}) if view.session.overlay else None)
        self._context.submit(lambda view: ("wifi", {"on": False}) if view.wifi is not None else None)

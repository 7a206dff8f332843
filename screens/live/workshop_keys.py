"""The keys of the live screen that act on the workshop: one order each, and the keys of grouping."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from facilitator.i18n.messages import knows
from facilitator.ports.protocols import Driver, Reply
from screens.console.phrases import behind_at, cut_words
from screens.dialogs.ask_text import AskText
from screens.keymap import Keymap
from screens.live.base import Shared
from screens.live.idea_placer import Placing
from screens.live.verb_calls import ORDERS, can_reopen, grouping, nudged, possible, reopening, wound

THEME_NAME_LIMIT = 40


class Acts(Shared):
    """Orders to the room, decided when their turn comes."""

    def __init__(
        self,
        driver: Driver,
        language: str,
        notices: Sequence[str],
        clock: Callable[[], float],
        keys: Keymap,
    ) -> None:
        super().__init__(driver, language, notices, clock, keys)
        self._now: Callable[[], float] = time.time
        """Seconds since the epoch."""
        self._warned = ("", "")
        """The step that a warning was said of, and which."""
        self._placing = Placing(self._hand, self._idea, self._settled, self._tell_key)

    def action_next(self) -> None:
        """The next state, at most once in 0.8 seconds and never twice at once."""
        if self._guard.lets(self._clock()) and not self._warns():
            self._hand.give(ORDERS["next"], once="next")

    def _warns(self) -> bool:
        """Says once what to think of before a step is opened or passed by; the press after that does it."""
        view = self.driver.public
        about = (view.current, view.next.warning)
        if not view.next.warning or about == self._warned:
            return False
        self._warned = about
        warning = self.say(f"warning.{view.next.warning}", n=view.next.fewest)
        again = "warning.past" if view.next.act == "step" else "warning.again"
        self.tell(f"{warning} {self.say(again)}")
        return True

    def action_act(self, name: str) -> None:
        """Any other act that is one order."""
        if name == "lock" and "lock" not in possible(self.driver.console):
            # The room would lock what comes later, and nobody would know why no phone can answer then.
            self.tell(self.say("live.lock_nothing"))
            return
        if name == "undo" and self.at_console and self.console.themes.undo(self._hand.acts):
            self.console.tell_keys()
            return
        self._hand.give(ORDERS[name], partial(self._done, name))

    def action_reopen(self) -> None:
        """Asks once: what is asked is harmless to see, and a clicker has no such key."""
        # Where there is nothing to reopen, the refusal says why at once.
        if not can_reopen(self.driver.public) or self._again.second("reopen", self._clock()):
            self.action_act("reopen")
        else:
            self.tell(self.say(reopening(self.driver.public)))

    def action_nudge(self) -> None:
        """The step's line of encouragement, for a while; again takes it away."""
        self._hand.give(lambda view: ("nudge", {"on": not nudged(view, self._now())}), self._nudged)

    def _nudged(self, reply: Reply) -> None:
        # The line stands on the stage itself: nothing is said over it.
        shown = nudged(self.driver.public, self._now())
        self.console.tell(self.say("live.nudged" if shown else "live.nudge_gone"))

    def action_cut(self) -> None:
        """The first cut that is offered. On the console only: who is late is nobody else's matter."""
        view = self.driver.console
        if not self.at_console:
            self.hint(self.say("live.cut_there"))
        elif not view.cuts:
            self.console.tell(self.say("live.cut_none"))
        elif behind_at(view, self._now()) < 1 and not self._again.second("cut", self._clock()):
            self.console.tell(self.say("live.cut_again", what=cut_words(view.cuts[0], self.language)))
        else:
            wanted = view.cuts[0].cut
            self._hand.give(lambda _: ("cut", {"cut": wanted}), self._cut, once="cut")

    def _cut(self, reply: Reply) -> None:
        self.console.tell(self.say("live.cut", n=reply.get("won", 0)))

    def _done(self, name: str, reply: Reply) -> None:
        if name in ("undo", "redo"):
            self.tell(wound(name, reply, self.language))
            self._placing.go_on()
        elif name == "lock":
            self.tell(self.say("live.locked" if self.driver.public.session.locked else "live.unlocked"))
        elif name == "break":
            self.tell(self.say("live.break" if self.driver.public.session.state == "break" else "live.break_over"))
        elif name in ("tables", "moderate", "slips_switch"):
            session = self.driver.public.session
            on = {"tables": session.tables, "moderate": session.approve}.get(name, session.slips)
            self.tell(self.say(f"live.{name.removesuffix('_switch')}_{'on' if on else 'off'}"))
        elif name == "stage_language":
            shown = self.driver.public.session.stage_language
            self.tell(self.say("live.stage_language", shown=self.say(f"live.language.{shown}")))
        elif knows(f"live.{name}"):
            self.tell(self.say(f"live.{name}"))

    # --- grouping: public, so the keys work on both views ---------------------------------------

    def action_place(self, number: int) -> None:
        """Put the idea in the theme of this number and go on to the next."""
        self._placing.place(number)

    def action_take_back(self) -> None:
        """The idea placed last is without a theme again."""
        self._placing.take_back()

    def action_theme(self) -> None:
        """A new theme for the idea, under a name that is asked."""
        group = grouping(self.driver.public)
        if group is None:
            return
        idea = self._idea() or group.focus

        def named(name: str | None) -> None:
            if name:
                self._placing.new_theme(name, idea)

        question, example = self.say("live.ask_theme"), self.say("live.theme_example")
        self.app.push_screen(AskText(self.language, question, THEME_NAME_LIMIT, example=example), named)

    def _idea(self) -> str:
        """The idea under the console's cursor; on the stage the room's own choice counts."""
        return self.console.themes.idea if self.at_console else ""

    def _settled(self, reply: Reply) -> None:
        self._show()
        if self.at_console:
            self.console.themes.follow()

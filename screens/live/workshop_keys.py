"""Key actions of the live screen that run one verb of the room, and the keys that place ideas in themes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from facilitator.i18n.messages import has_message
from facilitator.ports.protocols import Facilitation, Reply
from screens.console.phrases import cut_words, minutes_behind
from screens.dialogs.ask_text import AskText
from screens.keymap import Keymap
from screens.live.base import LiveScreenBase
from screens.live.idea_placer import IdeaPlacer
from screens.live.verb_calls import (
    VERB_CALLS,
    can_reopen,
    nudge_is_shown,
    open_group,
    possible_actions,
    reopen_question,
    undo_sentence,
)

THEME_NAME_LIMIT = 40


class WorkshopKeys(LiveScreenBase):
    """Key actions that run a verb. The verb's arguments are decided when its turn in the queue comes."""

    def __init__(
        self,
        driver: Facilitation,
        language: str,
        notices: Sequence[str],
        clock: Callable[[], float],
        keys: Keymap,
    ) -> None:
        super().__init__(driver, language, notices, clock, keys)
        self._now: Callable[[], float] = time.time
        """Wall-clock time in seconds since the epoch."""
        self._last_warning = ("", "")
        """Id of the step and code of the warning that were shown last."""
        self._placer = IdeaPlacer(self._queue, self._idea_at_cursor, self._after_placing, self._tell_key)

    def action_next(self) -> None:
        """Go to the next state of the step, or to the next step.

        Ignored within 0.8 seconds of the last press, and while an earlier press still waits in the queue.
        """
        if self._press_guard.accepts(self._clock()) and not self._warn_once():
            self._queue.submit(VERB_CALLS["next"], unique_key="next")

    def _warn_once(self) -> bool:
        """Show the warning for the next press once; return True when it was shown and the press must not act yet.

        A second press with the same step and warning is not held back.
        """
        view = self.driver.public
        about = (view.current, view.next.warning)
        if not view.next.warning or about == self._last_warning:
            return False
        self._last_warning = about
        warning = self.say(f"warning.{view.next.warning}", n=view.next.fewest)
        again = "warning.past" if view.next.act == "step" else "warning.again"
        self.tell(f"{warning} {self.say(again)}")
        return True

    def action_act(self, name: str) -> None:
        """Run any other action that is one verb. ``name`` is a key of ``VERB_CALLS``."""
        if name == "lock" and "lock" not in possible_actions(self.driver.console):
            # The room would accept the lock and apply it to the next step, where phones could not answer
            # and the facilitator would not know why.
            self.tell(self.say("live.lock_nothing"))
            return
        if name == "undo" and self.at_console and self.console.themes.undo(self._queue.undoable_count):
            self.console.tell_keys()
            return
        self._queue.submit(VERB_CALLS[name], partial(self._report_result, name))

    def action_reopen(self) -> None:
        """Reopen the step or the session; the first press only says what that means."""
        # When there is nothing to reopen, the verb is run at once, because its refusal explains why.
        if not can_reopen(self.driver.public) or self._second_press.confirms("reopen", self._clock()):
            self.action_act("reopen")
        else:
            self.tell(self.say(reopen_question(self.driver.public)))

    def action_nudge(self) -> None:
        """Show the step's line of encouragement on the stage, or hide it when it is shown."""
        self._queue.submit(lambda view: ("nudge", {"on": not nudge_is_shown(view, self._now())}), self._report_nudge)

    def _report_nudge(self, reply: Reply) -> None:
        # The stage shows the line itself, so only the console says anything about it.
        shown = nudge_is_shown(self.driver.public, self._now())
        self.console.tell(self.say("live.nudged" if shown else "live.nudge_gone"))

    def action_cut(self) -> None:
        """Apply the first cut that is offered; on the console only, because the stage must not show who is late."""
        view = self.driver.console
        if not self.at_console:
            self.hint(self.say("live.cut_there"))
        elif not view.cuts:
            self.console.tell(self.say("live.cut_none"))
        elif minutes_behind(view, self._now()) < 1 and not self._second_press.confirms("cut", self._clock()):
            self.console.tell(self.say("live.cut_again", what=cut_words(view.cuts[0], self.language)))
        else:
            wanted = view.cuts[0].cut
            self._queue.submit(lambda _: ("cut", {"cut": wanted}), self._report_cut, unique_key="cut")

    def _report_cut(self, reply: Reply) -> None:
        self.console.tell(self.say("live.cut", n=reply.get("won", 0)))

    def _report_result(self, name: str, reply: Reply) -> None:
        if name in ("undo", "redo"):
            self.tell(undo_sentence(name, reply, self.language))
            self._placer.focus_next()
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
        elif has_message(f"live.{name}"):
            self.tell(self.say(f"live.{name}"))

    # --- grouping: the themes are public, so these keys work on the stage too -----------------------

    def action_place(self, number: int) -> None:
        """Place the current idea in the theme with this number (1 to 9), and go on to the next idea."""
        self._placer.place(number)

    def action_take_back(self) -> None:
        """Take the idea that was placed last out of its theme."""
        self._placer.take_back()

    def action_theme(self) -> None:
        """Ask for a name, and make a new theme with the current idea in it."""
        group = open_group(self.driver.public)
        if group is None:
            return
        idea = self._idea_at_cursor() or group.focus

        def on_name(name: str | None) -> None:
            if name:
                self._placer.new_theme(name, idea)

        question, example = self.say("live.ask_theme"), self.say("live.theme_example")
        self.app.push_screen(AskText(self.language, question, THEME_NAME_LIMIT, example=example), on_name)

    def _idea_at_cursor(self) -> str:
        """Id of the idea under the console's cursor; empty on the stage, where the idea in focus counts."""
        return self.console.themes.idea if self.at_console else ""

    def _after_placing(self, reply: Reply) -> None:
        self._show()
        if self.at_console:
            self.console.themes.select_focused_idea()

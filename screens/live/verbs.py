"""Commands of the live screen that are one verb of the room. The arguments are decided when their turn comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from facilitator.ports.protocols import Reply
from screens.command_results import result_sentence
from screens.commands import COMMANDS, possible_commands, verb_call
from screens.console.phrases import cut_words, minutes_behind
from screens.live.context import Handlers, LiveContext
from screens.view_state import can_reopen, nudge_is_shown, reopen_question


class VerbCommands:
    """Runs verbs and says what they did. ``on_rewound`` is called after undo and redo."""

    def __init__(self, context: LiveContext, on_rewound: Callable[[], None]) -> None:
        self._context = context
        self._on_rewound = on_rewound
        self._last_warning = ("", "")
        """Id of the step and code of the warning that were shown last."""

    def handlers(self) -> Handlers:
        """Return the commands of this part: every one that is a single verb, some of which ask something first."""
        simple = {command.id: partial(self.run, command.id) for command in COMMANDS if command.verb_call is not None}
        asking = {
            "next": self.go_next,
            "lock": self.lock,
            "undo": self.undo,
            "reopen": self.reopen,
            "nudge": self.nudge,
            "cut": self.cut,
        }
        return {**simple, **asking}

    def run(self, command_id: str) -> None:
        """Run a command that is one verb."""
        self._context.submit(partial(verb_call, command_id), partial(self._report, command_id))

    def _report(self, command_id: str, reply: Reply) -> None:
        sentence = result_sentence(command_id, reply, self._context.public, self._context.language)
        if sentence:
            self._context.tell(sentence)
        if command_id in ("undo", "redo"):
            self._on_rewound()

    def go_next(self) -> None:
        """Go to the next state of the step, or to the next step.

        Ignored within 0.8 seconds of the last press, and while an earlier press still waits in the queue.
        """
        if self._context.accepts_next() and not self._warn_once():
            self._context.submit(partial(verb_call, "next"), unique_key="next")

    def _warn_once(self) -> bool:
        """Show the warning for the next press once; return True when it was shown and the press must not act yet.

        A second press with the same step and warning is not held back.
        """
        view = self._context.public
        about = (view.current, view.next.warning)
        if not view.next.warning or about == self._last_warning:
            return False
        self._last_warning = about
        warning = self._context.say(f"warning.{view.next.warning}", n=view.next.fewest)
        again = self._context.say("warning.past" if view.next.act == "step" else "warning.again")
        self._context.tell(f"{warning} {again}")
        return True

    def lock(self) -> None:
        """Lock the answers of the step, or unlock them."""
        if "lock" in possible_commands(self._context.view):
            self.run("lock")
        else:
            # The room would accept the lock and apply it to the next step, where phones could not answer
            # and the facilitator would not know why.
            self._context.tell(self._context.say("live.lock_nothing"))

    def undo(self) -> None:
        """Take back the last change of a suggestion, which the room does not know of, or else the last command."""
        context = self._context
        if context.at_console and context.console.themes.review.undo(context.queue.undoable_count):
            context.console.tell_keys()
        else:
            self.run("undo")

    def reopen(self) -> None:
        """Reopen the step or the session; the first press only says what that means."""
        # When there is nothing to reopen, the verb is run at once, because its refusal explains why.
        if not can_reopen(self._context.public) or self._context.confirms("reopen"):
            self.run("reopen")
        else:
            self._context.tell(self._context.say(reopen_question(self._context.public)))

    def nudge(self) -> None:
        """Show the step's line of encouragement on the stage, or hide it when it is shown."""
        now = self._context.now
        self._context.submit(lambda view: ("nudge", {"on": not nudge_is_shown(view, now())}), self._report_nudge)

    def _report_nudge(self, reply: Reply) -> None:
        # The stage shows the line itself, so only the console says anything about it.
        shown = nudge_is_shown(self._context.public, self._context.now())
        self._context.console.tell(self._context.say("live.nudged" if shown else "live.nudge_gone"))

    def cut(self) -> None:
        """Apply the first cut that is offered; on the console only, because the stage must not show who is late."""
        context, view = self._context, self._context.view
        if not context.at_console:
            context.hint(context.say("live.cut_there"))
        elif not view.cuts:
            context.console.tell(context.say("live.cut_none"))
        elif minutes_behind(view, context.now()) < 1 and not context.confirms("cut"):
            context.console.tell(context.say("live.cut_again", what=cut_words(view.cuts[0], context.language)))
        else:
            wanted = view.cuts[0].cut
            context.submit(lambda _: ("cut", {"cut": wanted}), self._report_cut, unique_key="cut")

    def _report_cut(self, reply: Reply) -> None:
        self._context.console.tell(self._context.say("live.cut", n=reply.get("won", 0)))

"""The summary of a rehearsal: planned and actual minutes of each step, and whether the rude text was hidden in time."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import LANGUAGES, pick, say
from facilitator.ports.protocols import Facilitation
from facilitator.view import ConsoleView, PlanLine


class RudeMessageWatch:
    """Records whether the rude text of a rehearsal was shown on the stage, and whether it was hidden."""

    def __init__(self, driver: Facilitation) -> None:
        self._driver = driver
        self._rude = {say("demo.rude", spoken) for spoken in LANGUAGES}
        self.was_shown = self.was_hidden = False

    def update(self) -> None:
        """Check the present view. Called after every change, from the thread of the room."""
        view = self._driver.console
        # Remembered: what was once shown stays shown, even if it is hidden afterwards.
        self.was_shown = self.was_shown or any(text.text in self._rude for text in view.public.body.shown_texts())
        self.was_hidden = self.was_hidden or any(text.hidden and text.text in self._rude for text in view.texts)

    def summary(self, language: str) -> str:
        """One sentence about the rude text; empty when it was neither shown nor hidden."""
        if self.was_shown:
            return say("demo.after.rude_seen", language)
        return say("demo.after.rude_hidden", language) if self.was_hidden else ""


def timing_summary(view: ConsoleView, now: float, language: str) -> Iterator[str]:
    """The lines about the duration of each step and of the whole; none when no step was opened."""
    held = [step for step in view.plan if step.opened]
    if not held:
        return
    yield say("demo.after", language)
    for step in view.plan:
        title = pick(step.title, language)
        if step.opened:
            yield say("demo.after.step", language, title=title, planned=step.minutes, taken=minutes_taken(step, now))
        else:
            yield say("demo.after.left", language, title=title, planned=step.minutes)
    planned, actual = sum(step.minutes for step in held), sum(minutes_taken(step, now) for step in held)
    yield say("demo.after.total", language, planned=planned, taken=actual)


def minutes_taken(step: PlanLine, now: float) -> int:
    """Whole minutes that a step took; an open step counts until ``now`` (seconds since the epoch)."""
    return max(0, round(((step.ended or now) - step.opened) / 60))

"""How a rehearsal went: planned against actual time, step by step, and whether the rude message was found."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import LANGUAGES, pick, say
from facilitator.ports.protocols import Driver
from facilitator.view import Body, ConsoleView, Group, PlanLine, Text


class Onlooker:
    """Sits in the room during a rehearsal and sees whether the rude message came onto the stage, or was hidden."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._rude = {say("demo.rude", spoken) for spoken in LANGUAGES}
        self.seen = self.hidden = False

    def look(self) -> None:
        """Something has changed. Called from the room's own thread."""
        view = self._driver.console
        self.seen = self.seen or any(text.text in self._rude for text in on_stage(view.public.body))
        self.hidden = self.hidden or any(text.hidden and text.text in self._rude for text in view.texts)

    def words(self, language: str) -> str:
        """What there is to say of it; empty when nothing rude came so far."""
        if self.seen:
            return say("demo.after.rude_seen", language)
        return say("demo.after.rude_hidden", language) if self.hidden else ""


def on_stage(body: Body) -> Iterator[Text]:
    """The texts that everybody reads now."""
    yield from getattr(body, "texts", ())
    if isinstance(body, Group):
        yield from (*body.loose, *(text for theme in body.themes for text in theme.texts))


def retrospect(view: ConsoleView, now: float, language: str) -> Iterator[str]:
    """One sentence a line; nothing for a rehearsal that never began."""
    held = [step for step in view.plan if step.opened]
    if not held:
        return
    yield say("demo.after", language)
    for step in view.plan:
        title = pick(step.title, language)
        if step.opened:
            yield say("demo.after.step", language, title=title, planned=step.minutes, taken=taken(step, now))
        else:
            yield say("demo.after.left", language, title=title, planned=step.minutes)
    planned, actual = sum(step.minutes for step in held), sum(taken(step, now) for step in held)
    yield say("demo.after.total", language, planned=planned, taken=actual)


def taken(step: PlanLine, now: float) -> int:
    """Minutes that a step took; one that still runs until ``now`` (seconds since the epoch)."""
    return max(0, round(((step.ended or now) - step.opened) / 60))

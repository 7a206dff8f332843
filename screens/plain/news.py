"""What has changed since the last report, as sentences. Pure functions of two views and the time."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.i18n.messages import pick, say
from facilitator.view import ConsoleView
from screens.console.phrases import cut_words
from screens.error_boundary import error_text

TIME_MARKS = (60, 0)
"""Remaining seconds that are reported, once each."""


def news(before: ConsoleView, now: ConsoleView, language: str) -> Iterator[str]:
    """Yield one sentence for each change that was not caused by a command of this window."""
    old, new = before.public, now.public
    if now.trouble != before.trouble:
        yield error_text(now.trouble, language) if now.trouble else say("plain.news.saved_again", language)
    if new.joined != old.joined:
        yield say("console.joined", language, n=new.joined)
    if (new.answered, new.current) != (old.answered, old.current) and new.answered:
        yield say("plain.news.answered", language, n=new.answered, of=new.joined)
    if len(now.waiting) > len(before.waiting):
        yield say("plain.news.waiting", language, n=len(now.waiting))
    if now.turned_away > before.turned_away:
        yield say("console.turned_away", language, n=now.turned_away)
    if now.cuts and not before.cuts:
        yield cut_words(now.cuts[0], language)


def time_news(view: ConsoleView, before: float, now: float, language: str) -> Iterator[str]:
    """Yield which marks the step's clock has passed between two times (seconds since the epoch)."""
    timer, step = view.public.timer, view.public.step
    if timer.state != "running" or step is None:
        return
    for mark in TIME_MARKS:
        if timer.left_at(now) <= mark < timer.left_at(before):
            key = "plain.news.last_minute" if mark else "plain.news.time_over"
            yield say(key, language, title=pick(step.title, language))

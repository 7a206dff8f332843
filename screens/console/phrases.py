"""What the console says in words about the session. Pure: views and the time in, text out."""

from __future__ import annotations

from facilitator.view import ActionFace, ConsoleView, PlanLine, PublicView
from facilitator.words import LANGUAGES, OWN_NAMES, day, pick, say

MARKS = {"open": "▸", "closed": "▸", "revealed": "▸", "done": "✓", "skipped": "–"}
"""Step state -> its mark in the run of show. The current step says its state in words besides."""


def next_words(view: PublicView, language: str) -> str:
    """What the next press of PageDown does."""
    what = pick(view.next.title, language)
    return say("console.next", language, what=say(f"console.next.{view.next.act}", language, what=what))


def step_words(view: PublicView, language: str) -> str:
    """Which step it is and what state it is in."""
    step = view.step
    if step is None:
        return say("console.lobby", language, title=pick(view.session.title, language))
    title = pick(step.title, language)
    state = say(f"state.{step.state}", language)
    words = say("console.step", language, number=step.number, of=step.of, title=title, state=state)
    if view.looking_back:
        words = say("console.looking", language, step=words)
    return words


def people_words(view: ConsoleView, language: str) -> str:
    """How many are in, how many have answered, and the languages of their phones."""
    words = [say("console.joined", language, n=view.public.joined)]
    if view.public.step is not None:
        words.append(say("console.answered", language, n=view.public.answered))
    spoken = [f"{OWN_NAMES[code]} {view.languages[code]}" for code in LANGUAGES if view.languages.get(code)]
    if spoken:
        words.append(", ".join(spoken))
    if view.public.session.locked:
        words.append(say("console.locked", language))
    if view.public.session.black:
        words.append(say("console.black", language))
    return " · ".join(words)


def clock_words(view: ConsoleView, now: float, language: str) -> str:
    """The step's clock and how the plan holds. ``now`` in seconds since the epoch."""
    words = []
    timer = view.public.timer
    if timer.state != "off":
        left = round(timer.left_at(now))
        minutes, seconds = divmod(abs(left), 60)
        shown = f"{'-' if left < 0 else ''}{minutes}:{seconds:02}"
        words.append(say("console.paused", language, clock=shown) if timer.state == "paused" else shown)
    if view.behind > 0:
        words.append(say("console.behind", language, n=view.behind))
    elif view.behind < 0:
        words.append(say("console.ahead", language, n=-view.behind))
    return " · ".join(words)


def minutes_words(line: PlanLine, now: float, language: str) -> str:
    """Planned minutes of a step, with the minutes it took once it has begun: ``6/5 min``."""
    if not line.opened:
        return say("console.minutes", language, minutes=line.minutes) if line.minutes else ""
    taken = max(0, round(((line.ended or now) - line.opened) / 60))
    if not line.minutes:
        return say("console.minutes", language, minutes=taken)
    return say("console.minutes", language, minutes=f"{taken}/{line.minutes}")


def missing_words(action: ActionFace, language: str) -> str:
    """``puuttuu: vastuuhenkilö, määräpäivä``; empty when nothing is missing."""
    if not action.missing:
        return ""
    parts = ", ".join(say(f"action.missing.{part}", language) for part in action.missing)
    return say("action.missing", language, parts=parts)


def action_words(action: ActionFace, language: str) -> tuple[str, str]:
    """Who and by when; and the first step. What is missing is left to ``missing_words``."""
    due = say("action.by", language, day=day(action.due, language)) if action.due else ""
    decision = say("action.decides", language, who=action.decision_from) if action.decision_from else ""
    size = say(f"action.size.{action.size}", language) if action.size in ("small", "large") else ""
    who = " · ".join(part for part in (action.owner, due, size, decision) if part)
    if not action.first_step:
        return who, ""
    step = say("action.first", language, what=action.first_step)
    when = f" ({day(action.first_step_due, language)})" if action.first_step_due else ""
    return who, step + when

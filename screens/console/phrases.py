"""What the console says about the session in words. Pure functions of views and the time."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.i18n.messages import LANGUAGE_NAMES, LANGUAGES, format_date, pick, say
from facilitator.i18n.table_wording import message_key
from facilitator.rules.timing.schedule import minutes_late
from facilitator.view import ConsoleView, Cut, PlanLine, PublicAction, PublicView

STATE_MARKS = {"open": "▸", "closed": "▸", "revealed": "▸", "done": "✓", "skipped": "–"}
"""Step state -> its mark in the run of show. The state of the current step is also shown in words."""

MODES = {"console.tables": "tables", "console.moderated": "approve"}
"""Catalogue key of a mode -> the field of the session that is true while the mode is on."""

LATE_MINUTES = 2
"""Minutes behind the plan from which on a cut is offered."""


def step_words(view: PublicView, language: str) -> str:
    """Return which step is current and its state."""
    step = view.step
    if step is None:
        return say("console.lobby", language, title=pick(view.session.title, language))
    title = pick(step.title, language)
    resting = view.on_break and not view.looking_back
    state = say("state.break" if resting else f"state.{step.state}", language)
    words = say("console.step", language, number=step.number, of=step.of, title=title, state=state)
    if view.looking_back:
        words = say("console.looking", language, step=words)
    return words


def people_words(view: ConsoleView, language: str) -> str:
    """Return how many have joined and answered, the languages of their phones, and the session's modes."""
    session = view.public.session
    words = [say(message_key("console.joined", session.tables), language, n=view.public.joined)]
    if view.public.step is not None and view.public.step.asks:
        words.append(say(message_key("console.answered", session.tables), language, n=view.public.answered))
    spoken = [f"{LANGUAGE_NAMES[code]} {view.languages[code]}" for code in LANGUAGES if view.languages.get(code)]
    if spoken:
        words.append(", ".join(spoken))
    if view.public.session.locked:
        words.append(say("console.locked", language))
    if view.public.session.black:
        words.append(say("console.black", language))
    words += [say(key, language) for key, on in MODES.items() if getattr(session, on)]
    if session.slips:
        words.append(say("console.slips", language, n=view.slips_made, used=view.slips_used))
    if view.remote != "off":
        words.append(say(f"console.remote.{view.remote}", language))
    return " · ".join(words)


def missing_language_words(view: ConsoleView, language: str) -> str:
    """Return which languages the current step (in the lobby: any step) has no text in; empty when none is missing."""
    lines = [line for line in view.plan if line.lacks]
    now = next((line for line in lines if line.id == view.public.current), None)
    if now is not None:
        instead = language_names(now.lacks.values())
        return say("console.lacks", language, languages=language_names(now.lacks), instead=instead)
    if view.public.current or not lines:
        return ""
    lacked = language_names(code for line in lines for code in line.lacks)
    return say("console.lacks.plan", language, n=len(lines), languages=lacked)


def join_warning_words(view: ConsoleView, language: str) -> str:
    """Return warnings about a burst of new phones, phones that were turned away, and guessed slip codes."""
    words = []
    if view.before_burst:
        words.append(say("console.burst", language, phones=view.public.joined, people=view.before_burst))
    if view.slips_wrong:
        words.append(say("console.slips_wrong", language, n=view.slips_wrong))
    if view.turned_away:
        words.append(say("console.turned_away", language, n=view.turned_away))
    return " ".join(words)


def language_names(codes: Iterable[str]) -> str:
    """Return the languages by their own names, each once, in the usual order: ``Suomi, Svenska``."""
    wanted = set(codes)
    return ", ".join(LANGUAGE_NAMES[code] for code in LANGUAGES if code in wanted)


def clock_words(view: ConsoleView, now: float, language: str) -> str:
    """Return the step's clock and how far the plan is behind or ahead. ``now`` in seconds since the epoch."""
    words = []
    timer = view.public.timer
    if timer.state != "off":
        left = round(timer.left_at(now))
        minutes, seconds = divmod(abs(left), 60)
        shown = f"{'-' if left < 0 else ''}{minutes}:{seconds:02}"
        words.append(say("console.paused", language, clock=shown) if timer.state == "paused" else shown)
    late = minutes_behind(view, now)
    if late > 0:
        words.append(say("console.behind", language, n=late))
    elif late < 0:
        words.append(say("console.ahead", language, n=-late))
    return " · ".join(words)


def minutes_behind(view: ConsoleView, now: float) -> int:
    """Return the minutes behind the plan at ``now``; negative when ahead, 0 once the workshop is closed.

    It is computed here because the delay grows between two views.
    """
    if view.public.session.state == "closed" or not any(line.opened for line in view.plan):
        return view.behind
    return minutes_late(view.plan, view.public.current, now)


def offer_words(view: ConsoleView, now: float, language: str) -> str:
    """Return what the console offers now with its keys, most urgent first; empty when all goes as planned."""
    offers = []
    if view.waiting:
        offers.append(say("offer.waiting", language, n=len(view.waiting)))
    if view.rest:
        offers.append(say("offer.rest", language))
    if minutes_behind(view, now) >= LATE_MINUTES and view.cuts:
        offers.append(cut_words(view.cuts[0], language))
    if view.nudge and view.public.nudge is None and past_half_time(view, now):
        offers.append(say("offer.nudge", language, text=pick(view.nudge, language)))
    return " · ".join(offers)


def cut_words(cut: Cut, language: str) -> str:
    """Return a cut with its key and the minutes that it saves."""
    return say(f"offer.cut.{cut.cut}", language, title=pick(cut.title, language), n=cut.won)


def past_half_time(view: ConsoleView, now: float) -> bool:
    """Return whether at least half of the step's time has passed, but not all of it."""
    step, timer = view.public.step, view.public.timer
    if step is None or timer.state != "running" or step.id != view.public.current:
        return False
    return 0 < timer.left_at(now) <= step.minutes * 60 / 2


def minutes_words(line: PlanLine, now: float, language: str) -> str:
    """Return the planned minutes of a step, and once it has begun also the minutes it took: ``6/5 min``."""
    if not line.opened:
        return say("console.minutes", language, minutes=line.minutes) if line.minutes else ""
    taken = max(0, round(((line.ended or now) - line.opened) / 60))
    if not line.minutes:
        return say("console.minutes", language, minutes=taken)
    return say("console.minutes", language, minutes=f"{taken}/{line.minutes}")


def missing_words(action: PublicAction, language: str) -> str:
    """Return what an action lacks, such as ``puuttuu: vastuuhenkilö, määräpäivä``; empty when nothing is missing."""
    if not action.missing:
        return ""
    parts = ", ".join(say(f"action.missing.{part}", language) for part in action.missing)
    return say("action.missing", language, parts=parts)


def action_words(action: PublicAction, language: str) -> tuple[str, str]:
    """Return who does an action and by when, and its first step. What is missing is left to ``missing_words``."""
    due = say("action.by", language, day=format_date(action.due, language)) if action.due else ""
    decision = say("action.decides", language, who=action.decision_from) if action.decision_from else ""
    size = say(f"action.size.{action.size}", language) if action.size in ("small", "large") else ""
    who = " · ".join(part for part in (action.owner, due, size, decision) if part)
    if not action.first_step:
        return who, ""
    step = say("action.first", language, what=action.first_step)
    when = f" ({format_date(action.first_step_due, language)})" if action.first_step_due else ""
    return who, step + when

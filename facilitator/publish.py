"""Builds the two views from the session as it is: what everybody may see, and what only the facilitator sees."""

from __future__ import annotations

from collections import Counter

from facilitator.act import Here
from facilitator.book import Book
from facilitator.material import material, source_steps
from facilitator.steps import kinds
from facilitator.undo import History
from facilitator.verbs.flow import coming, current, next_act, shown
from facilitator.view import (
    Body,
    ConsoleView,
    Face,
    Info,
    Lobby,
    Moderated,
    PlanLine,
    PublicView,
    StepFace,
    Text,
    Timer,
)
from store.records import Idea, Promise, Step


def public_view(here: Here, version: int, address: str, task: bool = False) -> PublicView:
    """What the stage and the phones are drawn from. ``task``: as if the stage did not look back."""
    session, step = here.session, current(here) if task else shown(here)
    at = here.at(step) if step else here
    kind = kinds().get(step.kind) if step else None
    body: Body = Lobby() if step is None else kind.body(at) if kind else Info()
    return PublicView(
        version=version,
        session=Face(
            title=session.title,
            language=session.language,
            code=session.code,
            address=address,
            state=session.state,
            stage_language=session.stage_language,
            black=session.black,
            overlay=session.overlay,
            locked=session.locked,
        ),
        step=face(step, here.book) if step else None,
        current=session.step,
        timer=Timer(state=session.timer, ends=session.timer_ends, left=session.timer_left),
        joined=len(here.book.tables.seats),
        answered=kind.answered(at) if kind else 0,
        body=body,
        next=next_act(here),
        looking_back=bool(session.looking) and not task,
    )


def face(step: Step, book: Book) -> StepFace:
    """A step as everybody sees it: without the facilitator's notes."""
    return StepFace(
        id=step.id,
        kind=step.kind,
        state=step.state,
        number=step.position,
        of=len(book.tables.steps),
        title=step.title,
        question=step.question,
        help=step.help,
        placeholder=step.placeholder,
        minutes=step.minutes,
        round=step.round,
    )


def console_view(here: Here, public: PublicView, history: History, trouble: str) -> ConsoleView:
    """The facilitator's view. It knows no secret count either."""
    step = current(here)
    then = coming(here)
    promises = sorted(here.book.tables.promises.values(), key=lambda promise: promise.id)
    return ConsoleView(
        public=public,
        notes=step.notes if step else then.notes if then else {},
        plan=tuple(plan_line(line) for line in here.book.steps),
        texts=tuple(moderated(idea) for idea in under_hand(here, step)) if step else (),
        undo=history.undo,
        redo=history.redo,
        languages=Counter(seat.language for seat in here.book.tables.seats.values()),
        promises=tuple(shared(promise) for promise in promises if promise.share),
        trouble=trouble,
        behind=behind(here),
    )


def plan_line(step: Step) -> PlanLine:
    """One line of the run of show."""
    return PlanLine(
        id=step.id,
        kind=step.kind,
        state=step.state,
        title=step.title,
        minutes=step.minutes,
        opened=step.opened,
        ended=step.ended,
    )


def under_hand(here: Here, step: Step) -> list[Idea]:
    """The texts that the current step works on, hidden ones too, in an order that says nothing."""
    at = here.at(step)
    if step.kind == "text":
        found = list(here.book.of(Idea, step.id))
    elif step.kind in ("pick", "group", "vote"):
        hidden = [i for source in source_steps(at) for i in here.book.of(Idea, source.id) if i.hidden]
        found = [*material(at), *hidden]
    else:
        return []
    return sorted(found, key=lambda idea: idea.id)


def moderated(idea: Idea) -> Moderated:
    """A text as the facilitator sees it: without its seat."""
    return Moderated(
        id=idea.id,
        text=idea.text,
        lang=idea.lang,
        tag=idea.tag,
        hidden=idea.hidden,
        paper=idea.paper,
        raised=idea.raised,
        theme=idea.theme or "",
    )


def shared(promise: Promise) -> Text:
    """A promise whose writer shares it."""
    return Text(id=promise.id, text=promise.text, lang=promise.lang)


def behind(here: Here) -> int:
    """Minutes behind the plan: time since the first step opened, less what the plan gave the steps up to now.

    A running step counts as late only once its own minutes are used; negative means ahead.
    """
    steps = here.book.steps
    started = [step.opened for step in steps if step.opened]
    now = current(here)
    if not started or now is None or here.session.state == "closed":
        return 0
    used = (here.now - min(started)) / 60
    before = sum(step.minutes for step in steps if step.position < now.position and step.state != "skipped")
    over = used - before
    if over < 0:
        return round(over)
    return max(0, round(over - now.minutes))

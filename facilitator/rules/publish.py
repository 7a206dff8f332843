"""Builds the public view and the console view from the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypedDict

from facilitator.rules.core.context import Context
from facilitator.rules.core.record_index import RecordIndex
from facilitator.rules.policy.disclosure import was_shown
from facilitator.rules.policy.given_names import given_names
from facilitator.rules.policy.missing_languages import missing_languages
from facilitator.rules.policy.moderated_texts import moderated_text
from facilitator.rules.policy.moderation import texts_awaiting_approval
from facilitator.rules.steps import kind_named, kinds
from facilitator.rules.timing.grace import grace_period
from facilitator.rules.timing.schedule import minutes_late
from facilitator.rules.undo.history import label
from facilitator.rules.verbs import nudges
from facilitator.rules.verbs.cuts import available_cuts
from facilitator.rules.verbs.flow import current_step, next_press, shown_step, upcoming_step
from facilitator.rules.voting.rounds import ballots_in_round
from facilitator.rules.voting.slips import slip_count
from facilitator.view import (
    Body,
    ConsoleView,
    InfoBody,
    LobbyBody,
    ModeratedText,
    PlanLine,
    PublicSession,
    PublicStep,
    PublicView,
    Text,
    Timer,
    Wifi,
)
from store.records import Ballot, Promise, Seat, Step


def public_view(
    context: Context, version: int, address: str, ignore_look_back: bool = False, wifi: Wifi | None = None
) -> PublicView:
    """The view that the stage and the phones are drawn from.

    ``ignore_look_back``: the current step even while the stage looks back. ``wifi``: the network whose code is shown.
    """
    session, step = context.session, current_step(context) if ignore_look_back else shown_step(context)
    at = context.with_step(step) if step else context
    kind = kinds().get(step.kind) if step else None
    body: Body = LobbyBody() if step is None else kind.body(at) if kind else InfoBody()
    return PublicView(
        version=version,
        session=PublicSession(
            title=session.title,
            language=session.language,
            code=session.code,
            address=address,
            state=session.state,
            stage_language=session.stage_language,
            black=session.black,
            overlay=session.overlay,
            locked=session.locked,
            tables=session.tables,
            slips=session.slips,
            approve=session.approve or at.step.settings.get("approve") is True,
        ),
        step=public_step(step, context.index) if step else None,
        current=session.step,
        timer=Timer(state=session.timer, ends=session.timer_ends, left=session.timer_left),
        joined=len(context.index.tables.seats),
        answered=kind.answered_count(at) if kind else 0,
        body=body,
        next=next_press(context),
        looking_back=bool(session.looking) and not ignore_look_back,
        wifi=wifi,
        grace=grace_period(context),
        nudge=nudges.current_nudge(context),
    )


def public_step(step: Step, book: RecordIndex) -> PublicStep:
    """A step as everybody sees it: without the facilitator's notes."""
    return PublicStep(
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
        seen=was_shown(step.seen),
        **kind_facts(step.kind),
    )


class KindFacts(TypedDict):
    """Fields of ``PublicStep`` that are the same for every step of a kind."""

    asks: bool
    reveals: bool
    ballots: bool
    runoff: bool
    rests: bool
    mirrors: bool


def kind_facts(kind: str) -> KindFacts:
    """What screens and phones need to know of a kind of step."""
    known = kind_named(kind)
    return KindFacts(
        asks=known.asks_everybody,
        reveals=known.has_result,
        ballots=known.has_ballots,
        runoff=known.has_runoff,
        rests=known.session_state == "break",
        mirrors=known.phone_mirrors_stage,
    )


def console_view(
    context: Context,
    public: PublicView,
    trouble: str,
    turned_away: int = 0,
    remote: str = "off",
    before_burst: int = 0,
    wrong_slips: int = 0,
) -> ConsoleView:
    """The facilitator's view. It has no secret counts either."""
    step = current_step(context)
    then = upcoming_step(context)
    slips = slip_count(context.index)
    shown = kind_named(public.step.kind if public.step else "")
    return ConsoleView(
        public=public,
        notes=step.notes if step else then.notes if then else {},
        plan=context.index.cached_value("plan", (Step,), lambda: tuple(map(plan_line, context.index.steps))),
        texts=step_texts(context, step) if step else (),
        undo=label(context.index, "undo"),
        redo=label(context.index, "redo"),
        languages=context.index.cached_value("languages", (Seat,), lambda: language_counts(context.index)),
        promises=context.index.cached_value("promises", (Promise,), lambda: shared_promises(context.index)),
        reports=kind_named(step.kind).written_reports(context.with_step(step)) if step else (),
        trouble=trouble,
        turned_away=turned_away,
        remote=remote,
        before_burst=before_burst,
        slips_made=slips.made,
        slips_used=slips.used,
        slips_wrong=wrong_slips,
        behind=0
        if context.session.state == "closed"
        else minutes_late(context.index.steps, context.session.step, context.now),
        names=given_names(context.index.steps),
        cuts=available_cuts(context),
        waiting=tuple(
            moderated_text(text) for text in sorted(texts_awaiting_approval(context.index), key=lambda text: text.id)
        ),
        nudge=nudges.nudge_text(step) if step and step.state == "open" else {},
        rest=step is not None and has_break_ahead(context, step),
        pane="results" if public.looking_back else shown.pane,
        paper_ideas=shown.takes_paper_ideas,
        **paper_counts(context, step),
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
        cut=step.cut,
        lacks=missing_languages(step),
        question=step.question,
    )


def step_texts(context: Context, step: Step) -> tuple[ModeratedText, ...]:
    """The texts that the current step collects or works on, hidden ones included; those that wait come first.

    Apart from that their order reveals nothing.
    """
    found = kind_named(step.kind).moderated_texts(context.with_step(step))
    first = [row for row in found if row.waits]
    return (*first, *(row for row in found if not row.waits)) if first else tuple(found)


def language_counts(book: RecordIndex) -> Mapping[str, int]:
    """How many phones use each language."""
    return Counter(seat.language for seat in book.tables.seats.values())


def shared_promises(book: RecordIndex) -> tuple[Text, ...]:
    """The shared promises that are not hidden, in the order of their random ids."""
    found = sorted(book.tables.promises.values(), key=lambda promise: promise.id)
    return tuple(promise_text(promise) for promise in found if promise.share and not promise.hidden)


def promise_text(promise: Promise) -> Text:
    """A shared promise as a text."""
    return Text(id=promise.id, text=promise.text, lang=promise.lang)


def has_break_ahead(context: Context, step: Step) -> bool:
    """Whether the plan has a break within this step that has not been held yet."""
    if not step.settings.get("break_during") or context.session.state != "running":
        return False
    return not any(event.verb == "break" and event.step == step.id for event in context.index.tables.events.values())


class PaperCounts(TypedDict):
    """Fields of ``ConsoleView`` about votes counted by hand."""

    paper: Mapping[str, int]
    paper_voters: int


def paper_counts(context: Context, step: Step | None) -> PaperCounts:
    """The votes counted by hand in the current vote: no secret, since the facilitator has entered them."""
    if step is None or not kind_named(step.kind).has_runoff:
        return PaperCounts(paper={}, paper_voters=0)
    entered = [b for b in ballots_in_round(context.index.records_in(Ballot, step.id), step.round) if b.paper]
    counts = Counter[str]()
    for ballot in entered:
        counts.update(ballot.votes)
    return PaperCounts(paper=counts, paper_voters=max((ballot.voters for ballot in entered), default=0))

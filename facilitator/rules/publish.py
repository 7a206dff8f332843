"""Builds the public view and the console view from the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypedDict

from facilitator.rules.core.context import Here
from facilitator.rules.core.record_index import Book
from facilitator.rules.policy.disclosure import was_shown
from facilitator.rules.policy.given_names import named
from facilitator.rules.policy.missing_languages import lacking
from facilitator.rules.policy.moderation import waiting, waits
from facilitator.rules.policy.source_ideas import WRITTEN, source_steps
from facilitator.rules.steps import kinds
from facilitator.rules.steps.review import written
from facilitator.rules.timing.grace import grace
from facilitator.rules.timing.schedule import behind
from facilitator.rules.undo.history import label
from facilitator.rules.verbs import nudges
from facilitator.rules.verbs.cuts import cuts
from facilitator.rules.verbs.flow import coming, current, next_act, shown
from facilitator.rules.voting.rounds import BALLOTS, of_round
from facilitator.rules.voting.slips import count
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
    Wifi,
)
from store.records import Ballot, Idea, Promise, Seat, Step


def public_view(
    here: Here, version: int, address: str, task: bool = False, wifi: Wifi | None = None
) -> PublicView:
    """The view that the stage and the phones are drawn from.

    ``ignore_look_back``: the current step even while the stage looks back. ``wifi``: the network whose code is shown.
    """
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
            tables=session.tables,
            slips=session.slips,
            approve=session.approve or at.step.settings.get("approve") is True,
        ),
        step=face(step, here.book) if step else None,
        current=session.step,
        timer=Timer(state=session.timer, ends=session.timer_ends, left=session.timer_left),
        joined=len(here.book.tables.seats),
        answered=kind.answered(at) if kind else 0,
        body=body,
        next=next_act(here),
        looking_back=bool(session.looking) and not task,
        wifi=wifi,
        grace=grace(here),
        nudge=nudges.shown(here),
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
        seen=was_shown(step.seen),
    )


def console_view(
    here: Here,
    public: PublicView,
    trouble: str,
    turned_away: int = 0,
    remote: str = "off",
    before_burst: int = 0,
    wrong_slips: int = 0,
) -> ConsoleView:
    """The facilitator's view. It has no secret counts either."""
    step = current(here)
    then = coming(here)
    slips = count(here.book)
    return ConsoleView(
        public=public,
        notes=step.notes if step else then.notes if then else {},
        plan=tuple(plan_line(line) for line in here.book.steps),
        texts=under_hand(here, step) if step else (),
        undo=label(here.book, "undo"),
        redo=label(here.book, "redo"),
        languages=here.book.made("languages", (Seat,), lambda: languages(here.book)),
        promises=here.book.made("promises", (Promise,), lambda: promises(here.book)),
        reports=written(here.at(step)) if step and step.kind == "review" else (),
        trouble=trouble,
        turned_away=turned_away,
        remote=remote,
        before_burst=before_burst,
        slips_made=slips.made,
        slips_used=slips.used,
        slips_wrong=wrong_slips,
        behind=0 if here.session.state == "closed" else behind(here.book.steps, here.session.step, here.now),
        names=named(here.book.steps),
        cuts=cuts(here),
        waiting=tuple(moderated(text) for text in sorted(waiting(here.book), key=lambda text: text.id)),
        nudge=nudges.line(step) if step and step.state == "open" else {},
        rest=step is not None and rest_ahead(here, step),
        **by_hand(here, step),
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
        lacks=lacking(step),
        question=step.question,
    )


def under_hand(here: Here, step: Step) -> tuple[Moderated, ...]:
    """The texts that the current step collects or works on, hidden ones included; those that wait come first.

    Apart from that their order reveals nothing. Of promises only the shared ones are included: a private one is visible
    to its writer alone. Only texts that have changed are converted again, because this view is built ten times a second
    while a thousand people write.
    """
    found: Sequence[Moderated]
    if step.kind == "commit":
        found = [row for row in here.book.rows(Promise, step.id, moderated_promise) if row is not None]
    elif step.kind in WRITTEN:
        found = here.book.rows(Idea, step.id, moderated)
    elif step.kind in ("pick", "group", *BALLOTS):
        sources = source_steps(here.at(step))
        rows = [row for source in sources for row in here.book.rows(Idea, source.id, moderated)]
        # Once an idea is raised, the step works on the raised ones; hidden ones stay so that they can be shown again.
        raised = any(row.raised and not row.hidden for row in rows)
        found = sorted((row for row in rows if row.hidden or row.raised or not raised), key=lambda row: row.id)
    else:
        return ()
    first = [row for row in found if row.waits]
    return (*first, *(row for row in found if not row.waits)) if first else tuple(found)


def moderated_promise(promise: Promise) -> Moderated | None:
    """A shared promise as the facilitator sees it; None for a private one."""
    return moderated(promise) if promise.share else None


def languages(book: Book) -> Mapping[str, int]:
    """How many phones use each language."""
    return Counter(seat.language for seat in book.tables.seats.values())


def promises(book: Book) -> tuple[Text, ...]:
    """The shared promises that are not hidden, in the order of their random ids."""
    found = sorted(book.tables.promises.values(), key=lambda promise: promise.id)
    return tuple(shared(promise) for promise in found if promise.share and not promise.hidden)


def moderated(idea: Idea | Promise) -> Moderated:
    """A text as the facilitator sees it: without its seat."""
    if isinstance(idea, Promise):
        return Moderated(id=idea.id, text=idea.text, lang=idea.lang, hidden=idea.hidden, waits=waits(idea))
    return Moderated(
        id=idea.id,
        text=idea.text,
        lang=idea.lang,
        tag=idea.tag,
        hidden=idea.hidden,
        waits=waits(idea),
        paper=idea.paper,
        raised=idea.raised,
        theme=idea.theme or "",
    )


def shared(promise: Promise) -> Text:
    """A shared promise as a text."""
    return Text(id=promise.id, text=promise.text, lang=promise.lang)


def rest_ahead(here: Here, step: Step) -> bool:
    """Whether the plan has a break within this step that has not been held yet."""
    if not step.settings.get("break_during") or here.session.state != "running":
        return False
    return not any(event.verb == "break" and event.step == step.id for event in here.book.tables.events.values())


class Hands(TypedDict):
    """Fields of ``ConsoleView`` about votes counted by hand."""

    paper: Mapping[str, int]
    paper_voters: int


def by_hand(here: Here, step: Step | None) -> Hands:
    """The votes counted by hand in the current vote: no secret, since the facilitator has entered them."""
    if step is None or step.kind != "vote":
        return Hands(paper={}, paper_voters=0)
    entered = [b for b in of_round(here.book.of(Ballot, step.id), step.round) if b.paper]
    counts = Counter[str]()
    for ballot in entered:
        counts.update(ballot.votes)
    return Hands(paper=counts, paper_voters=max((ballot.voters for ballot in entered), default=0))

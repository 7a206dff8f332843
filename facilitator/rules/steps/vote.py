"""``vote``: blind votes on themes or ideas within a budget, counted at the close and shown at the reveal.

Each seat has one ballot per round. A ballot is checked against its budget and stored in one change. At the close the
ballots are shuffled, get new ids and lose their seats: the room can recount them, but nobody can find out who voted for
what (docs/domain.md 3.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.keyed_hash import ID_DIGITS, keyed_hash
from facilitator.rules.core.parsing import AcceptedAnswer, not_own_error, parse_answer, step_frame, step_settings
from facilitator.rules.core.rehearsed import Rehearsed, SimulatedAnswer
from facilitator.rules.core.results import Scoring
from facilitator.rules.core.template_answer import AFTER_REVEAL, MOST_VOTES, AnswerSpec, FieldPath, Requirement
from facilitator.rules.policy.item_names import item_label, item_translations
from facilitator.rules.policy.moderated_texts import worked_on_ideas
from facilitator.rules.policy.source_ideas import source_ideas, themes
from facilitator.rules.steps import kind_named
from facilitator.rules.steps.kind import ASKING_STATES, Kind, is_revealed
from facilitator.rules.voting import slips
from facilitator.rules.voting.budget import (
    MANY_ITEMS,
    MOST_ITEMS,
    SHOW_OF_HANDS_BELOW,
    Preset,
    VoteSettings,
    vote_limits,
    votes_used,
)
from facilitator.rules.voting.ranking import RankedItem, cut_line, ranking, undecided_count, voter_count
from facilitator.rules.voting.rounds import (
    CLOSED_STATES,
    Round,
    VoteFrame,
    ballots_in_round,
    closed_rounds,
    overall_ranking,
    places_to_fill,
    redacted_receipt,
    runoff_round,
    shown_result,
)
from facilitator.view import Body, ModeratedText, VoteBody, VoteItem, VoteRound
from facilitator.view.mine import SeatView
from store.records import Ballot, Idea, Receipt, Seat, Step, Theme, replace

PER_PAGE = 6
"""Items of a result on one page of the stage."""

RUNOFF_MINUTES = 60
"""Most minutes of a runoff."""


class VoteMessage(Struct, frozen=True):
    """``{"item": id, "votes": 0..max}``; where votes against are allowed, down to ``-max``."""

    item: str
    votes: int


class RunoffSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """The round between the items that tie at the cut line."""

    votes_per_person: int
    minutes: int


class VoteAnswer(AnswerSpec, tag="vote", frozen=True):
    """Blind votes. ``auto``: votes by the number of items (see ``budget_for``)."""

    target: Literal["themes", "ideas", "picked"]
    votes_per_person: int | Literal["auto"]
    max_per_item: int
    """0 means the limit of the preset."""
    top_k: int
    runoff: RunoffSpec
    preset: Preset = "dots"

    defaults: ClassVar[Mapping[str, Any]] = {
        "target": "themes",
        "votes_per_person": "auto",
        "max_per_item": 0,
        "top_k": 3,
        "runoff": {"votes_per_person": 1, "minutes": 1},
    }
    visibility: ClassVar[Mapping[str, Any]] = AFTER_REVEAL
    ranges: ClassVar[Mapping[FieldPath, tuple[int, int]]] = {
        ("votes_per_person",): (1, MOST_VOTES),
        ("max_per_item",): (0, MOST_VOTES),
        ("top_k",): (1, MOST_VOTES),
        ("runoff", "votes_per_person"): (1, MOST_VOTES),
        ("runoff", "minutes"): (0, RUNOFF_MINUTES),
    }

    def requirements(self) -> Iterator[Requirement]:
        yield Requirement("target", self.target)


class VoteKind(Kind):
    """Counts are hidden from everybody, the facilitator included, until the reveal."""

    name = "vote"
    answer_type: ClassVar[type[AnswerSpec]] = VoteAnswer
    body_type: ClassVar[type[Body]] = VoteBody
    provides = frozenset(("top_themes",))
    has_ballots = True
    has_runoff: ClassVar[bool] = True
    scoring: ClassVar[Scoring | None] = None
    """How the files tell its votes; None when it is told by the preset."""
    has_result_to_discuss = True
    settings_type = VoteSettings
    path = ASKING_STATES
    # The close separates ballots from their seats at once; no ballot is accepted after that.
    has_grace = False

    def on_open(self, context: Context) -> Mapping[str, Any]:
        if context.step.frame.get("items"):
            # Opened before: the items were fixed then, and ballots refer to them.
            return context.step.frame
        settings = step_settings(context.step, VoteSettings)
        items = self._items(context, settings)
        if len(items) < 2:
            raise RuleBroken("nothing_to_vote")
        if len(items) > MOST_ITEMS:
            raise RuleBroken("too_much_to_vote", 409, n=len(items), most=MOST_ITEMS)
        most = vote_limits(settings, len(items))
        fixed = {"items": items, "budget": most.budget, "max": most.most, "least": most.least}
        return {**fixed, "preset": settings.preset, "top": settings.top_k, "slips": context.session.slips}

    def clock_minutes(self, context: Context, page: int = 0) -> int:
        if context.step.round == 1 or context.step.state != "open" or page:
            return super().clock_minutes(context, page)
        return step_settings(context.step, VoteSettings).runoff.minutes

    def warning(self, context: Context) -> str:
        if context.step.frame.get("items"):
            return ""
        items = len(self._items(context, step_settings(context.step, VoteSettings)))
        return "many_items" if items >= MANY_ITEMS else "hands" if items < SHOW_OF_HANDS_BELOW else ""

    def on_close(self, context: Context) -> Outcome:
        ballots = [ballot for ballot in self.ballots(context) if ballot.seat]
        # New ids in a random order: neither the id nor the position of a ballot links it to a seat. The session file
        # has an order of its own by lot (``store.snapshot``); the shuffle does the same for the table in memory, which
        # views, exports and the audit read, and for the line of the journal that stays if that file cannot be written.
        context.rng.shuffle(ballots)
        mark = f"{context.step.id}/{context.step.round}"
        seats = [context.index.get(Seat, ballot.seat) for ballot in ballots]
        return Outcome(
            put=(
                *(replace(ballot, id=context.new_id(), seat="") for ballot in ballots),
                *(replace(seat, voted=(*seat.voted, mark)) for seat in sorted(filter(None, seats), key=record_id)),
                *(
                    redacted_receipt(r, context.step.round)
                    for r in context.index.records_in(Receipt, context.step.id)
                    if r.content
                ),
            ),
            remove=tuple(ballots),
            forget=True,
        )

    def result_shown(self, context: Context) -> Mapping[str, Any]:
        ballots = self.ballots(context)
        return shown_result(ranking(step_frame(context.step, VoteFrame).items, ballots), len(ballots))

    def take_answer(self, context: Context, seat: str, message: Mapping[str, Any]) -> AcceptedAnswer:
        if "slip" in message:
            return slips.take_slip(context, seat, message, self._new_ballot(context, seat).id)
        frame, answer = step_frame(context.step, VoteFrame), parse_answer(message, VoteMessage)
        if answer.item not in frame.items:
            raise RuleBroken("no_item", 404)
        if not frame.least <= answer.votes <= frame.max:
            raise RuleBroken("votes_per_item", n=frame.max)
        # The seat's ballot has lost its link to the seat, so it can no longer be changed.
        if self._is_counted(context, seat):
            raise RuleBroken("already_counted", 409)
        if not slips.may_vote(context, seat):
            raise RuleBroken("slip_needed", 409)
        old = self._own_ballot(context, seat)
        ballot = old or self._new_ballot(context, seat)
        # A single choice moves to the item that was chosen last.
        kept = {} if frame.preset == "one" and answer.votes else dict(ballot.votes)
        # Zero votes are not stored. A ballot that becomes empty is removed, so its owner does not count as a voter.
        votes = {item: n for item, n in {**kept, answer.item: answer.votes}.items() if n}
        if votes_used(votes) > frame.budget:
            code = "no_points_left" if frame.preset == "budget" else "no_votes_left"
            raise RuleBroken(code, 409, n=frame.budget)
        if votes:
            return AcceptedAnswer(
                Outcome(put=(replace(ballot, votes=votes),)) + slips.clear_slip_mark(context), ballot.id
            )
        return AcceptedAnswer(Outcome(remove=(old,) if old else ()), ballot.id)

    def withdraw(self, context: Context, seat: str, answer: str) -> Outcome:
        mine = self._own_ballot(context, seat)
        if mine is None or mine.id != answer:
            raise not_own_error(context, Ballot, answer)
        return Outcome(remove=(mine,))

    def answered_count(self, context: Context) -> int:
        return voter_count(self.ballots(context))

    def body(self, context: Context) -> VoteBody:
        frame, shown = step_frame(context.step, VoteFrame), is_revealed(context.step)
        top = places_to_fill(frame, step_settings(context.step, VoteSettings))
        # Counted only after the reveal: a view that is built earlier cannot contain an interim result.
        places = ranking(frame.items, self.ballots(context)) if shown else []
        pages = self.page_count(context)
        return VoteBody(
            items=tuple(self._ranked_item(context, place) for place in places)
            if shown
            else self._unranked_items(context, frame),
            budget=frame.budget,
            max_per_item=frame.max,
            voters=self.answered_count(context),
            total=sum(place.plus + place.minus for place in places) if shown else None,
            cut=cut_line(places, top) if shown else 0,
            page=min(context.session.page, pages - 1) if shown else 0,
            pages=pages,
            preset=frame.preset,
            least_per_item=frame.least,
            top=top if frame.items else 0,
            tied=undecided_count(places, top) if shown else 0,
            through=tuple(self._unranked_item(context, item) for item in frame.through),
            earlier=tuple(self._earlier_round(context, over) for over in frame.earlier) if shown else (),
            slips=slips.round_needs_slips(context.session, context.step),
        )

    def page_count(self, context: Context) -> int:
        return max(1, -(-len(step_frame(context.step, VoteFrame).items) // PER_PAGE))

    def moderated_texts(self, context: Context) -> Sequence[ModeratedText]:
        return worked_on_ideas(context)

    def own_answers(self, context: Context, seat: str) -> Mapping[str, Any]:
        frame, mine = step_frame(context.step, VoteFrame), self._own_ballot(context, seat)
        votes = dict(mine.votes) if mine else {}
        return {
            "votes": votes,
            "votes_left": frame.budget - votes_used(votes),
            "voted": self._is_counted(context, seat),
            "slip": context.session.slips and slips.may_vote(context, seat),
            "order": tuple(sorted(frame.items, key=lambda item: seat_sort_key(seat, item))),
        }

    def runoff_frame(self, context: Context) -> Mapping[str, Any]:
        """The frame of a new round between the items that tie at the cut line. Raises ``RuleBroken`` without a tie."""
        frame = step_frame(context.step, VoteFrame)
        following = runoff_round(
            context.step, frame, step_settings(context.step, VoteSettings), ranking(frame.items, self.ballots(context))
        )
        if following is None:
            raise RuleBroken("no_tie")
        following = msgspec.structs.replace(following, slips=context.session.slips)
        plain: Mapping[str, Any] = msgspec.to_builtins(following)
        return plain

    def _items(self, context: Context, settings: VoteSettings) -> tuple[str, ...]:
        ideas = source_ideas(context, raised_only=settings.target != "ideas")
        # Themes without ideas are left out: they give nothing to vote on.
        filled = {idea.theme for idea in ideas if idea.theme}
        grouped = tuple(theme.id for theme in themes(context) if theme.id in filled)
        if settings.target == "themes" and grouped:
            return grouped
        if settings.target == "ideas":
            return tuple(idea.id for idea in ideas)
        # Ideas outside a theme are voted on as well, so that nothing that was raised is lost.
        return grouped + tuple(idea.id for idea in ideas if not idea.theme)

    def _unranked_item(self, context: Context, item: str) -> VoteItem:
        """An item with its name and number of ideas, without votes."""
        label, lang, behind = item_label(context, item)
        return VoteItem(id=item, label={lang: label, **item_translations(context, item)}, lang=lang, ideas=behind)

    def _unranked_items(self, context: Context, frame: VoteFrame) -> tuple[VoteItem, ...]:
        """The items in the order of the opening. Cached, since ballots do not change them and both can be many."""
        name = ("unranked", context.step.id, context.step.round)
        return context.index.cached_value(
            name, (Idea, Theme, Step), lambda: tuple(self._unranked_item(context, i) for i in frame.items)
        )

    def _ranked_item(self, context: Context, place: RankedItem) -> VoteItem:
        return msgspec.structs.replace(
            self._unranked_item(context, place.item),
            votes=place.votes,
            rank=place.rank,
            rank_to=place.rank_to,
            plus=place.plus,
            minus=place.minus,
            voters=place.voters,
        )

    def _earlier_round(self, context: Context, over: Round) -> VoteRound:
        ballots = ballots_in_round(context.index.records_in(Ballot, context.step.id), over.number)
        places = ranking(over.items, ballots)
        return VoteRound(
            number=over.number,
            voters=voter_count(ballots),
            total=sum(place.plus + place.minus for place in places),
            budget=over.budget,
            cut=cut_line(places, places_to_fill(over, step_settings(context.step, VoteSettings))),
            items=tuple(self._ranked_item(context, place) for place in places),
        )

    def ballots(self, context: Context) -> list[Ballot]:
        """The ballots of the step's current round."""
        return ballots_in_round(context.index.records_in(Ballot, context.step.id), context.step.round)

    def _own_ballot(self, context: Context, seat: str) -> Ballot | None:
        return next(
            iter(ballots_in_round(context.index.records_of_seat(Ballot, context.step.id, seat), context.step.round)),
            None,
        )

    def _new_ballot(self, context: Context, seat: str) -> Ballot:
        step, number = context.step.id, context.step.round
        return Ballot(id=ballot_id(context, step, str(number), seat), step=step, round=number, seat=seat)

    def _is_counted(self, context: Context, seat: str) -> bool:
        record = context.index.get(Seat, seat)
        return record is not None and f"{context.step.id}/{context.step.round}" in record.voted

    def rehearse(self, body: Body, mine: SeatView, person: Rehearsed) -> Iterator[SimulatedAnswer]:
        if not isinstance(body, VoteBody):
            return
        items = [item for item in mine.order if item not in mine.votes and not mine.voted]
        # The first term is the same for all: preferences differ but are related.
        liking = {item: person.shared_chance(item).random() + person.chance.random() for item in items}
        left = mine.votes_left
        for item in sorted(items, key=lambda item: -liking[item]):
            votes = _rehearsed_votes(body, left, liking[item] / 2, person)
            if votes:
                left -= abs(votes)
                yield SimulatedAnswer(person.thinking_time(4, 25), {"item": item, "votes": votes})


def _rehearsed_votes(body: VoteBody, left: int, liking: float, person: Rehearsed) -> int:
    """Votes for an item, given how much it is liked (0 to 1) and how many votes are left; may be negative."""
    if body.preset == "stars":
        return max(1, round(liking * body.max_per_item))
    if body.preset == "budget":
        return min(left, body.max_per_item, person.chance.randint(1, 4))
    if body.preset == "plus_minus" and left and liking < 0.35:
        return -1
    return min(left, 1)


def latest_ranking(context: Context) -> Sequence[str]:
    """The items of the nearest counted vote before the step in question, best first; empty when there is none."""
    for step in reversed(context.index.steps):
        if kind_named(step.kind).has_ballots and step.position < context.step.position and step.state in CLOSED_STATES:
            return overall_ranking(
                closed_rounds(step, step_frame(step, VoteFrame)), list(context.index.records_in(Ballot, step.id))
            )
    return ()


def public_votes(context: Context) -> Mapping[str, int]:
    """Item -> votes in the nearest vote before the step in question whose result is public; empty without one."""
    for step in reversed(context.index.steps):
        if step.position < context.step.position and is_revealed(step) and kind_named(step.kind).has_ballots:
            body = kind_named(step.kind).body(context.with_step(step))
            if isinstance(body, VoteBody) and body.total is not None:
                return {item.id: item.votes or 0 for item in body.items}
    return {}


def seat_sort_key(seat: str, item: str) -> bytes:
    """Sort key of an item in a seat's own order: random but stable, so that no item is at the top for everybody."""
    return hashlib.sha256(f"{seat}/{item}".encode()).digest()


def ballot_id(context: Context, step: str, number: str, seat: str) -> str:
    """The id of a seat's ballot in a round while the vote is open.

    It can be computed again: a phone whose reply was lost gets the same id after the close, although no file holds it
    any more.
    """
    return keyed_hash(context.session.seat_key, f"{seat}/{step}/{number}/ballot")[:ID_DIGITS]


def record_id(record: Seat) -> str:
    """Sort key: seats written in order of their ids do not show the order in which they voted."""
    return record.id


KIND = VoteKind()

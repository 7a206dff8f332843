"""``vote``: blind votes on themes or ideas within a budget, counted at the close and shown at the reveal.

Each seat has one ballot per round. A ballot is checked against its budget and stored in one change. At the close the
ballots are shuffled, get new ids and lose their seats: the room can recount them, but nobody can find out who voted for
what (docs/domain.md 3.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Act, Here
from facilitator.rules.core.keyed_hash import SHORT, keyed
from facilitator.rules.core.parsing import Taken, asked, frame, not_own, settings
from facilitator.rules.policy.item_names import also_of, item_label
from facilitator.rules.policy.source_ideas import material, themes
from facilitator.rules.steps.kind import ASKING, Kind, result_shown
from facilitator.rules.voting import slips
from facilitator.rules.voting.budget import HANDS, MANY, MOST, Settings, limits, used
from facilitator.rules.voting.ranking import Place, cut_line, ranking, too_many, voters
from facilitator.rules.voting.rounds import (
    BALLOTS,
    CLOSED,
    Frame,
    Round,
    as_seen,
    nothing_said,
    of_round,
    rounds,
    runoff,
    standing,
    top_of,
)
from facilitator.view import Vote, VoteItem, VoteRound
from store.records import Ballot, Idea, Receipt, Seat, Step, Theme, replace

PER_PAGE = 6
"""Items of a result on one page of the stage."""


class Message(Struct, frozen=True):
    """``{"item": id, "votes": 0..max}``; where votes against are allowed, down to ``-max``."""

    item: str
    votes: int


class VoteKind(Kind):
    """Counts are hidden from everybody, the facilitator included, until the reveal."""

    name = "vote"
    shape = Settings
    path = ASKING
    grace = False

    def opening(self, here: Here) -> Mapping[str, Any]:
        if here.step.frame.get("items"):
            return here.step.frame
        wanted = settings(here.step, Settings)
        items = self._items(here, wanted)
        if len(items) < 2:
            raise RuleBroken("nothing_to_vote")
        if len(items) > MOST:
            raise RuleBroken("too_much_to_vote", 409, n=len(items), most=MOST)
        most = limits(wanted, len(items))
        fixed = {"items": items, "budget": most.budget, "max": most.most, "least": most.least}
        return {**fixed, "preset": wanted.preset, "top": wanted.top_k, "slips": here.session.slips}

    def warning(self, here: Here) -> str:
        if here.step.frame.get("items"):
            return ""
        items = len(self._items(here, settings(here.step, Settings)))
        return "many_items" if items >= MANY else "hands" if items < HANDS else ""

    def closing(self, here: Here) -> Act:
        ballots = [ballot for ballot in self.ballots(here) if ballot.seat]
        # New ids in a random order: neither the id nor the position of a ballot links it to a seat.
        here.chance.shuffle(ballots)
        mark = f"{here.step.id}/{here.step.round}"
        seats = [here.book.get(Seat, ballot.seat) for ballot in ballots]
        return Act(
            put=(
                *(replace(ballot, id=here.new_id(), seat="") for ballot in ballots),
                *(replace(seat, voted=(*seat.voted, mark)) for seat in sorted(filter(None, seats), key=by_id)),
                *(nothing_said(r, here.step.round) for r in here.book.of(Receipt, here.step.id) if r.content),
            ),
            remove=tuple(ballots),
            forget=True,
        )

    def seen(self, here: Here) -> Mapping[str, Any]:
        ballots = self.ballots(here)
        return as_seen(ranking(frame(here.step, Frame).items, ballots), len(ballots))

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        if "slip" in message:
            return slips.given(here, seat, message, self._fresh(here, seat).id)
        fixed, said = frame(here.step, Frame), asked(message, Message)
        if said.item not in fixed.items:
            raise RuleBroken("no_item", 404)
        if not fixed.least <= said.votes <= fixed.max:
            raise RuleBroken("votes_per_item", n=fixed.max)
        if self._counted(here, seat):
            raise RuleBroken("already_counted", 409)
        if not slips.lets_in(here, seat):
            raise RuleBroken("slip_needed", 409)
        old = self._own(here, seat)
        ballot = old or self._fresh(here, seat)
        # A single choice moves to the item that was chosen last.
        kept = {} if fixed.preset == "one" and said.votes else dict(ballot.votes)
        votes = {item: n for item, n in {**kept, said.item: said.votes}.items() if n}
        if used(votes) > fixed.budget:
            code = "no_points_left" if fixed.preset == "budget" else "no_votes_left"
            raise RuleBroken(code, 409, n=fixed.budget)
        if votes:
            return Taken(Act(put=(replace(ballot, votes=votes),)) + slips.unmarked(here), ballot.id)
        return Taken(Act(remove=(old,) if old else ()), ballot.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        mine = self._own(here, seat)
        if mine is None or mine.id != answer:
            raise not_own(here, Ballot, answer)
        return Act(remove=(mine,))

    def answered(self, here: Here) -> int:
        return voters(self.ballots(here))

    def body(self, here: Here) -> Vote:
        fixed, shown = frame(here.step, Frame), result_shown(here.step)
        top = top_of(fixed, settings(here.step, Settings))
        places = ranking(fixed.items, self.ballots(here)) if shown else []
        pages = self.pages(here)
        return Vote(
            items=tuple(self._item(here, place) for place in places) if shown else self._unranked(here, fixed),
            budget=fixed.budget,
            max_per_item=fixed.max,
            voters=self.answered(here),
            total=sum(place.plus + place.minus for place in places) if shown else None,
            cut=cut_line(places, top) if shown else 0,
            page=min(here.session.page, pages - 1) if shown else 0,
            pages=pages,
            preset=fixed.preset,
            least_per_item=fixed.least,
            top=top if fixed.items else 0,
            tied=too_many(places, top) if shown else 0,
            through=tuple(self._name(here, item) for item in fixed.through),
            earlier=tuple(self._earlier(here, over) for over in fixed.earlier) if shown else (),
            slips=slips.by_slips(here.session, here.step),
        )

    def pages(self, here: Here) -> int:
        return max(1, -(-len(frame(here.step, Frame).items) // PER_PAGE))

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        fixed, mine = frame(here.step, Frame), self._own(here, seat)
        votes = dict(mine.votes) if mine else {}
        return {
            "votes": votes,
            "votes_left": fixed.budget - used(votes),
            "voted": self._counted(here, seat),
            "slip": here.session.slips and slips.lets_in(here, seat),
            "order": tuple(sorted(fixed.items, key=lambda item: seat_order(seat, item))),
        }

    def again(self, here: Here) -> Mapping[str, Any]:
        """The frame of a new round between the items that tie at the cut line. Raises ``RuleBroken`` without a tie."""
        fixed = frame(here.step, Frame)
        following = runoff(here.step, fixed, settings(here.step, Settings), ranking(fixed.items, self.ballots(here)))
        if following is None:
            raise RuleBroken("no_tie")
        following = msgspec.structs.replace(following, slips=here.session.slips)
        plain: Mapping[str, Any] = msgspec.to_builtins(following)
        return plain

    def _items(self, here: Here, wanted: Settings) -> tuple[str, ...]:
        ideas = material(here, raised_only=wanted.target != "ideas")
        filled = {idea.theme for idea in ideas if idea.theme}
        grouped = tuple(theme.id for theme in themes(here) if theme.id in filled)
        if wanted.target == "themes" and grouped:
            return grouped
        if wanted.target == "ideas":
            return tuple(idea.id for idea in ideas)
        return grouped + tuple(idea.id for idea in ideas if not idea.theme)

    def _name(self, here: Here, item: str) -> VoteItem:
        """An item with its name and number of ideas, without votes."""
        label, lang, behind = item_label(here, item)
        return VoteItem(id=item, label={lang: label, **also_of(here, item)}, lang=lang, ideas=behind)

    def _unranked(self, here: Here, fixed: Frame) -> tuple[VoteItem, ...]:
        """The items in the order of the opening. Cached, since ballots do not change them and both can be many."""
        name = ("unranked", here.step.id, here.step.round)
        return here.book.made(name, (Idea, Theme, Step), lambda: tuple(self._name(here, i) for i in fixed.items))

    def _item(self, here: Here, place: Place) -> VoteItem:
        return msgspec.structs.replace(
            self._name(here, place.item),
            votes=place.votes,
            rank=place.rank,
            rank_to=place.rank_to,
            plus=place.plus,
            minus=place.minus,
            voters=place.voters,
        )

    def _earlier(self, here: Here, over: Round) -> VoteRound:
        ballots = of_round(here.book.of(Ballot, here.step.id), over.number)
        places = ranking(over.items, ballots)
        return VoteRound(
            number=over.number,
            voters=voters(ballots),
            total=sum(place.plus + place.minus for place in places),
            budget=over.budget,
            cut=cut_line(places, top_of(over, settings(here.step, Settings))),
            items=tuple(self._item(here, place) for place in places),
        )

    def ballots(self, here: Here) -> list[Ballot]:
        """The ballots of the step's current round."""
        return of_round(here.book.of(Ballot, here.step.id), here.step.round)

    def _own(self, here: Here, seat: str) -> Ballot | None:
        return next(iter(of_round(here.book.own(Ballot, here.step.id, seat), here.step.round)), None)

    def _fresh(self, here: Here, seat: str) -> Ballot:
        step, number = here.step.id, here.step.round
        return Ballot(id=ballot_id(here, step, str(number), seat), step=step, round=number, seat=seat)

    def _counted(self, here: Here, seat: str) -> bool:
        record = here.book.get(Seat, seat)
        return record is not None and f"{here.step.id}/{here.step.round}" in record.voted


def latest_standing(here: Here) -> Sequence[str]:
    """The items of the nearest counted vote before the step in question, best first; empty when there is none."""
    for step in reversed(here.book.steps):
        if step.kind in BALLOTS and step.position < here.step.position and step.state in CLOSED:
            return standing(rounds(step, frame(step, Frame)), list(here.book.of(Ballot, step.id)))
    return ()


def seat_order(seat: str, item: str) -> bytes:
    """Sort key of an item in a seat's own order: random but stable, so that no item is at the top for everybody."""
    return hashlib.sha256(f"{seat}/{item}".encode()).digest()


def ballot_id(here: Here, step: str, number: str, seat: str) -> str:
    """The id of a seat's ballot in a round while the vote is open.

    It can be computed again: a phone whose reply was lost gets the same id after the close, although no file holds it
    any more.
    """
    return keyed(here.session.seat_key, f"{seat}/{step}/{number}/ballot")[:SHORT]


def by_id(record: Seat) -> str:
    """Sort key: seats written in order of their ids do not show the order in which they voted."""
    return record.id


KIND = VoteKind()

"""``vote``: blind, limited votes on themes or ideas, counted at close, shown at reveal.

One ballot per seat and round. Budget and vote are decided in one change. At close the ballots are shuffled, get new
ids and lose their seats: the room can recount, nobody can tell who voted for what (reference: 3.3).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from msgspec import Struct

from facilitator.act import Act, Here
from facilitator.book import Tables
from facilitator.errors import RuleBroken
from facilitator.material import material, themes
from facilitator.steps.kind import ASKING, Kind, Taken, asked, frame, result_shown, settings
from facilitator.view import Vote, VoteItem
from facilitator.words import DEFAULT
from store.records import Ballot, Receipt, Seat, Step, Theme

PER_PAGE = 6

UNNAMED = "–"
"""Stands for an item that is hidden or gone."""


class Settings(Struct, frozen=True):
    """``votes_per_person``: a number, or ``auto`` for the table in ``budget_for``."""

    target: Literal["themes", "ideas", "picked"] = "themes"
    votes_per_person: int | Literal["auto"] = "auto"
    max_per_item: int = 1
    top_k: int = 3


class Frame(Struct, frozen=True):
    """One round as it was opened; ``earlier`` holds the rounds before it, each as a frame without this field."""

    items: tuple[str, ...] = ()
    budget: int = 0
    max: int = 1
    earlier: tuple[Mapping[str, Any], ...] = ()
    revealed: bool = False


class Message(Struct, frozen=True):
    """``{"item": id, "votes": 0..max}``"""

    item: str
    votes: int


@dataclass(frozen=True)
class Place:
    """One item of a result: equal votes share the places ``rank`` to ``rank_to``."""

    item: str
    votes: int
    rank: int
    rank_to: int


def budget_for(items: int) -> int:
    """Votes per person for a number of items (table in domain reference 3.3)."""
    for most, votes in ((3, 1), (5, 2), (13, 3), (17, 4), (21, 5)):
        if items <= most:
            return votes
    return 6


def ranking(items: Sequence[str], ballots: Sequence[Ballot]) -> list[Place]:
    """Items by votes, most first, ties in the order of ``items`` and sharing their ranks."""
    votes = Counter[str]()
    for ballot in ballots:
        votes.update(ballot.votes)
    best = sorted(items, key=lambda item: -votes[item])
    places = []
    for item in best:
        above = sum(1 for other in best if votes[other] > votes[item])
        equal = sum(1 for other in best if votes[other] == votes[item])
        places.append(Place(item, votes[item], above + 1, above + equal))
    return places


def cut_line(places: Sequence[Place], top: int) -> int:
    """How many items go on: all that tie with the last one if that gives at most ``top`` + 2, else none of the tie."""
    if len(places) <= top:
        return len(places)
    last = places[top - 1]
    return last.rank_to if last.rank_to <= top + 2 else last.rank - 1


class VoteKind(Kind):
    """Counts are hidden from everybody, the facilitator too, until the reveal."""

    name = "vote"
    path = ASKING

    def opening(self, here: Here) -> Mapping[str, Any]:
        if here.step.frame.get("items"):
            return here.step.frame
        wanted = settings(here.step, Settings)
        items = self._items(here, wanted)
        if len(items) < 2:
            raise RuleBroken("nothing_to_vote")
        votes = wanted.votes_per_person
        budget = budget_for(len(items)) if votes == "auto" else min(votes, len(items) * wanted.max_per_item)
        return {"items": items, "budget": budget, "max": wanted.max_per_item}

    def closing(self, here: Here) -> Act:
        ballots = [ballot for ballot in self.ballots(here) if ballot.seat]
        here.chance.shuffle(ballots)
        mark = f"{here.step.id}/{here.step.round}"
        seats = [here.book.get(Seat, ballot.seat) for ballot in ballots]
        return Act(
            put=(
                *(replace(ballot, id=here.new_id(), seat="") for ballot in ballots),
                *(replace(seat, voted=(*seat.voted, mark)) for seat in sorted(filter(None, seats), key=by_id)),
            ),
            remove=(*ballots, *here.book.of(Receipt, here.step.id)),
            forget=True,
        )

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        fixed, said = frame(here.step, Frame), asked(message, Message)
        if said.item not in fixed.items:
            raise RuleBroken("no_item", 404)
        if not 0 <= said.votes <= fixed.max:
            raise RuleBroken("votes_per_item", n=fixed.max)
        if self._counted(here, seat):
            raise RuleBroken("already_counted", 409)
        old = self._own(here, seat)
        ballot = old or Ballot(id=here.new_id(), step=here.step.id, round=here.step.round, seat=seat)
        votes = {**ballot.votes, said.item: said.votes}
        votes = {item: n for item, n in votes.items() if n}
        if sum(votes.values()) > fixed.budget:
            raise RuleBroken("no_votes_left", 409, n=fixed.budget)
        if votes:
            return Taken(Act(put=(replace(ballot, votes=votes),)), ballot.id)
        return Taken(Act(remove=(old,) if old else ()), ballot.id)

    def withdraw(self, here: Here, seat: str, answer: str) -> Act:
        mine = self._own(here, seat)
        if mine is None or mine.id != answer:
            raise RuleBroken("not_yours", 403)
        return Act(remove=(mine,))

    def answered(self, here: Here) -> int:
        return sum(1 for ballot in self.ballots(here) if ballot.votes)

    def body(self, here: Here) -> Vote:
        fixed, wanted = frame(here.step, Frame), settings(here.step, Settings)
        shown = result_shown(here.step)
        ballots = self.ballots(here) if shown else []
        places = ranking(fixed.items, ballots)
        items = tuple(self._item(here, place, shown) for place in places)
        pages = max(1, -(-len(items) // PER_PAGE))
        return Vote(
            items=items,
            budget=fixed.budget,
            max_per_item=fixed.max,
            voters=self.answered(here),
            total=sum(place.votes for place in places) if shown else None,
            cut=cut_line(places, wanted.top_k) if shown else 0,
            page=min(here.session.page, pages - 1) if shown else 0,
            pages=pages,
        )

    def pages(self, here: Here) -> int:
        return max(1, -(-len(frame(here.step, Frame).items) // PER_PAGE))

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        fixed, mine = frame(here.step, Frame), self._own(here, seat)
        votes = dict(mine.votes) if mine else {}
        return {
            "votes": votes,
            "votes_left": fixed.budget - sum(votes.values()),
            "voted": self._counted(here, seat),
            "order": tuple(sorted(fixed.items, key=lambda item: seat_order(seat, item))),
        }

    def again(self, here: Here) -> Mapping[str, Any]:
        """The frame of a new round between those who tie at the cut line. Raises ``RuleBroken`` without a tie."""
        fixed, wanted = frame(here.step, Frame), settings(here.step, Settings)
        places = ranking(fixed.items, self.ballots(here))
        line = places[min(wanted.top_k, len(places)) - 1] if places else None
        tied = [place.item for place in places if line and place.votes == line.votes]
        if line is None or len(tied) < 2 or line.rank_to <= wanted.top_k:
            raise RuleBroken("no_tie")
        this = {"round": here.step.round, "items": fixed.items, "budget": fixed.budget, "max": fixed.max}
        return {"items": tuple(tied), "budget": 1, "max": 1, "earlier": (*fixed.earlier, this)}

    def _items(self, here: Here, wanted: Settings) -> tuple[str, ...]:
        ideas = material(here, raised_only=wanted.target != "ideas")
        filled = {idea.theme for idea in ideas if idea.theme}
        grouped = tuple(theme.id for theme in themes(here) if theme.id in filled)
        if wanted.target == "themes" and grouped:
            return grouped
        if wanted.target == "ideas":
            return tuple(idea.id for idea in ideas)
        return grouped + tuple(idea.id for idea in ideas if not idea.theme)

    def _item(self, here: Here, place: Place, shown: bool) -> VoteItem:
        label, lang, behind = item_label(here, place.item)
        return VoteItem(
            id=place.item,
            label={lang: label},
            lang=lang,
            ideas=behind,
            votes=place.votes if shown else None,
            rank=place.rank if shown else None,
            rank_to=place.rank_to if shown else None,
        )

    def ballots(self, here: Here) -> list[Ballot]:
        """The ballots of the round that the step is at."""
        every = here.book.of(Ballot, here.step.id)
        return [ballot for ballot in every if ballot.round == here.step.round]

    def _own(self, here: Here, seat: str) -> Ballot | None:
        mine = here.book.own(Ballot, here.step.id, seat)
        return next((ballot for ballot in mine if ballot.round == here.step.round), None)

    def _counted(self, here: Here, seat: str) -> bool:
        record = here.book.get(Seat, seat)
        return record is not None and f"{here.step.id}/{here.step.round}" in record.voted


def item_label(here: Here, item: str) -> tuple[str, str, int]:
    """What an item is called, in which language, and how many ideas stand behind it."""
    name, lang = name_of(here.book.tables, item)
    if here.book.get(Theme, item) is not None:
        return name, lang, sum(1 for idea in material(here) if idea.theme == item)
    return name, lang or DEFAULT, 1 if lang else 0


def name_of(tables: Tables, item: str) -> tuple[str, str]:
    """What an item is called, and in which language; a dash and no language when it is hidden or gone."""
    theme, idea = tables.themes.get(item), tables.ideas.get(item)
    if theme is not None:
        return theme.name, theme.lang
    return (idea.text, idea.lang) if idea is not None and not idea.hidden else (UNNAMED, "")


def latest_result(here: Here) -> tuple[Step, list[Place]] | None:
    """The nearest counted vote before the step in question, and its ranking."""
    for step in reversed(here.book.steps):
        if step.kind == "vote" and step.position < here.step.position and step.state in ("closed", "revealed", "done"):
            at = here.at(step)
            return step, ranking(frame(step, Frame).items, KIND.ballots(at))
    return None


def seat_order(seat: str, item: str) -> bytes:
    """A random order per seat that stays: no item is on top for everybody."""
    return hashlib.sha256(f"{seat}/{item}".encode()).digest()


def by_id(record: Seat) -> str:
    """Sorted by id, so that the order of voting is not in the file."""
    return record.id


KIND = VoteKind()

"""``crowd``: the method 25/10 Crowd Sourcing (docs/domain.md 2.4).

Every phone gets up to five ideas of others and gives each 1 to 5 points without seeing its earlier scores. An idea is
scored by at most five phones, so 25 points is the maximum. Ballots are stored and counted as in a vote.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from facilitator.errors import RuleBroken
from facilitator.rules.core.context import Here
from facilitator.rules.core.parsing import Taken, asked, frame, settings
from facilitator.rules.policy.source_ideas import material
from facilitator.rules.steps.vote import Message, VoteKind, seat_order
from facilitator.rules.voting import slips
from facilitator.rules.voting.budget import Settings
from facilitator.rules.voting.dealing import CARDS, deal
from facilitator.view import Crowd
from store.records import Ballot, Idea

POINTS = 5


class Frame(Struct, frozen=True):
    """The part of ``Step.frame`` that only this kind has: the seats that were present when the ideas were dealt."""

    items: tuple[str, ...] = ()
    dealt: tuple[str, ...] = ()


class CrowdKind(VoteKind):
    """Scores are hidden from everybody until the reveal."""

    name = "crowd"

    def opening(self, here: Here) -> Mapping[str, Any]:
        if here.step.frame.get("items"):
            return here.step.frame
        items = [idea.id for idea in material(here)]
        if len(items) < 2:
            raise RuleBroken("nothing_to_vote")
        seats = sorted(here.book.tables.seats)
        here.chance.shuffle(items)
        here.chance.shuffle(seats)
        limits: dict[str, Any] = {"budget": CARDS * POINTS, "max": POINTS, "least": 0, "preset": "stars"}
        limits |= {"top": settings(here.step, Settings).top_k, "slips": here.session.slips}
        return {**limits, "items": tuple(items), "dealt": tuple(seats)}

    def warning(self, here: Here) -> str:
        """Warns of a small room: five scores for an idea need five phones besides its writer's."""
        return "crowd_few" if len(here.book.tables.seats) <= CARDS and not here.step.frame.get("items") else ""

    def take(self, here: Here, seat: str, message: Mapping[str, Any]) -> Taken:
        if "slip" in message:
            return super().take(here, seat, message)
        said = asked(message, Message)
        if not slips.lets_in(here, seat):
            raise RuleBroken("slip_needed", 409)
        if not self._counted(here, seat) and said.item not in self.hand(here, seat):
            dealt = said.item in frame(here.step, Frame).items
            raise RuleBroken("card_not_yours" if dealt else "no_item", 409 if dealt else 404)
        return super().take(here, seat, message)

    def body(self, here: Here) -> Crowd:
        voted = super().body(here)
        return Crowd(**{name: getattr(voted, name) for name in voted.__struct_fields__}, cards=CARDS)

    def mine(self, here: Here, seat: str) -> Mapping[str, Any]:
        found = dict(super().mine(here, seat))
        hand = self.hand(here, seat)
        left = sum(1 for item in hand if item not in found["votes"])
        return {**found, "order": hand, "votes_left": left}

    def again(self, here: Here) -> Mapping[str, Any]:
        raise RuleBroken("no_tie", 409)

    def hand(self, here: Here, seat: str) -> tuple[str, ...]:
        """The ideas that this seat scores: never its own, and none that five other seats have scored already.

        A seat that joined after the ideas were dealt gets those that still lack scores, in an order of its own.
        """
        fixed = frame(here.step, Frame)
        authors = tuple(self._author(here, item) for item in fixed.items)
        own = next(iter(self._own_votes(here, seat)), {})
        if seat in fixed.dealt:
            cards = _dealt(fixed.items, authors, fixed.dealt)[seat]
        else:
            others = (item for item, author in zip(fixed.items, authors, strict=True) if author != seat)
            cards = tuple(sorted(others, key=lambda item: seat_order(seat, item)))
        scores = self._scores(here)
        return tuple(item for item in cards if item in own or scores[item] < CARDS)[:CARDS]

    def _scores(self, here: Here) -> Counter[str]:
        """Item -> how many seats have scored it so far. Never part of a view while the step is open."""
        return Counter(item for ballot in self.ballots(here) for item in ballot.votes)

    def _own_votes(self, here: Here, seat: str) -> list[Mapping[str, int]]:
        return [b.votes for b in here.book.own(Ballot, here.step.id, seat) if b.round == here.step.round]

    @staticmethod
    def _author(here: Here, item: str) -> str:
        idea = here.book.get(Idea, item)
        return idea.seat if idea is not None else ""


@functools.lru_cache(maxsize=8)
def _dealt(items: tuple[str, ...], authors: tuple[str, ...], seats: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """``deal`` with a cache: all phones share one deal. The authors are not stored with the result."""
    return deal(items, authors, seats)


KIND = CrowdKind()
